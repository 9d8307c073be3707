internal import Bytes
package import MariaDB
package import Runtime

/// What a site says about itself: configuration and options taken together, read at one moment.
package struct Site: Sendable {
  /// What the tables' names begin with.
  package let prefix: TablePrefix
  /// The site's time zone, `timezone_string` before `gmt_offset`.
  package let zone: TimeZoneRules
  /// `blog_charset`; UTF-8 unless the site is very old.
  package let charset: String
  /// The plugins that are active, on this site or in the network: `woocommerce/woocommerce.php`.
  package let activePlugins: [String]
  /// What WooCommerce says.
  package let commerce: CommerceOptions
  /// The options, to be written as this WordPress writes them.
  package let options: OptionTable
  private let siteAddress: Result<String, Fault>
  private let homeAddress: Result<String, Fault>

  /// Reads everything: two statements, a third in a network.
  package static func read(
    _ config: WPConfig, prefix: TablePrefix, zones: TimeZoneSource, _ connection: inout Connection
  ) throws(Fault) -> Site {
    let words = try autoloadWords(prefix, &connection)
    let table = OptionTable(prefix: prefix, words: words)
    let options = try table.read(names + CommerceOptions.names, &connection)
    var plugins = listed(options.value("active_plugins"))
    if try config.isTrue("MULTISITE") {
      let name = "active_sitewide_plugins"
      let network = try NetworkOptions(config, prefix: prefix).read([name], &connection)
      plugins +=
        network.value(name)?.array?.entries.map {
          String(decoding: $0.key.bytes, as: UTF8.self)
        } ?? []
    }
    return try Site(config, table, options, plugins, zones)
  }

  private init(
    _ config: WPConfig, _ table: OptionTable, _ options: StoredOptions, _ plugins: [String],
    _ zones: TimeZoneSource
  ) throws(Fault) {
    prefix = table.prefix
    self.options = table
    zone = try zones.site(
      timezoneString: options.text("timezone_string") ?? "",
      gmtOffset: options.text("gmt_offset") ?? "")
    charset = options.text("blog_charset").flatMap { $0.isEmpty ? nil : $0 } ?? "UTF-8"
    activePlugins = plugins
    commerce = CommerceOptions(options)
    let site = options.text("siteurl") ?? ""
    let home = options.text("home") ?? ""
    siteAddress = Self.address(config, "WP_SITEURL", site)
    homeAddress =
      home.isEmpty
      ? Self.address(config, "WP_HOME", nil, else: siteAddress)
      : Self.address(config, "WP_HOME", home)
  }

  private static let names = [
    "siteurl", "home", "timezone_string", "gmt_offset", "blog_charset", "active_plugins",
  ]

  /// Where WordPress's own files are served, without a slash at the end.
  ///
  /// Throws when the constant `WP_SITEURL` depends on the request.
  package func siteURL() throws(Fault) -> String { try siteAddress.get() }

  /// Where the site is seen, without a slash at the end.
  ///
  /// Throws when the constant `WP_HOME` depends on the request.
  package func homeURL() throws(Fault) -> String { try homeAddress.get() }

  /// Whether a plugin of that file is active.
  package func hasPlugin(_ file: String) -> Bool { activePlugins.contains(file) }

  /// The constant before the row, as WordPress has it.
  private static func address(
    _ config: WPConfig, _ name: String, _ row: String?,
    else other: Result<String, Fault> = .success("")
  ) -> Result<String, Fault> {
    do {
      // In a network every site has an address of its own.
      if try !config.isTrue("MULTISITE"), let text = try config.text(name) {
        return .success(untrailed(text))
      }
      return row.map { .success(untrailed($0)) } ?? other
    } catch {
      return .failure(error)
    }
  }

  /// Without slashes and backslashes at the end.
  static func untrailed(_ text: String) -> String {
    var bytes = Array(text.utf8)
    while let last = bytes.last, last == UInt8(ascii: "/") || last == UInt8(ascii: "\\") {
      bytes.removeLast()
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func listed(_ value: PHPValue?) -> [String] {
    value?.array?.values.compactMap(\.scalarText) ?? []
  }
}

extension Site {
  /// The first statement of all: a missing table is told from everything else here.
  private static func autoloadWords(
    _ prefix: TablePrefix, _ connection: inout Connection
  ) throws(Fault) -> AutoloadWords {
    let statement = SQLText(
      "SELECT DISTINCT autoload FROM {prefix}options", ["prefix": .prefix(prefix)])
    do {
      let rows = try connection.rows(statement, "reading options")
      return AutoloadWords(found: rows.map { String(decoding: $0[0] ?? [], as: UTF8.self) })
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
