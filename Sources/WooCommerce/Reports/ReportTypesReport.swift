internal import Bytes
internal import Delivery
internal import MariaDB
internal import Model
internal import Runtime

/// The figures of WooCommerce's own reports, one row a figure: sales by month and date, what each
/// customer spent, and the stock of each product.
struct ReportTypesReport: Report, ~Copyable {
  private let shop: Shop
  private var statements: ReportStatements
  private var scan: SalesScan
  private var months: [SalesMonth]?
  private var customers: EntitySource
  private var customerPage: CustomerPage
  private var stock: EntitySource
  private var stockPage: StockPage

  /// Keys tell the part of the report in their upper bits, and a place in that part below.
  private enum Part: Int64 { case sales, customers, stock }
  private static let partBits: Int64 = 56
  private static let placeMask: Int64 = (1 << partBits) - 1
  /// Figures of a customer and of a product in stock.
  private static let customerMetrics: Int64 = 3
  private static let stockMetrics: Int64 = 2

  init(_ shop: Shop, _ options: ConnectionOptions) throws(Fault) {
    let statements = try ReportStatements("report_dates", shop, options)
    let scan = try SalesScan(shop, by: DateType.allCases, .months, options)
    let customers = try EntitySource.open(
      Catalogue.customerLookup, shop: shop, filter: .standard, dialect: .file, options)
    let stock = try EntitySource.open(
      StockFacts.entity, shop: shop, filter: .standard, dialect: .file, options)
    self.shop = shop
    customerPage = CustomerPage(customers.encoder.evaluation)
    stockPage = StockPage(stock.encoder.evaluation)
    self.statements = statements
    self.scan = scan
    self.customers = customers
    self.stock = stock
  }

  mutating func count() throws(Fault) -> Int {
    var monthCount = 0
    for type in DateType.allCases {
      guard let span = try statements.salesSpan(type) else { continue }
      let first = SalesMonth.index(shop.zone, span.first)
      monthCount += max(0, SalesMonth.index(shop.zone, span.last) - first) + 1
    }
    return monthCount * SalesMetric.allCases.count
      + (try customers.count()) * Int(Self.customerMetrics)
      + (try stock.count()) * Int(Self.stockMetrics)
  }

  mutating func read(
    after key: Int64, _ writer: inout ReportWriter, into rows: inout RowBuffer
  ) throws(Fault) -> Cursor {
    let place = key & Self.placeMask
    switch Part(rawValue: key >> Self.partBits) {
    case .sales: return try readSales(after: place, &writer, into: &rows)
    case .customers: return try readCustomers(after: place, &writer, into: &rows)
    case .stock: return try readStock(after: place, &writer, into: &rows)
    case nil: return .end
    }
  }

  mutating func recover() throws(Fault) {
    try statements.recover()
    try customers.recover()
    try stock.recover()
    if months == nil { try scan.recover() }
  }

  private static func key(_ part: Part, _ place: Int64) -> Int64 {
    precondition(place >= 0 && place <= placeMask)
    return part.rawValue << partBits | place
  }

  private static func put(
    _ report: String, _ metric: String, isAdditive: Bool, _ value: ExactDecimal,
    _ writer: inout ReportWriter
  ) {
    writer.put("report", report)
    writer.put("metric", metric)
    writer.put("is_additive", isAdditive)
    writer.put("value", value)
  }
}

extension ReportTypesReport {
  private mutating func readSales(
    after place: Int64, _ writer: inout ReportWriter, into rows: inout RowBuffer
  ) throws(Fault) -> Cursor {
    guard let months else {
      if try scan.step() { months = SalesMonth.all(of: scan) }
      return .after(Self.key(.sales, place))
    }
    let metrics = SalesMetric.allCases
    let start = Int(place)
    let end = min(start + ReportSource.pageRows, months.count * metrics.count)
    for index in start..<max(start, end) {
      let month = months[index / metrics.count]
      let metric = metrics[index % metrics.count]
      Self.put(
        "sales", metric.rawValue, isAdditive: metric.isAdditive,
        metric.value(of: month.figures, shop.analytics), &writer)
      writer.put("date_type", month.dateType.rawValue)
      writer.put("period", String(month.first.text.prefix(7)))
      writer.put("period_start", day: month.first)
      writer.put("item_id", 0)
      writer.endRow(key: Self.key(.sales, Int64(index + 1)), into: &rows)
    }
    let isDone = end >= months.count * metrics.count
    return .after(isDone ? Self.key(.customers, 0) : Self.key(.sales, Int64(end)))
  }

  private mutating func readCustomers(
    after place: Int64, _ writer: inout ReportWriter, into rows: inout RowBuffer
  ) throws(Fault) -> Cursor {
    customerPage.removeAll()
    let next = try customers.scan(after: place / Self.customerMetrics, into: &customerPage)
    for customer in customerPage.customers {
      let figures: [(String, Bool, ExactDecimal)] = [
        ("orders_count", true, customer.ordersCount), ("total_spend", true, customer.totalSpend),
        ("avg_order_value", false, customer.averageOrderValue),
      ]
      for (index, (metric, isAdditive, value)) in figures.enumerated() {
        Self.put("customers", metric, isAdditive: isAdditive, value, &writer)
        putItem(customer.id, customer.name, customer.country, &writer)
        let row = (customer.id - 1) * Self.customerMetrics + Int64(index) + 1
        writer.endRow(key: Self.key(.customers, row), into: &rows)
      }
    }
    guard case .after(let last) = next else { return .after(Self.key(.stock, 0)) }
    return .after(Self.key(.customers, last * Self.customerMetrics))
  }

  private mutating func readStock(
    after place: Int64, _ writer: inout ReportWriter, into rows: inout RowBuffer
  ) throws(Fault) -> Cursor {
    stockPage.removeAll()
    let next = try stock.scan(after: place / Self.stockMetrics, into: &stockPage)
    for product in stockPage.products {
      let low = product.lowStock?.wholePart ?? Int64(shop.lowStockAmount)
      let figures: [(String, Bool, ExactDecimal)] = [
        ("stock_quantity", true, product.stock),
        ("low_stock_amount", false, ExactDecimal(max(low, 1))),
      ]
      for (index, (metric, isAdditive, value)) in figures.enumerated() {
        Self.put("stock", metric, isAdditive: isAdditive, value, &writer)
        putItem(product.id, product.name, product.status, &writer)
        let row = (product.id - 1) * Self.stockMetrics + Int64(index) + 1
        writer.endRow(key: Self.key(.stock, row), into: &rows)
      }
    }
    guard case .after(let last) = next else { return .end }
    return .after(Self.key(.stock, last * Self.stockMetrics))
  }

  private func putItem(
    _ id: Int64, _ label: [UInt8], _ detail: [UInt8]?, _ writer: inout ReportWriter
  ) {
    writer.put("date_type", "none")
    writer.put("period", "all")
    writer.put("item_id", ExactDecimal(id))
    writer.put("label", label)
    writer.put("detail", detail)
  }
}
