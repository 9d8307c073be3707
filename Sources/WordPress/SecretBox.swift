internal import Cryptography
package import Runtime

/// Seals secrets so that PHP opens them, and the other way round.
///
/// `v1:` and base64 of vector (12 bytes), tag (16) and ciphertext; AES-256-GCM, the secret's name
/// authenticated with it, the key derived from `wp_salt('auth')`.
package struct SecretBox: Sendable {
  private let key: Secret

  private static let label = "v1:"
  private static let vectorLength = 12
  private static let purpose = "wkpbic secrets v1"

  /// A box for the site whose `wp_salt('auth')` this is.
  package init(salt: Secret) {
    precondition(!salt.isEmpty, "WordPress has a salt")
    key = Secret(
      KeyDerivation.hkdf(
        .sha256, input: salt.reveal(), salt: [], info: Array(Self.purpose.utf8), length: 32))
  }

  /// The sealed text, another one each time.
  package func seal(_ secret: Secret, name: String) -> String {
    let vector = RandomBytes.make(Self.vectorLength)
    let sealed = AES.seal(
      secret.reveal(), key: key.reveal(), iv: vector, authenticating: Array(name.utf8))
    return Self.label + Base64.text(vector + sealed.tag + sealed.ciphertext)
  }

  /// The secret; nil when it was not sealed with this key under this name.
  package func open(_ text: [UInt8], name: String) -> Secret? {
    guard text.starts(with: Self.label.utf8),
      let bytes = Base64.bytes(Array(text.dropFirst(Self.label.utf8.count))),
      bytes.count >= Self.vectorLength + AES.tagLength
    else { return nil }
    let rest = bytes.dropFirst(Self.vectorLength)
    let sealed = AES.Sealed(
      ciphertext: Array(rest.dropFirst(AES.tagLength)), tag: Array(rest.prefix(AES.tagLength)))
    let plaintext = AES.open(
      sealed, key: key.reveal(), iv: Array(bytes.prefix(Self.vectorLength)),
      authenticating: Array(name.utf8))
    return plaintext.map { Secret($0) }
  }
}
