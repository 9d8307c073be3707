internal import Bytes
internal import HTTPClient
package import Runtime

/// A workspace ("group") that the app may see.
package struct Workspace: Sendable, Equatable {
  /// The id in addresses.
  package var id: String
  /// What people call it.
  package var name: String

  /// The address under which a browser shows a workspace, with ID for its id.
  package static let addressPattern = "app.powerbi.com/groups/ID"

  package init(id: String, name: String) {
    self.id = id
    self.name = name
  }
}

extension PowerBIClient {
  /// Workspaces of one page of the list.
  static let workspacesPerPage = 1000
  /// Pages at most; an app that sees more workspaces is not set up for one shop.
  static let workspacePagesMax = 20

  /// The workspaces that the app may see.
  package mutating func workspaces() throws(Fault) -> [Workspace] {
    var all: [Workspace] = []
    for page in 0..<Self.workspacePagesMax {
      let call = Call(
        .get, ["groups"],
        query: [
          "$top": String(Self.workspacesPerPage), "$skip": String(page * Self.workspacesPerPage),
        ], "listing workspaces", cloud.api.host, .reading)
      let found = try list(call).map { (entry) throws(Fault) in try Self.workspace(entry, call) }
      // A server that ignores paging sends the same again.
      if let first = found.first, all.contains(where: { $0.id == first.id }) { break }
      all += found
      if found.count < Self.workspacesPerPage { break }
    }
    return all
  }

  /// The workspace of that id; nil when there is none or the app may not see it.
  package mutating func workspace(id: String) throws(Fault) -> Workspace? {
    let wanted = id.lowercased()
    return try workspaces().first { $0.id.lowercased() == wanted }
  }

  /// Makes a workspace; a second one of the same name is refused by the service.
  package mutating func createWorkspace(name: String) throws(Fault) -> Workspace {
    let call = Call(
      .post, ["groups"], query: ["workspaceV2": "true"], "creating a workspace", name, .creating)
    _ = try send(call, .object(["name": .string(name)]))
    return try Self.workspace(try object(of: call), call)
  }

  private static func workspace(_ entry: JSONValue, _ call: Call) throws(Fault) -> Workspace {
    guard let id = entry["id"]?.string, !id.isEmpty else {
      throw unreadable(call, "a workspace without id")
    }
    return Workspace(id: id, name: entry["name"]?.string ?? id)
  }

  /// The elements of `value` of the object that a call brings.
  mutating func list(_ call: Call) throws(Fault) -> [JSONValue] {
    if let elements = try object(call)["value"]?.array { return elements }
    throw Self.unreadable(call, "the reply holds no list")
  }
}
