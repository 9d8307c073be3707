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
    let range = Parameter.choice("date_range", Connector.dateRanges)
    let schedule = [
      Parameter.choice("frequency", Connector.frequencies), Parameter.text("time", max: 5),
    ]
    var mode = Parameter.choice("mode", SyncOrder.modes)
    mode.standard = .string("auto")
    var active = Parameter.flag("active")
    active.standard = .boolean(true)
    return [
      entities, Parameter("filters", .object([range, from, to, statuses])),
      optional("dataset_id", max: 64), optional("table_name", max: 100), mode,
      Parameter("schedule", .object(schedule)), active,
    ]
  }()

  /// An empty text takes away what was said before.
  private static func optional(_ name: String, max: Int) -> Parameter {
    var parameter = Parameter.text(name, max: max)
    parameter.lengthMin = nil
    return parameter
  }

  /// Of a change nothing is required, and what is not said stays.
  private static let changes: [Parameter] = ([.text("name")] + fields).map { parameter in
    var parameter = parameter
    parameter.standard = nil
    return parameter
  }

  static let profiles: [Route] = [
    Route("GET", "/sync/profiles", senders, Paging.parameters) { (errand) throws(Refusal) in
      let records = try errand.ask { (verbs) throws(Fault) in try verbs.definitions(.profile) }
      return try Paging(errand.values).reply(records.map(json), errand)
    },
    Route("POST", "/sync/profiles", senders, [.text("name", required: true)] + fields) {
      (errand) throws(Refusal) in
      let values = errand.values
      let name = values.text("name") ?? ""
      let definition = text(fields.map { .init($0.name, said(values[$0.name]) ?? .null) })
      let made = try errand.ask { (verbs) throws(Fault) in
        try verbs.addProfile(name: name, definition: definition)
      }
      errand.note("profile.create", String(made.id))
      return Reply(json(made), status: 201)
    },
    Route("GET", "/sync/profiles/{id}", senders) { (errand) throws(Refusal) in
      Reply(json(try profile(&errand)))
    },
    Route("PUT", "/sync/profiles/{id}", senders, changes) { (errand) throws(Refusal) in
      let record = try profile(&errand)
      let present = read(record)
      let values = errand.values
      let name = values.text("name") ?? record.name
      let definition = text(
        fields.map { field in
          let value = values[field.name].map { said($0) ?? .null } ?? present[field.name]
          return .init(field.name, value ?? .null)
        })
      let changed = try errand.ask { (verbs) throws(Fault) in
        try verbs.changeProfile(id: record.id, name: name, definition: definition)
      }
      errand.note("profile.change", String(record.id))
      return Reply(json(changed))
    },
    Route("DELETE", "/sync/profiles/{id}", senders) { (errand) throws(Refusal) in
      let record = try profile(&errand)
      _ = try errand.ask { (verbs) throws(Fault) in
        try verbs.deleteDefinition(.profile, id: record.id)
      }
      errand.note("profile.delete", String(record.id))
      return Reply(
        .object(["deleted": .boolean(true), "id": .string(String(record.id))]))
    },
    Route(
      "POST", "/sync/profile/{id}", senders, [.choice("mode", SyncOrder.modes), .flag("full")]
    ) { (errand) throws(Refusal) in
      let record = try profile(&errand)
      guard read(record)["active"]?.boolean != false else {
        throw Refusal("wkpbic_profile_inactive", "The profile is not active.", status: 409)
      }
      var wish = SyncWish(
        entities: nil, datasetID: nil, mode: errand.values.text("mode"),
        isFull: errand.values.flag("full") ?? false)
      wish.profileID = record.id
      return try promise(wish, &errand)
    },
  ]

  /// What was said; nil for an empty text or object.
  private static func said(_ value: JSONValue?) -> JSONValue? {
    switch value {
    case .string(""): nil
    case .object(let members) where members.isEmpty: nil
    default: value
    }
  }

  private static func text(_ members: [JSONValue.Member]) -> String {
    String(decoding: JSONValue.object(members).encoded(), as: UTF8.self)
  }

  private static func profile(_ errand: inout Errand) throws(Refusal) -> DefinitionRecord {
    try definition(.profile, &errand, "The profile")
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
