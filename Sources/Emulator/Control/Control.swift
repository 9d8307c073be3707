internal import Bytes
internal import HTTPServer
internal import Runtime

// The stand-in's own page and switches, for people and programs on this machine only.
extension Emulator {
  func control(_ request: HTTPServer.Request) -> HTTPServer.Response {
    guard request.peer.isLocal else {
      return Self.json(403, Self.message("Only from this machine"))
    }
    do throws(Refusal) {
      return try route(request)
    } catch {
      return HTTPServer.Response(
        status: error.reply.status,
        headers: [HTTPServer.Header("Content-Type", "application/json")],
        body: .bytes(error.reply.body))
    }
  }

  private func route(_ request: HTTPServer.Request) throws(Refusal) -> HTTPServer.Response {
    let segments = (PercentEncoding.segments(of: request.path) ?? []).filter { !$0.isEmpty }
    let names = segments.map { String(decoding: $0, as: UTF8.self) }
    let isReading = request.method == "GET" || request.method == "HEAD"
    switch (isReading ? "GET" : request.method, names.count, names.last) {
    case ("GET", 0, _): return Self.page
    case ("GET", 2, "state"): return Self.json(200, look(\.self).json(at: clock.now))
    case ("GET", 2, "faults"): return Self.json(200, look { $0.faults.json })
    case ("POST", 2, "faults"): return try addFault(try Self.body(request))
    case ("DELETE", 2, "faults"):
      world.withLock { $0.faults.removeAll() }
      return Self.json(200, Self.message("All faults are off"))
    case ("DELETE", 3, let name?) where names[1] == "faults":
      guard let id = Int(name), removeFault(id) else { throw .noRoute }
      return Self.json(200, Self.message("Fault \(id) is off"))
    case ("GET", 2, "behaviour"): return Self.json(200, behaviour.json)
    case ("POST", 2, "behaviour"): return try change(try Self.body(request))
    case ("POST", 2, "reset"):
      _ = try Self.body(request)
      world.withLock { $0 = World(configuration, $0.limits) }
      return Self.json(200, Self.message("Everything is as at the start"))
    default: throw .noRoute
    }
  }

  /// JSON only: a form of a foreign page cannot send that without asking first.
  private static func body(_ request: HTTPServer.Request) throws(Refusal) -> JSONValue {
    try World.body(request)
  }

  private func addFault(_ json: JSONValue) throws(Refusal) -> HTTPServer.Response {
    let rule = try FaultRule.read(json)
    guard let id = world.withLock({ $0.faults.add(rule) }) else {
      throw FaultRule.wrong("there are \(FaultPlan.countMax) faults already")
    }
    return Self.json(201, .object(["id": .integer(id)]))
  }

  private func change(_ json: JSONValue) throws(Refusal) -> HTTPServer.Response {
    var changed = behaviour
    guard let members = json.members else { throw FaultRule.wrong("expected an object") }
    for member in members where !changed.set(member.name, member.value) {
      throw FaultRule.wrong("'\(member.name)' cannot be set so")
    }
    let wanted = changed
    world.withLock { $0.behaviour = wanted }
    return Self.json(200, wanted.json)
  }

  private static func message(_ text: String) -> JSONValue {
    .object(["message": .string(text)])
  }

  private static func json(_ status: Int, _ value: JSONValue) -> HTTPServer.Response {
    HTTPServer.Response(
      status: status,
      headers: [
        HTTPServer.Header("Content-Type", "application/json"),
        HTTPServer.Header("Cache-Control", "no-store"),
      ], body: .bytes(value.encoded()))
  }

  private static var page: HTTPServer.Response {
    HTTPServer.Response(
      status: 200,
      headers: [
        HTTPServer.Header("Content-Type", "text/html; charset=utf-8"),
        HTTPServer.Header(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
            + "connect-src 'self'; img-src data:; frame-ancestors 'none'"),
      ], body: .bytes(PackageResources.page_html))
  }
}

extension FaultPlan {
  var json: JSONValue {
    .array(
      active.map { fault in
        .object(
          [JSONValue.Member("id", .integer(fault.id))] + (fault.rule.json.members ?? []) + [
            JSONValue.Member("seen", .integer(fault.seen)),
            JSONValue.Member("struck", .integer(fault.struck)),
          ])
      })
  }
}

