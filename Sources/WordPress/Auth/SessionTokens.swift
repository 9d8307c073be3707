internal import Cryptography

/// The sessions that a user has: what `session_tokens` holds.
package struct SessionTokens: Sendable {
  /// The user meta that WordPress keeps them under.
  package static let metaKey = "session_tokens"

  private let sessions: PHPArray

  /// Takes the meta value; what is no array holds no session.
  package init(meta: PHPValue?) {
    sessions = meta?.array ?? PHPArray()
  }

  /// Whether the token's session is there and has not ended.
  package func holds(_ token: [UInt8], at now: Int64) -> Bool {
    let verifier = Hexadecimal.text(Digest.sha256(token))
    guard let session = sessions[PHPKey(verifier)] else { return false }
    return Self.end(of: session).map { $0 >= now } ?? false
  }

  /// Old rows are the number alone.
  private static func end(of session: PHPValue) -> Int64? {
    switch session {
    case .integer(let end): end
    case .array: session["expiration"].flatMap { PHPFunctions.integer($0) }
    default: nil
    }
  }
}
