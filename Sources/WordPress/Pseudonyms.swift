internal import Bytes
internal import Cryptography
package import Runtime

/// Keyed hashes in the place of what tells about a person: equal values have equal hashes, in every
/// table and as long as the key stays, and without the key nobody finds the value.
package struct Pseudonyms: Sendable {
  private let key: Secret

  private static let purpose = "wkpbic privacy v1"

  /// Takes a key of the site's own.
  package init(key: Secret) {
    precondition(!key.isEmpty, "a key is something")
    self.key = key
  }

  /// Derives a key from the site's `wp_salt('auth')`.
  package init(salt: Secret) {
    precondition(!salt.isEmpty, "WordPress has a salt")
    key = Secret(
      KeyDerivation.hkdf(
        .sha256, input: salt.reveal(), salt: [], info: Array(Self.purpose.utf8), length: 32))
  }

  /// HMAC-SHA-256 in hexadecimal digits.
  ///
  /// An e-mail address is hashed in small letters and without blanks around it, so that its
  /// spellings meet as they do where nothing is hashed.
  package func text(of value: RawSpan) -> [UInt8] {
    let message = Self.isAddress(value) ? Self.lowered(value.trimmed()) : value.array()
    return Array(Hexadecimal.text(Authentication.hmac(.sha256, key: key.reveal(), message)).utf8)
  }

  /// Whether it has the form of an e-mail address: one `@` inside, and no blanks.
  private static func isAddress(_ value: RawSpan) -> Bool {
    let text = value.trimmed()
    var count = 0
    for index in 0..<text.byteCount {
      let byte = text.byte(at: index)
      if byte <= 0x20 { return false }
      if byte == UInt8(ascii: "@") {
        if index == 0 || index == text.byteCount - 1 { return false }
        count += 1
      }
    }
    return count == 1
  }

  private static func lowered(_ text: RawSpan) -> [UInt8] {
    Array(text.text().lowercased().utf8)
  }
}
