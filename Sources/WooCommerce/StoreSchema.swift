package import MariaDB
package import Runtime

/// Which tables and indexes a shop has: old versions lack some, and hosts change indexes.
package struct StoreSchema: Sendable, Equatable {
  /// Table names without the prefix, and their engines.
  package private(set) var engines: [String: String] = [:]
  /// How each table compares text: `utf8mb4_unicode_520_ci`.
  package private(set) var collations: [String: String] = [:]
  /// `table.index`, without the prefix.
  package private(set) var indexes: Set<String> = []

  package init(engines: [String: String], indexes: Set<String>) {
    self.engines = engines
    self.indexes = indexes
  }

  /// Reads the schema of the tables under the prefix.
  package init(
    _ connection: inout Connection, prefix: TablePrefix
  ) throws(Fault) {
    let pattern = Literal.text(prefix.text.map { $0 == "_" ? "\\_" : String($0) }.joined() + "%")
    let tables = SQLText(
      """
      SELECT TABLE_NAME, ENGINE, TABLE_COLLATION FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE {pattern}
      """, ["pattern": pattern])
    for row in try connection.rows(tables, "reading the schema") {
      guard let name = Self.bare(row[0], prefix) else { continue }
      engines[name] = row[1].map { String(decoding: $0, as: UTF8.self) } ?? ""
      collations[name] = row[2].map { String(decoding: $0, as: UTF8.self) }
    }
    let keys = SQLText(
      """
      SELECT DISTINCT TABLE_NAME, INDEX_NAME FROM information_schema.STATISTICS
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE {pattern}
      """, ["pattern": pattern])
    for row in try connection.rows(keys, "reading the schema") {
      guard let name = Self.bare(row[0], prefix), let index = row[1] else { continue }
      indexes.insert("\(name).\(String(decoding: index, as: UTF8.self))")
    }
  }

  /// Whether there is such a table; the name is given without its prefix.
  package func has(_ table: String) -> Bool { engines[table] != nil }

  /// How the table compares text; how WordPress's tables usually do when nobody knows.
  func collation(of table: String) -> String { collations[table] ?? "utf8mb4_unicode_ci" }

  /// How the table holds text: a collation's name begins with it.
  func charset(of table: String) -> String {
    String(collation(of: table).prefix { $0 != "_" })
  }

  private static func bare(_ cell: [UInt8]?, _ prefix: TablePrefix) -> String? {
    let name = String(decoding: cell ?? [], as: UTF8.self)
    return name.hasPrefix(prefix.text) ? String(name.dropFirst(prefix.text.count)) : nil
  }
}
