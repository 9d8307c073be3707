internal import Bytes
internal import Connector
internal import Runtime
internal import Store

// What people want to be told of.
extension Routes {
  private static let keepers = Route.Permission.oneOf([.manageAlerts])
  private static let metrics = [
    "total_sales", "order_count", "average_order_value", "refund_rate", "low_stock_count",
    "profile_completion", "sync_failure",
  ]

  private static let fields: [Parameter] = [
    .choice("metric", metrics, required: true),
    standard(
      .choice("condition", ["above", "below", "between", "outside", "equals"]), .string("above")),
    standard(Parameter("threshold", .number), .number("0")),
    Parameter("threshold_max", .number),
    standard(.choice("window", ["1h", "24h", "7d", "30d"]), .string("24h")),
    addresses, standard(subject, .string("")), standard(long("body", 10_000), .string("")),
    standard(.whole("cooldown_minutes", 0...43_200), .integer(60)),
    standard(.flag("enabled"), .boolean(true)),
  ]

  /// Empty for the site's usual address.
  private static let addresses: Parameter = {
    var parameter = long("notify_email", 2000)
    parameter.isRequired = true
    parameter.format = .addresses
    return parameter
  }()

  private static let subject: Parameter = {
    var parameter = long("subject", 255)
    parameter.isLine = true
    return parameter
  }()

  private static let name: Parameter = {
    var parameter = Parameter.text("name", required: true)
    parameter.isLine = true
    return parameter
  }()

  private static func standard(_ parameter: Parameter, _ value: JSONValue) -> Parameter {
    var parameter = parameter
    parameter.standard = value
    return parameter
  }

  private static func long(_ name: String, _ max: Int) -> Parameter {
    var parameter = Parameter(name, .string)
    parameter.lengthMax = max
    return parameter
  }

  /// Of a change nothing is required, and what is not said stays.
  private static let changes: [Parameter] = ([name] + fields).map { parameter in
    var parameter = parameter
    parameter.isRequired = false
    parameter.standard = nil
    return parameter
  }

  static let alerts: [Route] =
    [
      Route("GET", "/alerts", keepers, Paging.parameters) { (errand) throws(Refusal) in
        let records = try errand.ask { (verbs) throws(Fault) in try verbs.definitions(.alert) }
        return try Paging(errand.values).reply(records.map(json), errand)
      },
      Route("POST", "/alerts", keepers, [name] + fields) {
        (errand) throws(Refusal) in
        let values = errand.values
        let definition = JSONValue.object(
          fields.map { .init($0.name, values[$0.name] ?? .null) })
        try check(definition)
        let name = values.text("name") ?? ""
        let made = try errand.ask { (verbs) throws(Fault) in
          try verbs.addDefinition(.alert, name: name, definition: text(definition))
        }
        errand.note("alert.create", String(made.id))
        return Reply(json(made), status: 201)
      },
      Route("PUT", "/alerts/{id}", keepers, changes) { (errand) throws(Refusal) in
        var record = try alert(&errand)
        let present = read(record)
        let values = errand.values
        let definition = JSONValue.object(
          fields.map { .init($0.name, values[$0.name] ?? present[$0.name] ?? .null) })
        try check(definition)
        record.name = values.text("name") ?? record.name
        record.definition = text(definition)
        let changed = record
        try errand.ask { (verbs) throws(Fault) in
          try verbs.changeAlert(
            id: changed.id, name: changed.name, definition: changed.definition)
        }
        errand.note("alert.change", String(record.id))
        return Reply(json(record))
      },
      Route("DELETE", "/alerts/{id}", keepers) { (errand) throws(Refusal) in
        let record = try alert(&errand)
        _ = try errand.ask { (verbs) throws(Fault) in
          try verbs.deleteDefinition(.alert, id: record.id)
        }
        errand.note("alert.delete", String(record.id))
        return Reply(
          .object(["deleted": .boolean(true), "id": .string(String(record.id))]))
      },
    ] + alertLooks

  /// Two of the conditions need a second threshold that is not below the first, and a threshold is
  /// a number that a shop can have.
  private static func check(_ definition: JSONValue) throws(Refusal) {
    if Connector.understandsAlert(text(definition)) { return }
    throw Refusal(
      "wkpbic_invalid_threshold",
      "A threshold has at most 18 digits before the point and 8 behind it, and between and outside "
        + "need a threshold_max that is not below threshold.", status: 400)
  }

  private static func text(_ definition: JSONValue) -> String {
    String(decoding: definition.encoded(), as: UTF8.self)
  }

  /// The alert that the address names.
  static func alert(_ errand: inout Errand) throws(Refusal) -> DefinitionRecord {
    try definition(.alert, &errand, "The alert")
  }

  /// The profile or alert that the address names.
  static func definition(
    _ kind: DefinitionKind, _ errand: inout Errand, _ what: String
  ) throws(Refusal) -> DefinitionRecord {
    let id = Int64(errand.place("id"))
    let records = try errand.ask { (verbs) throws(Fault) in try verbs.definitions(kind) }
    guard let found = records.first(where: { $0.id == id }) else { throw .notFound(what) }
    return found
  }

  private static func json(_ record: DefinitionRecord) -> JSONValue {
    let definition = read(record)
    let isEnabled = definition["enabled"]?.boolean ?? true
    return .object(
      [.init("id", .string(String(record.id))), .init("name", .string(record.name))]
        + (definition.members ?? []) + [
          .init("status", .string(isEnabled ? record.status : "disabled")),
          .init(
            "last_triggered_at", record.lastTriggeredAt.map { .string($0.text) } ?? .null),
          .init("trigger_count", .integer(Int(record.triggerCount))),
        ])
  }
}
