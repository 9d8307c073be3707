import Bytes
import Delivery
import Model
import Runtime
import Testing
import WooCommerce
import WordPress

/// Figures of days worked out by hand from entities/README.md and the fixtures' orders.
struct SalesTests {
  /// 26 October 2025 in Berlin is 25 hours long, from 22:00Z the day before to 23:00Z.
  ///
  /// Of it: 502, 503, 510 and the orphan refund 603 as orders, 504 as a child, the full refund 601
  /// of 510 and the partial one 602 of 502.
  private static let sunday: [String: JSONValue] = [
    "source_store": .string("shop.example"), "date": .string("2025-10-26T00:00:00"),
    "date_key": .number("20251026"), "orders_count": .number("4"),
    "num_items_sold": .number("4"), "gross_sales": .number("190"), "coupons": .number("5"),
    "coupons_count": .number("2"), "refunds": .number("76.9"), "total_sales": .number("172.1"),
    "taxes": .number("19.1"), "shipping": .number("10"), "net_revenue": .number("143"),
    "avg_order_value": .number("46.25"), "avg_items_per_order": .number("1.5"),
    "total_customers": .number("3"),
  ]
  /// Order 511 and its two refunds, the second of which says that it is full.
  private static let monday: [String: JSONValue] = [
    "orders_count": .number("1"), "num_items_sold": .number("-1"), "gross_sales": .number("25"),
    "coupons": .number("0"), "coupons_count": .number("0"), "refunds": .number("40"),
    "total_sales": .number("0"), "taxes": .number("-1"), "shipping": .number("0"),
    "net_revenue": .number("-9"), "avg_order_value": .number("25"),
    "avg_items_per_order": .number("4"), "total_customers": .number("1"),
  ]

  @Test(arguments: PeopleShop.storages)
  func daysEqualWhatWasWorkedOut(_ storage: Shop.Storage) throws {
    let rows = try PeopleShop(storage, "sales").rows(Catalogue.salesDaily, by: "date_key")
    #expect(rows.keys.sorted() == (20_251_025...20_251_030).map(String.init))
    expect(
      rows["20251025"],
      [
        "orders_count": .number("1"), "total_sales": .number("100"),
        "net_revenue": .number("85"), "gross_sales": .number("85"), "refunds": .number("0"),
      ], "\(storage) the second before midnight")
    expect(rows["20251026"], Self.sunday, "\(storage) Sunday")
    expect(rows["20251027"], Self.monday, "\(storage) Monday")
    for empty in ["20251028", "20251029"] {
      for column in Catalogue.salesDaily.columns.map(\.name).dropFirst(3) {
        #expect(rows[empty]?[column] == .number("0"), "\(storage) \(empty), \(column)")
      }
    }
  }

  @Test(arguments: PeopleShop.storages)
  func oldVersionsBookRefundsAsTheyStand(_ storage: Shop.Storage) throws {
    var shop = try PeopleShop(storage, "oldsales")
    shop.shop.analytics = AnalyticsRules(
      excludedStatuses: nil, databaseVersion: "10.1.9", usesOldFullRefunds: nil)
    let rows = try shop.rows(Catalogue.salesDaily, by: "date_key")
    expect(
      rows["20251026"],
      [
        "orders_count": .number("4"), "num_items_sold": .number("6"),
        "gross_sales": .number("190"), "refunds": .number("75"),
        "total_sales": .number("172.1"), "taxes": .number("25.1"), "shipping": .number("14"),
        "net_revenue": .number("133"), "avg_order_value": .number("33.25"),
        "avg_items_per_order": .number("1.5"),
      ], "\(storage) before 10.2")
  }

  @Test(arguments: PeopleShop.storages)
  func anEmptyListOfExcludedStatusesExcludesNone(_ storage: Shop.Storage) throws {
    var shop = try PeopleShop(storage, "included")
    shop.shop.analytics = AnalyticsRules(
      excludedStatuses: [], databaseVersion: "11.0.1", usesOldFullRefunds: nil)
    let rows = try shop.rows(Catalogue.salesDaily, by: "date_key")
    // The cancelled order, its refund and the pending one; drafts and trash never.
    expect(
      rows["20251026"],
      [
        "orders_count": .number("6"), "total_sales": .number("1169.1"),
        "num_items_sold": .number("13"),
      ], "\(storage) all statuses")
    shop.shop.analytics.excludedStatuses = ["completed"]
    let others = try shop.rows(Catalogue.salesDaily, by: "date_key")
    expect(
      others["20251026"],
      ["orders_count": .number("3"), "total_sales": .number("1047")], "\(storage) not completed")
  }

  @Test(arguments: PeopleShop.storages)
  func daysOfPaymentHoldWhatWasPaidThen(_ storage: Shop.Storage) throws {
    let rows = try PeopleShop(storage, "paid").rows(Catalogue.salesDaily, by: "date_key", .paid)
    #expect(rows.keys.sorted() == ["20251026", "20251027"])
    expect(
      rows["20251026"],
      ["orders_count": .number("2"), "total_sales": .number("-16.9")], "\(storage) paid Sunday")
    expect(
      rows["20251027"],
      ["orders_count": .number("1"), "total_sales": .number("89"), "coupons": .number("5")],
      "\(storage) paid Monday")
    let completed = try PeopleShop(storage, "completed").rows(
      Catalogue.salesDaily, by: "date_key", .completed)
    expect(
      completed["20251031"], ["orders_count": .number("1"), "total_sales": .number("119")],
      "\(storage) completed after midnight")
  }

