import Bytes
import Foundation
import Testing
import Testkit

/// Chosen columns and privacy rules, in the bytes that leave the machine.
struct FieldTests {
  private static let key = ["WKPBIC_PRIVACY_KEY": "0123456789abcdef0123456789abcdef"]

  /// A shop in which every personal value can be told in a stream of bytes.
  private static func stage(_ name: String) throws -> Stage {
    let stage = try Stage(name, orders: 60)
    try stage.server.run(
      """
      UPDATE wp_wc_order_addresses SET first_name = CONCAT('Zzfirst', order_id),
        last_name = 'Zzlast', company = 'Zzcompany', address_1 = 'Zzroad 1', address_2 = 'Zzrear',
        city = 'Zztown', postcode = 'ZZ9 9ZZ', email = CONCAT('zzmail', order_id, '@zz.example'),
        phone = '+99 555 0001';
      UPDATE wp_wc_orders SET ip_address = '203.0.113.77', transaction_id = 'zztransaction',
        customer_note = 'Zznote', billing_email = 'zzmail@zz.example';
      INSERT INTO wp_wc_orders_meta (order_id, meta_key, meta_value)
        SELECT id, 'gift_name', CONCAT('Zzgift', id) FROM wp_wc_orders;
      """, in: stage.database)
    #expect(try stage.run("install").status == 0)
    return stage
  }

  /// Clear values that are found in a text, in whatever case.
  private static func clear(in text: String) -> [String] {
    let lower = text.lowercased()
    return [
      "zzfirst", "zzlast", "zzcompany", "zzroad", "zzrear", "zztown", "zz9", "zzmail", "zz.example",
      "555 0001", "203.0.113.77", "zztransaction", "zznote", "zzgift",
    ].filter(lower.contains)
  }

