internal import Glibc

/// A point in time: microseconds since 1970-01-01T00:00:00Z.
package struct Instant: Sendable, Hashable, Comparable {
  /// Microseconds since 1970-01-01T00:00:00Z.
  package var unixMicroseconds: Int64

  package init(unixMicroseconds: Int64) {
    self.unixMicroseconds = unixMicroseconds
  }

  package init(unixSeconds: Int64) {
    self.unixMicroseconds = unixSeconds * 1_000_000
  }

  /// Whole seconds since the epoch, rounded down.
  package var unixSeconds: Int64 {
    let (quotient, remainder) = unixMicroseconds.quotientAndRemainder(dividingBy: 1_000_000)
    return remainder < 0 ? quotient - 1 : quotient
  }

  package static func < (left: Instant, right: Instant) -> Bool {
    left.unixMicroseconds < right.unixMicroseconds
  }

  /// The instant that many seconds later.
  package func adding(seconds: Double) -> Instant {
    Instant(unixMicroseconds: unixMicroseconds + Int64(seconds * 1_000_000))
  }

  /// Seconds from `earlier` to this instant.
  package func seconds(since earlier: Instant) -> Double {
    Double(unixMicroseconds - earlier.unixMicroseconds) / 1_000_000
  }
}

/// Where time comes from.
///
/// Rooms are handed one, so that tests hand them another.
package protocol Clock: Sendable {
  /// The time of day.
  var now: Instant { get }
  /// Seconds that never jump; only differences mean something.
  var monotonicSeconds: Double { get }
  /// Whether this time is kept in this process only: moments that others are to compare theirs with
  /// are then this clock's, and no server's.
  var isVirtual: Bool { get }
  /// Waits, and returns early, true when the wait ended because of `interruption`.
  func wait(seconds: Double, interruption: Interruption) -> Bool
}

/// The machine's clock.
package struct SystemClock: Clock {
  package init() {}

  package var isVirtual: Bool { false }

  package var now: Instant {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Instant(
      unixMicroseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }

  package var monotonicSeconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  package func wait(seconds: Double, interruption: Interruption) -> Bool {
    interruption.wait(seconds: seconds)
  }
}

/// A clock that moves only when told to, or when somebody waits on it.
package final class VirtualClock: Clock {
  private let micros: Lock<Int64>

  package init(_ start: Instant) {
    micros = Lock(start.unixMicroseconds)
  }

  package var isVirtual: Bool { true }

  package var now: Instant {
    Instant(unixMicroseconds: micros.withLock { $0 })
  }

  package var monotonicSeconds: Double {
    Double(now.unixMicroseconds) / 1_000_000
  }

  /// Moves time forward.
  package func advance(seconds: Double) {
    precondition(seconds >= 0, "time does not go back")
    micros.withLock { $0 += Int64(seconds * 1_000_000) }
  }

  package func wait(seconds: Double, interruption: Interruption) -> Bool {
    if interruption.isRaised { return true }
    advance(seconds: seconds)
    return interruption.isRaised
  }
}
