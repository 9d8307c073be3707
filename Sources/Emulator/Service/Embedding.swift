internal import Bytes
internal import HTTPServer
internal import Runtime

// Reports and dashboards, and tokens to embed them.
extension World {
  /// What the workspace of a path has of the kind that the path names.
  func items(_ call: Call) -> [Emulator.Configuration.Item] {
    if call.workspace?.lowercased() != configuration.workspaceID { return [] }
    return call.operation == .listReports || call.operation == .getReport
      ? configuration.reports : configuration.dashboards
  }

  func item(_ call: Call) throws(Refusal) -> Emulator.Configuration.Item {
    guard let item = items(call).first(where: { $0.id == call.item.lowercased() }) else {
      throw .gateway(404, "PowerBIEntityNotFound")
    }
    return item
  }

  func report(_ item: Emulator.Configuration.Item) -> JSONValue {
    let group = configuration.workspaceID
    return .object([
      "id": .string(item.id), "reportType": .string("PowerBIReport"), "name": .string(item.name),
      "webUrl": .string("https://app.powerbi.com/groups/\(group)/reports/\(item.id)"),
      "embedUrl": .string(
        "https://app.powerbi.com/reportEmbed?reportId=\(item.id)&groupId=\(group)&w=2"),
      "datasetId": .string(datasets.first?.id ?? ""),
    ])
  }

  /// A dashboard's name is called otherwise than a report's.
  func dashboard(_ item: Emulator.Configuration.Item) -> JSONValue {
    let group = configuration.workspaceID
    return .object([
      "id": .string(item.id), "displayName": .string(item.name), "isReadOnly": .boolean(false),
      "webUrl": .string("https://app.powerbi.com/groups/\(group)/dashboards/\(item.id)"),
      "embedUrl": .string(
        "https://app.powerbi.com/dashboardEmbed?dashboardId=\(item.id)&groupId=\(group)"),
    ])
  }

  private static let itemBody: Set<String> = [
    "accessLevel", "datasetId", "allowSaveAs", "identities", "lifetimeInMinutes",
  ]
  private static let listBody: Set<String> = [
    "datasets", "reports", "targetWorkspaces", "identities", "lifetimeInMinutes",
    "datasourceIdentities",
  ]
  private static let accessLevels = ["View", "Edit", "Create"]
  /// Items of a kind in one request.
  private static let itemsMax = 50

  /// A token that lives as long as the token it was asked with, or less.
  mutating func generateToken(
    _ call: Call, _ request: HTTPServer.Request, at now: Instant
  ) throws(Refusal) -> Reply {
    let body = try Self.body(request)
    let names = call.item.isEmpty ? Self.listBody : Self.itemBody
    guard let members = body.members, members.allSatisfy({ names.contains($0.name) }) else {
      throw .invalid("A property does not exist on this type", target: "requestParameters")
    }
    if call.item.isEmpty {
      try checkLists(body)
    } else {
      try checkItem(call, body)
    }
    guard case .valid(_, var end) = tokens.standing(request.value("Authorization"), at: now) else {
      throw .notAuthorized
    }
    if let minutes = body["lifetimeInMinutes"], !minutes.isNull {
      guard let count = minutes.integer, count >= 0, count <= 1440 else {
        throw .invalid("'lifetimeInMinutes' is a number", target: "lifetimeInMinutes")
      }
      if count > 0 { end = min(end, now.adding(seconds: Double(count) * 60)) }
    }
    var expiration = ByteBuffer()
    expiration.append(CivilTime(seconds: end.unixSeconds))
    return Reply(
      200,
      .object([
        "@odata.context": .string("http://api.powerbi.com/v1.0/myorg/$metadata#token"),
        "token": .string("H4sI" + identifiers.letters(400)),
        "tokenId": .string(identifiers.uuid()),
        "expiration": .string(expiration.bytes.text() + "Z"),
      ]))
  }

  private func checkItem(_ call: Call, _ body: JSONValue) throws(Refusal) {
    let known = configuration.reports + configuration.dashboards
    guard known.contains(where: { $0.id == call.item.lowercased() }),
      call.workspace?.lowercased() == configuration.workspaceID
    else { throw .gateway(404, "PowerBIEntityNotFound") }
    guard Self.accessLevels.contains(body["accessLevel"]?.string ?? "") else {
      throw .invalid("'accessLevel' is View, Edit or Create", target: "accessLevel")
    }
  }

  private func checkLists(_ body: JSONValue) throws(Refusal) {
    let reports = try Self.ids(body, "reports")
    let known = try Self.ids(body, "datasets")
    if reports.isEmpty, known.isEmpty {
      throw .invalid("There is nothing to embed", target: "requestParameters")
    }
    for id in reports where !configuration.reports.contains(where: { $0.id == id }) {
      throw .gateway(404, "PowerBIEntityNotFound")
    }
    for id in known where !datasets.contains(where: { $0.id == id }) {
      throw .gateway(404, "PowerBIEntityNotFound")
    }
    let targets = try Self.ids(body, "targetWorkspaces")
    for id in targets where !workspaces.contains(where: { $0.id == id }) {
      throw .gateway(404, "PowerBIEntityNotFound")
    }
  }

  private static func ids(_ body: JSONValue, _ name: String) throws(Refusal) -> [String] {
    guard let list = body[name], !list.isNull else { return [] }
    guard let items = list.array, items.count <= itemsMax else {
      throw .invalid("'\(name)' is a list of at most \(itemsMax)", target: name)
    }
    var ids: [String] = []
    for item in items {
      guard let id = item["id"]?.string else { throw .invalid("An id is missing", target: name) }
      ids.append(id.lowercased())
    }
    return ids
  }
}
