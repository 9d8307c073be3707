internal import PowerBI
package import Runtime

/// A report or dashboard that can be shown elsewhere.
package struct ItemReport: Sendable, Equatable {
  /// The id in addresses.
  package var id: String
  /// What people call it.
  package var name: String
  /// Where a browser shows it to who may sign in.
  package var webURL: String
  /// Where it is embedded from.
  package var embedURL: String
}

/// The right to show one item for a while.
package struct EmbedReport: Sendable {
  /// The token, which the browser gets.
  package var token: Secret
  /// Names the token in Power BI's logs.
  package var tokenID: String
  /// When it ends, as the service words it.
  package var expiration: String
  /// Where the item is embedded from.
  package var embedURL: String
}

/// What can be embedded.
package enum ItemKind: Sendable { case report, dashboard }

extension Connector {
  /// The reports or dashboards of the workspace.
  package mutating func items(_ kind: ItemKind) throws(Fault) -> [ItemReport] {
    try embeddable(kind).map {
      ItemReport(id: $0.id, name: $0.name, webURL: $0.webURL, embedURL: $0.embedURL)
    }
  }

  /// A token to show one of them; nil when the workspace has none of that id.
  package mutating func embedToken(
    _ kind: ItemKind, id: String
  ) throws(Fault) -> EmbedReport? {
    let wanted = id.lowercased()
    guard let item = try embeddable(kind).first(where: { $0.id.lowercased() == wanted })
    else { return nil }
    var client = try client()
    let token =
      switch kind {
      case .report: try client.embedToken(report: item)
      case .dashboard: try client.embedToken(dashboard: item, workspace: try workspaceID())
      }
    return EmbedReport(
      token: token.token, tokenID: token.id, expiration: token.expiration,
      embedURL: item.embedURL)
  }

  private mutating func embeddable(_ kind: ItemKind) throws(Fault) -> [EmbeddableItem] {
    let workspace = try workspaceID()
    var client = try client()
    return switch kind {
    case .report: try client.reports(workspace: workspace)
    case .dashboard: try client.dashboards(workspace: workspace)
    }
  }
}
