import Foundation
import Testing
import Testkit

/// Tables as they are in shops that have seen many years: other prefixes, engines, character sets.
struct OldShopTests {
  private func export(_ stage: Stage, _ changing: [String: String] = [:]) throws -> String {
    let outcome = try stage.run("export", "--entity=orders", changing: changing)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.output
  }

  /// The tables of the shop, without ours.
  private func tables(_ stage: Stage) throws -> [String] {
    try stage.server.run("SHOW TABLES", in: stage.database).split(separator: "\n")
      .map(String.init).filter { !$0.contains("wkpbic") }
  }

  /// `_` matches any character where names are compared by pattern.
  @Test(arguments: ["wp_2_", "shop7_", "X_", "a1b2"])
  func aPrefixIsNoPattern(_ prefix: String) throws {
    let stage = try Stage("prefix_\(prefix.lowercased())end", orders: 40)
    let expected = try export(stage)
    var shop = DemoShop(orders: 40, prefix: prefix)
    try stage.server.addShop(shop, to: stage.database)
    // A neighbour whose names match the pattern, in the other storage.
    shop = DemoShop(orders: 10, storage: .legacy, prefix: prefix.replacing("_", with: "z"))
    if shop.prefix != prefix { try stage.server.addShop(shop, to: stage.database) }
    #expect(try export(stage, ["WKPBIC_TABLE_PREFIX": prefix]) == expected)
    let synced = try stage.run("install", changing: ["WKPBIC_TABLE_PREFIX": prefix])
    #expect(synced.status == 0, "\(synced.errors)")
    #expect(
      try stage.run("sync", "--entity=orders", changing: ["WKPBIC_TABLE_PREFIX": prefix]).status
        == 0)
  }

  @Test func tablesWithoutTransactionsAndInThreeByteUTF8() throws {
    let stage = try Stage("myisam", orders: 200)
    let before = try export(stage)
    for table in try tables(stage) {
      try stage.server.run(
        "SET sql_mode = ''; ALTER TABLE \(table) CONVERT TO CHARACTER SET utf8mb3, ENGINE = MyISAM",
        in: stage.database)
    }
    // The conversion itself loses what has four bytes.
    #expect(before.contains("🎁"))
    #expect(try export(stage) == before.replacing("🎁", with: "?"))
    _ = try stage.run("install")
    #expect(try stage.run("sync", "--entity=orders").status == 0)
    #expect(try stage.run("doctor").output.contains("not InnoDB: "))
  }

  /// Site 2 of a network: tables of its own, accounts shared with all other sites.
  @Test func aSiteOfANetwork() throws {
    let stage = try Stage("network", orders: 60)
    func exports(_ arguments: [String], _ environment: [String: String]) throws -> [String] {
      try ["customers", "order_grid"].map { entity in
        let outcome = try ChildProcess.run(
          Repository.binary, ["export", "--entity=\(entity)"] + arguments,
          environment: environment)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return outcome.output
      }
    }
    let before = try exports([], stage.settings)
    #expect(before[0].contains("\"role\":\"customer\""))
    for table in try tables(stage) where table != "wp_users" && table != "wp_usermeta" {
      try stage.server.run(
        "RENAME TABLE \(table) TO wp_2_\(table.dropFirst(3))", in: stage.database)
    }
    try stage.server.run(
      """
      UPDATE wp_2_options SET option_name = 'wp_2_user_roles' WHERE option_name = 'wp_user_roles';
      UPDATE wp_usermeta SET meta_key = 'wp_2_capabilities' WHERE meta_key = 'wp_capabilities';
      CREATE TABLE wp_sitemeta (meta_id bigint AUTO_INCREMENT PRIMARY KEY, site_id bigint,
        meta_key varchar(255), meta_value longtext);
      """, in: stage.database)
    let site = ["WKPBIC_TABLE_PREFIX": "wp_2_"]
    #expect(try exports([], stage.settings.merging(site) { _, new in new }) == before)
    let place = try TemporaryDirectory("network")
    try place.write("", to: "wp-load.php")
    try place.write("", to: "wp-settings.php")
    try place.write(
      """
      <?php
      define('DB_NAME', '\(stage.database)'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
      define('DB_HOST', 'localhost:\(stage.server.socketPath)'); define('MULTISITE', true);
      $table_prefix = 'wp_';
      require_once ABSPATH . 'wp-settings.php';
      """, to: "wp-config.php")
    #expect(try exports(["--path=\(place.path)"], site) == before)
  }

  /// As WordPress with `DB_CHARSET` latin1: UTF-8 bytes in tables that say latin1, never converted.
  @Test func bytesOfUTF8InTablesThatSayLatin1() throws {
    let stage = try Stage("latin1", orders: 200)
    let before = try export(stage)
    for table in try tables(stage) {
      let columns = try stage.server.run(
        """
        SELECT CONCAT('MODIFY `', COLUMN_NAME, '` ', COLUMN_TYPE, ' CHARACTER SET ', '?') FROM
          information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '\(table)'
          AND COLLATION_NAME IS NOT NULL
        """, in: stage.database
      ).split(separator: "\n").map(String.init)
      if columns.isEmpty { continue }
      // By way of bytes, which keeps them as they are.
      for set in ["binary", "latin1"] {
        let list = columns.map { $0.replacing("?", with: set) }.joined(separator: ", ")
        try stage.server.run(
          "ALTER TABLE \(table) \(list)", in: stage.database)
      }
    }
    let place = try TemporaryDirectory("latin1")
    try place.write("", to: "wp-load.php")
    try place.write("", to: "wp-settings.php")
    try place.write(
      """
      <?php
      define('DB_NAME', '\(stage.database)'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
      define('DB_HOST', 'localhost:\(stage.server.socketPath)'); define('DB_CHARSET', 'latin1');
      $table_prefix = 'wp_';
      require_once ABSPATH . 'wp-settings.php';
      """, to: "wp-config.php")
    let outcome = try ChildProcess.run(
      Repository.binary, ["export", "--entity=orders", "--path=\(place.path)"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output == before)
    #expect(before.contains("groß") || before.contains("schön") || before.contains("🎁"))
    // Who speaks utf8mb4 to them sees each byte as a letter.
    #expect(try export(stage) != before)
  }
}
