internal import Bytes
internal import HTTPServer
internal import Runtime

/// All that the stand-in remembers; lives behind one lock.
struct World {
  let configuration: Emulator.Configuration
  let limits: Limits
  var behaviour = Behaviour()
  var workspaces: [Workspace]
  var datasets: [Dataset] = []
  var tokens = Tokens()
  var identifiers: Identifiers
  var faults: FaultPlan
  var journal = Journal()
  /// Rows whose sender was cut off and that arrive later.
  var landings: [Landing] = []
  var queries: SlidingWindow

  /// Workspaces, datasets and late POSTs at a time: far beyond any test, and an end to all growth
  /// that rows do not already bound.
  static let countMax = 1000

  /// A workspace: Power BI's own word in paths is "group".
  struct Workspace {
    var id: String
    var name: String
  }

  /// Rows on their way.
  struct Landing {
    var due: Instant
    var posting: Posting
    var chunk: Chunk
  }

  /// A POST of rows that was admitted.
  struct Posting {
    var datasetID: String
    var table: String
    var clientID: String
    var sequence: Int64?
    var columns: [ColumnSchema]
    var behaviour: Behaviour
  }

  init(_ configuration: Emulator.Configuration, _ limits: Limits) {
    self.configuration = configuration
    self.limits = limits
    workspaces = [Workspace(id: configuration.workspaceID, name: configuration.workspaceName)]
    identifiers = Identifiers(seed: configuration.seed)
    faults = FaultPlan(seed: configuration.seed)
    queries = SlidingWindow(seconds: 60, limit: limits.queriesPerMinute)
  }

  // MARK: Who and where

  /// The client, when it may act in the workspace that the path names.
  func authorized(
    _ request: HTTPServer.Request, _ call: Call, at now: Instant
  ) throws(Refusal) -> String {
    let clientID: String
    switch tokens.standing(request.value("Authorization"), at: now) {
    case .unknown: throw .notAuthorized
    case .expired: throw .tokenExpired
    case .valid(let client, _): clientID = client
    }
    if call.operation == .listGroups || call.operation == .createGroup { return clientID }
    guard let workspace = call.workspace else {
      // Of what stands outside of workspaces, one thing is for service principals.
      if call.operation == .generateToken { return clientID }
      // "My workspace" is not for service principals.
      throw .gateway(403, "PowerBINotAuthorizedException")
    }
    guard workspaces.contains(where: { $0.id == workspace.lowercased() }) else {
      throw .gateway(404, "PowerBIEntityNotFound")
    }
    return clientID
  }

  func dataset(_ call: Call) throws(Refusal) -> Int {
    let id = call.dataset.lowercased()
    guard
      let index = datasets.firstIndex(where: {
        $0.id == id && $0.workspaceID == call.workspace?.lowercased()
      })
    else { throw .noDataset(call.dataset) }
    return index
  }

  func place(_ call: Call) throws(Refusal) -> (dataset: Int, table: Int) {
    let dataset = try dataset(call)
    guard let table = datasets[dataset].position(table: call.table) else {
      throw .noTable(call.table)
    }
    return (dataset, table)
  }

  /// The name of the dataset that a path names, for faults.
  func datasetName(_ call: Call) -> String? {
    datasets.first { $0.id == call.dataset.lowercased() }?.name
  }

  // MARK: Simple operations

  mutating func perform(
    _ call: Call, _ request: HTTPServer.Request, at now: Instant
  ) throws(Refusal) -> Reply {
    let clientID = try authorized(request, call, at: now)
    switch call.operation {
    case .listGroups: return try listGroups(request)
    case .createGroup: return try createGroup(request)
    case .listDatasets:
      let found = datasets.filter { $0.workspaceID == call.workspace?.lowercased() }
      return list(found.map(json), "datasets")
    case .createDataset: return try createDataset(call, request, at: now)
    case .getDataset: return Reply(200, json(datasets[try dataset(call)]))
    case .deleteDataset:
      datasets.remove(at: try dataset(call))
      return Reply(200)
    case .listTables:
      let tables = datasets[try dataset(call)].tables
      return list(tables.map { .object(["name": .string($0.schema.name)]) }, "tables")
    case .putTable: return try putTable(call, request)
    case .deleteRows:
      let place = try place(call)
      datasets[place.dataset].tables[place.table].removeRows()
      return Reply(200)
    case .sequenceNumbers: return try sequenceNumbers(call, clientID)
    case .listReports: return list(items(call).map(report), "reports")
    case .listDashboards: return list(items(call).map(dashboard), "dashboards")
    case .getReport: return Reply(200, report(try item(call)))
    case .getDashboard: return Reply(200, dashboard(try item(call)))
    case .generateToken: return try generateToken(call, request, at: now)
    case .postRows, .executeQueries, .token, .control, .unknown: throw .noRoute
    }
  }

