internal import Bytes
package import Delivery
package import Runtime
package import Store

/// Clears a table and sends every row: the mode that needs no memory of what was sent before.
///
/// The table is noted as `clearing` before the request to clear it, as `incomplete` until the
/// last row is acknowledged, and as `complete` only then; a run that is cut leaves it flagged and
/// the next one begins by clearing. A request whose fate is unknown is settled by asking the
/// table, never by sending blindly again.
package struct ReplaceRun<From: Source & ~Copyable, To: Destination & ~Copyable>: ~Copyable {
  private var source: From
  private var destination: To
  private let order: ReplaceOrder
  private let clock: any Clock
  private let interruption: Interruption
  private let onProgress: (Progress) -> Void
  /// What the dataset has been sent lately, this run's requests included.
  package private(set) var pace: Pace
  private var patience: Patience
  private var limit: BatchLimit
  private var rows = RowBuffer()
  private var body = BatchBody()
  private var lease: Lease
  private let startedAt: Double
  /// Rows acknowledged since the table was last cleared.
  package private(set) var rowsPushed = 0
  /// Values that no column type could hold.
  package private(set) var unrepresentedCount = 0
  /// Rows that the service refused, each by itself.
  package private(set) var setAsideRows: [SetAside] = []
  private var isDoubtful = false

  package init(
    source: consuming From, destination: consuming To, order: ReplaceOrder, lease: Lease,
    pace: Pace, clock: any Clock, interruption: Interruption,
    onProgress: @escaping (Progress) -> Void
  ) {
    self.source = source
    self.destination = destination
    self.order = order
    self.lease = lease
    self.pace = pace
    self.clock = clock
    self.interruption = interruption
    self.onProgress = onProgress
    patience = Patience(limitSeconds: order.patienceSeconds)
    limit = BatchLimit(
      rows: order.batchRows, bytes: order.bodyBytesMax ?? Delivery.batchBytesMax)
    startedAt = clock.monotonicSeconds
  }

  /// Runs to the end.
  package mutating func run(_ store: inout StateStore) throws(Fault) {
    isDoubtful = try mayStillLand(&store)
    for _ in 0...Engine.restartsMax {
      if try pass(&store) { return }
      isDoubtful = false
      try wait(order.settleSeconds, "a late request may still land", &store)
    }
    throw Fault(
      .unavailable, operation: "sending \(order.entity)", subject: order.tableName,
      cause: "requests were lost \(Engine.restartsMax + 1) times without a trace of their fate",
      hint: "Look at the connection to Power BI, then run the sync again",
      recovery: .stopStream)
  }

  /// One clearing and everything after it; false when the contents became doubtful.
  private mutating func pass(_ store: inout StateStore) throws(Fault) -> Bool {
    try clear(&store)
    var cursor = Cursor.after(0)
    while true {
      cursor = try fill(from: cursor, &store)
      if rows.isEmpty { break }
      if try !send(&store) { return false }
    }
    if isDoubtful, try !holdsWhatWasSent(&store) { return false }
    try note(setAsideRows.isEmpty ? .complete : .incomplete, &store)
    try persist(&store) { (store, order) throws(Fault) in
      try store.notePush(datasetID: order.datasetID)
    }
    return true
  }

  private mutating func clear(_ store: inout StateStore) throws(Fault) {
    rows.removeAll()
    rowsPushed = 0
    unrepresentedCount = 0
    setAsideRows = []
    try note(.clearing, &store)
    while true {
      try holdLease(&store)
      do {
        try destination.clear()
        break
      } catch {
        // Clearing twice is clearing once, so an unknown fate is no reason to stop.
        if error.recovery == .settle { isDoubtful = true }
        try bear(error, &store)
      }
    }
    patience.succeeded()
    try note(.incomplete, &store)
  }

  /// Reads pages until there is a batch, or nothing more to read.
  private mutating func fill(
    from start: Cursor, _ store: inout StateStore
  ) throws(Fault) -> Cursor {
    var cursor = start
    while cursor != .end, rows.count < limit.rows, rows.bytes.count < limit.bytes {
      do {
        cursor = try source.read(after: cursor, into: &rows)
        patience.succeeded()
      } catch {
        try bear(error, &store)
        try recover(&store)
      }
    }
    unrepresentedCount += rows.unrepresentedCount
    rows.unrepresentedCount = 0
    return cursor
  }

  private mutating func recover(_ store: inout StateStore) throws(Fault) {
    while true {
      do {
        return try source.recover()
      } catch {
        try bear(error, &store)
      }
    }
  }

  /// Sends one batch from the front; false when nobody can tell whether it landed.
  private mutating func send(_ store: inout StateStore) throws(Fault) -> Bool {
    var limit = self.limit
    while true {
      try keepPace(rows: min(limit.rows, rows.count), &store)
      try holdLease(&store)
      let number = try persist(&store) { (store, order) throws(Fault) in
        try store.takeBatchNumber(datasetID: order.datasetID, name: order.tableName)
      }
      body.fill(
        from: rows, limit: limit,
        stamp: BatchStamp(number: number, syncedAt: clock.now, hasDateKey: order.hasDateKey))
      let postedAt = clock.monotonicSeconds
      pace.note(rows: body.rowCount, now: postedAt)
      do {
        try destination.post(body.bytes)
        try acknowledge(&store)
        return true
      } catch {
        if error.recovery != .settle { try note(.incomplete, &store) }
        switch try outcome(of: error, batch: number, postedAt: postedAt, &store) {
        case .landed:
          try acknowledge(&store)
          return true
        case .absent: limit = self.limit
        case .refused:
          if body.rowCount == 1 {
            try setAside(error)
            return true
          }
          limit.rows = body.rowCount / 2
        case .unknown: return false
        }
      }
    }
  }

  /// What became of a batch that was not acknowledged.
  private enum Fate {
    case landed, absent, unknown
    /// Something in it is not to the service's liking, and nothing of it is there.
    case refused
  }

  private mutating func outcome(
    of fault: Fault, batch: Int64, postedAt: Double, _ store: inout StateStore
  ) throws(Fault) -> Fate {
    switch fault.recovery {
    case .settle:
      let fate = try settle(batch: batch, postedAt: postedAt, &store)
      // What is there cannot come again; what seems absent, and is sent once more, might.
      if fate == .absent { isDoubtful = true }
      return fate
    case .shrink where fault.code == .rejected:
      return .refused
    case .shrink:
      guard let smaller = limit.halved else { throw Self.tooSmall(fault) }
      limit = smaller
      try persist(&store) { (store, order) throws(Fault) in
        try store.setBodyLimit(
          datasetID: order.datasetID, name: order.tableName, bytes: smaller.bytes)
      }
      return .absent
    default:
      try bear(fault, &store)
      return .absent
    }
  }

  /// Finds out by asking the table: presence is proof at once, absence only when it is seen twice
  /// and long enough after the request can last have been under way.
  private mutating func settle(
    batch: Int64, postedAt: Double, _ store: inout StateStore
  ) throws(Fault) -> Fate {
    let believableAt = postedAt + destination.postTimeoutSeconds + order.settleSeconds
    var absences = 0
    while absences < 2 {
      guard let count = try rowCount(batch: batch, &store) else { return .unknown }
      if count == body.rowCount { return .landed }
      if count != 0 { return .unknown }
      let remaining = believableAt - clock.monotonicSeconds
      if remaining <= 0 { absences += 1 }
      if absences < 2 {
        try wait(min(max(remaining, 1), settlePollSeconds), "finding out what landed", &store)
      }
    }
    return .absent
  }

  private mutating func rowCount(
    batch: Int64?, _ store: inout StateStore
  ) throws(Fault) -> Int? {
    while true {
      do {
        return try destination.rowCount(batch: batch)
      } catch {
        try bear(error, &store)
      }
    }
  }

  /// Whether a request of an earlier, cut run may still arrive: not when its batch is seen, for
  /// one request is under way at a time, and not when it was too long ago.
  private mutating func mayStillLand(_ store: inout StateStore) throws(Fault) -> Bool {
    guard let cut = order.cut, secondsUntilLanded(cut) > 0 else { return false }
    guard let batch = cut.batch else { return true }
    return try rowCount(batch: batch, &store) ?? 0 == 0
  }

  /// Seconds until a cut run's request has either arrived or never will.
  private func secondsUntilLanded(_ cut: ReplaceOrder.Cut) -> Double {
    destination.postTimeoutSeconds + order.settleSeconds - clock.now.seconds(since: cut.at)
  }

  private mutating func holdsWhatWasSent(_ store: inout StateStore) throws(Fault) -> Bool {
    var remaining = order.settleSeconds
    if let cut = order.cut { remaining = max(remaining, secondsUntilLanded(cut)) }
    while true {
      // Rows too many or too few are seen as soon as they are, rows enough only at the end.
      guard let count = try rowCount(batch: nil, &store), count == rowsPushed else { return false }
      if remaining <= 0 { return true }
      let slice = min(remaining, settlePollSeconds)
      try wait(slice, "a late request may still land", &store)
      remaining -= slice
    }
  }

  /// Leaves the row at the front out: the service refuses it alone.
  private mutating func setAside(_ fault: Fault) throws(Fault) {
    setAsideRows.append(SetAside(key: rows.rows[0].key, cause: fault.cause))
    rows.removeFirst(1)
    if setAsideRows.count > Engine.setAsideMax { throw fault }
  }

  private mutating func acknowledge(_ store: inout StateStore) throws(Fault) {
    rows.removeFirst(body.rowCount)
    rowsPushed += body.rowCount
    patience.succeeded()
    try note(.incomplete, &store)
    let (runID, pushed) = (lease.runID, rowsPushed)
    try persist(&store) { (store, _) throws(Fault) in
      try store.noteProgress(runID: runID, rowsPushed: pushed)
    }
    report(waiting: nil)
  }

  private mutating func keepPace(rows: Int, _ store: inout StateStore) throws(Fault) {
    let largest = max(order.largestOtherTable, rowsPushed + rows)
    while true {
      let seconds = pace.secondsUntil(
        rows: rows, largestTable: largest, now: clock.monotonicSeconds)
      if seconds <= 0 { return try checkInterruption() }
      try wait(seconds, "keeping the service's pace", &store)
    }
  }

  /// Waits as a Fault asks for, or throws it when it may not or cannot be borne any longer.
  private mutating func bear(_ fault: Fault, _ store: inout StateStore) throws(Fault) {
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
  private mutating func wait(
    _ seconds: Double, _ reason: String, _ store: inout StateStore
  ) throws(Fault) {
    var remaining = seconds
    while remaining > 0 {
      report(waiting: Progress.Waiting(seconds: remaining, reason: reason))
      let slice = min(remaining, Double(Store.leaseSeconds) / 3)
      if clock.wait(seconds: slice, interruption: interruption) { throw Self.interrupted }
      remaining -= slice
      if remaining > 0 { try keepLease(&store) }
    }
    try checkInterruption()
  }

  /// Holds the lease beyond the next request's time limit.
  private mutating func holdLease(_ store: inout StateStore) throws(Fault) {
    let seconds = destination.postTimeoutSeconds + leaseMarginSeconds
    while true {
      do {
        return try store.renew(&lease, seconds: seconds)
      } catch {
        try bear(error, &store)
      }
    }
  }

  /// Holds the lease while waiting; a database that is away for the moment cannot give it to
  /// anybody else either.
  private mutating func keepLease(_ store: inout StateStore) throws(Fault) {
    do {
      try store.renew(&lease, seconds: 0)
    } catch {
      if case .retry = error.recovery { return }
      throw error
    }
  }

  /// Writes to the state, and waits for a database that is away for a while.
  private mutating func persist<Result>(
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

  private func checkInterruption() throws(Fault) {
    if interruption.isRaised { throw Self.interrupted }
  }

  private mutating func note(
    _ state: TableRecord.State, _ store: inout StateStore
  ) throws(Fault) {
    let pushed = rowsPushed
    try persist(&store) { (store, order) throws(Fault) in
      try store.setTable(
        datasetID: order.datasetID, name: order.tableName, state: state, rowCount: pushed)
    }
  }

  private func report(waiting: Progress.Waiting?) {
    onProgress(
      Progress(
        entity: order.entity, rowsPushed: rowsPushed, rowsTotal: order.rowsTotal,
        secondsElapsed: clock.monotonicSeconds - startedAt, waiting: waiting))
  }

  private static func tooSmall(_ fault: Fault) -> Fault {
    var fault = fault
    fault.hint =
      "Even bodies of \(BatchLimit.bytesMin >> 10) KB are refused: look for a proxy with a limit "
      + "of its own between here and Power BI"
    return fault
  }

  private static var interrupted: Fault {
    Fault(
      .interrupted, operation: "syncing", subject: "", cause: "asked to stop",
      hint: "Run the sync again: it begins by clearing the table", recovery: .interrupted)
  }

  private var leaseMarginSeconds: Double { 10 }

  /// Seconds between questions about a batch that may be landing.
  private var settlePollSeconds: Double { 10 }
}
