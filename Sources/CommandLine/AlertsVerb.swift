internal import Bytes
internal import Connector
internal import Runtime
internal import Store

/// `alerts`: what people want to be told of, and how that stands.
enum AlertsVerb: Verb {
  static let name = "alerts"
  static let summary = "lists alerts; looks at them now, tries one, or tells when it fired"
  static let options = [
    Option(
      name: "check", value: nil,
      help: "look at every alert now: who meets its condition fires, and mails are sent"),
    Option(
      name: "test", value: "ID", help: "send a sample of this alert's mail, with today's figure"),
    Option(name: "history", value: "ID", help: "when this alert fired, newest first"),
    Option(
      name: "limit", value: "N", help: "with --history: at most so many, 1 to 10000; 20 unless said"
    ),
    Option.format,
  ]

  static func run(_ session: Session) throws(Fault) -> Int32 {
    let arguments = session.arguments
    let asked =
      ["test", "history"].filter { arguments[$0] != nil } + ["check"].filter(arguments.has)
    guard asked.count <= 1 else {
      throw Arguments.fault("--\(asked[0]) and --\(asked[1]) do not go together", "Say one of them")
    }
    guard arguments["limit"] == nil || asked == ["history"] else {
      throw Arguments.fault("--limit goes with --history", "Leave it out")
    }
    let format = try Listing.format(arguments)
    switch asked.first {
    case "check": return try check(session, format)
    case "test": return try test(session, format)
    case "history": return try history(session, format)
    default: return try list(session, format)
    }
  }

  private static func list(_ session: Session, _ format: Listing.Format) throws(Fault) -> Int32 {
    var listing = Listing(
      columns: [
        "id", "name", "metric", "condition", "status", "last_triggered_at", "trigger_count",
        "notify_email",
      ], idColumn: "id")
    listing.rows = try session.connector().definitions(.alert).map { record in
      let words = Connector.alertWords(record)
      let status = words.map { $0.isEnabled ? record.status : "disabled" } ?? "unreadable"
      return [
        .integer(Int(record.id)), .string(record.name), .string(words?.metric ?? ""),
        .string(words?.condition ?? ""), .string(status),
        record.lastTriggeredAt.map { .string(Wording.second($0)) } ?? .null,
        .integer(Int(record.triggerCount)), .string(words?.recipients ?? ""),
      ]
    }
    session.console.write(listing.text(format))
    return 0
  }

  private static func check(_ session: Session, _ format: Listing.Format) throws(Fault) -> Int32 {
    let pass = try session.connector().checkAlerts()
    var listing = Listing(
      columns: ["id", "name", "metric", "condition", "value", "outcome", "mail"], idColumn: "id")
    listing.rows = pass.reports.map { report in
      let mails = pass.deliveries.filter { $0.alertID == report.id }.map(\.state.rawValue)
      return [
        .integer(Int(report.id)), .string(report.name), .string(report.metric),
        .string(report.condition), report.value.map { .number($0) } ?? .null,
        .string(words(report.outcome)), .string(mails.joined(separator: ", ")),
      ]
    }
    session.console.write(listing.text(format))
    for delivery in pass.deliveries {
      guard let error = delivery.error else { continue }
      session.console.say("alert \(delivery.alertID): mail \(delivery.state.rawValue): \(error)")
    }
    let isTrouble =
      pass.deliveries.contains { $0.state != .sent }
      || pass.reports.contains { if case .unknown = $0.outcome { true } else { false } }
    return isTrouble ? 1 : 0
  }

  private static func words(_ outcome: AlertReport.Outcome) -> String {
    switch outcome {
    case .off: "disabled"
    case .noData: "no data"
    case .calm: "ok"
    case .resting(let end): "triggered, rests until \(Wording.minute(end)) UTC"
    case .fired: "fires"
    case .firedElsewhere: "fires, as another process has seen too"
    case .unknown(let fault): "unknown: \(fault.failure)"
    }
  }

  private static func test(_ session: Session, _ format: Listing.Format) throws(Fault) -> Int32 {
    let (connector, record) = try found(session, "test")
    let trial = try connector.tryAlert(record)
    var listing = Listing(
      columns: ["id", "name", "value", "state", "would_fire", "mail", "recipients"],
      idColumn: "id")
    listing.rows = [
      [
        .integer(Int(record.id)), .string(record.name), trial.value.map { .number($0) } ?? .null,
        .string(trial.state), .boolean(trial.wouldFire),
        .string(trial.delivery.state.rawValue), .string(trial.delivery.recipients),
      ]
    ]
    session.console.write(listing.text(format))
    if let error = trial.delivery.error { session.console.say(error) }
    return trial.delivery.state == .sent ? 0 : 1
  }

  private static func history(_ session: Session, _ format: Listing.Format) throws(Fault) -> Int32 {
    let limit = try session.arguments.integer("limit", in: 1...10_000) ?? 20
    let (connector, record) = try found(session, "history")
    var listing = Listing(
      columns: [
        "id", "triggered_at", "metric", "value", "threshold", "recipients", "mail", "attempts",
        "error",
      ], idColumn: "id")
    listing.rows = try connector.alertHistory(id: record.id, limit: limit, offset: 0).records.map {
      [
        .integer(Int($0.id)), .string(Wording.second($0.firedAt)), .string($0.metric),
        .number($0.value), .string($0.threshold), .string($0.recipients),
        .string($0.state.rawValue), .integer($0.attempts), $0.error.map { .string($0) } ?? .null,
      ]
    }
    session.console.write(listing.text(format))
    return 0
  }

  private static func found(
    _ session: Session, _ option: String
  ) throws(Fault) -> (Connector, DefinitionRecord) {
    let connector = try session.connector()
    let id = session.arguments[option].flatMap { Int64($0) }
    guard let record = try connector.definitions(.alert).first(where: { $0.id == id }) else {
      throw Arguments.fault(
        "--\(option)=\(session.arguments[option] ?? "") names no alert", "See: wkpbic alerts")
    }
    return (connector, record)
  }
}
