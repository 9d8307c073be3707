internal import Runtime

/// `flush-cache`: there is nothing to clear, and it says so.
///
/// Tokens live in the memory of one command; every list is read afresh. What is kept in the state
/// tables is no cache: settings, the log, and what the service was sent lately.
enum FlushCacheVerb: Verb {
  static let name = "flush-cache"
  static let summary = "clears cached tokens and lists; today nothing is cached"
  static let options: [Option] = []

  static func run(_ session: Session) throws(Fault) -> Int32 {
    session.console.write(
      "Nothing is cached: tokens end with the command that got them, and lists are read afresh.")
    return 0
  }
}
