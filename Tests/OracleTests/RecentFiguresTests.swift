import Bytes
import Foundation
import Runtime
import Testing
import Testkit
import WooCommerce

@testable import Connector

/// The figures that alerts watch, held against what WooCommerce Analytics said of the same store.
@Suite(.enabled(if: hasStores, "the stores of real WooCommerce are not here"))
struct RecentFiguresTests {
  @Test(arguments: RealStore.all)
  func figuresAreThoseOfAnalytics(_ store: RealStore) throws {
    let database = "alerts_\(store.name)"
    try store.load(into: database)
    let settings = try store.environment(database)
    let connector = Connector(
      try Configuration({ settings[$0] }, environment: [:]), clock: SystemClock(),
      interruption: Interruption(), log: .silent)
    let shop = try connector.shop()
    var orders = 0
    for interval in try Self.intervals(of: store) {
      let figures = try RecentFigures.sales(
        shop, since: [interval.start], until: interval.end, connector.configuration.database,
        isStopped: { false })
      let sales = try #require(figures.first)
      #expect(sales.orders == interval.orders, "\(store.name) \(interval.start)")
      #expect(
        Self.isNear(sales.totalSales, interval.totalSales),
        "\(store.name) \(interval.start): \(sales), \(interval.totalSales)")
      #expect(
        Self.isNear(sales.averageOrderValue ?? .zero, interval.averageOrderValue),
        "\(store.name) \(interval.start): \(sales), \(interval.averageOrderValue)")
      #expect((sales.averageOrderValue == nil) == (interval.orders == 0))
      orders += sales.orders
    }
    #expect(orders > 100, "\(store.name) has orders")
    let stock = try Self.lines(store, "analytics_stock_stats").first
    let totals = stock?["totals"] as? [String: Any]
    let low = try RecentFigures.lowStockCount(shop, connector.configuration.database)
    #expect(low == totals?["lowstock"] as? Int, "\(store.name)")
  }

  private struct Interval {
    var start, end: Instant
    var orders: Int
    var totalSales, averageOrderValue: Double
  }

  private static func lines(_ store: RealStore, _ name: String) throws -> [[String: Any]] {
    let text = try String(contentsOfFile: store.oracle(name), encoding: .utf8)
    return try text.split(separator: "\n").compactMap { line in
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    }
  }

  /// Weeks: long enough for orders in most, many enough for their borders.
  private static func intervals(of store: RealStore) throws -> [Interval] {
    try lines(store, "analytics_revenue_stats_date_created").compactMap { line in
      guard line["interval_kind"] as? String == "week",
        let figures = line["subtotals"] as? [String: Any],
        let start = instant(line["date_start_gmt"]), let end = instant(line["date_end_gmt"]),
        let orders = figures["orders_count"] as? Int,
        let total = figures["total_sales"] as? Double,
        let average = figures["avg_order_value"] as? Double
      else { return nil }
      return Interval(
        start: start, end: end, orders: orders, totalSales: total, averageOrderValue: average)
    }
  }

  private static func instant(_ text: Any?) -> Instant? {
    (text as? String).flatMap { CivilTime(Array($0.utf8).rawSpan) }.map {
      Instant(unixSeconds: $0.seconds)
    }
  }

  /// Analytics adds binary floats up.
  private static func isNear(_ exact: ExactDecimal, _ float: Double) -> Bool {
    var value = Double(exact.mantissa)
    for _ in 0..<exact.scale { value /= 10 }
    return abs(value - float) < 1e-6 * max(1, abs(float))
  }
}
