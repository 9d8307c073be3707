internal import Bytes
internal import Connector
internal import Runtime

// What there is to send.
extension Routes {
  /// Rows of a preview unless asked for.
  private static let previewRows = 25

  private static let readers = Route.Permission.oneOf([
    .viewReports, .manageSync, .manageDatasets,
  ])

  static let entities: [Route] = [
    Route("GET", "/entities", .anyRight) { (errand) throws(Refusal) in
      let entities = try errand.ask { (verbs) throws(Fault) in try verbs.entityDescriptions() }
      return Reply(.array(entities.map(json)))
    },
    Route("GET", "/entities/{slug}/schema", .anyRight) { (errand) throws(Refusal) in
      let slug = try slug(errand)
      let columns = try errand.ask { (verbs) throws(Fault) in try verbs.columns(of: slug) }
      return Reply(.array(columns.map(json)))
    },
    Route(
      "GET", "/entities/{slug}/preview", readers,
      [.whole("limit", 1...Connector.previewRowsMax, standard: previewRows)]
    ) { (errand) throws(Refusal) in
      let slug = try slug(errand)
      let limit = errand.values.integer("limit") ?? previewRows
      return Reply(
        .array(
          try errand.ask { (verbs) throws(Fault) in try verbs.preview(of: slug, limit: limit) }))
    },
    Route("GET", "/entities/{slug}/count", readers) { (errand) throws(Refusal) in
      let slug = try slug(errand)
      let count = try errand.ask { (verbs) throws(Fault) in try verbs.rowCount(of: slug) }
      return Reply(.object(["count": .integer(count)]))
    },
  ]

  private static func slug(_ errand: Errand) throws(Refusal) -> String {
    let given = errand.place("slug")
    guard Connector.entitySlugs.contains(given) else { throw .notFound("The entity") }
    return given
  }

  private static func json(_ entity: EntityDescription) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("slug", .string(entity.slug)), .init("label", .string(entity.label)),
      .init("description", .string(entity.description)), .init("icon", .string(entity.icon)),
      .init("available", .boolean(entity.reason == nil)),
    ]
    if let reason = entity.reason { members.append(.init("reason", .string(reason))) }
    return .object(members)
  }

  private static func json(_ column: ColumnDescription) -> JSONValue {
    .object([
      "name": .string(column.name), "type": .string(column.type),
      "nullable": .boolean(column.isNullable), "group": .string(column.group),
      "description": .string(column.description),
    ])
  }
}
