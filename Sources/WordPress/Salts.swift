package import Cryptography
package import Runtime

/// `wp_salt()` and `wp_hash()`: what WordPress signs cookies and nonces with.
///
/// A salt that the configuration does not give is read where WordPress keeps it, through `stored`
/// (the network option of that name); it is never generated, for then two would exist.
package struct Salts: Sendable {
  private let constants: SaltConstants
  /// Values that occur more than once, and the one that ships with WordPress.
  private let unusable: Set<[UInt8]>

  /// Reads the network option of a name; nil when there is none.
  package typealias Stored = (String) throws(Fault) -> [UInt8]?

  package init(_ constants: SaltConstants) {
    self.constants = constants
    var seen: Set<[UInt8]> = []
    var repeated: Set<[UInt8]> = [Array("put your unique phrase here".utf8)]
    for name in SaltConstants.names {
      guard let value = constants[name]?.reveal() else { continue }
      if !seen.insert(value).inserted { repeated.insert(value) }
    }
    unusable = repeated
  }

  /// The salt of a scheme: `auth`, `secure_auth`, `logged_in`, `nonce`, or any other text.
  package func salt(_ scheme: String, stored: Stored) throws(Fault) -> Secret {
    var key = usable("SECRET_KEY")
    guard ["auth", "secure_auth", "logged_in", "nonce"].contains(scheme) else {
      let secret = try needed(key, "secret_key", stored)
      let code = Authentication.hmac(.md5, key: secret, Array(scheme.utf8))
      return Secret(secret + Hexadecimal.text(code).utf8)
    }
    var salt = scheme == "auth" ? usable("SECRET_SALT") : nil
    let prefix = scheme.uppercased()
    key = usable("\(prefix)_KEY") ?? key
    salt = usable("\(prefix)_SALT") ?? salt
    let first = try needed(key, "\(scheme)_key", stored)
    let second = try needed(salt, "\(scheme)_salt", stored)
    return Secret(first + second)
  }

  /// `wp_hash()`: a code of the data as hexadecimal text.
  package func hash(
    _ data: [UInt8], scheme: String, _ algorithm: HashAlgorithm, stored: Stored
  ) throws(Fault) -> String {
    let salt = try salt(scheme, stored: stored)
    return Hexadecimal.text(Authentication.hmac(algorithm, key: salt.reveal(), data))
  }

  private func usable(_ name: String) -> [UInt8]? {
    guard let value = constants[name]?.reveal(), PHPValue.string(value).isTrue else { return nil }
    return unusable.contains(value) ? nil : value
  }

  /// The constant's value, else what WordPress keeps under the name.
  private func needed(
    _ constant: [UInt8]?, _ name: String, _ stored: Stored
  ) throws(Fault) -> [UInt8] {
    if let constant { return constant }
    if let value = try stored(name), PHPValue.string(value).isTrue { return value }
    throw Fault(
      .configuration, operation: "reading WordPress's salts", subject: name,
      cause: "neither wp-config.php nor the database holds it",
      hint: "Give wp-config.php its eight keys and salts, or open the site's login page once",
      recovery: .operator)
  }
}
