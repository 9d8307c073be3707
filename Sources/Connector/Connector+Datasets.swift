internal import Engine
internal import Model
internal import PowerBI
package import Runtime
package import Store

extension Connector {
  /// The name of the dataset that is made when there is none.
  package static let defaultDatasetName = "WooCommerce Store Data"

  /// Our datasets in the workspace.
  package func datasets() throws(Fault) -> [DatasetRecord] {
    var store = try openStore()
    try store.requireCurrentSchema()
    return try store.datasets(workspaceID: try workspaceID())
  }

  /// The default dataset, published; made when it is missing.
  ///
  /// Two first syncs at once make one dataset: who would make it holds a lease, and looks again.
  mutating func defaultDataset(
    _ client: inout PowerBIClient, _ store: inout StateStore, remarks: inout [String],
    onWait: @escaping (Progress.Waiting) -> Void
  ) throws(Fault) -> DatasetRecord {
    let workspace = try workspaceID()
    if let record = try publishedDataset(workspace, &client, &store) { return record }
    let claim = LeaseClaim(
      "dataset:\(workspace)", operation: "preparing the dataset",
      subject: Self.defaultDatasetName, waits: true, clock: clock, interruption: interruption,
      onWait: onWait)
    var lease = try claim.acquire(runID: 0, &store)
    defer { claim.release(lease, log: log, &store) }
    try store.renew(&lease, seconds: Self.datasetLeaseSeconds)
    return try madeDataset(workspace, &client, &store, remarks: &remarks)
  }

  /// Listing, then creating, each at its time limit, and what is between.
  private static var datasetLeaseSeconds: Double { 3 * PowerBIClient.slowTimeoutSeconds }

  private func publishedDataset(
    _ workspace: String, _ client: inout PowerBIClient, _ store: inout StateStore
  ) throws(Fault) -> DatasetRecord? {
    let known = try store.datasets(workspaceID: workspace).first(where: \.isDefault)
    guard let known, let id = known.powerBIID else { return nil }
    let remote = try client.datasets(workspace: workspace)
    return remote.contains { $0.id.lowercased() == id.lowercased() } ? known : nil
  }

  private func madeDataset(
    _ workspace: String, _ client: inout PowerBIClient, _ store: inout StateStore,
    remarks: inout [String]
  ) throws(Fault) -> DatasetRecord {
    let remote = try client.datasets(workspace: workspace)
    let known = try store.datasets(workspaceID: workspace)
    var record: DatasetRecord
    if let found = known.first(where: \.isDefault) {
      record = found
    } else {
      record = DatasetRecord(
        id: UniqueID.make(), workspaceID: workspace, name: Self.defaultDatasetName,
        kind: "permanent", isDefault: true, createdAt: clock.now)
      try store.insert(record)
    }
    if let id = record.powerBIID {
      if remote.contains(where: { $0.id.lowercased() == id.lowercased() }) { return record }
      try store.unpublish(datasetID: record.id)
      record.powerBIID = nil
      record.idsBeforeCreation = nil
      remarks.append(
        "the dataset \(id) is gone from Power BI, with the reports built on it; a new one is made")
    }
    let id = try create(record, remote, &client, &store)
    record.powerBIID = id
    try store.publish(datasetID: record.id, powerBIID: id)
    return record
  }

  /// Makes the dataset, or finds the one that an earlier, cut attempt has made.
  private func create(
    _ record: DatasetRecord, _ remote: [Dataset], _ client: inout PowerBIClient,
    _ store: inout StateStore
  ) throws(Fault) -> String {
    let before = record.idsBeforeCreation ?? remote.map(\.id)
    if record.idsBeforeCreation == nil {
      try store.noteCreation(datasetID: record.id, idsBefore: before)
    } else {
      let made = try client.createdDataset(
        workspace: record.workspaceID, name: record.name, known: Set(before))
      if let made { return made.id }
    }
    let decimals: DecimalStorage = configuration.isDecimalFixed ? .fixed : .double
    var tables: [TableSchema] = []
    for entity in try available(try readyEntities(), try shop()) {
      tables.append(try TableSchema(entity, name: entity.slug, decimals: decimals))
      try store.insertTable(
        datasetID: record.id, name: entity.slug, entity: entity.slug,
        columnCount: entity.columns.count)
      try store.setColumns(
        datasetID: record.id, name: entity.slug, Self.records(tables[tables.count - 1]))
    }
    let schema = try DatasetSchema(name: record.name, tables: tables, relationships: [])
    return try client.createDataset(
      workspace: record.workspaceID, schema: schema, known: Set(before)
    ).id
  }

  static func records(_ table: TableSchema) -> [ColumnRecord] {
    table.columns.map { ColumnRecord(name: $0.name, type: $0.dataType.rawValue) }
  }

  /// Gives a published table the columns that the entity has and the table has not.
  ///
  /// A table of before columns were noted has the present ones when it has as many.
  mutating func fitTable(
    _ entity: Entity, _ dataset: DatasetRecord, _ store: inout StateStore
  ) throws(Fault) -> String? {
    guard let powerBIID = dataset.powerBIID else { return nil }
    var known = try store.columns(datasetID: dataset.id, name: entity.slug)
    let wanted = try TableSchema(
      entity, name: entity.slug,
      decimals: configuration.isDecimalFixed ? .fixed : .double)
    let table = try store.tables(datasetID: dataset.id).first { $0.name == entity.slug }
    if known == nil, table?.columnCount == entity.columns.count {
      known = Self.records(wanted)
      try store.setColumns(datasetID: dataset.id, name: entity.slug, known ?? [])
    }
    let fitted = try wanted.keeping((known ?? []).map { ($0.name, $0.type) })
    let names = Set((known ?? []).map(\.name))
    let added = wanted.columns.map(\.name).filter { !names.contains($0) }
    if added.isEmpty { return nil }
    var client = try client()
    try client.putTable(workspace: dataset.workspaceID, dataset: powerBIID, table: fitted)
    try store.setColumns(datasetID: dataset.id, name: entity.slug, Self.records(fitted))
    return known == nil ? nil : "the table gets \(added.joined(separator: ", "))"
  }
}

/// Random ids in the form of a UUID of version 4 (RFC 9562).
enum UniqueID {
  static func make() -> String {
    var generator = SystemRandomNumberGenerator()
    let high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    let hex = [high, low].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
    var parts: [Substring] = []
    var rest = Substring(hex)
    for length in [8, 4, 4, 4, 12] {
      parts.append(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    return parts.joined(separator: "-")
  }
}
