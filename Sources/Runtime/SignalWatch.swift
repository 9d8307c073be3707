internal import Glibc

/// Turns SIGINT and SIGTERM into an interruption, on a thread that does nothing else.
///
/// Must be started before any other thread, which then inherits the blocked signals. The third
/// signal ends the process at once.
package enum SignalWatch {
  /// Starts watching; never to be undone.
  package static func start(_ interruption: Interruption) {
    signal(SIGPIPE, SIG_IGN)
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGINT)
    unsafe sigaddset(&signals, SIGTERM)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    var thread = pthread_t()
    let context = unsafe Unmanaged.passRetained(interruption).toOpaque()
    let status = unsafe pthread_create(&thread, nil, watchSignals, context)
    precondition(status == 0, "a thread can be made at the start")
    pthread_detach(thread)
  }
}

/// How many signals end the process without further ado.
private let impatientCount = 3

private nonisolated func watchSignals(_ context: UnsafeMutableRawPointer?)
  -> UnsafeMutableRawPointer?
{
  guard let context = unsafe context else { return nil }
  let interruption = unsafe Unmanaged<Interruption>.fromOpaque(context).takeRetainedValue()
  var signals = sigset_t()
  unsafe sigemptyset(&signals)
  unsafe sigaddset(&signals, SIGINT)
  unsafe sigaddset(&signals, SIGTERM)
  while true {
    var number: Int32 = 0
    if unsafe sigwait(&signals, &number) != 0 { continue }
    interruption.raise()
    if interruption.count >= impatientCount { _exit(128 + number) }
  }
}
