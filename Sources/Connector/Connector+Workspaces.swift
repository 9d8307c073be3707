internal import MariaDB
internal import PowerBI
package import Runtime
internal import WordPress

/// A workspace that the app may see.
package struct WorkspaceReport: Sendable, Equatable {
  /// The id in addresses.
  package var id: String
  /// What people call it.
  package var name: String
  /// Whether rows go there.
  package var isActive: Bool
}

extension Connector {
  /// The workspaces that the app may see.
  package mutating func workspaces() throws(Fault) -> [WorkspaceReport] {
    let active = try activeWorkspaceID()?.lowercased()
    var client = try client()
    return try client.workspaces().map { workspace in
      WorkspaceReport(
        id: workspace.id, name: workspace.name, isActive: workspace.id.lowercased() == active)
    }
  }

  /// Makes a workspace in Power BI.
  package mutating func createWorkspace(name: String) throws(Fault) -> WorkspaceReport {
    var client = try client()
    let workspace: Workspace
    do throws(Fault) {
      workspace = try client.createWorkspace(name: name)
    } catch {
      throw Self.namingFault(error)
    }
    return WorkspaceReport(id: workspace.id, name: workspace.name, isActive: false)
  }

  /// What the service refuses about a new workspace is its name, which the caller can change.
  private static func namingFault(_ fault: Fault) -> Fault {
    var fault = fault
    guard fault.code == .rejected else { return fault }
    switch fault.number {
    case 409:
      fault.cause = "a workspace of that name exists already"
      fault.hint = "Choose another name"
    case 400: fault.code = .usage
    default: break
    }
    return fault
  }

  /// Makes a workspace the one that rows go to; nil when the app sees none of that id.
  ///
  /// A Fault (`busy`) when the configuration says which it is.
  package mutating func activateWorkspace(id: String) throws(Fault) -> WorkspaceReport? {
    if configuration.workspaceID != nil {
      throw Fault(
        .busy, operation: "activating a workspace", subject: id,
        cause: "the configuration says which workspace it is (WKPBIC_WORKSPACE_ID)",
        hint: "Change it there, or take it out", recovery: .operator)
    }
    var client = try client()
    guard let workspace = try client.workspace(id: id) else { return nil }
    var connection = try Connection.open(configuration.database)
    let site = try site(&connection)
    _ = try site.options.set(
      StoredSetting.workspaceID.option, .text(workspace.id), .off, &connection)
    return WorkspaceReport(id: workspace.id, name: workspace.name, isActive: true)
  }

  /// The workspace that rows go to; nil when none is configured.
  private func activeWorkspaceID() throws(Fault) -> String? {
    if let id = configuration.workspaceID { return id }
    var connection = try Connection.open(configuration.database)
    return try stored(.workspaceID, try site(&connection), &connection)
  }
}
