internal import Delivery
internal import Runtime
internal import Store

/// Everything that takes time: each wait has a bound and a reason, keeps the lease, and ends when
/// somebody asks the run to stop.
extension ReplaceRun where From: ~Copyable, To: ~Copyable {
  mutating func keepPace(rows: Int, _ store: inout StateStore) throws(Fault) {
    let largest = max(largestOtherTable, rowsPushed + rows)
    while true {
      let seconds = pace.secondsUntil(
        rows: rows, largestTable: largest, now: clock.monotonicSeconds)
      if seconds <= 0 { return try checkInterruption() }
      try wait(seconds, "keeping the service's pace", &store)
    }
  }

  /// Waits as a Fault asks for, or throws it when it may not or cannot be borne any longer.
  mutating func bear(_ fault: Fault, _ store: inout StateStore) throws(Fault) {
    switch fault.recovery {
    case .retry, .settle: break
    default: throw fault
    }
    guard let seconds = patience.secondsAfter(fault, now: clock.monotonicSeconds) else {
      throw patience.ended(by: fault)
    }
    try wait(seconds, fault.failure, &store)
  }

  /// Waits and keeps the lease meanwhile.
  mutating func wait(
    _ seconds: Double, _ reason: String, _ store: inout StateStore
  ) throws(Fault) {
    var remaining = seconds
    while remaining > 0 {
      report(waiting: Progress.Waiting(seconds: remaining, reason: reason))
      let slice = min(remaining, leaseSliceSeconds)
      if clock.wait(seconds: slice, interruption: interruption) { throw Self.interrupted }
      remaining -= slice
      if remaining > 0 { try keepLease(&store) }
    }
    try checkInterruption()
  }

  /// Holds the lease beyond the next request's time limit.
  mutating func holdLease(_ store: inout StateStore) throws(Fault) {
    let seconds = destination.postTimeoutSeconds + leaseMarginSeconds
    while true {
      do {
        try store.renew(&lease, seconds: seconds)
        leaseKeptAt = clock.monotonicSeconds
        return
      } catch {
        try bear(error, &store)
      }
    }
  }

  /// Holds the lease while waiting; a database that is away for the moment cannot give it to
  /// anybody else either.
  mutating func keepLease(_ store: inout StateStore) throws(Fault) {
    do {
      try store.renew(&lease, seconds: 0)
      leaseKeptAt = clock.monotonicSeconds
    } catch {
      if case .retry = error.recovery { return }
      throw error
    }
  }

  /// Between pages: figures that are added up from a whole shop are long in coming.
  mutating func keepWhileReading(_ store: inout StateStore) throws(Fault) {
    try checkInterruption()
    if clock.monotonicSeconds - leaseKeptAt < leaseSliceSeconds { return }
    try keepLease(&store)
    report(waiting: nil)
  }

  private var leaseSliceSeconds: Double { Double(Store.leaseSeconds) / 3 }

  /// Writes to the state, and waits for a database that is away for a while.
  mutating func persist<Result>(
    _ store: inout StateStore,
    _ write: (inout StateStore, ReplaceOrder) throws(Fault) -> Result
  ) throws(Fault) -> Result {
    while true {
      do {
        return try write(&store, order)
      } catch {
        try bear(error, &store)
      }
    }
  }

  func checkInterruption() throws(Fault) {
    if interruption.isRaised { throw Self.interrupted }
  }

  func report(waiting: Progress.Waiting?) {
    onProgress(
      Progress(
        entity: order.entity, rowsPushed: rowsPushed, rowsTotal: order.rowsTotal,
        secondsElapsed: clock.monotonicSeconds - startedAt, waiting: waiting))
  }

  private static var interrupted: Fault {
    Fault(
      .interrupted, operation: "syncing", subject: "", cause: "asked to stop",
      hint: "Run the sync again: it begins by clearing the table", recovery: .interrupted)
  }

  private var leaseMarginSeconds: Double { 10 }
}
