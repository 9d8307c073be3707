internal import Delivery
internal import Engine
internal import Model
internal import PowerBI
package import Runtime
package import Store

// Datasets that people make, beside the default ones that a sync makes by itself.
extension Connector {
  /// A dataset that is never dropped to change its tables.
  package static let permanentKind = "permanent"
  /// A dataset that may be.
  package static let temporaryKind = "temporary"

  /// Notes a dataset with a table of each entity; Power BI learns of it when it is published.
  ///
  /// Nil stands for every enabled entity that the shop has. A temporary dataset may be made anew
  /// when its tables have to change and everything is sent anew; a permanent one never is.
  package func createDataset(
    name: String, entities slugs: [String]?, kind: String = Connector.permanentKind
  ) throws(Fault) -> DatasetRecord {
    let shop = try shop()
    let wanted = try chosen(slugs)
    let entities = try slugs == nil ? available(wanted, shop) : wanted
    for entity in entities {
      guard let reason = try unavailability(of: entity, shop) else { continue }
      throw Fault(
        .usage, operation: "creating a dataset", subject: entity.slug, cause: reason,
        hint: "Leave it out", recovery: .operator)
    }
    var record = DatasetRecord(
      id: UniqueID.make(), workspaceID: try workspaceID(), name: name, kind: kind,
      isDefault: false, createdAt: clock.now)
    var store = try openStore()
    try store.requireCurrentSchema()
    try store.insert(record)
    for entity in entities {
      try store.insertTable(
        datasetID: record.id, name: entity.slug, entity: entity.slug,
        columnCount: entity.columns.count)
    }
    record.tables = entities.map(\.slug)
    record.entities = record.tables
    return record
  }

  /// Makes a dataset in Power BI; one that is there already stays as it is.
  package mutating func publishDataset(_ record: DatasetRecord) throws(Fault) -> DatasetRecord {
    var store = try openStore()
    try store.requireCurrentSchema()
    let claim = claim(
      "dataset:\(record.workspaceID)", "publishing a dataset", record.name)
    var lease = try claim.acquire(runID: 0, &store)
    defer { claim.release(lease, log: log, &store) }
    try store.renew(&lease, seconds: 3 * PowerBIClient.slowTimeoutSeconds)
    guard var present = try dataset(id: record.id) else { throw Self.vanished(record) }
    var client = try client()
    let remote = try client.datasets(workspace: record.workspaceID)
    if let id = present.powerBIID?.lowercased() {
      if remote.contains(where: { $0.id.lowercased() == id }) { return present }
      try store.unpublish(datasetID: present.id)
      present.powerBIID = nil
      present.idsBeforeCreation = nil
    }
    let tables = try namedTables(of: present)
    guard !tables.isEmpty else {
      throw Fault(
        .usage, operation: "publishing a dataset", subject: record.name,
        cause: "it has no tables", hint: "Add one first", recovery: .operator)
    }
    try publish(&present, tables, remote, &client, &store)
    return try dataset(id: record.id) ?? present
  }

  /// Deletes a dataset here and in Power BI, with everything that was built on it there.
  ///
  /// A Fault (`busy`) while one of its tables is synced.
  package mutating func deleteDataset(_ record: DatasetRecord) throws(Fault) {
    var store = try openStore()
    try store.requireCurrentSchema()
    try withdraw(record, &store)
    try store.forgetDataset(datasetID: record.id)
  }

  /// Deletes a dataset in Power BI; here it is one that was not published.
  mutating func withdraw(_ record: DatasetRecord, _ store: inout StateStore) throws(Fault) {
    var leases: [(LeaseClaim, Lease)] = []
    defer { for (claim, lease) in leases { claim.release(lease, log: log, &store) } }
    for table in try store.tables(datasetID: record.id) {
      let claim = claim(
        "table:\(record.id):\(table.name)", "deleting a dataset", record.name)
      leases.append((claim, try claim.acquire(runID: 0, &store)))
    }
    if let id = record.powerBIID {
      var client = try client()
      do throws(Fault) {
        try client.deleteDataset(workspace: record.workspaceID, dataset: id)
      } catch  where error.code == .notFound {
        // Somebody else has deleted it: what is asked for is so.
      }
    }
    try store.unpublish(datasetID: record.id)
  }

  /// Adds a table to a dataset that is not published.
  ///
  /// A Fault (`busy`) for a published one: Power BI adds no table to a push dataset.
  package func addTable(
    entity slug: String, name: String, to record: DatasetRecord
  ) throws(Fault) -> TableRecord? {
    try Self.check(tableName: name)
    guard record.powerBIID == nil, record.idsBeforeCreation == nil else {
      throw Fault(
        .busy, operation: "adding a table", subject: record.name,
        cause: "it is published, and Power BI adds no table to a published push dataset",
        hint: "Create another dataset with all tables, publish it, and delete this one",
        recovery: .operator)
    }
    let entity = try readyEntity(slug, columns: nil, meta: nil)
    if let reason = try unavailability(of: entity, try shop()) {
      throw Fault(
        .usage, operation: "adding a table", subject: slug, cause: reason,
        hint: "Choose an entity that the shop has", recovery: .operator)
    }
    var store = try openStore()
    try store.insertTable(
      datasetID: record.id, name: name, entity: slug, columnCount: entity.columns.count)
    return try store.table(LedgerTable(datasetID: record.id, name: name))
  }

  /// Removes all rows of a table, and what is remembered of them; the next sync fills it anew.
  package mutating func clearTable(
    _ table: TableRecord, of record: DatasetRecord
  ) throws(Fault) {
    guard let powerBIID = record.powerBIID else { return }
    var store = try openStore()
    try store.requireCurrentSchema()
    let claim = claim(
      "table:\(record.id):\(table.name)", "clearing a table", table.name)
    var lease = try claim.acquire(runID: 0, &store)
    defer { claim.release(lease, log: log, &store) }
    try store.renew(&lease, seconds: 2 * postTimeoutSeconds)
    let place = LedgerTable(datasetID: record.id, name: table.name)
    let mode = try catalogued(table.entity).standardMode
    let delivery =
      table.delivery ?? DeliveryRecord(mode: mode, keepsImages: mode == .signed, shape: [])
    try store.beginClearing(place, as: delivery, under: lease)
    var client = try client()
    do throws(Fault) {
      try client.clearRows(
        workspace: record.workspaceID, dataset: powerBIID, table: table.name,
        timeoutSeconds: postTimeoutSeconds)
    } catch {
      if error.recovery == .settle {
        try store.noteLateClearing(
          place, seconds: postTimeoutSeconds + configuration.settleSeconds)
      }
      throw error
    }
    try store.endClearing(place, under: lease)
  }

  private func claim(_ name: String, _ operation: String, _ subject: String) -> LeaseClaim {
    LeaseClaim(
      name, operation: operation, subject: subject, waits: false, clock: clock,
      interruption: interruption, onWait: { _ in })
  }

  private static func vanished(_ record: DatasetRecord) -> Fault {
    Fault(
      .notFound, operation: "publishing a dataset", subject: record.name,
      cause: "somebody has deleted it", recovery: .operator)
  }
}
