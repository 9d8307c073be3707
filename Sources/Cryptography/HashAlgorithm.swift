/// Hashes that messages are authenticated and keys derived with.
package enum HashAlgorithm: String, Sendable, CaseIterable {
  /// Only for what WordPress defines so.
  case md5
  /// Only for what others define so.
  case sha1
  case sha256, sha384, sha512

  /// Bytes of a digest.
  package var length: Int {
    switch self {
    case .md5: 16
    case .sha1: 20
    case .sha256: 32
    case .sha384: 48
    case .sha512: 64
    }
  }
}
