internal import Delivery
package import Engine
internal import Model
internal import PowerBI
package import Runtime
internal import Store
internal import WooCommerce

/// What is verified.
package struct VerifyOrder: Sendable {
  /// Slugs; nil means every enabled entity, and every table of other datasets that was synced.
  package var entities: [String]?
  /// Whether what differs is mended.
  package var repairs: Bool
  /// Which tables; standard are those of all datasets.
  package var aim = SyncAim.standard

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

/// A table that is looked at; no dataset where none was made yet.
private struct Looked {
  let entity: Entity
  let table: String
  let dataset: DatasetRecord?
  var selection = Selection.everything

  var isOwn: Bool { dataset?.isDefault == false }

  /// Whether both stand for one table, though its dataset may have been made anew.
  func isSame(as other: Looked) -> Bool {
    entity.slug == other.entity.slug && table == other.table && isOwn == other.isOwn
      && (!isOwn || dataset?.name == other.dataset?.name)
  }

  var verdict: TableVerdict {
    let options = dataset?.options(ofEntity: entity.slug) ?? "--entity=\(entity.slug)"
    var verdict = TableVerdict(entity: entity.slug, table: table, options: options)
    if isOwn { verdict.dataset = dataset?.name }
    return verdict
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
    let looked = try looked(order, wanted, &store)
    var inquiry = TableInquiry(
      try client(), isPaceOn: !configuration.isPaceOff, clock: clock, interruption: interruption)
    var report = VerifyReport(tables: [])
    for place in looked {
      report.tables.append(
        try verdict(place, shop, flags: order.repairs, &inquiry, &store, onProgress))
    }
    let broken = looked.indices.filter { report.tables[$0].needsSync }
    guard order.repairs, !broken.isEmpty else { return report }
    report.repairs = try repair(broken.map { looked[$0] }, onProgress)
    // A dataset that was gone has been made anew.
    let again = try self.looked(order, wanted, &store)
    for index in broken {
      let place = again.first { $0.isSame(as: looked[index]) } ?? looked[index]
      report.tables[index] = try verdict(place, shop, flags: false, &inquiry, &store, onProgress)
    }
    return report
  }

  /// The tables that the order names: default ones by entity, then others that were synced.
  private func looked(
    _ order: VerifyOrder, _ wanted: [Entity], _ store: inout StateStore
  ) throws(Fault) -> [Looked] {
    var (entities, named) = (wanted, order.entities)
    switch order.aim {
    case .standard: break
    case .tables(let id, let names):
      return try looked(in: try target(id), names, order.entities)
    case .profile(let id):
      let profile = try activeProfile(id)
      if profile.hasOwnTables {
        let names = profile.entities.isEmpty ? nil : profile.tables
        if let id = profile.datasetID {
          return try looked(in: try target(id), names, order.entities)
        }
        return try chosen(order.entities ?? profile.entities).map { entity in
          Looked(
            entity: entity, table: profile.tableName ?? entity.slug, dataset: nil,
            selection: profile.selection)
        }
      }
      if named == nil, !profile.entities.isEmpty { entities = try chosen(profile.entities) }
      named = entities.map(\.slug)
    }
    let datasets = try store.datasets(workspaceID: try workspaceID()).filter {
      $0.powerBIID != nil
    }
    var looked = entities.map { entity in
      Looked(
        entity: entity, table: entity.slug,
        dataset: datasets.first { $0.isDefault && $0.tables.contains(entity.slug) })
    }
    if case .profile = order.aim { return looked }
    for dataset in datasets where !dataset.isDefault {
      looked += try self.looked(in: dataset, nil, nil, isSynced: true).filter { place in
        named?.contains(place.entity.slug) ?? true
      }
    }
    return looked
  }

  /// The tables of a dataset, by name and entity, those alone that were ever synced if that is
  /// asked for.
  private func looked(
    in dataset: DatasetRecord, _ names: [String]?, _ slugs: [String]?, isSynced: Bool = false
  ) throws(Fault) -> [Looked] {
    var looked: [Looked] = []
    for (entity, record) in try tables(of: dataset, names, slugs)
    where !isSynced || record.state != .empty {
      looked.append(
        Looked(
          entity: entity, table: record.name, dataset: dataset,
          selection: try Self.selection(record)))
    }
    return looked
  }

  /// Sends what differs, to each dataset by itself.
  private mutating func repair(
    _ broken: [Looked], _ onProgress: @escaping (Progress) -> Void
  ) throws(Fault) -> [TableOutcome] {
    var outcomes: [TableOutcome] = []
    func order(_ places: [Looked]) -> SyncOrder {
      SyncOrder(
        entities: places.map(\.entity.slug), batchRows: Delivery.batchRowsMax,
        patienceSeconds: Self.repairPatienceSeconds, waitsForLease: true)
    }
    let standard = broken.filter { !$0.isOwn }
    if !standard.isEmpty { outcomes += try sync(order(standard), onProgress: onProgress) }
    for id in Set(broken.filter(\.isOwn).compactMap(\.dataset?.id)).sorted() {
      let own = broken.filter { $0.dataset?.id == id }
      var order = order(own)
      order.aim = .tables(datasetID: id, names: own.map(\.table))
      outcomes += try sync(order, onProgress: onProgress)
    }
    return outcomes
  }

  /// As long as a sync bears failures unless somebody says otherwise.
  private static var repairPatienceSeconds: Double { 300 }

  /// One table's verdict; being asked to stop is the only failure of one that ends all.
  private func verdict(
    _ place: Looked, _ shop: Shop, flags: Bool, _ inquiry: inout TableInquiry,
    _ store: inout StateStore, _ onProgress: @escaping (Progress) -> Void
  ) throws(Fault) -> TableVerdict {
    var verdict = place.verdict
    let entity = place.entity
    do throws(Fault) {
      guard let dataset = place.dataset,
        let record = try store.table(LedgerTable(datasetID: dataset.id, name: place.table)),
        record.state != .empty
      else { return try neverSynced(place, shop) }
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
      var work = try verification(place, dataset, shop, &store, onProgress)
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
    let table = try store.table(LedgerTable(datasetID: dataset.id, name: verdict.table))
    guard let table, verdict.verdict == .differs else { return }
    let isDoubtful = verdict.isDestinationDoubtful
    guard isDoubtful || table.state == .complete else { return }
    try store.setTable(
      datasetID: dataset.id, name: table.name, state: isDoubtful ? .doubtful : .incomplete,
      rowCount: table.rowCount)
  }

  private func neverSynced(_ place: Looked, _ shop: Shop) throws(Fault) -> TableVerdict {
    var verdict = place.verdict
    verdict.verdict = .neverSynced
    if let reason = try unavailability(of: place.entity, shop) {
      verdict.remarks.append("unavailable: \(reason)")
    } else {
      let filter = filter(place.selection, shop)
      var source = try source(place.entity, shop, readRequest(filter, .wire))
      verdict.rowsInShop = try source.count()
    }
    return verdict
  }

  /// Everything that looking at one table takes, as the table is noted now that nobody else
  /// changes it.
  private func verification(
    _ looked: Looked, _ dataset: DatasetRecord, _ shop: Shop, _ store: inout StateStore,
    _ onProgress: @escaping (Progress) -> Void
  ) throws(Fault) -> TableVerification {
    let entity = looked.entity
    guard let powerBIID = dataset.powerBIID,
      let record = try store.table(LedgerTable(datasetID: dataset.id, name: looked.table))
    else { preconditionFailure("tables of published datasets stay noted") }
    let known = try store.columns(datasetID: dataset.id, name: record.name) ?? []
    let mode = TableVerification.mode(of: record, entity)
    let columns = FigureColumns(TableVerification.columns(of: entity, mode, known))
    let filter = try filter(Self.selection(record), shop)
    var source = try source(entity, shop, readRequest(filter, .wire))
    let rowsTotal = try source.count()
    let place = TableInquiry.Place(
      workspace: dataset.workspaceID, dataset: powerBIID,
      probe: TableProbe(
        table: record.name, hasDateKey: entity.hasDateKey,
        sums: columns.columns.map(\.name)))
    return TableVerification(
      entity: entity, verdict: looked.verdict, record: record, mode: mode, columns: columns,
      place: place, source: source, rowsTotal: rowsTotal,
      settleSeconds: configuration.settleSeconds, clock: clock, interruption: interruption,
      onProgress: onProgress)
  }
}
