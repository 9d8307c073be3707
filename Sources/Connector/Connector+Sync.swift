internal import Delivery
package import Engine
internal import Model
internal import PowerBI
package import Runtime
internal import Store
internal import WooCommerce

/// What is synced, and how patiently.
package struct SyncOrder: Sendable {
  /// Slugs; nil means every enabled entity.
  package var entities: [String]?
  /// Rows of a request at most.
  package var batchRows: Int
  /// Seconds of consecutive failure that are borne.
  package var patienceSeconds: Double
  /// Whether to wait for another sync of the same table.
  package var waitsForLease: Bool
  /// The mode that is asked for; nil leaves each table as it was begun, or at its standard.
  var mode: DeliveryMode?
  /// Whether every table is cleared and sent anew.
  package var isFull = false
  /// Whether nobody waits for it: large tables then wait for their quiet hours.
  var isUnattended = false
  /// When, on the monotonic clock, it ends at the next batch's end; nil: when all is done.
  var stopsAt: Double?
  /// Our id of the dataset; nil for the default ones.
  var datasetID: String?
  /// Runs that were promised before they begin, by entity.
  var runIDs: [String: Int64] = [:]

  package init(
    entities: [String]?, batchRows: Int, patienceSeconds: Double, waitsForLease: Bool
  ) {
    self.entities = entities
    self.batchRows = batchRows
    self.patienceSeconds = patienceSeconds
    self.waitsForLease = waitsForLease
  }
}

extension SyncOrder {
  /// The names of modes.
  package static var modes: [String] { ["auto"] + DeliveryMode.allCases.map(\.rawValue) }

  /// Asks for a mode by its name; `auto` asks for none.
  package mutating func setMode(_ word: String) throws(Fault) {
    mode = DeliveryMode(rawValue: word)
    if mode != nil || word == "auto" { return }
    throw Fault(
      .usage, operation: "choosing a mode", subject: word, cause: "there is no such mode",
      hint: "Choose among: \(Self.modes.joined(separator: ", "))", recovery: .operator)
  }
}

extension Connector {
  /// Brings the tables of the default dataset to what the shop holds.
  ///
  /// One table's failure does not keep the others from being synced; being asked to stop does.
  package mutating func sync(
    _ order: SyncOrder, onProgress: @escaping (Progress) -> Void
  ) throws(Fault) -> [TableOutcome] {
    let wanted = try chosen(order.entities)
    defer { lookAtAlertsAfterSync() }
    let shop = try shop()
    let entities = try available(wanted, shop)
    var outcomes = try unavailable(wanted, shop)
    if entities.isEmpty { return outcomes }
    var store = try openStore()
    try store.requireCurrentSchema()
    try store.requireLedgerDatabase()
    var remarks: [String] = []
    let homes = try homes(of: entities, shop, order, &store, &remarks, onProgress)
    var paces: [String: SharedPace] = [:]
    defer {
      for var pace in paces.values { finish(&pace, &store) }
      shortenLog(&store)
      forgetHints(&store)
    }
    for entity in entities {
      var outcome: TableOutcome
      guard let home = homes.first(where: { $0.table(of: entity) != nil }) else {
        preconditionFailure("datasets were made that hold every entity")
      }
      do {
        var pace =
          paces[home.dataset.id]
          ?? SharedPace(
            datasetID: home.dataset.id, isOn: !configuration.isPaceOff, clock: clock)
        defer { paces[home.dataset.id] = pace }
        outcome = try sync(entity, shop, home, order, &pace, &store, onProgress)
      } catch {
        outcome = TableOutcome(
          entity: entity.slug, rows: 0, seconds: 0, fault: error, remarks: [])
      }
      let table = LedgerTable(datasetID: home.dataset.id, name: entity.slug)
      noteOutcome(&outcome, table, &store)
      outcome.remarks = remarks + outcome.remarks
      remarks = []
      outcomes.append(outcome)
      if outcome.isUnfinished || outcome.fault?.recovery == .interrupted { break }
      if let stopsAt = order.stopsAt, clock.monotonicSeconds >= stopsAt { break }
    }
    return outcomes
  }

  /// Nothing of this sync is under way any more: others need not wait for it.
  private func finish(_ pace: inout SharedPace, _ store: inout StateStore) {
    do throws(Fault) {
      try pace.finish(&store)
    } catch {
      log.debug("\(error.failure); the pace forgets this sync by itself")
    }
  }

  /// The default datasets of these entities, and how they should look.
  private mutating func homes(
    of entities: [Entity], _ shop: Shop, _ order: SyncOrder, _ store: inout StateStore,
    _ remarks: inout [String], _ onProgress: @escaping (Progress) -> Void
  ) throws(Fault) -> [Home] {
    var homes: [Home] = []
    if let id = order.datasetID {
      let record = try store.datasets(workspaceID: try workspaceID()).first { $0.id == id }
      guard let record, record.powerBIID != nil,
        entities.allSatisfy({ record.tables.contains($0.slug) })
      else { throw Self.goneDataset(id) }
      return [Home(dataset: record, schema: try presentSchema(of: record, shop))]
    }
    for dataset in try patientDatasets(entities, order, &store, &remarks, onProgress) {
      homes.append(Home(dataset: dataset, schema: try presentSchema(of: dataset, shop)))
    }
    return homes
  }

  private static func goneDataset(_ id: String) -> Fault {
    Fault(
      .notFound, operation: "choosing a dataset", subject: id,
      cause: "it is gone, not published, or has no such table",
      hint: "Choose among those of: wkpbic list-datasets", recovery: .operator)
  }

