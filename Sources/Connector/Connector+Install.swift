internal import MariaDB
package import Runtime
internal import Store
internal import WordPress

/// What an installation did.
package struct InstallReport: Sendable, Equatable {
  /// The version of the state tables.
  package var version: Int
  /// Versions that this installation brought; none when all was there.
  package var versionsApplied: [Int]
  /// The name that every row carries.
  package var storeName: String
}

extension Connector {
  /// Creates or upgrades the state tables and notes the store's name; changes nothing when all is
  /// up to date.
  package func install() throws(Fault) -> InstallReport {
    var connection = try Connection.open(configuration.database)
    let site = try site(&connection)
    let name = try storeName(site, &connection)
    var store = try openStore()
    let applied = try store.install()
    _ = try site.options.set(StoredSetting.storeName.option, .text(name), .off, &connection)
    return InstallReport(
      version: StateStore.schemaVersion, versionsApplied: applied, storeName: name)
  }

  /// Removes the state tables and our options when `drop` is given; returns what was removed.
  ///
  /// Without it nothing is removed: what remains is listed. Datasets in Power BI are never touched.
  package func uninstall(drop: Bool) throws(Fault) -> [String] {
    var connection = try Connection.open(configuration.database)
    let site = try site(&connection)
    let names =
      StoredSetting.allCases.map(\.option) + [
        StoredSecrets.optionName, StoredSecrets.checkName,
      ]
    let options = try site.options.read(names, &connection)
    let present = names.filter { options[$0] != nil }
    var store = try openStore()
    let tables = try store.tableNames()
    guard drop else { return tables + present.map { "option \($0)" } }
    try store.dropTables()
    for name in present { _ = try site.options.delete(name, &connection) }
    return tables + present.map { "option \($0)" }
  }
}
