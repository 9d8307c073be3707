internal import Delivery
internal import Engine
internal import Model
internal import PowerBI
internal import Runtime
internal import Store
internal import WooCommerce

/// Looks at one table under its lease: the shop against the ledger, the ledger against the table.
struct TableVerification: ~Copyable {
  private let entity: Entity
  private let record: TableRecord
  private let mode: DeliveryMode
  private let columns: FigureColumns
  private let place: TableInquiry.Place
  private var source: ShopSource
  private let rowsTotal: Int
  /// Seconds after which rows that were sent are seen.
  private let settleSeconds: Double
  private let clock: any Clock
  private let interruption: Interruption
  private let onProgress: (Progress) -> Void
  private let startedAt: Double
  /// What is known so far.
  private(set) var verdict: TableVerdict

  init(
    entity: Entity, verdict: TableVerdict, record: TableRecord, mode: DeliveryMode,
    columns: FigureColumns, place: TableInquiry.Place, source: consuming ShopSource, rowsTotal: Int,
    settleSeconds: Double, clock: any Clock, interruption: Interruption,
    onProgress: @escaping (Progress) -> Void
  ) {
    self.entity = entity
    self.record = record
    self.mode = mode
    self.columns = columns
    self.place = place
    self.source = source
    self.rowsTotal = rowsTotal
    self.settleSeconds = settleSeconds
    self.clock = clock
    self.interruption = interruption
    self.onProgress = onProgress
    startedAt = clock.monotonicSeconds
    self.verdict = verdict
    self.verdict.mode = mode.rawValue
  }

  private var table: LedgerTable {
    LedgerTable(datasetID: record.datasetID, name: record.name)
  }

  /// Seconds of consecutive failure that reading the shop bears.
  private static let patienceSeconds = 60.0
  /// How long the lease holds at least while a page is read.
  private static let pageSeconds = 20.0

  mutating func run(
    _ inquiry: inout TableInquiry, _ lease: inout HeldLease, _ store: inout StateStore
  ) throws(Fault) {
    let compared = try compare(&lease, &store)
    verdict.note(compared)
    let batches = try batchProof(&store)
    if record.delivery == nil, compared.pages.entryCount == 0, batches.committed.isEmpty {
      return verdict.noteMissingLedger()
    }
    if record.state != .complete { verdict.noteUnfinished() }
    let before = verdict
    try ask(batches, compared, &inquiry, &lease, &store)
    if verdict.isDestinationDoubtful, try waitForLateRows(&lease, &store) {
      verdict = before
      try ask(batches, compared, &inquiry, &lease, &store)
    }
    verdict.conclude()
  }

  // MARK: The shop and the ledger

  private mutating func compare(
    _ lease: inout HeldLease, _ store: inout StateStore
  ) throws(Fault) -> ComparedFigures {
    var hasher = LedgerHasher()
    var comparison = LedgerComparison(
      table: table, columns: columns, hash: hasher.algorithm, packer: ZstdPacker())
    var rows = RowBuffer()
    var hashes: [RowHash] = []
    var cursor = Cursor.after(0)
    do throws(Fault) {
      while cursor != .end {
        cursor = try read(after: cursor, into: &rows)
        rows.hash(into: &hashes, with: &hasher)
        try comparison.compare(rows, hashes: hashes, storage: &store)
        rows.removeAll()
        try lease.hold(seconds: Self.pageSeconds, &store)
        report(comparison.found.source.rowCount)
      }
      try comparison.finish(storage: &store)
    } catch {
      if comparison.found.isLedgerReadable { throw error }
      verdict.remarks.append(error.failure)
    }
    return comparison.found
  }

  private mutating func read(
    after cursor: Cursor, into rows: inout RowBuffer
  ) throws(Fault) -> Cursor {
    var patience = Patience(limitSeconds: Self.patienceSeconds)
    while true {
      if interruption.isRaised { throw Connector.interrupted("verifying", entity.slug) }
      do throws(Fault) {
        return try source.read(after: cursor, into: &rows)
      } catch {
        guard case .retry = error.recovery,
          let seconds = patience.secondsAfter(error, now: clock.monotonicSeconds)
        else { throw error }
        _ = clock.wait(seconds: seconds, interruption: interruption)
        try source.recover()
      }
    }
  }

  private func report(_ rowsRead: Int) {
    onProgress(
      Progress(
        entity: entity.slug, rowsPushed: 0, rowsCompared: rowsRead, rowsTotal: rowsTotal,
        secondsElapsed: clock.monotonicSeconds - startedAt, waiting: nil))
  }

  // MARK: The ledger and the destination

