internal import Glibc

/// The signals that a thread does not take, which its children inherit.
///
/// Threads of the dispatch library block nearly all of them; a program started from one would be
/// deaf to SIGTERM.
enum SignalMask {
  /// Runs `body` with nothing blocked.
  static func clearing<Result>(_ body: () throws -> Result) rethrows -> Result {
    var none = sigset_t()
    var before = sigset_t()
    unsafe sigemptyset(&none)
    unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    return try body()
  }
}
