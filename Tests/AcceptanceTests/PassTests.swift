import Foundation
import Model
import Testing
import Testkit

/// Passes over what is due, as a cron job makes them.
struct PassTests {
  /// A stage whose schedule's last moment lies hours back and whose next one hours ahead.
  private static func stage(
    _ name: String, orders: Int = 60, enabling slugs: [String] = ["orders"]
  ) throws -> (stage: Stage, next: String) {
    let stage = try Stage(name, orders: orders)
    _ = try stage.run("install")
    let items = slugs.enumerated().map { "i:\($0);s:\($1.utf8.count):\"\($1)\";" }
    if !slugs.isEmpty {
      try stage.setOption("wkpbic_entities", "a:\(slugs.count):{\(items.joined())}")
    }
    try stage.setOption("timezone_string", "")
    try stage.setOption("gmt_offset", "0")
    let next = Date(timeIntervalSinceNow: 6 * 3600).formatted(
      .iso8601.year().month().day().dateTimeSeparator(.space).time(
        includingFractionalSeconds: false)
    ).prefix(16)
    let time = next.suffix(5)
    try stage.setOption(
      "wkpbic_schedule",
      "a:3:{s:7:\"enabled\";b:1;s:9:\"frequency\";s:5:\"daily\";s:4:\"time\";s:5:\"\(time)\";}")
    return (stage, "nothing is due; next: \(next) UTC")
  }

  /// As if the last comparison had been before the schedule's last moment.
  private static func makeDue(_ stage: Stage, _ table: String = "orders") throws {
    try stage.sql(
      "UPDATE wp_wkpbic_deliveries SET looked_at = '2000-01-01' WHERE table_name = '\(table)'")
  }

  @Test func thePassSyncsEverythingThatIsEnabledAndTheNextFindsNothing() throws {
    let (stage, next) = try Self.stage("pass_all", orders: 30, enabling: [])
    let first = try stage.run("run-due")
    #expect(first.status == 0, "\(first.output)\(first.errors)")
    let listed = try JSONSerialization.jsonObject(
      with: Data(stage.run("list-entities", "--format=json").output.utf8))
    let enabled = (listed as? [[String: Any]] ?? []).filter { $0["status"] as? String == "enabled" }
      .compactMap { $0["slug"] as? String }
    #expect(enabled.count > 15, "\(listed)")
    let swept = try stage.sql(
      "SELECT table_name FROM wp_wkpbic_deliveries WHERE swept_at IS NOT NULL ORDER BY 1")
    #expect(swept == enabled.sorted().joined(separator: " "))
    try stage.expectEqual()
    let second = try stage.run("run-due")
    #expect(second.status == 0)
    #expect(second.output.isEmpty, "\(second.output)")
    #expect(second.errors == "\(next)\n")
  }

  @Test func theOptionSaysWhatIsSynced() throws {
    let (stage, next) = try Self.stage("pass_some", enabling: ["products", "orders"])
    let first = try stage.run("run-due")
    #expect(first.status == 0)
    #expect(first.output.split(separator: "\n").count == 2, "\(first.output)")
    let tables = "SELECT table_name FROM wp_wkpbic_deliveries ORDER BY 1"
    #expect(try stage.sql(tables) == "orders products")
    // One more is enabled: it alone is due; then the schedule is switched off.
    try stage.enable("coupons", "orders", "products")
    #expect(try stage.run("run-due").output.hasPrefix("coupons: "))
    #expect(try stage.sql(tables) == "coupons orders products")
    #expect(try stage.run("run-due").errors == "\(next)\n")
    try stage.setOption("wkpbic_schedule", "a:1:{s:7:\"enabled\";b:0;}")
    try Self.makeDue(stage)
    #expect(try stage.run("run-due").errors == "nothing is due; no schedule\n")
    // Whoever names a table gets it.
    try stage.editOrders(seed: 1)
    #expect(try stage.run("sync").status == 0)
    try stage.expectOrderSums()
  }

