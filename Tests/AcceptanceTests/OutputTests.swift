import Foundation
import Testing
import Testkit

/// What commands print, character by character.
struct OutputTests {
  @Test func theFirstDay() throws {
    let stage = try Stage("firstday")
    let before = try stage.run("status")
    #expect(before.status == 0)
    #expect(before.output.contains("\nLast sync:    never\nEntities:     orders (300)"))
    #expect(
      before.output.contains("Attention:    the state tables are missing; run: wkpbic install"))
    let early = try stage.run("sync")
    #expect(early.status == 1)
    #expect(early.errors.contains("Run: wkpbic install."))
    let installed = try stage.run("install")
    #expect(
      installed.output.replacing(/\d+/, with: "9")
        == "State tables are ready (version 9).\nStore name: shop.example\n")
    #expect(
      try stage.run("install").output.replacing(/\d+/, with: "9")
        == "State tables are up to date (version 9).\nStore name: shop.example\n")
    let tested = try stage.run("test-connection")
    #expect(
      tested.output == """
        Step 1 — Decrypt credentials ............ PASS
        Step 2 — Request OAuth token ............ PASS
        Step 3 — Call Power BI API .............. PASS
        All checks passed.

        """)
    #expect(tested.status == 0)
    let synced = try stage.run("sync", "--entity=orders", "--full", "--batch=100")
    #expect(synced.status == 0)
    #expect(synced.output.wholeMatch(of: /orders: 300 rows in \d+\.\ds\n/) != nil)
    #expect(synced.errors.isEmpty)
    try stage.expectEqual()
    // The figures that change with the day stand as 9; all else is to the letter.
    let after = try stage.run("status").output
    let workspace = try #require(stage.settings["WKPBIC_WORKSPACE_ID"]?.prefix(8))
    #expect(
      after.replacing(workspace, with: "ID").replacing(/\d/, with: "9")
        .replacing(#/ \| customers .*/#, with: "") == """
          Connection:   Connected
          Token expiry: 9999-99-99 99:99 UTC (99 min remaining)
          Workspace:    WooCommerce Store (ID-...)
          Last sync:    9999-99-99 99:99 UTC — orders — 999 rows — 9.9s
          Entities:     orders (999)

          """)
  }

  @Test func listsInEveryFormat() throws {
    let stage = try Stage("lists", orders: 12)
    let table = try stage.run("list-entities").output.split(separator: "\n")
    #expect(table[1].wholeMatch(of: /\| slug +\| label +\| status +\| rows \|/) != nil)
    #expect(table[3].wholeMatch(of: /\| orders +\| Orders +\| enabled +\| 12 +\|/) != nil)
    let expected = [
      "json": "[{\"slug\":\"orders\",\"label\":\"Orders\",\"status\":\"enabled\",\"rows\":12},",
      "csv": "slug,label,status,rows\norders,Orders,enabled,12\n",
      "yaml": "---\n-\n  slug: orders\n  label: Orders\n  status: enabled\n  rows: 12\n-\n",
      "ids": "orders ",
    ]
    for (format, text) in expected {
      #expect(try stage.run("list-entities", "--format=\(format)").output.hasPrefix(text))
    }
    let count = try stage.run("list-entities", "--format=count").output
    #expect(count == "\(table.count - 4)\n")
    _ = try stage.run("install")
    _ = try stage.run("sync")
    let datasets = try stage.run("list-datasets", "--format=csv").output.split(separator: "\n")
    #expect(
      datasets.first == "id,powerbi_id,name,workspace,type,status,tables,last_push")
    #expect(datasets.count == 2)
    #expect(datasets.last?.contains("\"WooCommerce Store Data\"") == true)
    #expect(datasets.last?.contains(",permanent,") == true)
    #expect(datasets.last?.contains("orders") == true)
  }

  @Test func whatAShopCannotHaveIsSaidAndFailsNothing() throws {
    let stage = try Stage("without", orders: 12)
    func listed() throws -> String? {
      try stage.run("list-entities", "--format=csv").output.split(separator: "\n")
        .first { $0.hasPrefix("subscriptions,") }.map(String.init)
    }
    #expect(try stage.run("install").status == 0)
    #expect(try listed() == "subscriptions,Subscriptions,unavailable,0")
    let reason = "WooCommerce Subscriptions is not active, and there are no rows of it"
    #expect(try stage.run("list-entities").errors == "subscriptions: \(reason)\n")
    let exported = try stage.run("export", "--entity=subscriptions")
    #expect(exported.status == 0 && exported.output.isEmpty)
    let synced = try stage.run("sync", "--entity=subscriptions")
    #expect(synced.status == 0)
    #expect(synced.output == "subscriptions: unavailable: \(reason)\n")
    // Rows that the plugin has left behind.
    try stage.server.run(
      """
      INSERT INTO wp_wc_orders (id, type, status) VALUES (999999, 'shop_subscription', 'wc-active')
      """, in: stage.database)
    #expect(try listed() == "subscriptions,Subscriptions,disabled,1")
    try stage.server.run(
      """
      DELETE FROM wp_wc_orders WHERE id = 999999;
      REPLACE INTO wp_options (option_name, option_value) VALUES ('active_plugins',
        'a:1:{i:0;s:55:"woocommerce-subscriptions/woocommerce-subscriptions.php";}');
      """, in: stage.database)
    #expect(try listed() == "subscriptions,Subscriptions,disabled,0")
  }

  @Test(
    arguments: [
      (["frobnicate"], 2, "'frobnicate' is not a command"),
      (["sync", "--nope"], 2, "--nope is not an option"),
      (["sync", "--batch=0"], 2, "1 to 10000"), (["sync", "--batch=x"], 2, "1 to 10000"),
      (["sync", "--entity=nope"], 2, "there is no such entity"),
      (["sync", "--entity"], 2, "needs a value"), (["sync", "orders"], 2, "not expected here"),
      (["list-entities", "--format=xml"], 2, "--format=xml is not known"),
      (["verify", "--format=xml"], 2, "--format=xml is not known"),
      (["verify", "--entity=nope"], 2, "there is no such entity"),
      (["export"], 2, "--entity is missing"),
      (["logs", "--status=success"], 2, "queued, running, completed, partial, failed, cancelled"),
      (["logs", "--since=yesterday"], 2, "--since=yesterday is no date"),
      (["logs", "--limit=0"], 2, "1 to 10000"),
      (["sync", "--mode=what"], 2, "there is no such mode"),
      (["logs", "--entity=nope"], 2, "there is no such entity"),
      (["sync", "--entity=orders", "--format=json"], 2, "--format goes with --dry-run"),
      (["configure", "--client-secret=abc"], 2, "takes no value"),
      (["configure"], 2, "nothing to store"),
      (["status", "--config=/nowhere.conf"], 1, "cannot be read"),
      (["status", "--path=/nowhere"], 1, "wp-load.php"),
    ] as [([String], Int32, String)])
  func wrongWordsAreAnsweredInOneLine(
    _ words: [String], _ status: Int32, _ answer: String
  ) throws {
    let outcome = try ChildProcess.run(
      Repository.binary, words,
      environment: [
        "WKPBIC_DB_HOST": "localhost:/nowhere.sock", "WKPBIC_DB_USER": "u",
        "WKPBIC_DB_PASSWORD": "hidden-password", "WKPBIC_DB_NAME": "d",
        "WKPBIC_TABLE_PREFIX": "wp_",
      ])
    #expect(outcome.status == status)
    #expect(outcome.errors.contains(answer), "\(outcome.errors)")
    #expect(outcome.errors.hasPrefix("Error: "))
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(outcome.output.isEmpty)
    #expect(!outcome.errors.contains("hidden-password"))
  }

  @Test func helpIsThereForEverything() throws {
    let overview = try ChildProcess.run(Repository.binary, ["help"])
    #expect(overview.status == 0)
    let verbs = overview.output.split(separator: "\n").filter { $0.hasPrefix("  ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(verbs.count >= 8)
    for verb in verbs {
      let help = try ChildProcess.run(Repository.binary, [verb, "--help"])
      #expect(help.status == 0)
      #expect(help.output.hasPrefix("wkpbic \(verb): "))
      #expect(try ChildProcess.run(Repository.binary, ["help", verb]).output == help.output)
    }
    let version = try ChildProcess.run(Repository.binary, ["--version"])
    #expect(version.output.wholeMatch(of: /wkpbic \d+\.\d+\.\d+\n/) != nil)
    #expect(try ChildProcess.run(Repository.binary, []).status == 2)
  }
}

/// Where settings come from, and which counts.
struct SettingsTests {
  @Test func flagsThenEnvironmentThenFileThenConstants() throws {
    let stage = try Stage("settings", orders: 12)
    let place = try TemporaryDirectory("settings")
    try place.write("", to: "wp-load.php")
    try place.write("", to: "wp-settings.php")
    try place.write(
      """
      <?php
      define('DB_NAME', '\(stage.database)'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
      define('DB_HOST', 'localhost:\(stage.server.socketPath)');
      define('WKPBIC_STORE_NAME', 'of constants');
      $table_prefix = 'wp_';
      require_once ABSPATH . 'wp-settings.php';
      """, to: "wp-config.php")
    let plain = try ChildProcess.run(Repository.binary, ["doctor", "--path=\(place.path)"])
    #expect(plain.output.contains("none beside the database"), "\(plain.output)")
    try place.write("<?php", to: "wp-content/object-cache.php")
    let cached = try ChildProcess.run(Repository.binary, ["doctor", "--path=\(place.path)"])
    #expect(cached.output.contains("wp cache flush"), "\(cached.output)")
    try place.write(
      "# a comment\n; another\n\nWKPBIC_STORE_NAME=\"of the file\"\nWKPBIC_WP_PATH='/nowhere'\n",
      to: "wkpbic.conf")
    func name(_ arguments: [String], _ environment: [String: String]) throws -> String? {
      let outcome = try ChildProcess.run(
        Repository.binary, ["export", "--entity=orders"] + arguments, environment: environment)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.output.firstMatch(of: /"source_store":"([^"]*)"/).map { String($0.1) }
    }
    let path = "--path=\(place.path)"
    let config = "--config=\(place.file("wkpbic.conf"))"
    #expect(try name([path], [:]) == "of constants")
    #expect(try name([path, config], [:]) == "of the file")
    #expect(
      try name([path, config], ["WKPBIC_STORE_NAME": "of the environment"])
        == "of the environment")
    // Without any of them: the site's address.
    #expect(try name([path], ["WKPBIC_STORE_NAME": ""]) == "of constants")
    _ = try stage.server.run(
      "INSERT INTO wp_options (option_name, option_value) VALUES ('wkpbic_store_name', 'noted')",
      in: stage.database)
    let outcome = try stage.run("export", "--entity=orders")
    #expect(outcome.output.contains("\"source_store\":\"noted\""))
  }

  @Test func whatIsMissingIsNamed() throws {
    let outcome = try ChildProcess.run(Repository.binary, ["status"])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("--path=DIR"))
    #expect(outcome.errors.contains("WKPBIC_DB_HOST"))
  }

  @Test func aSecretIsReadFromStandardInputSealedAndOpened() throws {
    let stage = try Stage("secrets", orders: 12)
    let secret = try #require(stage.settings["WKPBIC_CLIENT_SECRET"])
    let salts = [
      "WKPBIC_AUTH_KEY": "k;e/y", "WKPBIC_AUTH_SALT": "s'alt", "WKPBIC_CLIENT_SECRET": "",
    ]
    let stored = try stage.run(
      "configure", "--client-secret", changing: salts, input: secret + "\n")
    #expect(stored.status == 0, "\(stored.errors)")
    #expect(try stage.run("test-connection", changing: salts).status == 0)
    let options = try stage.server.run(
      "SELECT option_value FROM wp_options WHERE option_name LIKE 'wkpbic%'", in: stage.database)
    #expect(!options.contains(secret))
    var others = salts
    others["WKPBIC_AUTH_KEY"] = "changed"
    let refused = try stage.run("test-connection", changing: others)
    #expect(refused.status == 1)
    #expect(
      refused.output.hasPrefix("Step 1 — Decrypt credentials ............ FAIL\n  Cause:  "))
    #expect(refused.output.contains("other WordPress salts"))
    #expect(refused.output.contains("SKIP"))
    #expect(refused.output.hasSuffix("1 of 3 checks failed.\n"))
    // Nothing was overwritten: with the former salts all is well again.
    #expect(try stage.run("test-connection", changing: salts).status == 0)
  }

  @Test func nothingSecretIsEverPrinted() throws {
    let stage = try Stage("quiet", orders: 12)
    try stage.server.createUser("shop", password: "pass-of-the-shop", on: "*.*")
    let secret = try #require(stage.settings["WKPBIC_CLIENT_SECRET"])
    let changing = ["WKPBIC_DB_USER": "shop", "WKPBIC_DB_PASSWORD": "pass-of-the-shop"]
    for words in [
      ["install"], ["status"], ["doctor"], ["test-connection"], ["sync"], ["list-datasets"],
      ["uninstall"],
    ] {
      let outcome = try ChildProcess.run(
        Repository.binary, words + ["--debug"],
        environment: stage.settings.merging(changing) { _, new in new })
      #expect(outcome.status == 0, "\(words): \(outcome.errors)")
      #expect(!(outcome.output + outcome.errors).contains(secret))
      #expect(!(outcome.output + outcome.errors).contains("pass-of-the-shop"))
    }
    for changing in [
      ["WKPBIC_CLIENT_SECRET": "wrong-secret-value"], ["WKPBIC_DB_PASSWORD": "wrong-secret-value"],
    ] {
      let outcome = try stage.run("test-connection", "--debug", changing: changing)
      #expect(!(outcome.output + outcome.errors).contains("wrong-secret-value"))
    }
  }
}
