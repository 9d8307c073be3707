internal import Bytes
internal import Connector
internal import Runtime
internal import Store

// Datasets that people make and take away.
extension Routes {
  private static let keepers = Route.Permission.oneOf([.manageDatasets])
  private static let slug = Parameter.choice("", Connector.entitySlugs)

  private static let kind: Parameter = {
    var kind = Parameter.choice("type", [Connector.permanentKind, Connector.temporaryKind])
    kind.standard = .string(Connector.permanentKind)
    return kind
  }()

  static let datasetChanges: [Route] = [
    Route(
      "POST", "/datasets", keepers,
      [.text("name", required: true), .list("entity_types", of: slug), kind]
    ) { (errand) throws(Refusal) in
      let name = errand.values.text("name") ?? ""
      let slugs = errand.values.texts("entity_types").map(unique)
      let kind = errand.values.text("type") ?? Connector.permanentKind
      let made = try errand.ask { (verbs) throws(Fault) in
        try verbs.createDataset(name: name, entities: slugs, kind: kind)
      }
      errand.note("dataset.create", made.id)
      return Reply(try json(made, &errand), status: 201)
    },
    Route("POST", "/datasets/{dataset_id}/publish", keepers) { (errand) throws(Refusal) in
      let record = try dataset(&errand)
      let published = try errand.ask { (verbs) throws(Fault) in
        try verbs.publishDataset(record)
      }
      errand.note("dataset.publish", record.id)
      return Reply(try json(published, &errand))
    },
    Route("DELETE", "/datasets/{dataset_id}", keepers) { (errand) throws(Refusal) in
      let record = try dataset(&errand)
      try errand.ask { (verbs) throws(Fault) in try verbs.deleteDataset(record) }
      errand.note("dataset.delete", record.id)
      return Reply(.object(["deleted": .boolean(true), "id": .string(record.id)]))
    },
    Route(
      "POST", "/tables", keepers,
      [
        .text("dataset_id", max: 64, required: true),
        .text("table_name", max: 100, required: true),
        .choice("entity_type", Connector.entitySlugs, required: true),
      ]
    ) { (errand) throws(Refusal) in
      let record = try dataset(&errand)
      let entity = errand.values.text("entity_type") ?? ""
      let name = errand.values.text("table_name") ?? ""
      guard !record.tables.contains(where: { $0.lowercased() == name.lowercased() }) else {
        throw Refusal("wkpbic_table_exists", "The dataset has this table already.", status: 409)
      }
      let made = try errand.ask { (verbs) throws(Fault) in
        try verbs.addTable(entity: entity, name: name, to: record)
      }
      errand.note("table.create", "\(record.id) \(name)")
      guard let made else { throw .notFound("The dataset") }
      return Reply(json(made), status: 201)
    },
    Route("DELETE", "/tables/{dataset_id}/{table_name}/rows", keepers) {
      (errand) throws(Refusal) in
      let record = try dataset(&errand)
      let name = errand.place("table_name")
      let tables = try errand.ask { (verbs) throws(Fault) in
        try verbs.tables(ofDataset: record.id)
      }
      guard let table = tables.first(where: { $0.name == name }) else {
        throw .notFound("The table")
      }
      try errand.ask { (verbs) throws(Fault) in try verbs.clearTable(table, of: record) }
      errand.note("table.clear", "\(record.id) \(name)")
      return Reply(
        .object(["deleted": .boolean(true), "previous_rows": .integer(table.rowCount)]))
    },
  ]

  private static func unique(_ slugs: [String]) -> [String] {
    var seen: Set<String> = []
    return slugs.filter { seen.insert($0).inserted }
  }

  private static func json(
    _ record: DatasetRecord, _ errand: inout Errand
  ) throws(Refusal) -> JSONValue {
    json(
      record,
      try errand.ask { (verbs) throws(Fault) in try verbs.tables(ofDataset: record.id) })
  }
}
