internal import Bytes
package import Delivery
package import Runtime
package import Store

/// What a run would send to a table that goes on as it stands.
package struct PreviewedChanges: Sendable, Equatable {
  /// Rows that would travel, compensating ones included.
  package var rows = 0
  /// Bytes of their bodies, a little more rather than less.
  package var bytes = 0
  /// Requests that carry them.
  package var requests = 0
  /// Whether rows have changed that this mode takes none back for: the table is filled anew.
  package var needsClearing = false
}

/// Compares a table's source with the ledger as a run would, in the same places and the same
/// batches; nothing is sent, and nothing is noted.
///
/// It holds no lease: what a run sends meanwhile may be counted as still to be sent.
package struct TablePreview<From: HintedSource & ~Copyable>: ~Copyable {
  private var source: From
  private var ledger: ReadOnlyLedger
  private let order: TableOrder
  private let table: TableRecord
  private let plan: DeliveryPlan
  private let interruption: Interruption
  private var rows = RowBuffer()
  private var hashes: [RowHash] = []
  private var hasher = LedgerHasher()
  private var revision: LedgerRevision<ZstdPacker>
  private var changes: ChangeRows
  private let limit: BatchLimit
  private var found = PreviewedChanges()

  package init(
    source: consuming From, order: TableOrder, table: TableRecord, interruption: Interruption,
    _ store: consuming StateStore
  ) {
    self.source = source
    self.order = order
    self.table = table
    self.interruption = interruption
    ledger = ReadOnlyLedger(store: store)
    plan = DeliveryPlan(order, table)
    revision = LedgerRevision(
      table: order.table,
      form: LedgerForm(hash: .sha256, keepsImages: plan.delivery.keepsImages), pages: .standard,
      packer: ZstdPacker())
    changes = ChangeRows(plan.mode.changeStyle, additive: order.additive)
    limit = BatchLimit(
      rows: order.batchRows, bytes: table.bodyBytesMax ?? Delivery.batchBytesMax)
  }

  /// Looks where the next run would look.
  package consuming func look() throws(Fault) -> PreviewedChanges {
    revision.begin(batch: 0, limit: limit)
    for range in try ranges() {
      var nextKey: Int64? = range.first
      var cursor = Cursor.after(max(range.first, 1) - 1)
      while cursor != .end, !found.needsClearing {
        if interruption.isRaised { throw Self.interrupted(order.entity) }
        rows.removeAll()
        cursor = try source.read(
          after: cursor, upTo: range.last == .max ? nil : range.last, into: &rows)
        rows.hash(into: &hashes, with: &hasher)
        try compare(&nextKey, upTo: range.lastKey(before: cursor))
      }
    }
    endBatch()
    return found
  }

  private mutating func ranges() throws(Fault) -> [KeyRange] {
    guard let present = table.delivery else { return [.all] }
    let now = try ledger.store.serverTime()
    let page = try ledger.store.hints(after: present.hintID, limit: Engine.hintsMax)
    guard !page.hasMore,
      order.mayTrustHints(over: table, isReadAsAWhole: source.isReadAsAWhole, now: now)
    else { return [.all] }
    try source.beCurrent()
    let lastKey = try ledger.store.lastLedgerKey(of: order.table)
    let since = (present.lookedAt ?? now).adding(seconds: -Engine.hintOverlapSeconds)
    let dated = try source.changedKeys(
      since: since, afterKey: lastKey ?? 0, limit: Engine.hintedKeysMax)
    let noted = try source.keys(touchedBy: page.hints, limit: Engine.hintedKeysMax)
    if case .ranges(let ranges) = dated.union(noted) { return ranges }
    return [.all]
  }

  private mutating func compare(_ nextKey: inout Int64?, upTo last: Int64) throws(Fault) {
    var index = 0
    while let first = nextKey, first <= last {
      let outcome = try revision.revise(
        KeyRange(first: first, last: last), rows: rows, hashes: hashes, from: &index,
        changes: &changes, storage: &ledger)
      if plan.mode == .replace, changes.counts.updated + changes.counts.deleted > 0 {
        found.needsClearing = true
        return
      }
      switch outcome {
      case .whole: nextKey = last == .max ? nil : last + 1
      case .full(let through):
        endBatch()
        nextKey = through + 1
      }
    }
  }

  private mutating func endBatch() {
    if !changes.isEmpty {
      found.requests += 1
      found.rows += changes.rows.count
      found.bytes += changes.bodyBytesMax
    }
    changes.removeAll()
    revision.begin(batch: 0, limit: limit)
  }

  private static func interrupted(_ entity: String) -> Fault {
    Fault(
      .interrupted, operation: "planning \(entity)", subject: entity, cause: "asked to stop",
      recovery: .interrupted)
  }
}

/// The ledger as it stands: what is staged is dropped.
private struct ReadOnlyLedger: LedgerStorage, ~Copyable {
  var store: StateStore

  mutating func page(
    of table: LedgerTable, in range: KeyRange, into bytes: inout ByteBuffer
  ) throws(Fault) -> PageSummary? {
    try store.page(of: table, in: range, into: &bytes)
  }

  mutating func page(
    of table: LedgerTable, before key: Int64, bytesMax: Int, into bytes: inout ByteBuffer
  ) throws(Fault) -> PageSummary? {
    try store.page(of: table, before: key, bytesMax: bytesMax, into: &bytes)
  }

  mutating func stage(
    _ page: RawSpan, _ summary: PageSummary, of table: LedgerTable, batch: Int64
  ) throws(Fault) {}
}
