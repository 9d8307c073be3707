internal import Bytes
internal import Delivery
internal import MariaDB
internal import Runtime
internal import WordPress

/// One row a payment gateway: those of WooCommerce itself, those that were set up, and those that
/// orders were paid with.
struct GatewayReport: Report, ~Copyable {
  private var statements: ReportStatements
  /// Taken at the beginning of reading.
  private var gateways: [Gateway]?

  /// A gateway's settings and how it was used.
  private struct Gateway {
    var id: [UInt8]
    var settings: PHPValue?
    var position: Int?
    var usage: Usage?
  }

  /// What orders say of a gateway; cells as the server gives them.
  private struct Usage {
    var cells: [[UInt8]?]
    var refunded: ExactDecimal = .zero
    var title: [UInt8]?
  }

  /// The gateways that every shop has, and their names in English.
  private static let core: [(id: String, title: String)] = [
    ("bacs", "Direct bank transfer"), ("cheque", "Check payments"), ("cod", "Cash on delivery"),
  ]
  private static let orderOption = "woocommerce_gateway_order"

  init(_ shop: Shop, _ options: ConnectionOptions) throws(Fault) {
    statements = try ReportStatements("gateway_orders", shop, options)
  }

  mutating func count() throws(Fault) -> Int { try all().count }

  mutating func read(
    after key: Int64, _ writer: inout ReportWriter, into rows: inout RowBuffer
  ) throws(Fault) -> Cursor {
    let gateways = try all()
    let start = Int(key)
    let end = min(start + ReportSource.pageRows, gateways.count)
    for index in start..<max(start, end) {
      Self.put(gateways[index], &writer)
      writer.endRow(key: Int64(index + 1), into: &rows)
    }
    return end >= gateways.count ? .end : .after(Int64(end))
  }

  mutating func recover() throws(Fault) { try statements.recover() }

  private static func put(_ gateway: Gateway, _ writer: inout ReportWriter) {
    let settings = gateway.settings?.array
    writer.put("id", gateway.id)
    writer.put("title", title(gateway))
    writer.put("enabled", settings?[PHPKey("enabled")]?.scalarText == "yes")
    writer.put("is_configured", gateway.settings != nil)
    if let position = gateway.position { writer.put("position", position) }
    writer.put("description", settings?[PHPKey("description")]?.scalarBytes)
    let cells = gateway.usage?.cells ?? []
    let names = [
      "orders_count", "paid_orders_count", "orders_total", "paid_orders_total",
      "first_order_date_gmt", "last_order_date_gmt",
    ]
    for (name, cell) in zip(names, cells.dropFirst()) { writer.put(name, cell) }
    writer.put("refunded_total", gateway.usage?.refunded ?? .zero)
  }

  private static func title(_ gateway: Gateway) -> [UInt8]? {
    if let saved = gateway.settings?["title"]?.scalarBytes, !saved.isEmpty { return saved }
    if let core = core.first(where: { Array($0.id.utf8) == gateway.id }) {
      return Array(core.title.utf8)
    }
    return gateway.usage?.title
  }
}

extension GatewayReport {
  /// All gateways, in the order of their ids' bytes.
  private mutating func all() throws(Fault) -> [Gateway] {
    if let gateways { return gateways }
    var usages = try usages()
    let prefix = statements.shop.prefix
    let order = try statements.ask { (connection) throws(Fault) in
      try OptionTable.read([Self.orderOption], prefix, &connection).value(Self.orderOption)
    }
    let positions = Self.positions(order)
    let ids = Set(Self.core.map { Array($0.id.utf8) }).union(positions.keys).union(usages.keys)
    let settings = try statements.ask { (connection) throws(Fault) in
      try OptionTable.read(ids.map(Self.option), prefix, &connection)
    }
    var found: [Gateway] = []
    for id in ids.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let saved = settings.value(Self.option(id))
      let isCore = Self.core.contains { Array($0.id.utf8) == id }
      // An id in the list alone is a gateway that is gone.
      guard isCore || saved != nil || usages[id] != nil else { continue }
      found.append(
        Gateway(
          id: id, settings: saved, position: positions[id], usage: usages.removeValue(forKey: id)))
    }
    gateways = found
    return found
  }

  private static func option(_ id: [UInt8]) -> String {
    "woocommerce_\(String(decoding: id, as: UTF8.self))_settings"
  }

  /// The place of each id in the checkout's list.
  private static func positions(_ order: PHPValue?) -> [[UInt8]: Int] {
    var positions: [[UInt8]: Int] = [:]
    for entry in order?.array?.entries ?? [] {
      // The settings page lists what is no gateway too, under names that begin so.
      guard !entry.key.bytes.starts(with: "_".utf8) else { continue }
      positions[entry.key.bytes] = entry.value.scalarText.flatMap { Int($0) } ?? 0
    }
    return positions
  }

  private mutating func usages() throws(Fault) -> [[UInt8]: Usage] {
    var usages: [[UInt8]: Usage] = [:]
    var newest: [Int64: [UInt8]] = [:]
    for row in try statements.rows("orders") {
      guard let id = row[0] else { continue }
      usages[id] = Usage(cells: Array(row.dropLast()))
      if let order = row.last?.flatMap({ IntegerText.value($0.rawSpan) }) { newest[order] = id }
    }
    for row in try statements.rows("refunds") {
      guard let id = row[0], let sum = row[1] else { continue }
      usages[id]?.refunded = ExactDecimal(sum.rawSpan) ?? .zero
    }
    let orders = newest.keys.sorted().map { Literal.integer($0) }
    for row in try statements.rows("titles", ["ids": .list(orders)]) {
      guard let order = row[0].flatMap({ IntegerText.value($0.rawSpan) }), let id = newest[order],
        usages[id]?.title == nil
      else { continue }
      usages[id]?.title = row[1]
    }
    return usages
  }
}
