internal import Bytes

/// What orders say of a payment method, added up slice by slice.
struct GatewayUsage {
  private var ordersCount = ExactDecimal.zero
  private var paidOrdersCount = ExactDecimal.zero
  private var ordersTotal = ExactDecimal.zero
  private var paidOrdersTotal = ExactDecimal.zero
  private var refunded = ExactDecimal.zero
  private var first: [UInt8]?
  private var last: [UInt8]?
  /// Date and padded id of the newest order.
  private var newest: [UInt8] = []
  /// What the newest order calls the method.
  var title: [UInt8]?

  /// Adds a row of the statement `orders`, after its id.
  mutating func add(_ cells: ArraySlice<[UInt8]?>) {
    let cells = Array(cells)
    precondition(cells.count == 7, "the statement has seven figures")
    ordersCount.add(Self.number(cells[0]))
    paidOrdersCount.add(Self.number(cells[1]))
    ordersTotal.add(Self.number(cells[2]))
    paidOrdersTotal.add(Self.number(cells[3]))
    if let date = cells[4], first.map({ date.lexicographicallyPrecedes($0) }) ?? true {
      first = date
    }
    if let date = cells[5], last.map({ $0.lexicographicallyPrecedes(date) }) ?? true {
      last = date
    }
    if let order = cells[6], newest.lexicographicallyPrecedes(order) { newest = order }
  }

  mutating func addRefunds(_ sum: [UInt8]?) { refunded.add(Self.number(sum)) }

  /// The id of the newest order.
  var newestID: Int64? {
    IntegerText.value(Array(newest.dropFirst(Self.dateLength).drop { $0 == 0x30 }).rawSpan)
  }

  /// `YYYY-MM-DD HH:MM:SS`.
  private static let dateLength = 19

  private static func number(_ cell: [UInt8]?) -> ExactDecimal {
    cell.flatMap { ExactDecimal($0.rawSpan) } ?? .zero
  }

  func put(_ writer: inout ReportWriter) {
    writer.put("orders_count", ordersCount)
    writer.put("paid_orders_count", paidOrdersCount)
    writer.put("orders_total", ordersTotal)
    writer.put("paid_orders_total", paidOrdersTotal)
    writer.put("refunded_total", refunded)
    writer.put("first_order_date_gmt", first)
    writer.put("last_order_date_gmt", last)
  }
}
