internal import Bytes
package import Delivery
package import Runtime
package import Store

/// Brings one table to what its source holds: rows are compared with what the ledger says was sent,
/// and what differs travels in batches.
///
/// All rows are, unless the table is large and there are hints where to look.
/// A batch is planned, noted as sending before its first byte, and committed, together with the
/// ledger's new pages, only when it is known to have arrived. What a cut run leaves as sending is
/// settled by evidence before anything else is sent. When nobody can tell what the table holds it
/// is cleared and filled anew; it is noted as clearing before the request to clear it.
package struct TableRun<From: HintedSource & ~Copyable, To: Destination & ~Copyable>: ~Copyable {
  var source: From
  var destination: To
  let order: TableOrder
  let plan: DeliveryPlan
  let table: TableRecord
  let largestOtherTable: Int
  let clock: any Clock
  let interruption: Interruption
  let onProgress: (Progress) -> Void
  /// What the dataset has been sent lately, this run's requests included.
  package internal(set) var pace: SharedPace
  var patience: Patience
  var limit: BatchLimit
  /// Rows of a batch at most while a refused row is sought.
  var soughtRows: Int?
  private var rows = RowBuffer()
  private var hashes: [RowHash] = []
  private var hasher = LedgerHasher()
  var revision: LedgerRevision<ZstdPacker>
  var changes: ChangeRows
  /// The batch that is being made.
  var batch: Int64 = 0
  /// The first key that the batch deals with.
  private var batchStart = Int64.min
  /// The first key that was not compared yet; nil behind the last there can be.
  private var nextKey: Int64? = .min
  var lease: Lease
  /// When the lease was last renewed, on the monotonic clock.
  var leaseKeptAt: Double
  let startedAt: Double
  /// Rows at the destination, as far as is known.
  var rowsHeld: Int
  /// Rows acknowledged since the run began or the table was last cleared.
  package internal(set) var rowsPushed = 0
  /// Rows of the source that were compared since then.
  package internal(set) var rowsCompared = 0
  /// Values that no column type could hold.
  package private(set) var unrepresentedCount = 0
  /// Rows that the service refused, each by itself.
  package internal(set) var setAsideRows: [SetAside] = []
  /// When the table will be filled anew, where that waits for a quiet hour.
  package internal(set) var pendingUntil: Instant?
  /// Whether the run ended because its time was up.
  package internal(set) var isUnfinished = false
  /// Until when, on the monotonic clock, something sent earlier may still land; nil when nothing
  /// may.
  var lateUntil: Double?

  /// A run over a table as it is noted now that the lease is held: what was noted before may be
  /// another run's past.
  package init(
    source: consuming From, destination: consuming To, order: TableOrder, table: TableRecord,
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
    let plan = DeliveryPlan(order, table)
    self.plan = plan
    revision = LedgerRevision(
      table: order.table,
      form: LedgerForm(hash: .sha256, keepsImages: plan.delivery.keepsImages),
      pages: .standard, packer: ZstdPacker())
    changes = ChangeRows(plan.mode.changeStyle, additive: order.additive)
    patience = Patience(limitSeconds: order.patienceSeconds)
    limit = BatchLimit(
      rows: order.batchRows, bytes: table.bodyBytesMax ?? Delivery.batchBytesMax)
    rowsHeld = table.rowCount
    startedAt = clock.monotonicSeconds
    leaseKeptAt = startedAt
  }

  /// Runs to the end.
  package mutating func run(_ store: inout StateStore) throws(Fault) {
    var clearing = plan.clearing
    if try !settleWhatWasCut(willClear: clearing != nil, &store), clearing == nil {
      clearing = .unknown
    }
    var look = try look(willClear: clearing != nil, &store)
    for _ in 0...Engine.restartsMax {
      if let reason = clearing {
        if try !clear(reason, &store) { return }
        look.ranges = nil
      } else {
        try noteDelivery(&store)
      }
      let step = try pass(look.ranges ?? [.all], &store)
      guard let reason = try finish(step, look, &store) else { return }
      clearing = reason
    }
    throw Fault(
      .unavailable, operation: "sending \(order.entity)", subject: order.tableName,
      cause: "requests were lost \(Engine.restartsMax + 1) times without a trace of their fate",
      hint: "Look at the connection to Power BI, then run the sync again",
      recovery: .stopStream)
  }

  /// How far one way through the source has come.
  enum Step {
    /// All is well.
    case on
    /// The batch was withdrawn: what it held must be read again.
    case again
    /// Nobody can tell what the table holds.
    case doubtful
    /// Rows have changed that this mode takes no row back for.
    case changed
  }

  /// Notes how the way through the source ended; the reason why the table must be cleared for
  /// another, or nil when it need not be.
  private mutating func finish(
    _ step: Step, _ look: Look, _ store: inout StateStore
  ) throws(Fault) -> DeliveryPlan.Clearing? {
    var step = step
    if step == .on, lateUntil != nil, try !holdsWhatWasSent(&store) { step = .doubtful }
    switch step {
    case .on:
      let (lease, isComplete) = (lease, setAsideRows.isEmpty)
      let record = LookRecord(at: look.at, hintID: look.hintID, isSweep: look.ranges == nil)
      try persist(&store) { (store, order) throws(Fault) in
        try store.noteLook(order.table, record, isComplete: isComplete, under: lease)
      }
      return nil
    case .again, .doubtful:
      try note(.doubtful, &store)
      try waitForLate(&store)
      return .unknown
    case .changed: return .changes
    }
  }

  /// One way through ranges of the source's keys.
  private mutating func pass(
    _ ranges: [KeyRange], _ store: inout StateStore
  ) throws(Fault) -> Step {
    rowsCompared = 0
    batchStart = .min
    while true {
      try beginBatch(&store)
      let step = try walk(ranges, &store)
      if step != .again { return step }
    }
  }

  /// Compares what no batch has dealt with yet, and sends it.
  private mutating func walk(
    _ ranges: [KeyRange], _ store: inout StateStore
  ) throws(Fault) -> Step {
    for range in ranges where range.last >= batchStart {
      let first = max(range.first, batchStart)
      nextKey = first
      var cursor = Cursor.after(max(first, 1) - 1)
      while cursor != .end {
        cursor = try readPage(after: cursor, upTo: range.last, &store)
        let step = try compare(upTo: range.lastKey(before: cursor), &store)
        if step != .on { return step }
      }
    }
    return try send(&store)
  }

  /// Begins a batch at the first key that no batch has dealt with.
  private mutating func beginBatch(_ store: inout StateStore) throws(Fault) {
    let lease = lease
    let number = try takeNumber(&store)
    try persist(&store) { (store, order) throws(Fault) in
      try store.planBatch(number, of: order.table, under: lease)
    }
    batch = number
    let rows = min(limit.rows, soughtRows ?? .max)
    revision.begin(batch: batch, limit: BatchLimit(rows: rows, bytes: limit.bytes))
    changes.removeAll()
    nextKey = batchStart
  }

  /// Compares the rows of the page, which are all there are up to a key, and sends each batch
  /// that is full.
  private mutating func compare(
    upTo last: Int64, _ store: inout StateStore
  ) throws(Fault) -> Step {
    var index = 0
    while let first = nextKey, first <= last {
      let skipped = setAsideRows.map(\.key).filter { $0 >= first && $0 <= last }.min()
      if skipped == first {
        while index < rows.count, rows.rows[index].key == first { index += 1 }
        nextKey = first == .max ? nil : first + 1
        continue
      }
      let range = KeyRange(first: first, last: skipped.map { $0 - 1 } ?? last)
      let outcome: LedgerRevision<ZstdPacker>.Outcome
      do {
        outcome = try revision.revise(
          range, rows: rows, hashes: hashes, from: &index, changes: &changes, storage: &store)
      } catch {
        return try withdraw(after: error, &store)
      }
      if takesNothingBack, changes.counts.updated + changes.counts.deleted > 0 {
        try withdraw(&store)
        return .changed
      }
      switch outcome {
      case .whole: nextKey = range.last == .max ? nil : range.last + 1
      case .full(let through):
        let step = try send(&store)
        if step != .on { return step }
        batchStart = through + 1
        try beginBatch(&store)
      }
    }
    return .on
  }

  private var takesNothingBack: Bool { plan.mode == .replace }

  /// Reads the page after a cursor and hashes its rows.
  private mutating func readPage(
    after cursor: Cursor, upTo last: Int64, _ store: inout StateStore
  ) throws(Fault) -> Cursor {
    while true {
      rows.removeAll()
      do {
        let next = try source.read(
          after: cursor, upTo: last == .max ? nil : last, into: &rows)
        patience.succeeded()
        rows.hash(into: &hashes, with: &hasher)
        unrepresentedCount += rows.unrepresentedCount
        rowsCompared += rows.count
        rows.unrepresentedCount = 0
        try keepWhileReading(&store)
        return next
      } catch {
        try bear(error, &store)
        try recover(&store)
      }
    }
  }

  mutating func recover(_ store: inout StateStore) throws(Fault) {
    while true {
      do {
        return try source.recover()
      } catch {
        try bear(error, &store)
      }
    }
  }

  /// Forgets what was found so far: the table begins anew.
  mutating func forget() {
    rowsPushed = 0
    unrepresentedCount = 0
    setAsideRows = []
    soughtRows = nil
  }
}