  private func batchProof(_ store: inout StateStore) throws(Fault) -> BatchProof {
    var proof = BatchProof()
    let states: [BatchRecord.State] = [.planned, .sending, .committed, .abandoned]
    for batch in try store.batches(of: table, in: states) {
      switch batch.state {
      case .committed: proof.committed[batch.number] = batch.figures.rowCount
      case .abandoned: proof.others[batch.number] = .abandoned
      case .planned, .sending: proof.others[batch.number] = .unsettled
      }
    }
    return proof
  }

  /// Asks all that can be asked.
  private mutating func ask(
    _ batches: BatchProof, _ compared: ComparedFigures, _ inquiry: inout TableInquiry,
    _ lease: inout HeldLease, _ store: inout StateStore
  ) throws(Fault) {
    do throws(Fault) {
      try askBatches(batches, &inquiry, &lease, &store)
      try askFigures(compared, &inquiry, &lease, &store)
      try askKeys(compared.pages, &inquiry, &lease, &store)
    } catch {
      switch error.code {
      case .permission, .rejected: verdict.noteUnprovable(error)
      case .notFound: verdict.noteLoss(error)
      default: throw error
      }
    }
  }

  /// Rows that were sent a moment ago may be seen a moment later: waits until all are; false when
  /// there was nothing to wait for.
  private func waitForLateRows(
    _ lease: inout HeldLease, _ store: inout StateStore
  ) throws(Fault) -> Bool {
    let seconds = settleSeconds - (record.secondsSincePush ?? settleSeconds)
    guard seconds > 0 else { return false }
    try lease.hold(seconds: seconds, &store)
    onProgress(
      Progress(
        entity: entity.slug, rowsPushed: 0, rowsCompared: rowsTotal, rowsTotal: rowsTotal,
        secondsElapsed: clock.monotonicSeconds - startedAt,
        waiting: Progress.Waiting(seconds: seconds, reason: "rows sent just now may show late")))
    if clock.wait(seconds: seconds, interruption: interruption) {
      throw Connector.interrupted("verifying", entity.slug)
    }
    return true
  }

  private mutating func askBatches(
    _ proof: BatchProof, _ inquiry: inout TableInquiry, _ lease: inout HeldLease,
    _ store: inout StateStore
  ) throws(Fault) {
    let counts = try inquiry.batches(place, numbers: proof.numbers, &lease, &store)
    if mode == .append { verdict.rowsAtDestination = counts.total }
    switch counts {
    case .each(let counts): verdict.note(proof.differences(counts), .destination)
    case .total(let total): verdict.note(proof.differences(total: total), .destination)
    }
  }

  private mutating func askFigures(
    _ compared: ComparedFigures, _ inquiry: inout TableInquiry, _ lease: inout HeldLease,
    _ store: inout StateStore
  ) throws(Fault) {
    // Who appends only leaves old rows beside the new ones.
    if mode == .append, !compared.pages.isUntouched {
      return verdict.noteUnproved(columns.columns.map(\.name))
    }
    let figures = try inquiry.figures(place, &lease, &store)
    verdict.rowsAtDestination = figures.rowCount
    guard compared.isLedgerReadable else { return }
    let proof = DestinationProof(
      compared.ledger, substitute: compared.isEqual ? compared.source : nil)
    var unproved: Set<String> = []
    verdict.note(proof.differences(figures, unproved: &unproved), .destination)
    verdict.noteUnproved(unproved.sorted())
  }

  /// Keys of tables that nothing is taken back in: a signed one names a key more than once.
  private mutating func askKeys(
    _ pages: PageFigures, _ inquiry: inout TableInquiry, _ lease: inout HeldLease,
    _ store: inout StateStore
  ) throws(Fault) {
    guard mode != .signed, pages.entryCount > 0, entity.key.count == 1,
      let key = entity.columns.first(where: { $0.name == entity.key[0] }), key.type == .int64
    else { return }
    let count = try inquiry.keys(key.name, place, &lease, &store)
    verdict.noteKeys(expected: pages.keyCount, found: count)
  }
}

extension TableVerification {
  /// How the rows of a table stand at the destination.
  static func mode(of record: TableRecord, _ entity: Entity) -> DeliveryMode {
    record.delivery?.mode ?? entity.standardMode
  }

  /// The columns whose sums can be held against the destination: where rows are taken back, those
  /// that are negated with them.
  static func columns(
    of entity: Entity, _ mode: DeliveryMode, _ known: [ColumnRecord]
  ) -> [FigureColumn] {
    entity.columns.compactMap { column in
      guard column.isAdditive || mode != .signed,
        let type = known.first(where: { $0.name == column.name })?.type
      else { return nil }
      switch ColumnType(rawValue: type) {
      case .int64: return FigureColumn(column.name, .whole)
      case .double: return FigureColumn(column.name, .binary)
      case .decimal: return FigureColumn(column.name, .fourPlaces)
      case .boolean, .dateTime, .string, nil: return nil
      }
    }
  }
}
