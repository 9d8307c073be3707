internal import Bytes
internal import Connector

/// One method of one address: what it takes, who may ask, and what is done.
struct Route: Sendable {
  /// The method, upper-case.
  let method: String
  /// The address below the namespace, such as `/entities/{slug}/schema`.
  let pattern: String
  let permission: Permission
  var parameters: [Parameter]
  let perform: @Sendable (inout Errand) throws(Refusal) -> Reply
  private let segments: [String]

  init(
    _ method: String, _ pattern: String, _ permission: Permission, _ parameters: [Parameter] = [],
    _ perform: @escaping @Sendable (inout Errand) throws(Refusal) -> Reply
  ) {
    self.method = method
    self.pattern = pattern
    self.permission = permission
    self.parameters = parameters
    self.perform = perform
    segments = pattern.split(separator: "/").map(String.init)
  }

  /// Who may ask.
  enum Permission: Sendable {
    /// Everybody, visitors too.
    case everybody
    /// Whoever has any capability of ours.
    case anyRight
    /// Whoever has one of these.
    case oneOf([Right])

    func allows(_ caller: Caller) -> Bool {
      switch self {
      case .everybody: true
      case .anyRight: Right.allCases.contains { caller.capabilities.contains($0.rawValue) }
      case .oneOf(let rights): rights.contains { caller.capabilities.contains($0.rawValue) }
      }
    }
  }

  /// Whether its address names something that varies.
  var isVariable: Bool { pattern.contains("{") }

  /// What the address's places hold; nil for another address.
  ///
  /// Words are compared without regard to case, as core's patterns do.
  func match(_ route: [String]) -> [String: String]? {
    guard route.count == segments.count else { return nil }
    var places: [String: String] = [:]
    for (segment, given) in zip(segments, route) {
      if segment.hasPrefix("{") {
        if given.isEmpty { return nil }
        places[String(segment.dropFirst().dropLast())] = given
      } else if segment.lowercased() != given.lowercased() {
        return nil
      }
    }
    return places
  }
}

/// What a route is given: the parameters, who asks, and the product's verbs.
struct Errand {
  let values: Values
  let caller: Caller
  let call: Call
  let site: SiteFacts
  var connector: Connector
  /// The verbs of the same site, for another thread.
  let freshVerbs: @Sendable () -> Connector
  let desk: Desk

  /// A place of the address.
  func place(_ name: String) -> String { values.text(name) ?? "" }
}

/// What a route answers.
struct Reply: Sendable {
  var status = 200
  var data: JSONValue
  var fields: [(name: String, value: String)] = []
  /// Whether it may be wrapped.
  var isEnveloped = true
  /// Text that is no JSON, with its type; takes the place of `data`.
  var text: (type: String, text: String)?

  init(_ data: JSONValue, status: Int = 200) {
    self.data = data
    self.status = status
  }
}
