package import Bytes
package import MariaDB
package import Runtime
internal import Delivery
internal import Model

/// What was sold since a moment, as WooCommerce Analytics counts it.
package struct RecentSales: Sendable, Equatable {
  /// Orders that count.
  package var orders: Int
  /// Refunds of orders that count, each on its own day.
  package var refunds: Int
  /// Total sales: totals of orders with tax and shipping, less refunds.
  package var totalSales: ExactDecimal
  /// The average order value; nil without orders.
  package var averageOrderValue: ExactDecimal?
}

/// Figures of the last days, and of now.
package enum RecentFigures {
  /// Sales since each of these moments, in one pass over the rows of the longest time.
  ///
  /// Rows are read from the oldest one on that was created in that time: a shop's orders of years
  /// ago are not touched. They count as in the report of sales, by the moment of their creation.
  package static func sales(
    _ shop: Shop, since starts: [Instant], until end: Instant, _ options: ConnectionOptions,
    isStopped: () -> Bool
  ) throws(Fault) -> [RecentSales] {
    guard let oldest = starts.min() else { return [] }
    var statements = try ReportStatements("alert_figures", shop, options)
    let since = CivilTime(seconds: oldest.unixSeconds)
    let first = try statements.rows("since", ["since": .timestamp(since)]).first?.first
    guard let cell = first ?? nil, let key = IntegerText.value(cell.rawSpan) else {
      return starts.map { _ in WindowTotals().sales(shop.analytics) }
    }
    var source = try EntitySource.open(
      SalesFacts.entity, shop: shop, filter: RowFilter(statuses: nil, isEveryStatus: true),
      dialect: .file, options)
    var totals = RecentTotals(
      SalesFactReading(source.encoder.evaluation, shop.analytics), starts, until: end)
    var cursor = Cursor.after(key - 1)
    while case .after(let key) = cursor {
      if isStopped() { throw stopped }
      cursor = try source.scan(after: key, into: &totals)
    }
    return totals.windows.map { $0.sales(shop.analytics) }
  }

  private static var stopped: Fault {
    Fault(
      .interrupted, operation: "reading the shop", subject: "", cause: "stopped as asked",
      recovery: .interrupted)
  }

  /// Products and variations that are low in stock, though not out of it.
  package static func lowStockCount(
    _ shop: Shop, _ options: ConnectionOptions
  ) throws(Fault) -> Int {
    var statements = try ReportStatements("alert_figures", shop, options)
    let rows = try statements.rows(
      "low_stock",
      [
        "low_stock": .integer(Int64(max(shop.lowStockAmount, 1))),
        "no_stock": .integer(Int64(max(shop.noStockAmount, 0))),
      ])
    return rows.first?.first.flatMap { $0 }.flatMap { IntegerText.value($0.rawSpan) }.map {
      Int($0)
    }
      ?? 0
  }
}

/// Adds facts up for several times that all end together.
private struct RecentTotals: RowTaker, ~Copyable {
  private var reading: SalesFactReading
  private let starts: [Int64]
  private let end: Int64
  private(set) var windows: [WindowTotals]

  init(_ reading: SalesFactReading, _ starts: [Instant], until end: Instant) {
    self.reading = reading
    self.starts = starts.map(\.unixSeconds)
    self.end = end.unixSeconds
    windows = starts.map { _ in WindowTotals() }
  }

  mutating func take(key: Int64, _ slots: borrowing RowSlots, _ arena: inout PageArena) {
    guard let fact = reading.fact(slots, &arena), fact.created <= end else { return }
    for index in starts.indices where fact.created >= starts[index] { windows[index].add(fact) }
  }
}

/// What has come together in one of these times.
private struct WindowTotals {
  private var figures = SalesFigures()
  private var refunds = 0

  mutating func add(_ fact: SalesFact) {
    figures.add(fact)
    if fact.isRefund, fact.isChild { refunds += 1 }
  }

  func sales(_ rules: AnalyticsRules) -> RecentSales {
    RecentSales(
      orders: figures.ordersCount, refunds: refunds, totalSales: figures.totalSales,
      averageOrderValue: figures.ordersCount > 0 ? figures.averageOrderValue(rules) : nil)
  }
}
