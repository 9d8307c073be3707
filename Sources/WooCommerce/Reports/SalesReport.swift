internal import Bytes
internal import Delivery
internal import MariaDB
internal import Runtime
internal import WordPress

/// One row a day: the revenue report of WooCommerce Analytics.
struct SalesReport: Report, ~Copyable {
  private let dateType: DateType
  private var statements: ReportStatements
  private var scan: SalesScan
  private var days: ReportDays?

  init(_ shop: Shop, dateType: DateType, _ options: ConnectionOptions) throws(Fault) {
    let statements = try ReportStatements("report_dates", shop, options)
    let scan = try SalesScan(shop, by: [dateType], .days, options)
    self.dateType = dateType
    self.statements = statements
    self.scan = scan
  }

  mutating func count() throws(Fault) -> Int {
    guard let span = try statements.salesSpan(dateType) else { return 0 }
    let zone = statements.shop.zone
    let first = Day(zone.local(ofUnixSeconds: span.first))
    let last = Day(zone.local(ofUnixSeconds: span.last))
    return max(0, last.number - first.number) + 1
  }

  mutating func read(
    after key: Int64, _ writer: inout ReportWriter, into rows: inout RowBuffer
  ) throws(Fault) -> Cursor {
    guard let days else {
      if try scan.step() { days = ReportDays(scan.figures(dateType)) }
      return .after(key)
    }
    let start = Int(key)
    let end = min(start + ReportSource.pageRows, days.count)
    for index in start..<max(start, end) {
      let day = days[index]
      Self.put(day, days.figures[day] ?? SalesFigures(), statements.shop.analytics, &writer)
      writer.endRow(key: Int64(index + 1), into: &rows)
    }
    return end >= days.count ? .end : .after(Int64(end))
  }

  mutating func recover() throws(Fault) {
    try statements.recover()
    if days == nil { try scan.recover() }
  }

  private static func put(
    _ day: Day, _ figures: SalesFigures, _ rules: AnalyticsRules, _ writer: inout ReportWriter
  ) {
    writer.put("date", day: day)
    writer.put("date_key", day.parts.dateKey)
    writer.put("coupons_count", figures.couponsCount)
    for metric in SalesMetric.allCases {
      writer.put(metric.rawValue, metric.value(of: figures, rules))
    }
  }
}

/// The days of a report: from the first busy one to the last, the others among them.
struct ReportDays {
  let figures: [Day: SalesFigures]
  /// The days, where they are not simply all from the first on.
  private var busy: [Day] = []
  private var first = Day(number: 0)
  let count: Int

  /// Days without orders that are filled in, at most: two centuries and a half; a wrong date far
  /// away shall not make millions of rows.
  static let daysMax = 100_000

  init(_ figures: [Day: SalesFigures]) {
    self.figures = figures
    guard let first = figures.keys.min(), let last = figures.keys.max() else {
      count = 0
      return
    }
    self.first = first
    let span = last.number - first.number + 1
    if span > Self.daysMax { busy = figures.keys.sorted() }
    count = busy.isEmpty ? span : busy.count
  }

  subscript(_ index: Int) -> Day {
    busy.isEmpty ? Day(number: first.number + index) : busy[index]
  }
}

/// The figures that WooCommerce's revenue report shows, by its own names.
enum SalesMetric: String, CaseIterable {
  case ordersCount = "orders_count"
  case itemsSold = "num_items_sold"
  case grossSales = "gross_sales"
  case totalSales = "total_sales"
  case coupons
  case refunds
  case taxes
  case shipping
  case netRevenue = "net_revenue"
  case averageItems = "avg_items_per_order"
  case averageOrderValue = "avg_order_value"
  case customers = "total_customers"

  func value(of figures: SalesFigures, _ rules: AnalyticsRules) -> ExactDecimal {
    switch self {
    case .ordersCount: ExactDecimal(Int64(figures.ordersCount))
    case .itemsSold: ExactDecimal(figures.itemsSold)
    case .grossSales: figures.grossSales
    case .totalSales: figures.totalSales
    case .coupons: figures.coupons
    case .refunds: figures.refunds(rules)
    case .taxes: figures.taxes
    case .shipping: figures.shipping
    case .netRevenue: figures.netRevenue
    case .averageItems: figures.averageItems(rules)
    case .averageOrderValue: figures.averageOrderValue(rules)
    case .customers: ExactDecimal(Int64(figures.customers))
    }
  }

  /// Whether the figures of several periods may be added up.
  var isAdditive: Bool {
    self != .averageItems && self != .averageOrderValue && self != .customers
  }
}