  func list(_ values: [JSONValue], _ what: String) -> Reply {
    Reply(
      200,
      .object([
        "@odata.context": .string("http://api.powerbi.com/v1.0/myorg/$metadata#\(what)"),
        "value": .array(values),
      ]))
  }

  private func listGroups(_ request: HTTPServer.Request) throws(Refusal) -> Reply {
    var found = workspaces
    guard let query = FormFields(request.query ?? []) else {
      throw .invalid("The query is malformed", target: "query")
    }
    if let filter = query.text("$filter") {
      let parts = filter.split(separator: " ", maxSplits: 2).map(String.init)
      guard parts.count == 3, parts[0] == "name", parts[1] == "eq", parts[2].hasPrefix("'"),
        parts[2].hasSuffix("'"), parts[2].count >= 2
      else { throw .invalid("Only name eq '…' can be filtered by", target: "$filter") }
      let name = String(parts[2].dropFirst().dropLast()).replacing("''", with: "'")
      found = found.filter { $0.name == name }
    }
    if let top = query.text("$top") {
      guard let count = Int(top), count > 0 else {
        throw .invalid("$top is a positive number", target: "$top")
      }
      found = Array(found.prefix(count))
    }
    return Reply(
      200,
      .object([
        "@odata.context": .string("http://api.powerbi.com/v1.0/myorg/$metadata#groups"),
        "@odata.count": .integer(found.count), "value": .array(found.map(json)),
      ]))
  }

  private mutating func createGroup(_ request: HTTPServer.Request) throws(Refusal) -> Reply {
    guard let name = try Self.groupName(request), !name.isEmpty else {
      throw .invalid("A group has a name, and nothing else", target: "group")
    }
    guard !workspaces.contains(where: { $0.name.lowercased() == name.lowercased() }) else {
      throw .gateway(409, "PowerBIEntityAlreadyExists")
    }
    if workspaces.count == Self.countMax { throw .gateway(400, "TooManyWorkspaces") }
    let workspace = Workspace(id: identifiers.uuid(), name: name)
    workspaces.append(workspace)
    return Reply(200, json(workspace))
  }

  /// The name of a new group; clients are seen to send it as JSON and as a form.
  private static func groupName(_ request: HTTPServer.Request) throws(Refusal) -> String? {
    if request.value("Content-Type") == "application/x-www-form-urlencoded" {
      return FormFields(request.body)?.text("name")
    }
    let body = try body(request)
    return body.members?.count == 1 ? body["name"]?.string : nil
  }

  private func json(_ workspace: Workspace) -> JSONValue {
    .object([
      "id": .string(workspace.id), "isReadOnly": .boolean(false),
      "isOnDedicatedCapacity": .boolean(false), "type": .string("Workspace"),
      "name": .string(workspace.name),
    ])
  }

  private func json(_ dataset: Dataset) -> JSONValue {
    var created = ByteBuffer()
    created.append(CivilTime(seconds: dataset.createdAt.unixSeconds))
    let page = "https://app.powerbi.com/groups/\(dataset.workspaceID)/datasets/\(dataset.id)"
    return .object([
      "id": .string(dataset.id), "name": .string(dataset.name), "webUrl": .string(page),
      "addRowsAPIEnabled": .boolean(true), "configuredBy": .string(configuration.clientID),
      "isRefreshable": .boolean(false), "isEffectiveIdentityRequired": .boolean(false),
      "isEffectiveIdentityRolesRequired": .boolean(false),
      "isOnPremGatewayRequired": .boolean(false), "targetStorageMode": .string("Push"),
      "createdDate": .string(created.bytes.text() + "Z"),
      "createReportEmbedURL": .string("https://app.powerbi.com/reportEmbed"),
      "qnaEmbedURL": .string("https://app.powerbi.com/qnaEmbed"), "upstreamDatasets": .array([]),
      "users": .array([]),
    ])
  }

