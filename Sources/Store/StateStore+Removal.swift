package import MariaDB
package import Runtime

extension StateStore {
  /// The prefixes under which this database holds state tables.
  package static func installedPrefixes(
    _ connection: inout Connection
  ) throws(Fault) -> [String] {
    let name = "wkpbic_schema"
    let rows = try connection.rows(
      """
      SELECT TABLE_NAME FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE '%wkpbic\\_schema'
      """, "looking for state tables")
    return rows.map { String(decoding: $0[0] ?? [], as: UTF8.self) }.filter { $0.hasSuffix(name) }
      .map { String($0.dropLast(name.count)) }
  }

  /// Our tables as far as they are there, with their prefix.
  package mutating func tableNames() throws(Fault) -> [String] {
    let pattern = "\(prefix)wkpbic_".map { $0 == "_" ? "\\_" : String($0) }.joined() + "%"
    return try rows(
      """
      SELECT TABLE_NAME FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE {pattern} ORDER BY TABLE_NAME
      """, ["pattern": .text(pattern)], "looking for the state tables"
    ).map { $0.text(0) }
  }

  /// All our tables, without their prefix; the one that says which version they have is last.
  private static let tables = [
    "ledger_staged", "ledger", "batches", "deliveries", "retries", "cancellations", "hints",
    "calls", "requests", "profile_syncs", "profiles", "streams", "alerts", "alert_history",
    "alert_look", "reports", "audit_changes", "audit", "leases", "runs", "quota", "columns",
    "measures",
    "tables", "datasets", "schema",
  ]

  /// Removes our tables for good.
  package mutating func dropTables() throws(Fault) {
    for table in Self.tables {
      let text = SQLText(
        template: Array("DROP TABLE IF EXISTS {prefix}wkpbic_\(table)".utf8),
        ["prefix": .prefix(prefix)])
      try execute(text, "removing the state tables")
    }
  }
}
