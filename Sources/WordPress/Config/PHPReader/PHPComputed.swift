/// What is known of a value: the value, or why it cannot be told without a request.
enum PHPComputed: Sendable, Equatable {
  case known(PHPValue)
  case unknown(PHPRefusal)

  /// The value, when it is known.
  var value: PHPValue? {
    if case .known(let value) = self { value } else { nil }
  }

  /// The one value when both are the same, else unknown for `reason`.
  func merged(_ other: PHPComputed?, _ reason: PHPRefusal) -> PHPComputed {
    self == other ? self : .unknown(reason)
  }
}

/// Why evaluation ends before the last statement.
enum PHPStop: Error {
  /// Something that is not understood.
  case refused(PHPRefusal)
  /// `exit`, `die` or an exception: WordPress does not start.
  case ended(PHPRefusal)
  /// WordPress itself takes over; the configuration is complete.
  case settingsReached
}

/// Everything a configuration can change while it runs; a value, so that both ways of a question
/// without an answer can be tried.
struct PHPState {
  /// Variables of the file, then of each running function.
  var scopes: [Scope] = [Scope()]
  var constants: [String: Constant] = [:]
  /// Names in the order of their definition.
  var constantOrder: [String] = []
  var functions: [String: PHPFunction] = [:]
  var functionAliases: [String: String] = [:]
  var classAliases: [String: String] = [:]
  var environment: [String: PHPComputed] = [:]
  var server: [String: PHPComputed] = [:]
  var included: Set<String> = []
  /// What `Config::define` of Bedrock holds back until `apply`.
  var pending: [String: PHPComputed] = [:]
  var pendingOrder: [String] = []
  /// `Env::$options` of Bedrock: convert booleans, null and integers, strip quotes.
  var environmentOptions: Int64 = 15

  struct Scope {
    var variables: [String: PHPComputed] = [:]
    /// Names that mean the file's variables.
    var globals: Set<String> = []
  }

  struct Constant: Equatable {
    var value: PHPComputed
    /// It may also not be defined.
    var isUncertain = false
    /// Defined before the configuration starts.
    var isGiven = false
  }

  /// What holds whichever of the two ways was taken.
  func merged(_ other: PHPState, _ reason: PHPRefusal) -> PHPState {
    var result = self
    for index in scopes.indices {
      result.scopes[index].variables = Self.merged(
        scopes[index].variables, other.scopes[index].variables, reason)
      result.scopes[index].globals.formUnion(other.scopes[index].globals)
    }
    result.mergeConstants(other, reason)
    result.functions.merge(other.functions) { mine, _ in mine }
    result.environment = Self.merged(environment, other.environment, reason)
    result.server = Self.merged(server, other.server, reason)
    result.included.formUnion(other.included)
    result.pending = Self.merged(pending, other.pending, reason)
    for name in other.pendingOrder where !pendingOrder.contains(name) {
      result.pendingOrder.append(name)
    }
    return result
  }

  private mutating func mergeConstants(_ other: PHPState, _ reason: PHPRefusal) {
    for name in other.constantOrder where constants[name] == nil { constantOrder.append(name) }
    for name in constantOrder where constants[name] != other.constants[name] {
      let isEverywhere = constants[name] != nil && other.constants[name] != nil
      constants[name] = Constant(value: .unknown(reason), isUncertain: !isEverywhere)
    }
  }

  private static func merged(
    _ one: [String: PHPComputed], _ two: [String: PHPComputed], _ reason: PHPRefusal
  ) -> [String: PHPComputed] {
    var result = one.merging(two) { mine, theirs in mine.merged(theirs, reason) }
    for name in result.keys where one[name] == nil || two[name] == nil {
      result[name] = .unknown(reason)
    }
    return result
  }
}
