internal import Cryptography

/// Hashes of application passwords, as far as WordPress has ever made them.
enum StoredPassword {
  private static let fastPrefix = Array("$generic$".utf8)
  private static let fastKey = Array("wp_fast_hash_6.8+".utf8)
  private static let fastLength = 30
  /// Bytes of the hashes that were MD5 alone.
  private static let md5Length = 32

  /// Whether the password has this hash.
  ///
  /// Kinds that only users' own passwords have (bcrypt, argon2, crypt) never match.
  static func matches(_ password: [UInt8], _ stored: [UInt8]) -> Bool {
    if stored.starts(with: fastPrefix) {
      return Authentication.isEqual(fastHash(password), stored)
    }
    if stored.count <= md5Length {
      return Authentication.isEqual(Array(Hexadecimal.text(Digest.md5(password)).utf8), stored)
    }
    return PortableHash.matches(password, stored)
  }

  /// Whether looking takes thousands of rounds.
  static func isExpensive(_ stored: [UInt8]) -> Bool {
    stored.count > md5Length && !stored.starts(with: fastPrefix)
  }

  /// `wp_fast_hash`: for secrets that are random enough.
  static func fastHash(_ message: [UInt8]) -> [UInt8] {
    let digest = Digest.blake2b(message, key: fastKey, length: fastLength)
    return fastPrefix + Array(Base64.text(digest, alphabet: .url).utf8)
  }
}
