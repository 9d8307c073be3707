internal import Engine
internal import Model
internal import PowerBI
package import Runtime
package import Store

extension Connector {
  /// The name of the dataset that is made when there is none.
  package static let defaultDatasetName = "WooCommerce Store Data"

  /// Default datasets at most: one, and one each time that entities arrive later.
  private static let defaultDatasetsMax = 16

  /// Our datasets in the workspace.
  package func datasets() throws(Fault) -> [DatasetRecord] {
    var store = try openStore()
    try store.requireCurrentSchema()
    return try store.datasets(workspaceID: try workspaceID())
  }

  /// The default datasets, published, that hold a table of each of these entities; what is missing
  /// is made.
  ///
  /// One holds everything unless entities have arrived later: a published push dataset takes no
  /// new table. Two first syncs at once make one dataset: who would make it holds a lease, and
  /// looks again.
  mutating func defaultDatasets(
    holding entities: [Entity], _ client: inout PowerBIClient, _ store: inout StateStore,
    remarks: inout [String], onWait: @escaping (Progress.Waiting) -> Void
  ) throws(Fault) -> [DatasetRecord] {
    let workspace = try workspaceID()
    let present = try publishedDatasets(workspace, &client, &store)
    if Self.hold(present, entities) { return present }
    let claim = LeaseClaim(
      "dataset:\(workspace)", operation: "preparing the dataset",
      subject: Self.defaultDatasetName, waits: true, clock: clock, interruption: interruption,
      onWait: onWait)
    var lease = try claim.acquire(runID: 0, &store)
    defer { claim.release(lease, log: log, &store) }
    for _ in 0..<Self.defaultDatasetsMax {
      try store.renew(&lease, seconds: Self.datasetLeaseSeconds)
      let present = try nextDatasets(workspace, entities, &client, &store, remarks: &remarks)
      if Self.hold(present, entities) { return present }
    }
    throw Fault(
      .configuration, operation: "preparing the dataset", subject: Self.defaultDatasetName,
      cause: "entities have arrived \(Self.defaultDatasetsMax) times",
      hint: "Delete the datasets in Power BI; the next sync makes one with every table",
      recovery: .operator)
  }

  /// Listing, then creating, each at its time limit, and what is between.
  private static var datasetLeaseSeconds: Double { 3 * PowerBIClient.slowTimeoutSeconds }

  private static func hold(_ datasets: [DatasetRecord], _ entities: [Entity]) -> Bool {
    let tables = Set(datasets.flatMap(\.tables))
    return entities.allSatisfy { tables.contains($0.slug) }
  }

  private func publishedDatasets(
    _ workspace: String, _ client: inout PowerBIClient, _ store: inout StateStore
  ) throws(Fault) -> [DatasetRecord] {
    let known = try store.datasets(workspaceID: workspace).filter {
      $0.isDefault && $0.powerBIID != nil
    }
    if known.isEmpty { return [] }
    let remote = try client.datasets(workspace: workspace)
    return known.filter { Self.isThere($0, remote) }
  }

  private static func isThere(_ record: DatasetRecord, _ remote: [Dataset]) -> Bool {
    remote.contains { $0.id.lowercased() == record.powerBIID?.lowercased() }
  }

  /// The default datasets after one more was made, when these entities need one more.
  private func nextDatasets(
    _ workspace: String, _ entities: [Entity], _ client: inout PowerBIClient,
    _ store: inout StateStore, remarks: inout [String]
  ) throws(Fault) -> [DatasetRecord] {
    let remote = try client.datasets(workspace: workspace)
    var records = try store.datasets(workspaceID: workspace).filter(\.isDefault)
    for index in records.indices where !Self.isThere(records[index], remote) {
      try noteLoss(of: &records[index], &store, &remarks)
    }
    var present = records.filter { $0.powerBIID != nil }
    if Self.hold(present, entities) { return present }
    let held = Set(present.flatMap(\.tables))
    let missing = try available(try readyEntities(), try shop()).filter {
      !held.contains($0.slug)
    }
    var record: DatasetRecord
    if let unmade = records.first(where: { $0.powerBIID == nil }) {
      record = unmade
    } else {
      record = try newRecord(records, &store)
    }
    try publish(&record, missing.map { ($0, $0.slug) }, remote, &client, &store)
    if !present.isEmpty {
      remarks.append(
        "\(record.tables.joined(separator: ", ")) \(record.tables.count == 1 ? "goes" : "go") to "
          + "another dataset, “\(record.name)”, as Power BI adds no table to a published one")
    }
    present.append(record)
    try forgetEmptied(records.filter { $0.id != record.id }, by: present, &store)
    return present
  }

