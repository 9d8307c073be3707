internal import Bytes
internal import Connector
internal import Runtime
internal import Store

/// `logs`: what ran, and how it ended.
enum LogsVerb: Verb {
  static let name = "logs"
  static let summary = "lists runs, newest first"
  static let options = [
    Option(name: "limit", value: "N", help: "at most so many, 1 to 10000; 20 unless said"),
    Option(name: "entity", value: "ENTITY", help: "only runs of this entity"),
    Option(
      name: "status", value: "STATUS",
      help: "only queued, running, completed, partial, failed or cancelled ones"),
    Option(
      name: "since", value: "DATE", help: "only from then on: YYYY-MM-DD, or with HH:MM:SS; UTC"),
    Option(
      name: "audit", value: nil, help: "instead of runs: who has changed what over the REST API"),
    Option(
      name: "requests", value: nil,
      help: "instead of runs: what was asked of Power BI in the last seven days"),
    Option.format,
  ]

  static func run(_ session: Session) throws(Fault) -> Int32 {
    let format = try Listing.format(session.arguments)
    if session.arguments.has("requests") { return try requests(session, format) }
    if session.arguments.has("audit") { return try audit(session, format) }
    let filter = RunFilter(
      limit: try session.arguments.integer("limit", in: 1...10_000) ?? 20,
      entity: session.arguments["entity"], status: try status(session.arguments["status"]),
      since: try moment(session.arguments["since"]))
    let connector = try session.connector()
    var listing = Listing(
      columns: [
        "id", "entity_type", "profile", "mode", "status", "rows_pushed", "rows_failed",
        "duration_seconds", "started_at", "completed_at", "error",
      ], idColumn: "id")
    listing.rows = try connector.runs(filter).map(cells)
    session.console.write(listing.text(format))
    return 0
  }

  private static func audit(
    _ session: Session, _ format: Listing.Format
  ) throws(Fault) -> Int32 {
    let limit = try limit(session, of: "audit")
    var listing = Listing(columns: ["time", "user", "action", "target", "ip"], idColumn: "time")
    listing.rows = try session.connector().audit(limit: limit).map { record in
      [
        .string(Wording.second(record.at)), .string(record.login), .string(record.action),
        .string(record.target), .string(record.address),
      ]
    }
    session.console.write(listing.text(format))
    return 0
  }

  private static func requests(
    _ session: Session, _ format: Listing.Format
  ) throws(Fault) -> Int32 {
    let limit = try limit(session, of: "requests")
    var listing = Listing(
      columns: [
        "time", "method", "path", "bytes_sent", "status", "milliseconds", "request_id", "error",
      ], idColumn: "request_id")
    listing.rows = try session.connector().calls(limit: limit).map { call in
      [
        .string(Wording.second(call.endedAt)), .string(call.method), .string(call.path),
        .integer(call.bytesSent), call.status.map { .integer($0) } ?? .null,
        .integer(call.milliseconds), call.requestID.map { .string($0) } ?? .null,
        call.error.map { .string($0) } ?? .null,
      ]
    }
    session.console.write(listing.text(format))
    return 0
  }

  /// How many lines of another list than that of runs are wanted.
  private static func limit(_ session: Session, of list: String) throws(Fault) -> Int {
    for name in ["entity", "status", "since"] where session.arguments[name] != nil {
      throw Arguments.fault("--\(name) goes with runs", "Leave it out, or leave out --\(list)")
    }
    return try session.arguments.integer("limit", in: 1...10_000) ?? 20
  }

  private static func cells(_ run: RunRecord) -> [JSONValue] {
    [
      .integer(Int(run.id)), .string(run.entity), .string(run.profile), .string(run.mode),
      .string(run.status.rawValue), .integer(run.rowsPushed), .integer(run.rowsFailed),
      run.completedAt == nil
        ? .null : .number(Wording.seconds(Double(run.durationMilliseconds) / 1000)),
      .string(Wording.second(run.startedAt)),
      run.completedAt.map { .string(Wording.second($0)) } ?? .null,
      run.error.map { .string($0) } ?? .null,
    ]
  }

  private static func status(_ word: String?) throws(Fault) -> RunRecord.Status? {
    guard let word else { return nil }
    guard let status = RunRecord.Status(rawValue: word) else {
      let known = RunRecord.Status.allCases.map(\.rawValue).joined(separator: ", ")
      throw Arguments.fault("--status=\(word) is not known", "Choose \(known)")
    }
    return status
  }

  private static func moment(_ text: String?) throws(Fault) -> Instant? {
    guard let text else { return nil }
    guard let time = CivilTime(Array(text.utf8).rawSpan) else {
      throw Arguments.fault(
        "--since=\(text) is no date", "Write YYYY-MM-DD, or YYYY-MM-DD HH:MM:SS in quotes; UTC")
    }
    return Instant(unixSeconds: time.seconds)
  }
}
