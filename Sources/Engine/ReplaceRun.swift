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
  var destination: To
  let order: ReplaceOrder
  private let table: TableRecord
  let largestOtherTable: Int
  let clock: any Clock
  let interruption: Interruption
  let onProgress: (Progress) -> Void
  /// What the dataset has been sent lately, this run's requests included.
  package internal(set) var pace: SharedPace
  var patience: Patience
  private var limit: BatchLimit
  private var rows = RowBuffer()
  private var body = BatchBody()
  var lease: Lease
  /// When the lease was last renewed, on the monotonic clock.
  var leaseKeptAt: Double
  let startedAt: Double
  /// Rows acknowledged since the table was last cleared.
  package private(set) var rowsPushed = 0
  /// Values that no column type could hold.
  package private(set) var unrepresentedCount = 0
  /// Rows that the service refused, each by itself.
  package private(set) var setAsideRows: [SetAside] = []
  /// Until when, on the monotonic clock, something sent earlier may still land; nil when nothing
  /// may.
  private var lateUntil: Double?

  /// A run over a table as it is noted now that the lease is held: what was noted before may be
  /// another run's past.
  package init(
    source: consuming From, destination: consuming To, order: ReplaceOrder, table: TableRecord,
    largestOtherTable: Int, lease: Lease, pace: SharedPace, clock: any Clock,
    interruption: Interruption, onProgress: @escaping (Progress) -> Void
  ) {
    self.source = source
    self.destination = destination
    self.order = order
    self.table = table
    self.largestOtherTable = largestOtherTable
    self.lease = lease
    self.pace = pace
    self.clock = clock
    self.interruption = interruption
    self.onProgress = onProgress
    patience = Patience(limitSeconds: order.patienceSeconds)
    limit = BatchLimit(
      rows: order.batchRows, bytes: table.bodyBytesMax ?? Delivery.batchBytesMax)
    startedAt = clock.monotonicSeconds
    leaseKeptAt = startedAt
  }

  /// Runs to the end.
  package mutating func run(_ store: inout StateStore) throws(Fault) {
    try expectWhatWasCut(&store)
    for _ in 0...Engine.restartsMax {
      if try pass(&store) { return }
      try waitForLate(&store)
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
    if lateUntil != nil, try !holdsWhatWasSent(&store) { return false }
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
      let askedAt = clock.monotonicSeconds
      do {
        try destination.clear()
        break
      } catch {
        // Clearing twice is clearing once, so an unknown fate is no reason to stop.
        if error.recovery == .settle { expectLate(until: askedAt + lateSeconds) }
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
      try keepWhileReading(&store)
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
      try keepPace(rows: BatchBody.rowCount(from: rows, limit: limit), &store)
      try holdLease(&store)
      let number = try persist(&store) { (store, order) throws(Fault) in
        try store.takeBatchNumber(datasetID: order.datasetID, name: order.tableName)
      }
      body.fill(
        from: rows, limit: limit,
        stamp: BatchStamp(number: number, syncedAt: clock.now, hasDateKey: order.hasDateKey))
      let postedAt = clock.monotonicSeconds
      do {
        try destination.post(body.bytes)
        try acknowledge(&store)
        return true
      } catch {
        if error.recovery != .settle { try note(.incomplete, &store) }
        try heedThrottling(error, &store)
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
      switch fate {
      case .landed, .refused: break
      case .absent: expectLate(until: clock.monotonicSeconds + order.settleSeconds)
      case .unknown: expectLate(until: postedAt + lateSeconds)
      }
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
    let believableAt = postedAt + lateSeconds
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

  /// Expects what an earlier, cut run may have left on its way: nothing when its batch is seen,
  /// for one request is under way at a time.
  private mutating func expectWhatWasCut(_ store: inout StateStore) throws(Fault) {
    let batch: Int64?
    switch table.state {
    case .sending: batch = table.nextBatch - 1
    case .clearing: batch = nil
    case .empty, .incomplete, .complete: return
    }
    let age = max(table.secondsSincePush ?? 0, 0)
    if age >= lateSeconds { return }
    let until = clock.monotonicSeconds + lateSeconds - age
    guard let count = try rowCount(batch: batch, &store) else {
      // Who cannot look at the end can only wait at the beginning.
      expectLate(until: until)
      return try waitForLate(&store)
    }
    if batch == nil || count == 0 { expectLate(until: until) }
  }

  private mutating func expectLate(until: Double) {
    lateUntil = max(lateUntil ?? until, until)
  }

  /// Waits until nothing that was sent so far can land any more.
  private mutating func waitForLate(_ store: inout StateStore) throws(Fault) {
    guard let until = lateUntil else { return }
    try wait(until - clock.monotonicSeconds, Self.lateReason, &store)
    lateUntil = nil
  }

  /// Seconds from a request until it has either arrived or never will.
  private var lateSeconds: Double { destination.postTimeoutSeconds + order.settleSeconds }

  private static var lateReason: String { "a late request may still land" }

  /// Looks until nothing can land any more.
  ///
  /// Rows too many are seen as soon as they are; rows
  /// enough, or too few, prove something only at the end.
  private mutating func holdsWhatWasSent(_ store: inout StateStore) throws(Fault) -> Bool {
    while true {
      guard let count = try rowCount(batch: nil, &store), count <= rowsPushed else {
        return false
      }
      let remaining = (lateUntil ?? 0) - clock.monotonicSeconds
      if remaining <= 0 { return count == rowsPushed }
      try wait(min(remaining, settlePollSeconds), Self.lateReason, &store)
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

  private mutating func note(
    _ state: TableRecord.State, _ store: inout StateStore
  ) throws(Fault) {
    let pushed = rowsPushed
    try persist(&store) { (store, order) throws(Fault) in
      try store.setTable(
        datasetID: order.datasetID, name: order.tableName, state: state, rowCount: pushed)
    }
  }

  private static func tooSmall(_ fault: Fault) -> Fault {
    var fault = fault
    fault.hint =
      "Even bodies of \(BatchLimit.bytesMin >> 10) KB are refused: look for a proxy with a limit "
      + "of its own between here and Power BI"
    return fault
  }

  /// Seconds between questions about a batch that may be landing.
  private var settlePollSeconds: Double { 10 }
}
