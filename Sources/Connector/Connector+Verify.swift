internal import Delivery
package import Engine
internal import Model
internal import PowerBI
package import Runtime
internal import Store
internal import WooCommerce

/// What is verified.
package struct VerifyOrder: Sendable {
  /// Slugs; nil means every enabled entity.
  package var entities: [String]?
  /// Whether what differs is mended.
  package var repairs: Bool

  package init(entities: [String]?, repairs: Bool) {
    self.entities = entities
    self.repairs = repairs
  }
}

/// What verifying has found.
package struct VerifyReport: Sendable {
  /// One for each table, as it stands at the end.
  package var tables: [TableVerdict]
  /// How the syncs went that were to mend what differed; empty when none were needed.
  package var repairs: [TableOutcome] = []

  /// Whether nothing is known to differ, and nothing has failed.
  package var isEqual: Bool {
    tables.allSatisfy { !$0.verdict.isFailure } && repairs.allSatisfy { $0.fault == nil }
  }
}

extension Connector {
  /// Holds the shop against what was sent, and what was sent against what the tables hold.
  ///
  /// Nobody else changes a table while it is looked at. Repairing sends what differs; a table that
  /// holds something else than was sent is cleared and filled anew.
  package mutating func verify(
    _ order: VerifyOrder, onProgress: @escaping (Progress) -> Void
  ) throws(Fault) -> VerifyReport {
    let wanted = try chosen(order.entities)
    let shop = try shop()
    var store = try openStore()
    try store.requireCurrentSchema()
    var inquiry = TableInquiry(
      try client(), isPaceOn: !configuration.isPaceOff, clock: clock, interruption: interruption)
    var report = VerifyReport(tables: [])
    for entity in wanted {
      let verdict = try verdict(
        entity, shop, flags: order.repairs, &inquiry, &store, onProgress)
      report.tables.append(verdict)
    }
    let broken = wanted.filter { entity in
      report.tables.contains { $0.entity == entity.slug && $0.needsSync }
    }
    guard order.repairs, !broken.isEmpty else { return report }
    report.repairs = try sync(
      SyncOrder(
        entities: broken.map(\.slug), batchRows: Delivery.batchRowsMax,
        patienceSeconds: Self.repairPatienceSeconds, waitsForLease: true),
      onProgress: onProgress)
    for entity in broken {
      let verdict = try verdict(entity, shop, flags: false, &inquiry, &store, onProgress)
      report.tables = report.tables.map { $0.entity == entity.slug ? verdict : $0 }
    }
    return report
  }

  /// As long as a sync bears failures unless somebody says otherwise.
  private static var repairPatienceSeconds: Double { 300 }

  /// One table's verdict; being asked to stop is the only failure of one that ends all.
  private func verdict(
    _ entity: Entity, _ shop: Shop, flags: Bool, _ inquiry: inout TableInquiry,
    _ store: inout StateStore, _ onProgress: @escaping (Progress) -> Void
  ) throws(Fault) -> TableVerdict {
    var verdict = TableVerdict(entity: entity.slug)
    do throws(Fault) {
      guard let dataset = try home(of: entity, &store) else {
        return try neverSynced(entity, shop)
      }
      guard let record = try record(of: entity, dataset, &store), record.state != .empty else {
        return try neverSynced(entity, shop)
      }
      let claim = LeaseClaim(
        "table:\(dataset.id):\(record.name)", operation: "verifying \(entity.slug)",
        subject: record.name, waits: true, clock: clock, interruption: interruption
      ) { waiting in
        onProgress(
          Progress(
            entity: entity.slug, rowsPushed: 0, rowsTotal: 0, secondsElapsed: 0,
            waiting: waiting))
      }
      var lease = HeldLease(try claim.acquire(runID: 0, &store), clock: clock)
      defer { claim.release(lease.lease, log: log, &store) }
      var work = try verification(entity, shop, dataset, &store, onProgress)
      try work.run(&inquiry, &lease, &store)
      if flags { try flag(work.verdict, dataset, &store) }
      return work.verdict
    } catch {
      if error.recovery == .interrupted { throw error }
      verdict.verdict = .failed
      verdict.fault = error
      return verdict
    }
  }

  /// Notes what differs, so that the next sync does what mends it: a doubtful table is cleared, and
  /// of one that is not complete every row is looked at, whatever hints say.
  private func flag(
    _ verdict: TableVerdict, _ dataset: DatasetRecord, _ store: inout StateStore
  ) throws(Fault) {
    let table = try store.table(LedgerTable(datasetID: dataset.id, name: verdict.entity))
    guard let table, verdict.verdict == .differs else { return }
    let isDoubtful = verdict.isDestinationDoubtful
    guard isDoubtful || table.state == .complete else { return }
    try store.setTable(
      datasetID: dataset.id, name: table.name, state: isDoubtful ? .doubtful : .incomplete,
      rowCount: table.rowCount)
  }

  /// The dataset that holds the entity's table.
  private func home(
    of entity: Entity, _ store: inout StateStore
  ) throws(Fault) -> DatasetRecord? {
    try store.datasets(workspaceID: try workspaceID()).first {
      $0.isDefault && $0.powerBIID != nil && $0.tables.contains(entity.slug)
    }
  }

  private func record(
    of entity: Entity, _ dataset: DatasetRecord, _ store: inout StateStore
  ) throws(Fault) -> TableRecord? {
    try store.table(LedgerTable(datasetID: dataset.id, name: entity.slug))
  }

  private func neverSynced(_ entity: Entity, _ shop: Shop) throws(Fault) -> TableVerdict {
    var verdict = TableVerdict(entity: entity.slug)
    verdict.verdict = .neverSynced
    if let reason = try unavailability(of: entity, shop) {
      verdict.remarks.append("unavailable: \(reason)")
    } else {
      var source = try source(entity, shop, readRequest(.standard, .wire))
      verdict.rowsInShop = try source.count()
    }
    return verdict
  }

  /// Everything that looking at one table takes, as the table is noted now that nobody else
  /// changes it.
  private func verification(
    _ entity: Entity, _ shop: Shop, _ dataset: DatasetRecord, _ store: inout StateStore,
    _ onProgress: @escaping (Progress) -> Void
  ) throws(Fault) -> TableVerification {
    guard let record = try record(of: entity, dataset, &store),
      let powerBIID = dataset.powerBIID
    else { preconditionFailure("tables of published datasets stay noted") }
    let known = try store.columns(datasetID: dataset.id, name: record.name) ?? []
    let mode = TableVerification.mode(of: record, entity)
    let columns = FigureColumns(TableVerification.columns(of: entity, mode, known))
    var source = try source(entity, shop, readRequest(.standard, .wire))
    let rowsTotal = try source.count()
    let place = TableInquiry.Place(
      workspace: dataset.workspaceID, dataset: powerBIID,
      probe: TableProbe(
        table: record.name, hasDateKey: entity.hasDateKey,
        sums: columns.columns.map(\.name)))
    return TableVerification(
      entity: entity, record: record, mode: mode, columns: columns, place: place, source: source,
      rowsTotal: rowsTotal, settleSeconds: configuration.settleSeconds, clock: clock,
      interruption: interruption, onProgress: onProgress)
  }
}
