internal import Bytes
internal import Connector
internal import Runtime
internal import Store

// Syncs under a name.
extension Routes {
  private static let senders = Route.Permission.oneOf([.manageSync])

  private static let fields: [Parameter] = {
    var entities = Parameter.list("entity_types", of: .choice("", Connector.entitySlugs))
    entities.standard = .array([])
    var from = Parameter("date_from", .string)
    from.format = .date
    var to = Parameter("date_to", .string)
    to.format = .date
    let statuses = Parameter.list("statuses", of: .text("", max: 40))
    let range = Parameter.choice(
      "date_range", ["all", "last_7_days", "last_30_days", "last_90_days", "custom"])
    let schedule = [
      Parameter.choice("frequency", Connector.frequencies), Parameter.text("time", max: 5),
    ]
    var mode = Parameter.choice("mode", SyncOrder.modes)
    mode.standard = .string("auto")
    var active = Parameter.flag("active")
    active.standard = .boolean(true)
    return [
      entities, Parameter("filters", .object([range, from, to, statuses])),
      .text("dataset_id", max: 64), .text("table_name", max: 100), mode,
      Parameter("schedule", .object(schedule)), active,
    ]
  }()

  static let profiles: [Route] = [
    Route("GET", "/sync/profiles", senders, Paging.parameters) { (errand) throws(Refusal) in
      let records = try errand.ask { (verbs) throws(Fault) in try verbs.definitions(.profile) }
      return try Paging(errand.values).reply(records.map(json), errand)
    },
    Route("POST", "/sync/profiles", senders, [.text("name", required: true)] + fields) {
      (errand) throws(Refusal) in
      let values = errand.values
      let definition = JSONValue.object(
        fields.map { .init($0.name, values[$0.name] ?? .null) })
      let name = values.text("name") ?? ""
      let text = String(decoding: definition.encoded(), as: UTF8.self)
      let made = try errand.ask { (verbs) throws(Fault) in
        try verbs.addDefinition(.profile, name: name, definition: text)
      }
      errand.note("profile.create", String(made.id))
      return Reply(json(made), status: 201)
    },
    Route("POST", "/sync/profile/{id}", senders) { (errand) throws(Refusal) in
      let record = try profile(&errand)
      let definition = read(record)
      guard definition["active"]?.boolean != false else {
        throw Refusal("wkpbic_profile_inactive", "The profile is not active.", status: 409)
      }
      guard isWhole(definition) else {
        throw Refusal(
          "wkpbic_profile_not_supported",
          "Profiles with filters or a table name of their own cannot be synced yet.", status: 409)
      }
      let slugs = definition["entity_types"]?.array?.compactMap(\.string) ?? []
      return try promise(
        SyncWish(
          entities: slugs.isEmpty ? nil : slugs, datasetID: definition["dataset_id"]?.string,
          mode: definition["mode"]?.string, isFull: false, profile: record.name), &errand)
    },
  ]

  /// Whether a profile asks for all rows, in the tables where they belong: what it asks for
  /// besides would be left out silently.
  private static func isWhole(_ definition: JSONValue) -> Bool {
    let filters = definition["filters"]?.members ?? []
    let isFiltered = filters.contains { filter in
      filter.value != .null && filter.value != .string("all") && filter.value != .array([])
    }
    return !isFiltered && definition["table_name"]?.string == nil
  }

  private static func profile(_ errand: inout Errand) throws(Refusal) -> DefinitionRecord {
    let id = Int64(errand.place("id"))
    let records = try errand.ask { (verbs) throws(Fault) in try verbs.definitions(.profile) }
    guard let found = records.first(where: { $0.id == id }) else {
      throw .notFound("The profile")
    }
    return found
  }

  static func read(_ record: DefinitionRecord) -> JSONValue {
    (try? JSONValue(Array(record.definition.utf8))) ?? .object([JSONValue.Member]())
  }

  private static func json(_ record: DefinitionRecord) -> JSONValue {
    let members = read(record).members ?? []
    return .object(
      [.init("id", .string(String(record.id))), .init("name", .string(record.name))] + members)
  }
}