extension World {
  /// Everything that the page shows.
  func json(at now: Instant) -> JSONValue {
    .object([
      "now": Self.text(now), "workspaces": .array(workspaces.map(Self.json)),
      "datasets": .array(datasets.map { json($0, at: now) }), "faults": faults.json,
      "behaviour": behaviour.json, "requests": .array(journal.latest.reversed().map(Self.json)),
      "landings": .integer(landings.count),
    ])
  }

  private static func json(_ workspace: Workspace) -> JSONValue {
    .object(["id": .string(workspace.id), "name": .string(workspace.name)])
  }

  private func json(_ dataset: Dataset, at now: Instant) -> JSONValue {
    var counted = dataset
    return .object([
      "id": .string(dataset.id), "name": .string(dataset.name),
      "workspace": .string(dataset.workspaceID),
      "retention": .string(dataset.keepsFIFO ? "basicFIFO" : "None"),
      "posts_in_minute": .integer(counted.postsInMinute.used(at: now)),
      "posts_in_hour": .integer(counted.postsInHour.used(at: now)),
      "rows_in_hour": .integer(counted.rowsInHour.used(at: now)),
      "pending": .integer(dataset.pendingPosts),
      "tables": .array(dataset.tables.map { Self.json($0, dataset, at: now) }),
      "relationships": .array(
        dataset.schema.relationships.map {
          .string("\($0.fromTable)[\($0.fromColumn)] → \($0.toTable)[\($0.toColumn)]")
        }),
    ])
  }

  /// Sums are left out of tables that are too large to add up at every look.
  private static let summedRowsMax = 200_000

  /// Measures are told without their value when a table is too large to compute them at every look.
  private static let measuredRowsMax = 5_000

  private static func json(
    _ measure: MeasureSchema, of dataset: Dataset, at now: Instant
  ) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("name", .string(measure.name)), .init("expression", .string(measure.expression)),
    ]
    if dataset.tables.allSatisfy({ $0.rowCount <= measuredRowsMax }) {
      members.append(.init("value", .string(value(measure, dataset, now))))
    }
    return .object(members)
  }

  private static func value(_ measure: MeasureSchema, _ dataset: Dataset, _ now: Instant) -> String
  {
    let named = QuerySyntax.Named(name: "v", expression: .measure(measure.name))
    do throws(QueryError) {
      let value = try QueryEvaluation(dataset, at: now).run(.row([named])).rows.first?.first
      var buffer = ByteBuffer()
      buffer.append(cell: value ?? .blank)
      return value == .blank ? "blank" : buffer.bytes.text()
    } catch {
      return error.message
    }
  }

  private static func json(_ table: Table, _ dataset: Dataset, at now: Instant) -> JSONValue {
    let columns = table.schema.columns.enumerated().map { index, column in
      var members = [
        JSONValue.Member("name", .string(column.name)),
        JSONValue.Member("type", .string(column.type.rawValue)),
      ]
      if column.type.isNumeric, table.rowCount <= summedRowsMax,
        let sum = table.exactSum(column: index)
      {
        members.append(JSONValue.Member("sum", .string(sum)))
      }
      return JSONValue.object(members)
    }
    return .object([
      "name": .string(table.schema.name), "rows": .integer(table.rowCount),
      "columns": .array(columns),
      "measures": .array(table.schema.measures.map { json($0, of: dataset, at: now) }),
      "sequence": table.sequences.first.map { .number(String($0.number)) } ?? .null,
    ])
  }

  private static func json(_ entry: JournalEntry) -> JSONValue {
    .object([
      "at": text(entry.at), "operation": .string(entry.operation.rawValue),
      "method": .string(entry.method), "path": .string(entry.path),
      "status": .integer(entry.status),
      "ms": .number(((entry.milliseconds * 10).rounded() / 10).description),
      "fault": .string(entry.fault),
    ])
  }

  private static func text(_ instant: Instant) -> JSONValue {
    var buffer = ByteBuffer()
    buffer.append(CivilTime(seconds: instant.unixSeconds))
    return .string(buffer.bytes.text() + "Z")
  }
}
