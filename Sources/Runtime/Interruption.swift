internal import Glibc
internal import Synchronization

/// The wish to stop: raised once by a signal or a peer, seen by every wait.
///
/// `@unchecked Sendable` holds because the flag is atomic and the condition variable is only used
/// with its own mutex held; both live at stable addresses until the last reference is gone.
@safe
package final class Interruption: @unchecked Sendable {
  private let raised = Atomic<Int>(0)
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>

  package init() {
    unsafe mutex = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe pthread_mutex_init(mutex, nil)
    unsafe condition = .allocate(capacity: 1)
    unsafe condition.initialize(to: pthread_cond_t())
    var attributes = pthread_condattr_t()
    unsafe pthread_condattr_init(&attributes)
    unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    unsafe pthread_cond_init(condition, &attributes)
    unsafe pthread_condattr_destroy(&attributes)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe condition.deallocate()
    unsafe pthread_mutex_destroy(mutex)
    unsafe mutex.deallocate()
  }

  /// Whether somebody asked to stop.
  package var isRaised: Bool {
    raised.load(ordering: .acquiring) > 0
  }

  /// How often somebody asked: the second time means "now".
  package var count: Int {
    raised.load(ordering: .acquiring)
  }

  /// Asks to stop and wakes every wait.
  package func raise() {
    unsafe pthread_mutex_lock(mutex)
    raised.add(1, ordering: .acquiringAndReleasing)
    unsafe pthread_cond_broadcast(condition)
    unsafe pthread_mutex_unlock(mutex)
  }

  /// Waits that long, or until asked to stop; true when asked to stop.
  package func wait(seconds: Double) -> Bool {
    if seconds <= 0 { return isRaised }
    var deadline = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &deadline)
    let nanoseconds = Double(deadline.tv_nsec) + (seconds - seconds.rounded(.down)) * 1e9
    deadline.tv_sec += Int(min(seconds, 1e9)) + Int(nanoseconds / 1e9)
    deadline.tv_nsec = Int(nanoseconds.truncatingRemainder(dividingBy: 1e9))
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    while !isRaised {
      if unsafe pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT { break }
    }
    return isRaised
  }
}