  /// What there is to say of entities that the shop cannot have: no failure, and nothing to send.
  private func unavailable(
    _ entities: [Entity], _ shop: Shop
  ) throws(Fault) -> [TableOutcome] {
    var outcomes: [TableOutcome] = []
    for entity in entities {
      guard let reason = try unavailability(of: entity, shop) else { continue }
      var outcome = TableOutcome(
        entity: entity.slug, rows: 0, seconds: 0, fault: nil, remarks: [])
      outcome.unavailability = reason
      outcomes.append(outcome)
    }
    return outcomes
  }

  /// The default datasets, asked for as long as patience lasts.
  ///
  /// A creation whose fate is unknown is looked for before another one is asked for.
  private mutating func patientDatasets(
    _ entities: [Entity], _ order: SyncOrder, _ store: inout StateStore, _ remarks: inout [String],
    _ onProgress: @escaping (Progress) -> Void
  ) throws(Fault) -> [DatasetRecord] {
    func report(_ waiting: Progress.Waiting) {
      onProgress(
        Progress(
          entity: "dataset", rowsPushed: 0, rowsTotal: 0, secondsElapsed: 0, waiting: waiting))
    }
    var patience = Patience(limitSeconds: order.patienceSeconds)
    var client = try client()
    while true {
      do {
        return try defaultDatasets(
          holding: entities, &client, &store, remarks: &remarks, onWait: report)
      } catch {
        switch error.recovery {
        case .retry, .settle: break
        default: throw error
        }
        guard let seconds = patience.secondsAfter(error, now: clock.monotonicSeconds) else {
          throw patience.ended(by: error)
        }
        report(Progress.Waiting(seconds: seconds, reason: error.failure))
        if clock.wait(seconds: seconds, interruption: interruption) {
          throw Self.interrupted("preparing the dataset", Self.defaultDatasetName)
        }
      }
    }
  }

  private mutating func sync(
    _ entity: Entity, _ shop: Shop, _ home: Home, _ order: SyncOrder,
    _ pace: inout SharedPace, _ store: inout StateStore, _ onProgress: @escaping (Progress) -> Void
  ) throws(Fault) -> TableOutcome {
    let dataset = home.dataset
    guard let powerBIID = dataset.powerBIID, let table = home.table(of: entity) else {
      preconditionFailure("a dataset is published before it is synced")
    }
    var source = try source(entity, shop, readRequest(.standard, .wire))
    let rowsTotal = try source.count()
    if let refusal = Self.refusal(entity: entity.slug, rows: rowsTotal) { throw refusal }
    var changes = try fitTable(
      table, entity, dataset, waits: order.waitsForLease, &store)
    var order = order
    if home.refersToKeys(of: table), let mode = order.mode, mode != .replace {
      changes.append(
        "its keys stay unique, since other tables refer to them: not \(mode.rawValue) but replace")
      order.mode = nil
    }
    let record = try store.table(LedgerTable(datasetID: dataset.id, name: entity.slug))
    var tableOrder = tableOrder(
      entity, shop, dataset, order, rowsTotal: rowsTotal,
      clearedAt: record?.delivery?.clearedAt)
    if order.isUnattended, let record, try folds(record, shop.zone, &store) {
      tableOrder.isFull = true
    }
    let destination = PushTable(
      client: try client(), workspace: dataset.workspaceID, dataset: powerBIID,
      table: entity.slug, postTimeoutSeconds: postTimeoutSeconds)
    let sync = TableSync(
      order: tableOrder, waitsForLease: order.waitsForLease, clock: clock,
      interruption: interruption, log: log, onProgress: onProgress)
    var outcome = try sync.run(from: source, to: destination, pace: &pace, &store)
    outcome.remarks = changes + outcome.remarks
    return outcome
  }

  func tableOrder(
    _ entity: Entity, _ shop: Shop, _ dataset: DatasetRecord, _ order: SyncOrder,
    rowsTotal: Int, clearedAt: Instant?
  ) -> TableOrder {
    var result = TableOrder(
      entity: entity.slug, datasetID: dataset.id, tableName: entity.slug,
      standardMode: entity.standardMode,
      shape: shape(of: entity, shop),
      additive: entity.columns.filter(\.isAdditive).map(\.name),
      hasDateKey: entity.hasDateKey, batchRows: order.batchRows, rowsTotal: rowsTotal,
      patienceSeconds: order.patienceSeconds, settleSeconds: configuration.settleSeconds)
    result.runID = order.runIDs[entity.slug]
    result.mode = order.mode
    result.isFull = order.isFull
    result.stopsAt = order.stopsAt
    if order.entities == nil || order.isUnattended, !order.isFull {
      result.clearsFrom = clearsFrom(
        rows: rowsTotal, clearedAt: clearedAt, batchRows: order.batchRows, shop.zone)
    }
    return result
  }

  /// What rows are made under: when a line of it goes, old rows must go, too.
  private func shape(of entity: Entity, _ shop: Shop) -> [String] {
    let decimals = configuration.isDecimalFixed ? "fixed" : "double"
    return ["store:\(shop.storeName)", "decimals:\(decimals)"]
      + entity.columns.map { "\($0.name):\($0.type):\($0.veil)" }
  }
}

/// A dataset, and how it should look.
private struct Home {
  let dataset: DatasetRecord
  let schema: DatasetSchema

  func table(of entity: Entity) -> TableSchema? {
    schema.tables.first { $0.name == entity.slug }
  }

  /// Whether a key that were there twice would break a relationship.
  func refersToKeys(of table: TableSchema) -> Bool {
    schema.relationships.contains { $0.toTable == table.name }
  }
}