  @Test func aFailureIsTriedAgainInItsTimeAndForgottenWhenItWorks() throws {
    let (stage, next) = try Self.stage("pass_failing")
    #expect(try stage.run("run-due").status == 0)
    try stage.editOrders(seed: 2)
    try stage.addFault(
      """
      {"operation":"postRows","table":"orders","effect":"status","status":403,"count":0}
      """)
    try Self.makeDue(stage)
    let retry =
      "SELECT attempts, TIMESTAMPDIFF(SECOND, failed_at, next_at) FROM wp_wkpbic_retries"
    for (index, wait) in ["60", "300", "1800", "10800", "NULL"].enumerated() {
      let failed = try stage.run("run-due")
      #expect(failed.status == 1)
      #expect(failed.output.hasPrefix("orders: failed: "), "\(failed.output)")
      #expect(try stage.sql(retry) == "\(index + 1) \(wait)")
      if wait != "NULL" {
        #expect(failed.errors.contains("orders: run-due tries it again from 2"), "\(failed.errors)")
      } else {
        #expect(
          failed.errors.contains(
            "orders: it failed 5 times in a row: it is tried again with the schedule, or now with: "
              + "wkpbic sync --entity=orders"), "\(failed.errors)")
      }
      // Not before its time.
      let early = try stage.run("run-due")
      #expect(early.status == 0 && early.errors == "\(next)\n", "\(early.output)\(early.errors)")
      #expect(try stage.sql(retry).hasPrefix("\(index + 1) "))
      try stage.sql(
        "UPDATE wp_wkpbic_retries SET next_at = '2000-01-01' WHERE next_at IS NOT NULL")
    }
    // The schedule's next moment has come.
    try stage.sql("UPDATE wp_wkpbic_retries SET failed_at = '2000-01-01'")
    #expect(try stage.run("run-due").status == 1)
    #expect(try stage.sql(retry) == "6 NULL")
    try stage.calm()
    try stage.sql("UPDATE wp_wkpbic_retries SET failed_at = '2000-01-01'")
    #expect(try stage.run("run-due").status == 0)
    #expect(try stage.sql("SELECT COUNT(*) FROM wp_wkpbic_retries") == "0")
    try stage.expectWhole(Catalogue.orders)
    #expect(try stage.run("run-due").errors == "\(next)\n")
  }

  @Test func aTableThatCannotEvenBeReadIsTriedAgainInItsTimeToo() throws {
    let (stage, next) = try Self.stage("pass_unread", enabling: ["orders", "products"])
    #expect(try stage.run("run-due").status == 0)
    try stage.sql("RENAME TABLE wp_wc_orders TO away")
    try Self.makeDue(stage)
    let failed = try stage.run("run-due")
    #expect(failed.status == 1)
    #expect(failed.output.hasPrefix("orders: failed: "), "\(failed.output)")
    #expect(try stage.sql("SELECT table_name, attempts FROM wp_wkpbic_retries") == "orders 1")
    #expect(try stage.run("run-due").errors == "\(next)\n")
    try stage.sql("RENAME TABLE away TO wp_wc_orders")
    #expect(try stage.run("sync").status == 0)
    #expect(try stage.sql("SELECT COUNT(*) FROM wp_wkpbic_retries") == "0")
  }

  @Test func aPassWhoseTimeIsUpEndsAtABatchAndTheNextGoesOn() throws {
    let (stage, next) = try Self.stage("pass_short", orders: 400)
    try stage.slowDown(seconds: 0.4)
    let first = try stage.run("run-due", "--max-seconds=1", "--batch=40")
    #expect(first.status == 0, "\(first.errors)")
    #expect(
      first.output.wholeMatch(of: /orders: \d+ rows in [\d.]+s; the next pass goes on\n/) != nil,
      "\(first.output)")
    let held = try stage.rowsHeld("orders")
    #expect(held > 0 && held % 40 == 0)
    #expect(try stage.sql("SELECT status FROM wp_wkpbic_runs ORDER BY id") == "partial")
    let second = try stage.run("run-due", "--batch=40")
    #expect(second.status == 0 && !second.output.contains("goes on"), "\(second.output)")
    // Ten batches carry four hundred orders: none went twice.
    let orders = Int(
      try stage.sql(
        """
        SELECT COUNT(*) FROM wp_wc_orders WHERE type = 'shop_order'
          AND status NOT IN ('auto-draft', 'trash', 'wc-checkout-draft')
        """))
    let count = try #require(orders)
    #expect(try stage.struck() == (count + 39) / 40)
    #expect(try stage.sql("SELECT status FROM wp_wkpbic_runs ORDER BY id") == "partial completed")
    try stage.expectEqual()
    #expect(try stage.run("run-due").errors == "\(next)\n")
  }

  @Test func ofTwoPassesAtOnceTheSecondReturnsAtOnce() throws {
    let (stage, _) = try Self.stage("pass_twice", orders: 400)
    try stage.slowDown(seconds: 0.4)
    let first = try stage.start("run-due", "--batch=40")
    try stage.waitForRows(40, of: first)
    let began = Date()
    let second = try stage.run("run-due")
    #expect(second.status == 0 && second.output.isEmpty)
    #expect(second.errors == "another pass is under way\n")
    #expect(first.isRunning && Date().timeIntervalSince(began) < 3)
    // A pass that was killed keeps nobody waiting.
    first.send(SIGKILL)
    _ = try first.wait()
    try stage.calm()
    let third = try stage.run("run-due")
    #expect(third.status == 0 && third.output.hasPrefix("orders: "), "\(third.errors)")
    try stage.expectEqual()
  }

  @Test func aTableThatSomebodySyncsIsLeftToThem() throws {
    let (stage, _) = try Self.stage("pass_busy", orders: 400)
    try stage.slowDown(seconds: 0.4)
    let sync = try stage.start("sync", "--batch=40")
    try stage.waitForRows(40, of: sync)
    let pass = try stage.run("run-due")
    #expect(pass.status == 0, "\(pass.output)\(pass.errors)")
    #expect(sync.isRunning)
    #expect(try stage.sql("SELECT COUNT(*) FROM wp_wkpbic_retries") == "0")
    try stage.calm()
    #expect(try sync.wait().status == 0)
    try stage.expectEqual()
  }
}
