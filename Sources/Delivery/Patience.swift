package import Runtime

/// How long failures are borne, and how long to wait after each.
///
/// Only consecutive failure counts: any success starts anew. A wait that the other side asks for
/// (Retry-After) is kept to the second and does not count as failure.
package struct Patience: Sendable {
  private let limitSeconds: Double
  private var failingSince: Double?
  private var borneSeconds = 0.0
  private var failures = 0

  /// Seconds of the first wait, doubled each time up to the largest.
  package static let firstWaitSeconds = 1.0
  /// No single wait is longer.
  package static let longestWaitSeconds = 60.0

  package init(limitSeconds: Double) {
    self.limitSeconds = limitSeconds
  }

  /// The Fault with which patience ended; one without a remedy gets one.
  package func ended(by fault: Fault) -> Fault {
    var fault = fault
    if fault.hint.isEmpty {
      fault.hint =
        "It was tried again for \(Int(limitSeconds)) s; try later, or wait longer with --wait"
    }
    return fault
  }

  /// Something worked.
  package mutating func succeeded() {
    failingSince = nil
    borneSeconds = 0
    failures = 0
  }

  /// How many seconds to wait before trying again, or nil when it has failed for too long.
  ///
  /// `now` counts monotonic seconds.
  package mutating func secondsAfter(_ fault: Fault, now: Double) -> Double? {
    let since = failingSince ?? now
    failingSince = since
    failures += 1
    if fault.code == .throttled, case .retry(let seconds) = fault.recovery {
      borneSeconds += seconds
      return seconds
    }
    if now - since - borneSeconds > limitSeconds { return nil }
    let backoff = min(
      Self.firstWaitSeconds * Double(1 << min(failures - 1, 10)), Self.longestWaitSeconds)
    if case .retry(let seconds) = fault.recovery { return max(seconds, backoff) }
    return backoff
  }
}
