internal import Bytes
package import MariaDB
package import Runtime

/// The options that say what a site is, read at one moment; the same ones make the same site.
package struct SiteOptions: Sendable, Equatable {
  /// What the tables' names begin with.
  package let prefix: TablePrefix
  /// The options themselves.
  package let options: StoredOptions
  let words: AutoloadWords
  /// The plugins that are active in the network, as they are stored; nil on a single site.
  let networkPlugins: [UInt8]?

  /// Reads what a `Site` is made of, and the options of some more names: one statement, another
  /// one in a network.
  package static func read(
    _ config: WPConfig, prefix: TablePrefix, also more: [String], _ connection: inout Connection
  ) throws(Fault) -> SiteOptions {
    let names = Site.optionNames + CommerceOptions.names + more
    let wanted = Set(names)
    var options = StoredOptions()
    var words: [String] = []
    for row in try rows(prefix, names, &connection) {
      let word = String(decoding: row[2] ?? [], as: UTF8.self)
      guard let name = row[0].map({ String(decoding: $0, as: UTF8.self) }) else {
        words.append(word)
        continue
      }
      guard wanted.contains(name) else { continue }
      options[name] = StoredOptions.Row(value: row[1] ?? [], autoload: word)
    }
    return SiteOptions(
      prefix: prefix, options: options, words: AutoloadWords(found: words),
      networkPlugins: try networkPlugins(config, prefix, &connection))
  }

  private static func networkPlugins(
    _ config: WPConfig, _ prefix: TablePrefix, _ connection: inout Connection
  ) throws(Fault) -> [UInt8]? {
    guard try config.isTrue("MULTISITE") else { return nil }
    let name = "active_sitewide_plugins"
    return try NetworkOptions(config, prefix: prefix).read([name], &connection)[name]?.value
  }
}

extension SiteOptions {
  /// The first statement of all: a missing table is told from everything else here.
  ///
  /// The words of `autoload` that the table holds come as rows without a name.
  private static func rows(
    _ prefix: TablePrefix, _ names: [String], _ connection: inout Connection
  ) throws(Fault) -> [[[UInt8]?]] {
    let statement = SQLText(
      """
      SELECT option_name, option_value, autoload FROM {prefix}options \
      WHERE option_name IN ({names}) \
      UNION ALL SELECT DISTINCT NULL, NULL, autoload FROM {prefix}options
      """, ["prefix": .prefix(prefix), "names": .list(names.map { .text($0) })])
    do {
      return try connection.rows(statement, "reading options")
    } catch {
      guard error.number == noSuchTable else { throw error }
      throw try wrongPrefix(prefix, &connection)
    }
  }

  /// The server's number for a table that does not exist.
  private static let noSuchTable = 1146
  /// Prefixes that a message names, at most.
  private static let prefixesMax = 8

  private static func wrongPrefix(
    _ prefix: TablePrefix, _ connection: inout Connection
  ) throws(Fault) -> Fault {
    let rows = try connection.rows(
      """
      SELECT table_name FROM information_schema.tables \
      WHERE table_schema = DATABASE() AND table_name LIKE '%options' ORDER BY table_name
      """, "looking for WordPress's tables")
    let names = rows.map { String(decoding: $0[0] ?? [], as: UTF8.self) }
    let found = names.filter { $0.hasSuffix("options") }.map { "'\($0.dropLast(7))'" }
    let others = found.prefix(prefixesMax).joined(separator: ", ")
    return Fault(
      .configuration, operation: "reading WordPress's options",
      subject: "\(prefix)options", cause: "the database has no table with the prefix '\(prefix)'",
      hint: found.isEmpty
        ? "Check DB_NAME: this database holds no WordPress"
        : "Check $table_prefix (WKPBIC_TABLE_PREFIX): this database has the prefixes \(others)",
      recovery: .operator, number: noSuchTable)
  }
}
