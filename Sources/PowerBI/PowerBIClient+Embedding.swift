internal import Bytes
internal import HTTPClient
package import Runtime

/// A report or a dashboard of a workspace.
package struct EmbeddableItem: Sendable, Equatable {
  /// The id in addresses.
  package var id: String
  /// What people call it.
  package var name: String
  /// Where a browser shows it to who may sign in.
  package var webURL: String
  /// Where it is embedded from.
  package var embedURL: String
  /// The dataset that a report reads; nil for dashboards.
  package var datasetID: String?
}

/// The right to show one item for a while, for who cannot sign in.
package struct EmbedToken: Sendable {
  /// The token itself, which a browser gets.
  package var token: Secret
  /// Names it in Power BI's logs.
  package var id: String
  /// When it ends, as the service words it.
  package var expiration: String
}

extension PowerBIClient {
  /// Minutes that a token of ours lives at most.
  private static let embedMinutes = 60

  /// The reports of a workspace.
  package mutating func reports(workspace: String) throws(Fault) -> [EmbeddableItem] {
    let call = Call(
      .get, ["groups", workspace, "reports"], "listing reports", workspace, .reading)
    return try list(call).map { (entry) throws(Fault) in try Self.item(entry, "name", call) }
  }

  /// The dashboards of a workspace.
  package mutating func dashboards(workspace: String) throws(Fault) -> [EmbeddableItem] {
    let call = Call(
      .get, ["groups", workspace, "dashboards"], "listing dashboards", workspace, .reading)
    return try list(call).map { (entry) throws(Fault) in
      try Self.item(entry, "displayName", call)
    }
  }

  /// A token to show a report and the dataset that it reads; nothing can be changed with it.
  package mutating func embedToken(report: EmbeddableItem) throws(Fault) -> EmbedToken {
    var members: [JSONValue.Member] = [
      .init(
        "reports",
        .array([.object(["id": .string(report.id), "allowEdit": .boolean(false)])]))
    ]
    if let id = report.datasetID, !id.isEmpty {
      members.append(.init("datasets", .array([.object(["id": .string(id)])])))
    }
    members.append(.init("lifetimeInMinutes", .integer(Self.embedMinutes)))
    let call = Call(
      .post, ["GenerateToken"], "making an embed token", report.name, .reading)
    return try token(call, .object(members))
  }

  /// A token to show a dashboard; the service makes those in its first version only.
  package mutating func embedToken(
    dashboard: EmbeddableItem, workspace: String
  ) throws(Fault) -> EmbedToken {
    let call = Call(
      .post, ["groups", workspace, "dashboards", dashboard.id, "GenerateToken"],
      "making an embed token", dashboard.name, .reading)
    return try token(
      call,
      .object([
        "accessLevel": .string("View"), "lifetimeInMinutes": .integer(Self.embedMinutes),
      ]))
  }

  private mutating func token(_ call: Call, _ body: JSONValue) throws(Fault) -> EmbedToken {
    _ = try send(call, body)
    let reply = try object(of: call)
    guard let token = reply["token"]?.string, !token.isEmpty else {
      throw Self.unreadable(call, "the reply holds no token")
    }
    return EmbedToken(
      token: Secret(token), id: reply["tokenId"]?.string ?? "",
      expiration: reply["expiration"]?.string ?? "")
  }

  private static func item(
    _ entry: JSONValue, _ name: String, _ call: Call
  ) throws(Fault) -> EmbeddableItem {
    guard let id = entry["id"]?.string, !id.isEmpty else {
      throw unreadable(call, "an item without id")
    }
    return EmbeddableItem(
      id: id, name: entry[name]?.string ?? id, webURL: entry["webUrl"]?.string ?? "",
      embedURL: entry["embedUrl"]?.string ?? "", datasetID: entry["datasetId"]?.string)
  }
}
