internal import Bytes
internal import HTTPServer
internal import Runtime

// executeQueries: one DAX query over what is visible now.
extension Emulator {
  func executeQueries(
    _ call: Call, _ request: HTTPServer.Request
  ) throws(Refusal) -> Reply {
    let now = clock.now
    let (dataset, limits, mayGroup) = try world.withLock { world throws(Refusal) in
      try (
        world.admitQuery(call, request, at: now), world.limits, world.behaviour.allowsGrouping
      )
    }
    let body = try QueryBody(try World.body(request))
    do throws(QueryError) {
      let syntax = try QueryParser.parse(body.query)
      if case .summary = syntax, !mayGroup {
        throw QueryError("The function SUMMARIZECOLUMNS cannot be used here")
      }
      let result = try QueryEvaluation(dataset, at: now).run(syntax)
      return Reply(200, Self.json(result, body.includesNulls, limits))
    } catch {
      throw .gateway(
        400, "DatasetExecuteQueriesError", "DAX query failure: \(error.message)")
    }
  }

  /// Rows beyond the limits are left out, and the table says so, with 200 all the same.
  private static func json(
    _ result: QueryEvaluation.Result, _ includesNulls: Bool, _ limits: Limits
  ) -> JSONValue {
    let width = max(result.columns.count, 1)
    let fitting = min(limits.queryRows, limits.queryValues / width)
    var rows: [JSONValue] = []
    var bytes = 0
    for row in result.rows.prefix(fitting) where bytes <= limits.queryBytes {
      rows.append(
        .object(
          zip(result.columns, row).compactMap { name, value in
            value == .blank && !includesNulls ? nil : JSONValue.Member(name, json(value))
          }))
      bytes += rows.last?.encoded().count ?? 0
    }
    var table = [JSONValue.Member("rows", .array(rows))]
    if result.rows.count > rows.count {
      table.append(
        JSONValue.Member(
          "error",
          .object([
            "code": .string("DatasetExecuteQueriesRowLimit"),
            "message": .string("The query returned more rows than it may; some are left out."),
          ])))
    }
    return .object([
      "results": .array([.object(["tables": .array([.object(table)])])])
    ])
  }

  private static func json(_ value: CellValue) -> JSONValue {
    switch value {
    case .blank: return .null
    case .boolean(let flag): return .boolean(flag)
    case .double(let number) where !number.isFinite: return .null
    case .string(let bytes): return .string(String(decoding: bytes, as: UTF8.self))
    case .time:
      var buffer = ByteBuffer()
      buffer.append(cell: value)
      return .string(String(buffer.bytes.text().dropFirst().dropLast()))
    default:
      var buffer = ByteBuffer()
      buffer.append(cell: value)
      return .number(buffer.bytes.text())
    }
  }
}

extension World {
  /// A snapshot to compute over, when the client may ask and has not asked too often.
  mutating func admitQuery(
    _ call: Call, _ request: HTTPServer.Request, at now: Instant
  ) throws(Refusal) -> Dataset {
    _ = try authorized(request, call, at: now)
    let index = try dataset(call)
    if !behaviour.allowsQueries { throw .gateway(403, "PowerBINotAuthorizedException") }
    if behaviour.enforcesQuota {
      if let wait = queries.wait(for: 1, at: now) {
        throw .throttled("Too many queries.", after: wait, behaviour)
      }
      queries.add(1, at: now)
    }
    return datasets[index]
  }
}

/// The body of executeQueries.
private struct QueryBody {
  var query: String
  var includesNulls: Bool

  init(_ json: JSONValue) throws(Refusal) {
    let known = ["queries", "serializerSettings", "impersonatedUserName"]
    guard let members = json.members else { throw Self.invalid("Expected an object") }
    for member in members where !known.contains(member.name) {
      throw Self.invalid("The property '\(member.name)' does not exist")
    }
    if let user = json["impersonatedUserName"], !user.isNull {
      throw Self.invalid("A service principal cannot impersonate a user")
    }
    guard let queries = json["queries"]?.array, queries.count == 1,
      queries[0].members?.count == 1, let query = queries[0]["query"]?.string
    else { throw Self.invalid("'queries' holds one object with one 'query'") }
    self.query = query
    includesNulls = false
    guard let settings = json["serializerSettings"], !settings.isNull else { return }
    guard let members = settings.members, members.allSatisfy({ $0.name == "includeNulls" }) else {
      throw Self.invalid("'serializerSettings' has only 'includeNulls'")
    }
    if let flag = settings["includeNulls"] {
      guard let flag = flag.boolean else { throw Self.invalid("'includeNulls' is true or false") }
      includesNulls = flag
    }
  }

  private static func invalid(_ message: String) -> Refusal {
    .invalid(message, target: "executeQueries")
  }
}
