internal import Bytes
internal import Connector
internal import Runtime
internal import Store

// Where rows go.
extension Routes {
  private static let keepers = Route.Permission.oneOf([.manageDatasets])

  static let datasets: [Route] = [
    Route("GET", "/datasets", keepers, Paging.parameters) { (errand) throws(Refusal) in
      let elements = try errand.ask { (verbs) throws(Fault) in
        try verbs.datasets().map { (record) throws(Fault) in
          json(record, try verbs.tables(ofDataset: record.id))
        }
      }
      return try Paging(errand.values).reply(elements, errand)
    },
    Route("GET", "/tables/{dataset_id}", keepers) { (errand) throws(Refusal) in
      let record = try dataset(&errand)
      let tables = try errand.ask { (verbs) throws(Fault) in
        try verbs.tables(ofDataset: record.id)
      }
      return Reply(.array(tables.map(json)))
    },
    Route("GET", "/workspaces", keepers, Paging.parameters) { (errand) throws(Refusal) in
      let found = try errand.ask { (verbs) throws(Fault) in try verbs.workspaces() }
      return try Paging(errand.values).reply(found.map(json), errand)
    },
    Route(
      "POST", "/workspaces", keepers, [.text("name", max: 200, required: true)]
    ) { (errand) throws(Refusal) in
      let name = errand.values.text("name") ?? ""
      let made = try errand.ask { (verbs) throws(Fault) in try verbs.createWorkspace(name: name) }
      errand.note("workspace.create", made.id)
      return Reply(json(made), status: 201)
    },
    Route(
      "POST", "/workspaces/activate", keepers, [.text("workspace_id", max: 64, required: true)]
    ) { (errand) throws(Refusal) in
      let id = errand.values.text("workspace_id") ?? ""
      let found = try errand.ask { (verbs) throws(Fault) in try verbs.activateWorkspace(id: id) }
      guard let found else { throw .notFound("The workspace") }
      errand.note("workspace.activate", found.id)
      return Reply(json(found))
    },
  ]

  /// The dataset that the address or a parameter names.
  static func dataset(_ errand: inout Errand) throws(Refusal) -> DatasetRecord {
    let id = errand.place("dataset_id")
    let found = try errand.ask { (verbs) throws(Fault) in try verbs.dataset(id: id) }
    guard let found else { throw .notFound("The dataset") }
    return found
  }

  static func json(_ record: DatasetRecord, _ tables: [TableRecord]) -> JSONValue {
    .object([
      "id": .string(record.id), "powerbi_id": record.powerBIID.map { .string($0) } ?? .null,
      "name": .string(record.name), "type": .string(record.kind),
      "status": .string(record.status.rawValue),
      "entity_types": .array(tables.map { .string($0.entity) }),
      "tables": .array(tables.map { .string($0.name) }),
      "created_at": .string(record.createdAt.text),
      "last_push_at": record.lastPushAt.map { .string($0.text) } ?? .null,
    ])
  }

  static func json(_ table: TableRecord) -> JSONValue {
    .object([
      "name": .string(table.name), "entity_type": .string(table.entity),
      "columns": .integer(table.columnCount), "rows": .integer(table.rowCount),
      "last_push_at": table.lastPushAt.map { .string($0.text) } ?? .null,
    ])
  }

  private static func json(_ workspace: WorkspaceReport) -> JSONValue {
    .object([
      "id": .string(workspace.id), "name": .string(workspace.name),
      "active": .boolean(workspace.isActive),
    ])
  }
}
