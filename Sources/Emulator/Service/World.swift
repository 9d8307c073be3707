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
    case .valid(let client): clientID = client
    }
    if call.operation == .listGroups || call.operation == .createGroup { return clientID }
    guard let workspace = call.workspace else {
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

  private func place(_ call: Call) throws(Refusal) -> (dataset: Int, table: Int) {
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
    case .listReports: return list([], "reports")
    case .listDashboards: return list([], "dashboards")
    case .postRows, .executeQueries, .token, .control, .unknown: throw .noRoute
    }
  }

  private func list(_ values: [JSONValue], _ what: String) -> Reply {
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

// MARK: Rows

extension World {
  /// Lets a POST of rows in, or says how long it must wait; counts it.
  mutating func admit(
    _ call: Call, _ request: HTTPServer.Request, at now: Instant
  ) throws(Refusal) -> Posting {
    let clientID = try authorized(request, call, at: now)
    let place = try place(call)
    if request.body.count > behaviour.bodyBytesMax { throw Refusal(FaultReplies.tooLarge) }
    if let coding = request.value("Content-Encoding"), coding.lowercased() != "identity" {
      throw .plain(
        behaviour.contentEncodingStatus, "UnsupportedMediaType",
        "The content encoding '\(coding)' is not supported")
    }
    guard let type = request.value("Content-Type")?.lowercased(),
      type.split(separator: ";").first == "application/json"
    else { throw .plain(415, "UnsupportedMediaType", "The body must be application/json") }
    let sequence = try sequence(request)
    try count(&datasets[place.dataset], at: now)
    datasets[place.dataset].pendingPosts += 1
    return Posting(
      datasetID: datasets[place.dataset].id, table: call.table, clientID: clientID,
      sequence: sequence, columns: datasets[place.dataset].tables[place.table].schema.columns,
      behaviour: behaviour)
  }

  private func sequence(_ request: HTTPServer.Request) throws(Refusal) -> Int64? {
    let values = request.values("X-PowerBI-PushData-SequenceNumber")
    if values.isEmpty || behaviour.sequenceNumbers == .gone { return nil }
    guard values.count == 1, let number = Int64(values[0]), number >= 0 else {
      throw .invalid("The sequence number is not an integer", target: "sequenceNumber")
    }
    return number
  }

  private func count(_ dataset: inout Dataset, at now: Instant) throws(Refusal) {
    guard behaviour.enforcesQuota else { return }
    if dataset.pendingPosts >= limits.pendingPosts {
      throw .throttled("Too many pending requests for this dataset.", after: 1, behaviour)
    }
    let message = "Too many POST rows requests for this dataset."
    if let wait = dataset.postsInMinute.wait(for: 1, at: now) {
      throw .throttled(message, after: wait, behaviour)
    }
    let isLarge = dataset.tables.contains { $0.rowCount >= limits.largeTableRows }
    if isLarge, let wait = dataset.postsInHour.wait(for: 1, at: now) {
      throw .throttled(message, after: wait, behaviour)
    }
    dataset.postsInMinute.add(1, at: now)
    dataset.postsInHour.add(1, at: now)
  }

  /// The POST is no longer pending, however it ended.
  mutating func release(_ posting: Posting) {
    guard let index = datasets.firstIndex(where: { $0.id == posting.datasetID }) else { return }
    datasets[index].pendingPosts -= 1
  }

  /// Stores the rows, or refuses all of them.
  mutating func store(_ chunk: Chunk, _ posting: Posting, at now: Instant) throws(Refusal) {
    let (dataset, table) = try place(posting)
    if let sequence = posting.sequence, behaviour.repeatedSequence != .accepted,
      let last = datasets[dataset].tables[table].sequences.first(where: {
        $0.clientID == posting.clientID
      }), sequence <= last.number
    {
      if behaviour.repeatedSequence == .dropped { return }
      throw .invalid("The sequence number was used before", target: "sequenceNumber")
    }
    try checkRoom(chunk.rowCount, dataset, table, at: now)
    if let found = datasets[dataset].tables[table].duplicateKey(in: chunk) {
      let name = posting.columns[found.column].name
      throw .invalid(
        "The column '\(name)' is on the one side of a relationship; row \(found.row) is blank or "
          + "repeats a key", target: "rows[\(found.row)].\(name)")
    }
    append(chunk, posting, dataset, table, at: now)
  }

  private mutating func checkRoom(
    _ rows: Int, _ dataset: Int, _ table: Int, at now: Instant
  ) throws(Refusal) {
    if behaviour.enforcesQuota, let wait = datasets[dataset].rowsInHour.wait(for: rows, at: now) {
      throw .throttled(
        "You are over your rows per hour limit for this dataset. To push more rows per hour, "
          + "upgrade your account to Power BI Pro or retry your push later.", after: wait, behaviour
      )
    }
    let count = datasets[dataset].tables[table].rowCount
    if !datasets[dataset].keepsFIFO, count + rows > limits.rowsKeptMax {
      let message = "The table holds \(limits.rowsKeptMax) rows, as many as it may."
      if behaviour.fullTableStatus == 429 { throw .throttled(message, after: 3600, behaviour) }
      throw .plain(behaviour.fullTableStatus, "TableFull", message)
    }
  }

  private mutating func append(
    _ chunk: Chunk, _ posting: Posting, _ dataset: Int, _ table: Int, at now: Instant
  ) {
    let kept = datasets[dataset].rowsKept(limits)
    datasets[dataset].tables[table].append(chunk, keeping: kept)
    datasets[dataset].rowsInHour.add(chunk.rowCount, at: now)
    guard let sequence = posting.sequence else { return }
    let known = datasets[dataset].tables[table].sequences.firstIndex {
      $0.clientID == posting.clientID
    }
    if let known {
      datasets[dataset].tables[table].sequences[known].number = sequence
    } else {
      datasets[dataset].tables[table].sequences.append((posting.clientID, sequence))
    }
  }

  private func place(_ posting: Posting) throws(Refusal) -> (dataset: Int, table: Int) {
    guard let dataset = datasets.firstIndex(where: { $0.id == posting.datasetID }) else {
      throw .noDataset(posting.datasetID)
    }
    guard let table = datasets[dataset].position(table: posting.table) else {
      throw .noTable(posting.table)
    }
    return (dataset, table)
  }

  /// Stores rows that were on their way and are due; what cannot be stored any more is lost.
  mutating func land(at now: Instant) {
    if landings.isEmpty { return }
    let due = landings.filter { $0.due <= now }
    landings.removeAll { $0.due <= now }
    for landing in due {
      do throws(Refusal) {
        try store(landing.chunk, landing.posting, at: landing.due)
      } catch {
        // The table is gone or full: as at the service, nobody hears of it.
      }
    }
  }
}
