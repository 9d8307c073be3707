import Bytes
import Runtime
import Testing
import Testkit
import WooCommerce

/// Figures of the last days: the same days as in the report of sales, worked out by hand there.
struct RecentFiguresTests {
  private static func at(_ text: String) throws -> Instant {
    let time = CivilTime(Array(text.utf8).rawSpan)
    return Instant(unixSeconds: try #require(time).seconds)
  }

  private func decimal(_ text: String) -> ExactDecimal? {
    ExactDecimal(Array(text.utf8).rawSpan)
  }

  private func sales(
    _ shop: PeopleShop, since starts: [String], until end: String
  ) throws -> [RecentSales] {
    try RecentFigures.sales(
      shop.shop, since: try starts.map(Self.at), until: try Self.at(end), shop.options,
      isStopped: { false })
  }

  /// Whether two numbers are the same, in however many places.
  private func isSame(_ value: ExactDecimal?, _ text: String) -> Bool {
    guard let value, let other = decimal(text) else { return false }
    return value.subtracting(other)?.isZero == true
  }

  @Test(arguments: PeopleShop.storages)
  func windowsEndTogetherAndCountAsTheReportDoes(_ storage: Shop.Storage) throws {
    let shop = try PeopleShop(storage, "recent")
    // Sunday, Monday, and both: 26 and 27 October 2025 in Berlin.
    let sunday = try sales(
      shop, since: ["2025-10-25 22:00:00"], until: "2025-10-26 22:59:59")
    #expect(sunday.map(\.orders) == [4] && sunday.map(\.refunds) == [2])
    #expect(isSame(sunday[0].totalSales, "172.1"), "\(storage) \(sunday)")
    #expect(isSame(sunday[0].averageOrderValue, "46.25"), "\(storage) \(sunday)")
    let both = try sales(
      shop, since: ["2025-10-25 22:00:00", "2025-10-26 23:00:00"], until: "2025-10-27 22:59:59")
    #expect(both.map(\.orders) == [5, 1] && both.map(\.refunds) == [4, 2], "\(storage) \(both)")
    #expect(isSame(both[0].totalSales, "172.1") && isSame(both[1].totalSales, "0"))
    #expect(isSame(both[0].averageOrderValue, "42") && isSame(both[1].averageOrderValue, "25"))
  }

  @Test(arguments: PeopleShop.storages)
  func aWindowBeginsAtItsSecond(_ storage: Shop.Storage) throws {
    let shop = try PeopleShop(storage, "second")
    // 501 was created at 21:59:59Z.
    let from = try sales(
      shop, since: ["2025-10-25 21:59:59", "2025-10-25 22:00:00"], until: "2025-10-25 21:59:59")
    #expect(from.map(\.orders) == [1, 0])
    #expect(isSame(from[0].totalSales, "100"))
  }

  @Test(arguments: PeopleShop.storages)
  func withoutOrdersThereIsNoAverageButATotal(_ storage: Shop.Storage) throws {
    let shop = try PeopleShop(storage, "quiet")
    let quiet = try sales(
      shop, since: ["2026-06-01 00:00:00"], until: "2026-06-02 00:00:00")
    #expect(quiet.map(\.orders) == [0] && quiet.map(\.refunds) == [0])
    #expect(quiet[0].totalSales.isZero && quiet[0].averageOrderValue == nil)
  }

  @Test(arguments: PeopleShop.storages)
  func theShopSaysWhichStatusesDoNotCount(_ storage: Shop.Storage) throws {
    var shop = try PeopleShop(storage, "counted")
    shop.shop.analytics = AnalyticsRules(
      excludedStatuses: ["completed"], databaseVersion: "11.0.1", usesOldFullRefunds: nil)
    let sunday = try sales(
      shop, since: ["2025-10-25 22:00:00"], until: "2025-10-26 22:59:59")
    #expect(sunday[0].orders == 3 && isSame(sunday[0].totalSales, "1047"), "\(sunday)")
  }

  @Test func whoWantsToStopIsHeard() throws {
    let shop = try PeopleShop(.hpos, "halt")
    let (from, to) = (try Self.at("2025-10-25 22:00:00"), try Self.at("2025-10-27 00:00:00"))
    let fault = try #require(throws: Fault.self) {
      try RecentFigures.sales(
        shop.shop, since: [from], until: to, shop.options, isStopped: { true })
    }
    #expect(fault.recovery == .interrupted)
  }

  /// Products by hand: id, type, status, parent, and what stands in their meta.
  private static let products: [(Int, String, String, Int, [String: String])] = [
    // Low: at the shop's amount of 2, below it, and by an amount of its own.
    (9001, "product", "publish", 0, ["_stock": "2"]),
    (9002, "product", "publish", 0, ["_stock": "1"]),
    (9003, "product", "publish", 0, ["_stock": "9", "_low_stock_amount": "9"]),
    // Not low: more than that, more than its own amount, an amount of nothing for the shop's.
    (9004, "product", "publish", 0, ["_stock": "2.5"]),
    (9005, "product", "publish", 0, ["_stock": "2", "_low_stock_amount": "1"]),
    (9006, "product", "publish", 0, ["_stock": "3", "_low_stock_amount": ""]),
    // Out of stock, on backorder, not managed, not for sale, gone.
    (9007, "product", "publish", 0, ["_stock": "0", "_stock_status": "outofstock"]),
    (9008, "product", "publish", 0, ["_stock": "1", "_stock_status": "onbackorder"]),
    (9009, "product", "publish", 0, ["_stock": "1", "_manage_stock": "no"]),
    (9010, "product", "draft", 0, ["_stock": "1"]), (9011, "product", "trash", 0, ["_stock": "1"]),
    (9012, "product", "publish", 0, ["_stock": "0"]),
    // A variation under its parent's amount, and one under its own.
    (9013, "product", "publish", 0, ["_manage_stock": "no", "_low_stock_amount": "5"]),
    (9014, "product_variation", "publish", 9013, ["_stock": "5"]),
    (9015, "product_variation", "publish", 9013, ["_stock": "5", "_low_stock_amount": "4"]),
  ]

  @Test(arguments: PeopleShop.storages)
  func lowIsWhatWooCommerceCallsLow(_ storage: Shop.Storage) throws {
    var shop = try PeopleShop(storage, "lowstock")
    try shop.run("DELETE FROM {prefix}posts WHERE post_type LIKE 'product%'")
    for (id, type, status, parent, meta) in Self.products {
      try shop.run(
        "INSERT INTO {prefix}posts (ID, post_type, post_status, post_parent, post_title, "
          + "post_content, post_excerpt, to_ping, pinged, post_content_filtered) VALUES "
          + "(\(id), '\(type)', '\(status)', \(parent), '', '', '', '', '', '')")
      let all = meta.merging(["_manage_stock": "yes", "_stock_status": "instock"]) { own, _ in own }
      for (key, value) in all {
        try shop.run(
          "INSERT INTO {prefix}postmeta (post_id, meta_key, meta_value) VALUES "
            + "(\(id), '\(key)', '\(value)')")
      }
    }
    func count() throws -> Int { try RecentFigures.lowStockCount(shop.shop, shop.options) }
    // 9001, 9002, 9003, 9014.
    #expect(try count() == 4)
    shop.shop.lowStockAmount = 3
    // And 9004, 9006; 9005 has its own.
    #expect(try count() == 6)
    shop.shop.noStockAmount = 1
    #expect(try count() == 5)
    // WooCommerce takes no shop's amount below one.
    shop.shop.lowStockAmount = 0
    shop.shop.noStockAmount = 0
    #expect(try count() == 3)
  }
}
