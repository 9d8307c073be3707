internal import Delivery
internal import Engine
internal import Model
internal import PowerBI
internal import Runtime
internal import Store
internal import WooCommerce

// What datasets look like, and how a published one follows what the shop says now.
extension Connector {
  /// A dataset of these tables.
  func schema(
    _ name: String, _ tables: [NamedTable], _ shop: Shop
  ) throws(Fault) -> DatasetSchema {
    try DatasetSchema.standard(
      name: name, tables,
      decimals: configuration.isDecimalFixed ? .fixed : .double,
      Measure.Rules(
        excludedStatuses: shop.analytics.uncountedStatuses, priceDecimals: shop.priceDecimals))
  }

  /// A published dataset as it would be made now, with the tables that it has.
  func presentSchema(
    of dataset: DatasetRecord, _ shop: Shop
  ) throws(Fault) -> DatasetSchema {
    try schema(dataset.name, try namedTables(of: dataset), shop)
  }

  /// An entity, and what its table is called.
  typealias NamedTable = (entity: Entity, name: String)

  /// The dataset's tables: in the catalogue's order, as the default ones are made.
  func namedTables(of dataset: DatasetRecord) throws(Fault) -> [NamedTable] {
    try readyEntities().flatMap { entity in
      zip(dataset.tables, dataset.entities).filter { $0.1 == entity.slug }
        .map { (entity, $0.0) }
    }
  }

  /// Tables of published default datasets whose measures are not those that the shop asks for now.
  func tablesWithOldMeasures(
    _ shop: Shop, _ store: inout StateStore
  ) throws(Fault) -> [String] {
    guard let workspace = configuration.workspaceID else { return [] }
    var names: [String] = []
    for dataset in try store.datasets(workspaceID: workspace)
    where dataset.isDefault && dataset.powerBIID != nil {
      let known = try store.measures(datasetID: dataset.id)
      let tables = try presentSchema(of: dataset, shop).tables
      names += tables.filter { known[$0.name] ?? "[]" != $0.measuresText }.map(\.name)
    }
    return names
  }

  /// What is planned because the shop has changed what counts; nil when nothing is.
  func measureChange(_ shop: Shop, _ store: inout StateStore) throws(Fault) -> String? {
    let tables = try tablesWithOldMeasures(shop, &store)
    if tables.isEmpty { return nil }
    return "the measures of \(tables.joined(separator: ", ")) change at the next sync of each: "
      + "orders that are \(shop.analytics.uncountedStatuses.joined(separator: ", ")) do not count"
  }

  /// Whether the measures of published datasets say what the shop says.
  func measureFinding(_ shop: Shop) throws(Fault) -> Finding {
    var store = try openStore()
    guard try store.schemaState() == .current else {
      return Finding("measures", .ok, "none are published yet")
    }
    guard let change = try measureChange(shop, &store) else {
      let states = shop.analytics.uncountedStatuses.joined(separator: ", ")
      return Finding("measures", .ok, "orders that are \(states) do not count")
    }
    return Finding(
      "measures", .warning, change,
      remedy: "Run: wkpbic sync. Tables, relationships and types of columns of a published dataset "
        + "cannot be changed")
  }

  /// Gives a published table the columns and measures that it should have and has not; returns
  /// what there is to say of it.
  ///
  /// Nobody else syncs the table meanwhile. What the service does with the rows is not documented:
  /// unless as many are seen afterwards, the table is noted as doubtful.
  mutating func fitTable(
    _ wanted: TableSchema, _ entity: Entity, _ dataset: DatasetRecord, waits: Bool,
    _ store: inout StateStore
  ) throws(Fault) -> [String] {
    guard try change(wanted, entity, dataset, &store) != nil else { return [] }
    let claim = LeaseClaim(
      "table:\(dataset.id):\(wanted.name)", operation: "changing a table", subject: wanted.name,
      waits: waits, clock: clock, interruption: interruption, onWait: { _ in })
    var lease = try claim.acquire(runID: 0, &store)
    defer { claim.release(lease, log: log, &store) }
    try store.renew(&lease, seconds: Self.changeLeaseSeconds)
    guard let change = try change(wanted, entity, dataset, &store),
      let powerBIID = dataset.powerBIID
    else { return [] }
    var client = try client()
    let table = try store.table(LedgerTable(datasetID: dataset.id, name: wanted.name))
    let before = table?.rowCount ?? 0
    let seen = before == 0 ? 0 : count(wanted.name, powerBIID, dataset, &client)
    try client.putTable(workspace: dataset.workspaceID, dataset: powerBIID, table: change.table)
    let left = before == 0 ? 0 : count(wanted.name, powerBIID, dataset, &client)
    if seen == nil || left ?? -1 < seen ?? 0 {
      try store.setTable(
        datasetID: dataset.id, name: wanted.name, state: .doubtful, rowCount: before)
    }
    try store.setColumns(datasetID: dataset.id, name: wanted.name, Self.records(change.table))
    try store.setMeasures(datasetID: dataset.id, name: wanted.name, wanted.measuresText)
    return change.remarks
  }

  /// Two counts and the change, each at its time limit.
  private static var changeLeaseSeconds: Double { 3 * PowerBIClient.slowTimeoutSeconds }

  /// Rows that a query sees; nil when it cannot be asked.
  private func count(
    _ table: String, _ powerBIID: String, _ dataset: DatasetRecord,
    _ client: inout PowerBIClient
  ) -> Int64? {
    try? client.countRows(
      workspace: dataset.workspaceID, dataset: powerBIID, table: table)
  }

  /// The table as it must become, and what to say of it; nil when it is that already.
  ///
  /// A table of before columns were noted has the present ones when it has as many.
  private func change(
    _ wanted: TableSchema, _ entity: Entity, _ dataset: DatasetRecord, _ store: inout StateStore
  ) throws(Fault) -> (table: TableSchema, remarks: [String])? {
    var known = try store.columns(datasetID: dataset.id, name: wanted.name)
    let table = try store.table(LedgerTable(datasetID: dataset.id, name: wanted.name))
    if known == nil, table?.columnCount == entity.columns.count {
      known = Self.records(wanted)
      try store.setColumns(datasetID: dataset.id, name: wanted.name, known ?? [])
    }
    let fitted = try wanted.keeping((known ?? []).map { ($0.name, $0.type) })
    let names = Set((known ?? []).map(\.name))
    let added = wanted.columns.map(\.name).filter { !names.contains($0) }
    let measures = try store.measures(datasetID: dataset.id)[wanted.name] ?? "[]"
    var remarks: [String] = []
    if !added.isEmpty, known != nil {
      remarks.append("the table gets \(added.joined(separator: ", "))")
    }
    if measures != wanted.measuresText {
      remarks.append("the table's measures follow the shop's settings now")
    }
    return added.isEmpty && measures == wanted.measuresText ? nil : (fitted, remarks)
  }
}