  private static func configure(_ stage: Stage, _ options: String...) throws {
    let outcome = try stage.run(["configure"] + options)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  private static let chosen = ["--meta=orders.gift_name", "--columns=orders.-parent_id"]

  @Test func withoutARuleEverythingIsSent() throws {
    let stage = try Self.stage("pass")
    let tap = try WireTap(stage)
    try Self.configure(stage, Self.chosen[0], Self.chosen[1])
    #expect(try stage.run(["sync"], changing: tap.settings).status == 0)
    // Otherwise the other tests would prove nothing.
    #expect(Self.clear(in: tap.sent).count == 14)
    // The column after `number`, which other tables have too.
    #expect(tap.sent.contains(#/"number":"[^"]*","status"/#))
    #expect(!tap.sent.contains(#/"number":"[^"]*","parent_id"/#))
  }

  @Test(arguments: ["hash", "drop"])
  func noClearValueLeavesTheMachine(_ rule: String) throws {
    let stage = try Self.stage("rule_\(rule)")
    let tap = try WireTap(stage)
    try Self.configure(stage, "--privacy=all=\(rule)", Self.chosen[0], Self.chosen[1])
    let around = tap.settings.merging(Self.key) { _, new in new }
    let outcome = try stage.run(["sync"], changing: around)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    try stage.expectEqual()
    let sent = tap.sent
    #expect(sent.contains("\"rows\":[") && sent.contains("\"total\":"))
    #expect(Self.clear(in: sent) == [])
    #expect(sent.contains("billing_email") == (rule == "hash"))
    #expect(sent.contains("meta_gift_name") == (rule == "hash"))
    if rule == "hash" {
      #expect(sent.firstMatch(of: /"billing_email":"[0-9a-f]{64}"/) != nil)
      #expect(sent.firstMatch(of: /"meta_gift_name":"[0-9a-f]{64}"/) != nil)
    }
    for options in [
      [], ["--columns=id,billing_email,customer_ip_address,billing_city"],
      ["--columns=id", "--meta=gift_name,_billing_email"], ["--columns=all,-parent_id"],
      ["--status=all", "--columns=analytics"],
    ] {
      let exported = try stage.run(["export", "--entity=orders"] + options, changing: Self.key)
      #expect(exported.status == 0 && !exported.output.isEmpty, "\(exported.errors)")
      #expect(Self.clear(in: exported.output) == [], "\(options)")
    }
    let surveyed = try stage.run(["meta", "--entity=orders", "--format=json"], changing: Self.key)
    #expect(surveyed.output.contains("gift_name"))
    #expect(Self.clear(in: surveyed.output) == [])
  }

  @Test func aRuleThatCannotBeReadLetsNothingPass() throws {
    let stage = try Self.stage("closed")
    let tap = try WireTap(stage)
    for option in ["personal=hid", "a:1:{s:8:\"personal\";s:4:\"dr", "i:7;"] {
      try stage.server.run(
        """
        DELETE FROM wp_options WHERE option_name = 'wkpbic_privacy';
        INSERT INTO wp_options (option_name, option_value, autoload)
          VALUES ('wkpbic_privacy', '\(option)', 'no');
        """, in: stage.database)
      for command in [["sync"], ["export", "--entity=orders"], ["list-entities"]] {
        let outcome = try stage.run(command, changing: tap.settings)
        #expect(outcome.status == 1, "\(option) \(command)")
        #expect(outcome.errors.contains("privacy"), "\(outcome.errors)")
        #expect(Self.clear(in: outcome.output) == [])
      }
    }
    // Nor does a rule whose key is missing.
    try Self.configure(stage, "--privacy=contact=hash")
    let keyless = try stage.run(["sync"], changing: tap.settings)
    #expect(keyless.status == 1 && keyless.errors.contains("auth_key"))
    let short = try stage.run(["sync"], changing: ["WKPBIC_PRIVACY_KEY": "short"])
    #expect(short.status == 1 && short.errors.contains("WKPBIC_PRIVACY_KEY"))
    #expect(!tap.sent.contains("\"rows\""))
  }

  @Test func theSaltsGiveAKeyThatStays() throws {
    let stage = try Self.stage("salts")
    let salts = ["WKPBIC_AUTH_KEY": "one long phrase", "WKPBIC_AUTH_SALT": "another long phrase"]
    let words = ["export", "--entity=orders", "--columns=id,billing_email"]
    func export(_ changing: [String: String]) throws -> String {
      let rule = ["WKPBIC_PRIVACY": "contact=hash"]
      return try stage.run(words, changing: changing.merging(rule) { _, new in new }).output
    }
    let first = try export(salts)
    #expect(Self.clear(in: first) == [] && first.split(separator: "\n").count == 60)
    #expect(try export(salts) == first)
    #expect(try export(salts.merging(["WKPBIC_AUTH_SALT": "changed"]) { _, new in new }) != first)
    #expect(try export(Self.key) != first)
  }

  @Test func aPublishedTableGetsColumnsThatAreChosenLater() throws {
    let stage = try Self.stage("later")
    #expect(try stage.run("sync").status == 0)
    #expect(try Self.columns(stage).count == 68 + 5)
    let refused = try stage.run("configure", "--meta=orders.gift_name,orders.vat_id")
    #expect(refused.status == 2 && refused.errors.contains("more than the 69"))
    try Self.configure(stage, "--meta=orders.gift_name:String:none")
    let synced = try stage.run("sync")
    #expect(synced.status == 0, "\(synced.output)")
    #expect(synced.errors.contains("the table gets meta_gift_name"))
    try stage.expectEqual()
    #expect(try Self.columns(stage).last?["name"] as? String == "meta_gift_name")
    // Taken back, the column stays at the service, and what is sent does without.
    try Self.configure(stage, "--meta=none", "--columns=none")
    let without = try stage.run("sync")
    #expect(without.status == 0 && !without.errors.contains("the table gets"))
    try stage.expectEqual()
    // The same name as another type cannot be.
    try Self.configure(stage, "--meta=orders.gift_name:Int64")
    let other = try stage.run("sync")
    #expect(other.status == 1)
    #expect(other.output.contains("the table has it as String"), "\(other.output)")
  }

  private static func columns(_ stage: Stage) throws -> [[String: Any]] {
    let state = try JSONSerialization.jsonObject(
      with: Data(stage.control("/_emulator/state").utf8))
    let datasets = (state as? [String: Any])?["datasets"] as? [[String: Any]] ?? []
    let tables = datasets.flatMap { $0["tables"] as? [[String: Any]] ?? [] }
    return tables.first?["columns"] as? [[String: Any]] ?? []
  }

  @Test func settingsAreArraysThatPHPReads() throws {
    let stage = try Self.stage("stored")
    try Self.configure(
      stage, "--meta=orders.gift_name,orders.weight:decimal", "--columns=orders.essential",
      "--privacy=contact=drop,orders.personal=hash")
    func option(_ name: String) throws -> String {
      try stage.server.run(
        "SELECT option_value FROM wp_options WHERE option_name = '\(name)'", in: stage.database)
    }
    #expect(
      try option("wkpbic_meta_columns").contains(
        "a:1:{s:6:\"orders\";a:2:{i:0;s:9:\"gift_name\";i:1;s:14:\"weight:decimal\";}}"))
    #expect(
      try option("wkpbic_privacy").contains(
        "a:2:{s:7:\"contact\";s:4:\"drop\";s:15:\"orders.personal\";s:4:\"hash\";}"))
    // What PHP would rather write is read as well.
    try stage.server.run(
      """
      UPDATE wp_options SET option_value =
        'a:1:{s:6:"orders";a:1:{s:9:"gift_name";s:6:"String";}}'
        WHERE option_name = 'wkpbic_meta_columns';
      UPDATE wp_options SET option_value =
        'a:1:{s:6:"orders";a:1:{s:8:"personal";s:4:"drop";}}'
        WHERE option_name = 'wkpbic_privacy';
      """, in: stage.database)
    let found = try stage.run("export", "--entity=orders")
    #expect(found.status == 0 && !found.output.contains("gift_name"))
    let doctor = try stage.run("doctor")
    #expect(doctor.output.contains("orders.personal=drop"))
    #expect(doctor.output.contains("left out: orders.meta_gift_name"))
    try Self.configure(stage, "--privacy=none")
    #expect(try stage.run("export", "--entity=orders").output.contains("Zzgift"))
    // Keys may hold what the text form parts words with.
    try stage.server.run(
      """
      UPDATE wp_options SET option_value =
        'a:1:{s:6:"orders";a:2:{s:3:"a,b";s:6:"String";i:2024;s:5:"Int64";}}'
        WHERE option_name = 'wkpbic_meta_columns';
      INSERT INTO wp_wc_orders_meta (order_id, meta_key, meta_value)
        SELECT id, 'a,b', 'comma' FROM wp_wc_orders UNION SELECT id, '2024', '7' FROM wp_wc_orders;
      """, in: stage.database)
    let odd = try stage.run("export", "--entity=orders").output
    #expect(odd.contains("\"meta_a_b\":\"comma\",\"meta_2024\":7"))
    // The environment stands before the option.
    let other = ["WKPBIC_META_COLUMNS": "orders.other"]
    let line = try stage.run(["export", "--entity=orders"], changing: other).output
    #expect(line.contains("\"meta_other\":null") && !line.contains("gift_name"))
    let listed = try stage.run("uninstall").output
    #expect(listed.contains("wkpbic_meta_columns") && listed.contains("wkpbic_columns"))
  }

  @Test func aSurveySaysWhatItIsBasedOn() throws {
    let stage = try Self.stage("survey")
    let outcome = try stage.run("meta", "--entity=orders")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("| gift_name"))
    #expect(outcome.output.contains("| meta_gift_name"))
    #expect(outcome.output.contains("| 100.0%"))
    #expect(outcome.errors.contains("all 60 rows were looked at"))
    let rows = try JSONValue(
      Array(try stage.run("meta", "--entity=orders", "--format=json").output.utf8))
    let gift = try #require(rows.array?.first { $0["key"]?.string == "gift_name" })
    #expect(gift["rows"] == .number("60") && gift["of"] == .number("60"))
    #expect(gift["example"]?.string?.hasPrefix("Xxxxxx9") == true)
    #expect(try stage.run("meta").status == 2)
    #expect(try stage.run("meta", "--entity=nothing").status == 2)
  }
}
