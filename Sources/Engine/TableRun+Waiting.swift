internal import Delivery
internal import Runtime
internal import Store

/// Everything that takes time: each wait has a bound and a reason, keeps the lease, and ends when
/// somebody asks the run to stop.
extension TableRun where From: ~Copyable, To: ~Copyable {
  /// Waits for a moment of the dataset's pace.
  mutating func keepPace(rows: Int, _ store: inout StateStore) throws(Fault) {
    let largest = max(largestOtherTable, rowsHeld + rows)
    while true {
      switch try reserve(rows: rows, largestTable: largest, &store) {
      case .ask(let seconds):
        try wait(seconds, Self.paceReason, &store)
        try checkTime()
      case .send(let seconds):
        if seconds <= 0 { return try checkInterruption() }
        try wait(seconds, Self.paceReason, &store)
        // Somebody may have been told to slow down meanwhile, and that holds for all.
        if try !isBlocked(&store) { return }
      }
    }
  }

  private static var paceReason: String { "keeping the service's pace" }

  private mutating func reserve(
    rows: Int, largestTable: Int, _ store: inout StateStore
  ) throws(Fault) -> SharedPace.Answer {
    while true {
      do {
        return try pace.reserve(rows: rows, largestTable: largestTable, &store)
      } catch {
        try bear(error, &store)
      }
    }
  }

  private mutating func isBlocked(_ store: inout StateStore) throws(Fault) -> Bool {
    while true {
      do {
        return try pace.isBlocked(&store)
      } catch {
        try bear(error, &store)
      }
    }
  }

  /// Tells all senders of the dataset when the service asks one of them to slow down.
  mutating func heedThrottling(_ fault: Fault, _ store: inout StateStore) throws(Fault) {
    guard fault.code == .throttled, case .retry(let seconds) = fault.recovery else { return }
    do {
      try pace.block(seconds: seconds, &store)
    } catch {
      // A database that is away keeps the others from sending, too.
      guard case .retry = error.recovery else { throw error }
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
    // What fails is borne to the end of patience and is then a failure; being asked to slow down
    // is none, and the next pass can wait as well.
    try wait(seconds, fault.failure, endsInTime: fault.code == .throttled, &store)
  }

  /// Waits and keeps the lease meanwhile; ends when somebody cancels the run and, if it shall, when
  /// the run's time is up.
  mutating func wait(
    _ seconds: Double, _ reason: String, endsInTime: Bool = false, _ store: inout StateStore
  ) throws(Fault) {
    var remaining = seconds
    while remaining > 0 {
      report(waiting: Progress.Waiting(seconds: remaining, reason: reason))
      let slice = min(remaining, leaseSliceSeconds)
      if clock.wait(seconds: slice, interruption: interruption) { throw Self.interrupted }
      remaining -= slice
      if remaining > 0 {
        try keepLease(&store)
        try heedCancellation(&store)
        if endsInTime { try checkTime() }
      }
    }
    try checkInterruption()
  }

  /// A database that is away for the moment knows of no cancellation either.
  private func heedCancellation(_ store: inout StateStore) throws(Fault) {
    let isCancelled: Bool
    do throws(Fault) {
      isCancelled = try store.isCancelled(runID: lease.runID)
    } catch {
      if case .retry = error.recovery { return }
      throw error
    }
    if isCancelled { throw Self.cancelled }
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
    // Not when time is up: a comparison that is cut before its first batch begins at the first row
    // again, and would never come to its end.
    try heedCancellation(&store)
    report(waiting: nil)
  }

  /// Ends the run when its time is up.
  mutating func checkTime() throws(Fault) {
    guard let stopsAt = order.stopsAt, clock.monotonicSeconds >= stopsAt else { return }
    isUnfinished = true
    throw Self.outOfTime
  }

  /// Ends the run when somebody, in whatever process, has asked for it, or its time is up.
  mutating func checkCancellation(_ store: inout StateStore) throws(Fault) {
    try checkTime()
    let runID = lease.runID
    let isCancelled = try persist(&store) { (store, _) throws(Fault) in
      try store.isCancelled(runID: runID)
    }
    if isCancelled { throw Self.cancelled }
  }

  private var leaseSliceSeconds: Double { Double(Store.leaseSeconds) / 3 }

  /// Writes to the state, and waits for a database that is away for a while.
  mutating func persist<Result>(
    _ store: inout StateStore,
    _ write: (inout StateStore, TableOrder) throws(Fault) -> Result
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
        entity: order.entity, rowsPushed: rowsPushed, rowsCompared: rowsCompared,
        rowsTotal: order.rowsTotal,
        secondsElapsed: clock.monotonicSeconds - startedAt, waiting: waiting))
  }

  private static var interrupted: Fault {
    Fault(
      .interrupted, operation: "syncing", subject: "", cause: "asked to stop",
      hint: "Run the sync again: it goes on where this one ended", recovery: .interrupted)
  }

  private static var cancelled: Fault {
    Fault(
      .interrupted, operation: "syncing", subject: "", cause: "somebody has cancelled the run",
      hint: "Run the sync again: it goes on where this one ended", recovery: .interrupted)
  }

  private static var outOfTime: Fault {
    Fault(
      .interrupted, operation: "syncing", subject: "", cause: "the time for it is up",
      hint: "The next pass goes on where this one ended", recovery: .interrupted)
  }

  private var leaseMarginSeconds: Double { 10 }
}
