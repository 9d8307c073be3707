package import Runtime

/// The keys and salts that a configuration defines.
package struct SaltConstants: Sendable {
  private var values: [String: Secret] = [:]

  /// The names WordPress knows, in the order in which it looks for repeated values.
  package static let names: [String] = ["AUTH", "SECURE_AUTH", "LOGGED_IN", "NONCE", "SECRET"]
    .flatMap { ["\($0)_KEY", "\($0)_SALT"] }

  /// Takes what `value` has for each name.
  package init(_ value: (String) throws(Fault) -> [UInt8]?) throws(Fault) {
    for name in Self.names {
      if let bytes = try value(name) { values[name] = Secret(bytes) }
    }
  }

  /// The value of a name; nil when it is not defined.
  package subscript(_ name: String) -> Secret? { values[name] }
}