  private mutating func createDataset(
    _ call: Call, _ request: HTTPServer.Request, at now: Instant
  ) throws(Refusal) -> Reply {
    if !behaviour.allowsCreation { throw .deprecated(behaviour.deprecatedStatus) }
    if datasets.count == Self.countMax { throw .gateway(400, "TooManyDatasets") }
    let query = FormFields(request.query ?? [])
    let retention = query?.text("defaultRetentionPolicy") ?? "None"
    guard retention == "None" || retention == "basicFIFO" else {
      throw .invalid("Unknown policy '\(retention)'", target: "defaultRetentionPolicy")
    }
    let reading = SchemaReading(limits: limits, behaviour: behaviour)
    let schema = try reading.dataset(try Self.body(request))
    let dataset = Dataset(
      id: identifiers.uuid(), workspaceID: call.workspace?.lowercased() ?? "", createdAt: now,
      keepsFIFO: retention == "basicFIFO", schema: schema, limits: limits,
      enforcesUniqueKeys: behaviour.enforcesUniqueKeys)
    datasets.append(dataset)
    return Reply(
      behaviour.creationStatus,
      .object([
        "@odata.context": .string("http://api.powerbi.com/v1.0/myorg/$metadata#datasets/$entity"),
        "id": .string(dataset.id), "name": .string(dataset.name),
        "defaultRetentionPolicy": .string(retention),
      ]))
  }

  private mutating func putTable(
    _ call: Call, _ request: HTTPServer.Request
  ) throws(Refusal) -> Reply {
    let place = try place(call)
    let reading = SchemaReading(limits: limits, behaviour: behaviour)
    let wanted = try reading.table(try Self.body(request))
    let known = datasets[place.dataset].tables[place.table].schema
    guard wanted.name == known.name else {
      throw .invalid("A table cannot be renamed", target: "table.name")
    }
    let others = datasets[place.dataset].tables.map(\.schema).filter { $0.name != known.name }
    let names = Set(others.flatMap(\.measures).map { $0.name.lowercased() })
    if let twin = wanted.measures.first(where: { names.contains($0.name.lowercased()) }) {
      throw .invalid(
        "There are two of the measure '\(twin.name)'", target: "table.measures")
    }
    var merged = wanted
    merged.columns = []
    for column in known.columns {
      guard let same = wanted.columns.first(where: { $0.name == column.name }) else {
        throw .invalid("The column '\(column.name)' cannot be removed", target: "table.columns")
      }
      guard same.type == column.type else {
        throw .invalid("The type of '\(column.name)' cannot change", target: "table.columns")
      }
      merged.columns.append(same)
    }
    merged.columns += wanted.columns.filter { column in
      !known.columns.contains { $0.name == column.name }
    }
    datasets[place.dataset].tables[place.table].schema = merged
    if !behaviour.schemaChangeKeepsRows {
      datasets[place.dataset].tables[place.table].removeRows()
    }
    return Reply(200, .object(["name": .string(merged.name)]))
  }

  private func sequenceNumbers(_ call: Call, _ clientID: String) throws(Refusal) -> Reply {
    let place = try place(call)
    if behaviour.sequenceNumbers == .gone { throw .noRoute }
    let known = datasets[place.dataset].tables[place.table].sequences
    return list(
      known.map {
        .object([
          "clientId": .string($0.clientID), "sequenceNumber": .number(String($0.number)),
        ])
      }, "sequenceNumbers")
  }

  /// The JSON of a request's body.
  static func body(_ request: HTTPServer.Request) throws(Refusal) -> JSONValue {
    guard let type = request.value("Content-Type")?.lowercased(),
      type.split(separator: ";").first == "application/json"
    else { throw .plain(415, "UnsupportedMediaType", "The body must be application/json") }
    do throws(JSONError) {
      return try JSONValue(request.body)
    } catch {
      throw .invalid("\(error.reason) at byte \(error.offset)", target: "body")
    }
  }
}