  @Test(arguments: PeopleShop.storages)
  func anOffsetOfQuarterHoursMovesMidnight(_ storage: Shop.Storage) throws {
    var shop = try PeopleShop(storage, "kathmandu")
    shop.shop.zone = try TimeZoneSource(files: DiskFiles()).site(
      timezoneString: "", gmtOffset: "5.75")
    // Midnight is 18:15Z: 501 is of Sunday now, 503 of Monday.
    let rows = try shop.rows(Catalogue.salesDaily, by: "date_key")
    expect(rows["20251026"], ["orders_count": .number("4")], "\(storage) Sunday")
    expect(
      rows["20251027"], ["orders_count": .number("2"), "total_sales": .number("50")],
      "\(storage) Monday")
    #expect(rows["20251025"] == nil)
  }

  @Test(arguments: PeopleShop.storages)
  func aShopWithoutOrdersHasNoDays(_ storage: Shop.Storage) throws {
    let shop = try PeopleShop(storage, "unsold")
    try shop.run("DELETE FROM {prefix}wc_orders; DELETE FROM {prefix}posts")
    #expect(try shop.rows(Catalogue.salesDaily).isEmpty)
  }

  @Test func aWrongDateFarAwayMakesNoMillionDays() throws {
    let shop = try PeopleShop(.hpos, "faraway")
    try shop.run(
      "UPDATE {prefix}wc_orders SET date_created_gmt = '1205-01-01 00:00:00' WHERE id = 512")
    var source = try shop.source(Catalogue.salesDaily)
    var buffer = RowBuffer()
    var cursor = Cursor.after(0)
    while cursor != .end { cursor = try source.read(after: cursor, into: &buffer) }
    #expect(buffer.count == 4)
  }

  @Test func aFaultBeginsTheCountAgain() throws {
    let shop = try PeopleShop(.hpos, "broken")
    var source = try shop.source(Catalogue.salesDaily)
    try shop.run("RENAME TABLE {prefix}woocommerce_order_items TO {prefix}away")
    var buffer = RowBuffer()
    #expect(throws: Fault.self) { try source.read(after: .after(0), into: &buffer) }
    try shop.run("RENAME TABLE {prefix}away TO {prefix}woocommerce_order_items")
    try source.recover()
    var cursor = Cursor.after(0)
    while cursor != .end { cursor = try source.read(after: cursor, into: &buffer) }
    #expect(buffer.count == 6)
    let sunday = buffer.rows[1]
    let text = buffer.bytes.bytes(at: sunday.start, length: sunday.length).text()
    #expect(text.contains("\"total_sales\":172.1,"))
  }
}

struct AnalyticsLagTests {
  @Test(arguments: PeopleShop.storages)
  func ordersAfterTheNewestImportedOneAreBehind(_ storage: Shop.Storage) throws {
    let shop = try PeopleShop(storage, "lag")
    // 2025-10-25T21:59:59Z, the creation of 501; 508 has none, 507 and 513 are no orders yet.
    let first = Instant(unixSeconds: 1_761_429_599)
    let all = try AnalyticsLag.read(shop.shop, shop.options)
    #expect(all == AnalyticsLag(orderCount: 10, oldest: first))
    #expect(all.isLate(PeopleShop.now) && !all.isLate(first.adding(seconds: 3600)))
    let insert = "INSERT INTO {prefix}wc_order_stats (order_id, status, customer_id) VALUES"
    try shop.run("\(insert) (510, '', 0), (20, '', 0)")
    #expect(try AnalyticsLag.read(shop.shop, shop.options).orderCount == 2)
    try shop.run("\(insert) (513, '', 0)")
    let none = try AnalyticsLag.read(shop.shop, shop.options)
    #expect(none.orderCount == 0 && !none.isLate(PeopleShop.now))
    try shop.run("DROP TABLE {prefix}wc_order_stats")
    #expect(try AnalyticsLag.read(shop.shop, shop.options).orderCount == 0)
  }
}

struct AnalyticsRulesTests {
  @Test(arguments: [
    ("10.2.0", true), ("10.1.9", false), ("10.2", true), ("10.2.0-beta.1", false),
    ("10.10.0", true), ("9.9.9", false), ("11.0.1", true), ("", false),
  ])
  func theDatabasesVersionDecidesHowFullRefundsAreBooked(_ version: String, _ isNew: Bool) {
    let rules = AnalyticsRules(
      excludedStatuses: nil, databaseVersion: version, usesOldFullRefunds: nil)
    #expect(rules.splitsFullRefunds == isNew)
  }

  @Test func aShopCanKeepToTheOldWay() {
    func splits(_ version: String?, _ old: String?) -> Bool {
      AnalyticsRules(
        excludedStatuses: nil, databaseVersion: version, usesOldFullRefunds: old
      ).splitsFullRefunds
    }
    #expect(!splits("11.0.1", "yes"))
    #expect(splits("11.0.1", "no"))
    #expect(splits(nil, nil))
    #expect(!splits(nil, "yes"))
  }

  @Test func excludedStatusesAreThoseSavedOrTheDefault() {
    func excluded(_ saved: [String]?) -> [String] {
      AnalyticsRules(
        excludedStatuses: saved, databaseVersion: nil, usesOldFullRefunds: nil
      ).excludedStatuses
    }
    #expect(excluded(nil) == ["pending", "failed", "cancelled"])
    #expect(excluded([]) == [])
    #expect(excluded(["wc-odd", "failed"]) == ["odd", "failed"])
  }
}
