internal import MariaDB
package import Runtime
internal import WordPress

/// A role and which of our capabilities it has.
package struct RoleReport: Sendable, Equatable {
  /// The name in the database.
  package var slug: String
  /// The name that people see.
  package var name: String
  /// The names of what it may do.
  package var capabilities: Set<String>
}

extension Connector {
  /// The site's roles, and what each may do.
  package func roleReports() throws(Fault) -> [RoleReport] {
    var connection = try Connection.open(configuration.database)
    let site = try site(&connection)
    return try RoleTable(site.options).roles(&connection).map(RoleReport.init)
  }

  /// Gives a role capabilities or takes them from it; nil when there is no such role.
  ///
  /// A Fault (`busy`) for what nobody could give back: administrators keep the right to change
  /// rights.
  package func changeRole(
    _ slug: String, _ grants: [String: Bool]
  ) throws(Fault) -> (before: RoleReport, after: RoleReport)? {
    var wanted: [Capability: Bool] = [:]
    for (name, isGranted) in grants {
      guard let capability = Capability(rawValue: name) else { continue }
      wanted[capability] = isGranted
    }
    if slug == RoleTable.keeper, wanted[.manageSettings] == false {
      throw Fault(
        .busy, operation: "changing rights", subject: slug,
        cause: "administrators keep \(Capability.manageSettings.rawValue): nobody could give it "
          + "back", hint: "Leave it out", recovery: .operator)
    }
    var connection = try Connection.open(configuration.database)
    let site = try site(&connection)
    guard let change = try RoleTable(site.options).change(slug, wanted, &connection) else {
      return nil
    }
    return (RoleReport(change.before), RoleReport(change.after))
  }
}

extension RoleReport {
  fileprivate init(_ role: RoleTable.Role) {
    self.init(
      slug: role.slug, name: role.name, capabilities: Set(role.capabilities.map(\.rawValue)))
  }
}
