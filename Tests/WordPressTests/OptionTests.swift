import Bytes
import Foundation
import MariaDB
import Runtime
import Testing
import Testkit

@testable import WordPress

/// One server for the suite; each test makes the database anew.
private let sharedServer = Result { () throws(Fault) in try TemporaryMariaDB() }

@Suite(.serialized) struct OptionTests {
  private let server: TemporaryMariaDB

  init() throws {
    server = try sharedServer.get()
  }

  private func connect() throws(Fault) -> Connection {
    try Connection.open(
      ConnectionOptions(
        address: .socket(server.socketPath), user: "root", password: Secret(""), database: "shop",
        security: .off))
  }

  /// A fresh database with the table as WordPress makes it.
  private func site(_ prefix: String = "wp_") throws -> Connection {
    try server.createDatabase("shop")
    var connection = try connect()
    try makeOptions(prefix, &connection)
    return connection
  }

  private func makeOptions(_ prefix: String, _ connection: inout Connection) throws {
    let statement = SQLText(
      """
      CREATE TABLE {prefix}options (option_id bigint unsigned NOT NULL AUTO_INCREMENT, \
      option_name varchar(191) NOT NULL DEFAULT '', option_value longtext NOT NULL, \
      autoload varchar(20) NOT NULL DEFAULT 'yes', PRIMARY KEY (option_id), \
      UNIQUE KEY option_name (option_name), KEY autoload (autoload)) \
      DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
      """, ["prefix": .prefix(try #require(TablePrefix(prefix)))])
    try connection.execute(statement, "test")
  }

  private func table(_ words: AutoloadWords) throws -> OptionTable {
    OptionTable(prefix: try #require(TablePrefix("wp_")), words: words)
  }

  /// Steps that speak of PHP's own caches or of transients have no counterpart here.
  private static let untold: Set<String> = [
    "set_transient", "get_transient", "delete_transient", "set_site_transient",
    "get_site_transient", "update_site_option", "get_site_option",
  ]
  private static let cached = ["stale_", "lost_update"]
  /// A name longer than the column is a mistake of ours, and PHP trims what we write as it is.
  private static let unnameable = ["truncated_name", "long_name", "name_trim"]

  @Test func sequencesEndWithTheRowsThatWordPressLeaves() throws {
    let cases = try Vectors("options").cases("sequences")
    #expect(cases.count == 106)
    var connection = try site()
    var replayed = 0
    for vector in cases {
      let steps = vector.list("steps")
      let isUntold = steps.contains { Self.untold.contains($0.text("call")) }
      let isCached = (Self.cached + Self.unnameable).contains { vector.id.contains($0) }
      if isUntold || isCached { continue }
      try connection.execute("DELETE FROM wp_options", "test")
      let table = try table(vector.text("wp").hasPrefix("6.1") ? .yesNo : .onOff)
      for step in steps { try replay(step, vector, table, &connection) }
      #expect(try rows(&connection) == expected(vector), "\(vector.id)")
      replayed += 1
    }
    #expect(replayed >= 65)
  }

  private func replay(
    _ step: JSONValue, _ vector: JSONValue, _ table: OptionTable, _ connection: inout Connection
  ) throws {
    let arguments = step.list("args")
    let name = arguments.first.flatMap { $0["utf8"]?.string } ?? arguments.first?.string ?? ""
    // PHP trims names; we name our own.
    let trimmed = name.trimmingCharacters(in: .whitespaces)
    switch step.text("call") {
    case "add_option":
      let autoload = arguments.count > 3 ? autoload(arguments[3], table.words) : .automatic
      let isAdded = try addedAsPHP(trimmed, value(arguments[1]), autoload, table, &connection)
      if let returned = step["returns"]?["v"]?.boolean {
        #expect(isAdded == returned, "\(vector.id)")
      }
    case "update_option":
      let autoload = arguments.count > 2 ? autoload(arguments[2], table.words) : nil
      let isWritten = try table.set(trimmed, value(arguments[1]), autoload, &connection)
      #expect(isWritten == step["returns"]?["v"]?.boolean, "\(vector.id)")
    case "delete_option":
      let isDeleted = try table.delete(trimmed, &connection)
      #expect(isDeleted == step["returns"]?["v"]?.boolean, "\(vector.id)")
    case "external_sql":
      let text = name.isEmpty ? step.text("args") : name
      try server.run(text, in: "shop")
    default: break
    }
  }

  /// The value of a step; long ones are only described.
  private func value(_ model: JSONValue) -> PHPValue {
    if let text = model.string, let count = Int(text.prefix { $0.isNumber }) {
      return .text(String(repeating: "x", count: count))
    }
    return PHPValue(model: model)
  }

  /// A name that only the collation takes for the same is none of ours: nothing is added.
  private func addedAsPHP(
    _ name: String, _ value: PHPValue, _ autoload: Autoload, _ table: OptionTable,
    _ connection: inout Connection
  ) throws -> Bool {
    do {
      return try table.add(name, value, autoload, &connection)
    } catch {
      #expect(error.code == .data && error.subject == name)
      return false
    }
  }

  private func autoload(_ model: JSONValue, _ words: AutoloadWords) -> Autoload {
    switch PHPValue(model: model) {
    case .boolean(true): .on
    case .boolean(false), .string(Array("no".utf8)): .off
    case .string(Array("off".utf8)) where words == .onOff: .off
    case .string(Array("yes".utf8)): .on
    case .string(Array("on".utf8)) where words == .onOff: .on
    default: .automatic
    }
  }

  private func rows(_ connection: inout Connection) throws -> [[String]] {
    try connection.rows(
      "SELECT option_name, option_value, autoload FROM wp_options ORDER BY option_name", "test"
    ).map { $0.map { String(decoding: $0 ?? [], as: UTF8.self) } }
  }

  private func expected(_ vector: JSONValue) -> [[String]] {
    vector.list("rows_after").map { row in
      var value = row.text("option_value")
      if value.hasPrefix("("), value.hasSuffix(" x)"),
        let count = Int(value.dropFirst().prefix { $0.isNumber })
      {
        value = String(repeating: "x", count: count)
      }
      return [row.text("option_name"), value, row.text("autoload")]
    }.sorted { $0[0] < $1[0] }
  }

  @Test func namesAreExactWhereTheCollationIsNot() throws {
    var connection = try site()
    let table = try table(.onOff)
    for name in ["wkpbic_a", "Wkpbic_B", "wkpbic_ü"] {
      #expect(try table.add(name, .text(name), .off, &connection))
    }
    let names = ["wkpbic_a", "WKPBIC_A", "wkpbic_b", "wkpbic_u", "wkpbic_a ", "wkpbic_ü"]
    let read = try table.read(names, &connection)
    #expect(names.filter { read[$0] != nil } == ["wkpbic_a", "wkpbic_ü"])
    #expect(throws: Fault.self) { try table.add("wkpbic_b", .text("x"), .off, &connection) }
    #expect(throws: Fault.self) { try table.set("wkpbic_u", .text("x"), .off, &connection) }
    #expect(try !table.delete("WKPBIC_A", &connection))
    #expect(try table.delete("wkpbic_a", &connection))
    #expect(try table.read(["Wkpbic_B"], &connection).value("Wkpbic_B") == .text("Wkpbic_B"))
  }

  @Test func aSwapFailsWhenAnybodyElseWasThere() throws {
    var connection = try site()
    let table = try table(.onOff)
    #expect(try table.add("wkpbic_x", .map(["a": .integer(1)]), .off, &connection))
    let old = try #require(try table.read(["wkpbic_x"], &connection)["wkpbic_x"]).value
    // Differs only in case, which the column's collation does not see.
    try connection.execute(
      "UPDATE wp_options SET option_value = UPPER(option_value)", "another writer")
    #expect(try !table.swap("wkpbic_x", from: old, to: .text("mine"), &connection))
    let now = try #require(try table.read(["wkpbic_x"], &connection)["wkpbic_x"])
    #expect(now.value == Array("A:1:{S:1:\"A\";I:1;}".utf8))
    #expect(try table.swap("wkpbic_x", from: now.value, to: .text("mine"), &connection))
    #expect(try table.swap("wkpbic_x", from: Array("mine".utf8), to: .text("mine"), &connection))
    #expect(try table.read(["wkpbic_x"], &connection).text("wkpbic_x") == "mine")
    #expect(try !table.swap("wkpbic_y", from: [], to: .text("mine"), &connection))
  }

  @Test func noIncrementOfManyWritersIsLost() throws {
    _ = try site()
    let table = try table(.onOff)
    let failures = Lock<[String]>([])
    let threads = (0..<4).map { _ in
      Thread {
        do {
          var connection = try connect()
          for _ in 0..<50 { try increment(table, &connection) }
        } catch {
          failures.withLock { $0.append("\(error)") }
        }
      }
    }
    threads.forEach { $0.start() }
    let end = SystemClock().monotonicSeconds + 60
    while !threads.allSatisfy(\.isFinished), SystemClock().monotonicSeconds < end {
      _ = SystemClock().wait(seconds: 0.02, interruption: Interruption())
    }
    #expect(failures.withLock { $0 } == [])
    var connection = try connect()
    #expect(try table.read(["wkpbic_n"], &connection).text("wkpbic_n") == "200")
  }

  private func increment(_ table: OptionTable, _ connection: inout Connection) throws {
    for _ in 0..<200 {
      do {
        _ = try table.modify("wkpbic_n", .off, &connection) { (present) in
          .integer((present?.scalarText.flatMap(Int64.init) ?? 0) + 1)
        }
        return
      } catch {
        guard error.code == .busy else { throw error }
      }
    }
  }

  @Test func bytesOfEveryKindComeBack() throws {
    var connection = try site()
    let table = try table(.onOff)
    let value = PHPValue.map([
      "quote'\"\\": .text("\u{0}\n'; DROP TABLE wp_options; -- 😀"), "5": .float(0.1),
      "list": .list([.null, .boolean(true), .integer(.min)]),
    ])
    #expect(try table.set("wkpbic_v", value, .off, &connection))
    #expect(try !table.set("wkpbic_v", value, nil, &connection))
    #expect(try table.read(["wkpbic_v"], &connection).value("wkpbic_v") == value)
  }

  @Test func theSiteIsReadFromOptionsAndConstants() throws {
    var connection = try site()
    let table = try table(.yesNo)
    let options: [(String, PHPValue)] = [
      ("siteurl", .text("https://shop.example/wp/")), ("home", .text("")),
      ("timezone_string", .text("")), ("gmt_offset", .text("5.5")),
      (
        "active_plugins",
        .list([.text("akismet/akismet.php"), .text("woocommerce/woocommerce.php")])
      ),
      ("woocommerce_version", .text("9.8.1")),
      ("woocommerce_custom_orders_table_enabled", .text("yes")),
      ("woocommerce_price_num_decimals", .text("3")),
      ("woocommerce_excluded_report_order_statuses", .list([.text("pending")])),
    ]
    for (name, value) in options { _ = try table.add(name, value, .on, &connection) }
    let site = try read([:], &connection)
    #expect(try site.siteURL() == "https://shop.example/wp")
    #expect(try site.homeURL() == "https://shop.example/wp")
    #expect(site.zone.name == "+05:30" && site.charset == "UTF-8")
    #expect(site.hasPlugin("woocommerce/woocommerce.php") && !site.hasPlugin("x/x.php"))
    #expect(site.options.words == .yesNo)
    #expect(site.commerce.usesOrderTables && !site.commerce.hasCostOfGoods)
    #expect(site.commerce.priceDecimals == 3 && site.commerce.version == "9.8.1")
    #expect(site.commerce.excludedReportStatuses == ["pending"])
    let moved = try read(["WP_HOME": "https://other.example//"], &connection)
    #expect(try moved.homeURL() == "https://other.example")
    #expect(try moved.siteURL() == "https://shop.example/wp")
    _ = try table.set("timezone_string", .text("Europe/Paris"), nil, &connection)
    try connection.execute(
      "UPDATE wp_options SET autoload = 'auto' WHERE option_name = 'home'", "t")
    let later = try read([:], &connection)
    #expect(later.zone.name == "Europe/Paris" && later.options.words == .onOff)
  }

  private func config(_ constants: [String: String]) throws -> WPConfig {
    let values = [
      "DB_HOST": "h", "DB_USER": "u", "DB_PASSWORD": "p", "DB_NAME": "n", "table_prefix": "wp_",
    ]
    let directory = try TemporaryDirectory()
    let lines = constants.sorted { $0.key < $1.key }.map { "define('\($0)', \"\($1)\");" }
    try directory.write("wp-config.php", "<?php\n" + lines.joined(separator: "\n"))
    return try WPConfig.read(
      directory: directory.path, environment: [:], replacing: values, files: DiskFiles())
  }

  private func read(
    _ constants: [String: String], prefix: String = "wp_", _ connection: inout Connection
  ) throws -> Site {
    try Site.read(
      try config(constants), prefix: try #require(TablePrefix(prefix)),
      zones: TimeZoneSource(files: DiskFiles()), &connection)
  }

  @Test func anAddressThatARequestDecidesIsNotGuessed() throws {
    var connection = try site()
    _ = try table(.onOff).add("home", .text("https://a"), .on, &connection)
    let site = try read(["WP_HOME": "https://{$_SERVER['HTTP_HOST']}"], &connection)
    #expect(throws: Fault.self) { try site.homeURL() }
    #expect(try site.siteURL() == "")
  }

  @Test func aWrongPrefixIsNamedWithTheRightOnes() throws {
    var connection = try site("shop_")
    try makeOptions("blog2_", &connection)
    do {
      _ = try read([:], prefix: "wp_", &connection)
      Issue.record("read from nowhere")
    } catch let fault as Fault {
      #expect(fault.code == .configuration && fault.cause.contains("'wp_'"))
      #expect(fault.hint.contains("'blog2_', 'shop_'"), "\(fault.line)")
    }
    try connection.execute("DROP TABLE shop_options", "test")
    try connection.execute("DROP TABLE blog2_options", "test")
    do {
      _ = try read([:], prefix: "wp_", &connection)
      Issue.record("read from nowhere")
    } catch let fault as Fault {
      #expect(fault.hint.contains("DB_NAME"), "\(fault.line)")
    }
  }

  @Test func saltsOfANetworkComeFromItsOwnTable() throws {
    var connection = try site()
    try connection.execute(
      """
      CREATE TABLE wp_sitemeta (meta_id bigint AUTO_INCREMENT PRIMARY KEY, site_id bigint, \
      meta_key varchar(255), meta_value longtext)
      """, "test")
    try connection.execute(
      """
      INSERT INTO wp_sitemeta (site_id, meta_key, meta_value) VALUES (2, 'auth_key', 'other'), \
      (1, 'auth_key', 'first'), (1, 'auth_key', 'second'), (1, 'auth_salt', 'salt')
      """, "test")
    _ = try table(.onOff).add("auth_key", .text("single"), .off, &connection)
    _ = try table(.onOff).add("auth_salt", .text("-salt"), .off, &connection)
    let prefix = try #require(TablePrefix("wp_"))
    for (constants, expected) in [([:], "single-salt"), (["MULTISITE": "1"], "firstsalt")] {
      let config = try config(constants)
      let stored = try NetworkOptions(config, prefix: prefix)
        .read(NetworkOptions.saltNames, &connection)
      let salt = try Salts(config.salts).salt("auth") { (name) in stored[name]?.value }
      #expect(salt.revealText() == expected)
    }
  }
}
