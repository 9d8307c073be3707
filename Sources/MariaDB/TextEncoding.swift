/// A character set that a session may speak: UTF-8, or one whose every byte is a character, so that
/// quoting stays safe.
///
/// Old shops keep UTF-8 bytes in tables that say latin1 and speak latin1 to the server, which then
/// converts nothing; who speaks utf8mb4 to the same tables reads each byte as a letter.
package enum TextEncoding: String, Sendable, CaseIterable {
  case utf8mb4, ascii, latin1, latin2, latin5, latin7, cp1250, cp1251, cp1256, cp1257, greek
  case hebrew, koi8r, koi8u

  /// The encoding of `DB_CHARSET`, as WordPress means it: `utf8` is utf8mb4, nothing too.
  ///
  /// Sets whose characters have several bytes are converted by the server, as utf8mb4.
  package init(wordPress charset: String) {
    self = TextEncoding(rawValue: charset.lowercased()) ?? .utf8mb4
  }
}
