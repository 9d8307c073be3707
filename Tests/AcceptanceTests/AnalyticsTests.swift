import Bytes
import Testing
import Testkit

/// What a shop's options say of its figures, against plain SQL over its orders.
struct AnalyticsTests {
  private static let excluded = "woocommerce_excluded_report_order_statuses"

  /// The sum of a column over all days.
  private static func sum(_ column: String, _ stage: Stage, _ more: String...) throws -> Int64 {
    let outcome = try stage.run(["export", "--entity=sales_daily"] + more)
    #expect(outcome.status == 0, "\(outcome.errors)")
    var sum: Int64 = 0
    for line in outcome.output.split(separator: "\n") {
      sum += try #require(JSONValue(Array(line.utf8))[column]?.integer)
    }
    return sum
  }

  private static func orders(_ stage: Stage, without statuses: String, _ more: String = "") throws
    -> Int64
  {
    let count = try stage.server.run(
      """
      SELECT COUNT(*) FROM wp_wc_orders JOIN wp_wc_order_operational_data ON order_id = wp_wc_orders.id
      WHERE type = 'shop_order' AND status NOT IN (\(statuses)) \(more)
      """, in: stage.database)
    return try #require(Int64(count.filter(\.isNumber)))
  }

  private static let drafts = "'auto-draft', 'trash', 'wc-checkout-draft'"
  private static let uncounted = "\(drafts), 'wc-pending', 'wc-failed', 'wc-cancelled'"

  @Test(arguments: ["", "a:0:{}"])
  func savedButEmptyExcludesNone(_ value: String) throws {
    let stage = try Stage("analytics\(value.count)")
    try stage.server.run(
      "DELETE FROM wp_options WHERE option_name = '\(Self.excluded)'", in: stage.database)
    let few = try Self.sum("orders_count", stage)
    #expect(few == (try Self.orders(stage, without: Self.uncounted)))
    try stage.server.run(
      """
      INSERT INTO wp_options (option_name, option_value) VALUES ('\(Self.excluded)', '\(value)')
      """, in: stage.database)
    let all = try Self.sum("orders_count", stage)
    #expect(all == (try Self.orders(stage, without: Self.drafts)))
    #expect(all > few)
  }

  @Test func withoutASavedDateDaysAreThoseOfCreation() throws {
    let stage = try Stage.quick()
    try stage.server.run(
      "DELETE FROM wp_options WHERE option_name = 'woocommerce_date_type'", in: stage.database)
    #expect(
      try Self.sum("orders_count", stage) == Self.orders(stage, without: Self.uncounted))
    #expect(
      try Self.sum("orders_count", stage, "--date-type=date_paid")
        == Self.orders(stage, without: Self.uncounted, "AND date_paid_gmt IS NOT NULL"))
    let wrong = try stage.run("export", "--entity=sales_daily", "--date-type=date_due")
    #expect(wrong.status == 2 && wrong.errors.contains("date_created, date_paid"))
    let other = try stage.run("export", "--entity=orders", "--date-type=date_paid")
    #expect(other.status == 2)
  }

  @Test func rolesAreThoseThatTheShopHasRegistered() throws {
    let stage = try Stage.quick()
    let outcome = try stage.run("export", "--entity=customers")
    let roles = try outcome.output.split(separator: "\n").map {
      try JSONValue(Array($0.utf8))["role"]?.string
    }
    #expect(roles.contains("administrator") && roles.contains("customer"))
  }
}