  private func noteLoss(
    of record: inout DatasetRecord, _ store: inout StateStore, _ remarks: inout [String]
  ) throws(Fault) {
    guard let id = record.powerBIID else { return }
    try store.unpublish(datasetID: record.id)
    record.powerBIID = nil
    record.idsBeforeCreation = nil
    remarks.append(
      "the dataset \(id) is gone from Power BI, with the reports built on it; a new one is made")
  }

  private func newRecord(
    _ known: [DatasetRecord], _ store: inout StateStore
  ) throws(Fault) -> DatasetRecord {
    var name = Self.defaultDatasetName
    var number = 1
    while known.contains(where: { $0.name == name }) {
      number += 1
      name = "\(Self.defaultDatasetName) \(number)"
    }
    let record = DatasetRecord(
      id: UniqueID.make(), workspaceID: try workspaceID(), name: name, kind: Self.permanentKind,
      isDefault: true, createdAt: clock.now)
    try store.insert(record)
    return record
  }

  /// Makes the dataset, or finds the one that an earlier, cut attempt has made.
  func publish(
    _ record: inout DatasetRecord, _ tables: [NamedTable], _ remote: [Dataset],
    _ client: inout PowerBIClient, _ store: inout StateStore
  ) throws(Fault) {
    let before = record.idsBeforeCreation ?? remote.map(\.id)
    var made: Dataset?
    if record.idsBeforeCreation == nil {
      try store.noteCreation(datasetID: record.id, idsBefore: before)
    } else {
      made = try client.createdDataset(
        workspace: record.workspaceID, name: record.name, known: Set(before))
    }
    if made == nil {
      let schema = try schema(record.name, tables, try shop())
      try note(schema, tables, in: record, &store)
      record.tables = tables.map(\.name)
      record.entities = tables.map(\.entity.slug)
      made = try client.createDataset(
        workspace: record.workspaceID, schema: schema, known: Set(before))
    }
    guard let made else { preconditionFailure("a dataset is found or made") }
    record.powerBIID = made.id
    try store.publish(datasetID: record.id, powerBIID: made.id)
  }

  /// Notes what the dataset is about to have, before it is asked for.
  private func note(
    _ schema: DatasetSchema, _ tables: [NamedTable], in record: DatasetRecord,
    _ store: inout StateStore
  ) throws(Fault) {
    try store.forgetTables(datasetID: record.id)
    for (table, named) in zip(schema.tables, tables) {
      try store.insertTable(
        datasetID: record.id, name: table.name, entity: named.entity.slug,
        columnCount: named.entity.columns.count)
      try store.setColumns(datasetID: record.id, name: table.name, Self.records(table))
      try store.setMeasures(datasetID: record.id, name: table.name, table.measuresText)
    }
  }

  /// Forgets default datasets that are gone and whose tables others have taken over.
  private func forgetEmptied(
    _ records: [DatasetRecord], by present: [DatasetRecord], _ store: inout StateStore
  ) throws(Fault) {
    let held = Set(present.flatMap(\.tables))
    for record in records where record.powerBIID == nil && record.idsBeforeCreation == nil {
      guard held.isSuperset(of: record.tables) else { continue }
      try store.forgetDataset(datasetID: record.id)
    }
  }

  static func records(_ table: TableSchema) -> [ColumnRecord] {
    table.columns.map { ColumnRecord(name: $0.name, type: $0.dataType.rawValue) }
  }
}
