internal import Bytes
internal import Delivery
internal import Runtime
internal import Store

/// How a batch travels: it is noted before its first byte is sent, and committed only when it is
/// known to have arrived.
extension TableRun where From: ~Copyable, To: ~Copyable {
  /// Ends the batch that is being made, and sends what it carries.
  mutating func send(_ store: inout StateStore) throws(Fault) -> Step {
    let stagedBytes: Int
    do {
      stagedBytes = try revision.finish(storage: &store)
    } catch {
      return try withdraw(after: error, &store)
    }
    if !changes.isEmpty {
      if try !hasRoom() {
        try withdraw(&store)
        return .changed
      }
      return try deliver(&store)
    }
    if stagedBytes == 0 {
      try withdraw(&store)
    } else {
      try commit(&store)
    }
    return .on
  }

  /// Whether the table takes the batch; one that is full of rows that cancel out is to be filled
  /// anew.
  private func hasRoom() throws(Fault) -> Bool {
    let rows = rowsHeld + changes.rows.count
    if rows <= Delivery.tableRowsMax { return true }
    if rowsHeld > order.rowsTotal, order.rowsTotal < Delivery.tableRowsMax { return false }
    throw Engine.tooManyRows(rows, entity: order.entity)
  }

  private mutating func deliver(_ store: inout StateStore) throws(Fault) -> Step {
    while true {
      try keepPace(rows: changes.rows.count, &store)
      try holdLease(&store)
      changes.makeBody(
        BatchStamp(number: batch, syncedAt: clock.now, hasDateKey: order.hasDateKey))
      try noteSending(&store)
      let postedAt = clock.monotonicSeconds
      do {
        try destination.post(changes.bytes)
      } catch {
        try heedThrottling(error, &store)
        switch try fate(of: error, postedAt: postedAt, &store) {
        case .landed: break
        case .absent: continue
        case .withdrawn: return .again
        case .unknown: return .doubtful
        }
      }
      try acknowledge(&store)
      return .on
    }
  }

  private mutating func noteSending(_ store: inout StateStore) throws(Fault) {
    let figures = BatchFigures(of: changes.bytes, rowCount: changes.rows.count)
    let (lease, batch) = (lease, batch)
    try persist(&store) { (store, order) throws(Fault) in
      try store.beginSending(batch, of: order.table, figures, under: lease)
    }
  }

  /// What became of a batch that was not acknowledged.
  enum Fate {
    case landed, unknown
    /// It is not there, and may be sent as it stands.
    case absent
    /// It is not there, and must be made anew.
    case withdrawn
  }

  private mutating func fate(
    of fault: Fault, postedAt: Double, _ store: inout StateStore
  ) throws(Fault) -> Fate {
    if fault.recovery == .settle {
      let believableAt = postedAt + lateSeconds
      switch try settle(
        batch: batch, rows: changes.rows.count, believableAt: believableAt, &store)
      {
      case .landed: return .landed
      case .absent:
        // What seems absent, and is sent once more, might still come.
        expectLate(until: clock.monotonicSeconds + order.settleSeconds)
        try renumber(&store)
        return .absent
      case .unknown, .withdrawn:
        expectLate(until: believableAt)
        return .unknown
      }
    }
    try replan(&store)
    guard fault.recovery == .shrink else {
      try bear(fault, &store)
      return .absent
    }
    try shrink(after: fault, &store)
    try withdraw(&store)
    return .withdrawn
  }

  /// Makes what comes next smaller: fewer bytes, or fewer rows until the refused one is alone.
  private mutating func shrink(
    after fault: Fault, _ store: inout StateStore
  ) throws(Fault) {
    if fault.code == .rejected {
      guard changes.isOfOneKey else {
        soughtRows = max(changes.rows.count / 2, 1)
        return
      }
      soughtRows = nil
      setAsideRows.append(SetAside(key: changes.rows[0].key, cause: fault.cause))
      if setAsideRows.count > Engine.setAsideMax { throw fault }
      return
    }
    guard let smaller = limit.halved else { throw Self.tooSmall(fault) }
    limit = smaller
    try persist(&store) { (store, order) throws(Fault) in
      try store.setBodyLimit(
        datasetID: order.datasetID, name: order.tableName, bytes: smaller.bytes)
    }
  }

  private mutating func acknowledge(_ store: inout StateStore) throws(Fault) {
    try commit(&store)
    rowsPushed += changes.rows.count
    rowsHeld += changes.rows.count
    patience.succeeded()
    let (runID, pushed) = (lease.runID, rowsPushed)
    try persist(&store) { (store, order) throws(Fault) in
      try store.noteProgress(runID: runID, rowsPushed: pushed)
      try store.notePush(datasetID: order.datasetID)
    }
    report(waiting: nil)
    try checkCancellation(&store)
  }

  private mutating func commit(_ store: inout StateStore) throws(Fault) {
    let (lease, batch) = (lease, batch)
    try persist(&store) { (store, order) throws(Fault) in
      try store.commitBatch(batch, of: order.table, under: lease)
    }
  }

  /// The service has refused the batch: it may be sent again under its number.
  private mutating func replan(_ store: inout StateStore) throws(Fault) {
    let (lease, batch) = (lease, batch)
    try persist(&store) { (store, order) throws(Fault) in
      try store.replanBatch(batch, of: order.table, under: lease)
    }
  }

  private mutating func renumber(_ store: inout StateStore) throws(Fault) {
    let (lease, old) = (lease, batch)
    let fresh = try takeNumber(&store)
    try persist(&store) { (store, order) throws(Fault) in
      try store.renumberBatch(old, as: fresh, of: order.table, under: lease)
    }
    batch = fresh
  }

  /// A number for the next batch; what is done with it may be tried again under the same.
  mutating func takeNumber(_ store: inout StateStore) throws(Fault) -> Int64 {
    try persist(&store) { (store, order) throws(Fault) in
      try store.takeBatchNumber(datasetID: order.datasetID, name: order.tableName)
    }
  }

  /// Forgets the batch that is being made: nothing of it can arrive.
  mutating func withdraw(_ store: inout StateStore) throws(Fault) {
    let (lease, batch) = (lease, batch)
    try persist(&store) { (store, order) throws(Fault) in
      try store.withdrawBatch(batch, of: order.table, under: lease)
    }
  }

  /// Waits after a failure of the database, and forgets the batch of which some pages may be
  /// missing.
  mutating func withdraw(
    after fault: Fault, _ store: inout StateStore
  ) throws(Fault) -> Step {
    try bear(fault, &store)
    try withdraw(&store)
    return .again
  }

  private static func tooSmall(_ fault: Fault) -> Fault {
    var fault = fault
    fault.hint =
      "Even bodies of \(BatchLimit.bytesMin >> 10) KB are refused: look for a proxy with a limit "
      + "of its own between here and Power BI"
    return fault
  }
}
