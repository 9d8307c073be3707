internal import Cryptography
package import Runtime

/// The value of a login cookie: `name|expiration|token|code`.
package struct LoginCookie: Sendable {
  /// The login name, as it was signed.
  package let name: [UInt8]
  /// When it ends, as it was signed.
  package let expiration: [UInt8]
  /// The session's token.
  package let token: [UInt8]
  private let code: [UInt8]

  /// Seconds that a cookie is still taken after its end, for what a person is just sending.
  package static let graceSeconds: Int64 = 3600

  /// Nil when the value has not four parts.
  package init?(_ value: [UInt8]) {
    let parts = value.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
    if parts.count != 4 { return nil }
    name = Array(parts[0])
    expiration = Array(parts[1])
    token = Array(parts[2])
    code = Array(parts[3])
  }

  /// The end as a number; what is none ended long ago.
  package var endSeconds: Int64 {
    PHPFunctions.integer(.string(expiration)) ?? 0
  }

  /// Whether it has ended; a POST is granted an hour.
  package func isExpired(at now: Int64, isGraceful: Bool) -> Bool {
    let (end, overflow) = endSeconds.addingReportingOverflow(isGraceful ? Self.graceSeconds : 0)
    return !overflow && end < now
  }

  /// Whether the code was made with this salt for who has this password.
  ///
  /// Before 6.8 WordPress took another part of some kinds of hashes. Which one signs now, the
  /// database does not tell for certain, so both are tried: each needs the salt.
  package func isSigned(passwordHash: [UInt8], salt: Secret) -> Bool {
    var isSigned = false
    for fragment in Self.fragments(of: passwordHash) {
      if Authentication.isEqual(made(fragment, salt), code) { isSigned = true }
    }
    return isSigned
  }

  /// What of the password's hash is signed with: a change of the password ends the cookie.
  static func fragments(of hash: [UInt8]) -> [[UInt8]] {
    let early = Array(hash.dropFirst(8).prefix(4))
    let hasEarly = ["$P$", "$2y$"].contains { hash.starts(with: Array($0.utf8)) }
    return hasEarly ? [early] : [Array(hash.suffix(4)), early]
  }

  private func made(_ fragment: [UInt8], _ salt: Secret) -> [UInt8] {
    let signed = Self.joined([name, fragment, expiration, token])
    let key = Hexadecimal.text(Authentication.hmac(.md5, key: salt.reveal(), signed))
    let message = Self.joined([name, expiration, token])
    let code = Authentication.hmac(.sha256, key: Array(key.utf8), message)
    return Array(Hexadecimal.text(code).utf8)
  }

  private static func joined(_ parts: [[UInt8]]) -> [UInt8] {
    Array(parts.joined(separator: [UInt8(ascii: "|")]))
  }
}
