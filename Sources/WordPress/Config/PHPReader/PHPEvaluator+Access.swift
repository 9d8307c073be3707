extension PHPEvaluator {
  /// Arrays that PHP fills from the request or the process.
  private static let requestArrays: Set<String> = [
    "_GET", "_POST", "_COOKIE", "_REQUEST", "_FILES", "_SESSION", "argv", "argc",
  ]

  func variable(_ name: String, line: Int) -> PHPComputed {
    if let value = lookUp(name) { return value }
    if Self.requestArrays.contains(name) || ["_SERVER", "_ENV", "GLOBALS"].contains(name) {
      return .unknown(refusal(line, "$\(name)"))
    }
    return .known(.null)
  }

  /// The variable's value in the running scope; nil when it is not set.
  private func lookUp(_ name: String) -> PHPComputed? {
    state.scopes[scopeIndex(of: name)].variables[name]
  }

  func scopeIndex(of name: String) -> Int {
    let last = state.scopes.count - 1
    return state.scopes[last].globals.contains(name) ? 0 : last
  }

  /// Keys of `$_SERVER` that only a request fills.
  static func isFromRequest(_ key: String) -> Bool {
    if key.hasPrefix("HTTP_") || key.hasPrefix("REDIRECT_") || key.hasPrefix("PHP_AUTH") {
      return true
    }
    return requestKeys.contains(key)
  }

  private static let requestKeys: Set<String> = [
    "HTTPS", "SERVER_NAME", "SERVER_ADDR", "SERVER_PORT", "SERVER_PROTOCOL", "SERVER_SOFTWARE",
    "SERVER_ADMIN", "SERVER_SIGNATURE", "REQUEST_URI", "REQUEST_METHOD", "REQUEST_TIME",
    "REQUEST_TIME_FLOAT", "REQUEST_SCHEME", "QUERY_STRING", "REMOTE_ADDR", "REMOTE_HOST",
    "REMOTE_PORT", "REMOTE_USER", "DOCUMENT_ROOT", "DOCUMENT_URI", "SCRIPT_NAME",
    "SCRIPT_FILENAME", "SCRIPT_URL", "SCRIPT_URI", "PHP_SELF", "PATH_INFO", "PATH_TRANSLATED",
    "ORIG_PATH_INFO", "CONTENT_TYPE", "CONTENT_LENGTH", "CONTEXT_DOCUMENT_ROOT",
    "GATEWAY_INTERFACE", "AUTH_TYPE", "SSL_PROTOCOL", "FCGI_ROLE", "USER", "HOME", "PWD", "argv",
    "argc",
  ]

  /// A variable of the process or the request by name; nil when it is not set.
  func serverValue(_ name: String, line: Int) -> PHPComputed? {
    if let value = state.server[name] { return value }
    if let value = state.environment[name], !Self.isFromRequest(name) { return value }
    if Self.isFromRequest(name) { return .unknown(refusal(line, "$_SERVER['\(name)']")) }
    return nil
  }

  mutating func element(
    _ base: PHPExpression, _ key: PHPExpression?, line: Int
  ) throws(PHPStop) -> PHPComputed {
    guard let key else { throw refused(line, "[] without an index") }
    return try elementIfSet(base, key, line: line) ?? .known(.null)
  }

  /// The element; nil where PHP would warn that there is none.
  private mutating func elementIfSet(
    _ base: PHPExpression, _ key: PHPExpression, line: Int
  ) throws(PHPStop) -> PHPComputed? {
    let index = try evaluate(key)
    guard case .known(let indexValue) = index else { return index }
    if case .variable(let name) = base.kind, let text = indexValue.scalarText,
      let special = superglobal(name, text, line: line)
    {
      return special
    }
    switch try quiet(base) {
    case nil, .known(.null), .known(.boolean), .known(.integer), .known(.float): return nil
    case .unknown(let reason): return .unknown(reason)
    case .known(.array(let array)):
      return array[try self.key(indexValue, line: line)].map { .known($0) }
    case .known(.string(let bytes)): return byte(of: bytes, at: indexValue)
    default: throw refused(line, "an index of an object")
    }
  }

  /// Outer nil: no such array; inner nil: the array has no such element.
  private func superglobal(_ name: String, _ key: String, line: Int) -> PHPComputed?? {
    switch name {
    case "_SERVER": .some(serverValue(key, line: line))
    case "_ENV": .some(state.environment[key])
    case "GLOBALS": .some(state.scopes[0].variables[key])
    default: .none
    }
  }

  private func byte(of bytes: [UInt8], at index: PHPValue) -> PHPComputed? {
    guard case .integer(let number) = index else { return nil }
    let place = number < 0 ? bytes.count + Int(clamping: number) : Int(clamping: number)
    return bytes.indices.contains(place) ? .known(.string([bytes[place]])) : nil
  }

  mutating func property(
    _ object: PHPExpression, _ name: String, isNullSafe: Bool, line: Int
  ) throws(PHPStop) -> PHPComputed {
    try propertyIfSet(object, name, line: line) ?? .known(.null)
  }

  private mutating func propertyIfSet(
    _ object: PHPExpression, _ name: String, line: Int
  ) throws(PHPStop) -> PHPComputed? {
    switch try quiet(object) {
    case .known(.object(let object)): return object.properties[name].map { .known($0) }
    case .unknown(let reason): return .unknown(reason)
    default: return nil
    }
  }

  /// The value without a warning where there is none, as `isset` and `??` ask; nil then.
  mutating func quiet(_ expression: PHPExpression) throws(PHPStop) -> PHPComputed? {
    switch expression.kind {
    case .variable(let name):
      if let value = lookUp(name) { return value }
      let value = variable(name, line: expression.line)
      return value == .known(.null) ? nil : value
    case .index(let base, let key):
      guard let key else { throw refused(expression.line, "[] without an index") }
      return try elementIfSet(base, key, line: expression.line)
    case .property(let object, let name, _):
      return try propertyIfSet(object, name, line: expression.line)
    default: return try evaluate(expression)
    }
  }
}
