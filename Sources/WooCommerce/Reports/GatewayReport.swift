internal import Bytes
internal import Delivery
internal import MariaDB
internal import Runtime
internal import WordPress

/// One row a payment gateway: those of WooCommerce itself, those that were set up, and those that
/// orders were paid with.
struct GatewayReport: Report, ~Copyable {
  private var statements: ReportStatements
  private var usages: [[UInt8]: GatewayUsage] = [:]
  /// The ids of orders up to which usage is counted, and the last one; nil before the beginning.
  private var counted: (upto: Int64, last: Int64)?
  /// All gateways, once every order is counted.
  private var gateways: [Gateway]?

  /// Slices of one step, so that whoever waits can renew what would run out.
  private static let slicesPerStep = 10

  /// A gateway's settings and how it was used.
  private struct Gateway {
    var id: [UInt8]
    var settings: PHPValue?
    var position: Int?
  }

  /// The gateways that every shop has, and their names in English.
  private static let core: [(id: String, title: String)] = [
    ("bacs", "Direct bank transfer"), ("cheque", "Check payments"), ("cod", "Cash on delivery"),
  ]
  private static let orderOption = "woocommerce_gateway_order"

  init(_ shop: Shop, _ options: ConnectionOptions) throws(Fault) {
    statements = try ReportStatements("gateway_orders", shop, options)
  }

  mutating func count() throws(Fault) -> Int {
    try existing(used: statements.rows("methods").compactMap { $0[0] }).count
  }

  mutating func read(
    after key: Int64, _ writer: inout ReportWriter, into rows: inout RowBuffer
  ) throws(Fault) -> Cursor {
    guard let gateways else {
      if try countSlices() {
        try findTitles()
        self.gateways = try existing(used: Array(usages.keys))
      }
      return .after(key)
    }
    let start = Int(key)
    let end = min(start + ReportSource.pageRows, gateways.count)
    for index in start..<max(start, end) {
      put(gateways[index], &writer)
      writer.endRow(key: Int64(index + 1), into: &rows)
    }
    return end >= gateways.count ? .end : .after(Int64(end))
  }

  mutating func recover() throws(Fault) { try statements.recover() }

  private func put(_ gateway: Gateway, _ writer: inout ReportWriter) {
    let settings = gateway.settings?.array
    let usage = usages[gateway.id] ?? GatewayUsage()
    writer.put("id", gateway.id)
    writer.put("title", Self.title(gateway, usage))
    writer.put("enabled", settings?[PHPKey("enabled")]?.scalarText == "yes")
    writer.put("is_configured", gateway.settings != nil)
    if let position = gateway.position { writer.put("position", position) }
    writer.put("description", settings?[PHPKey("description")]?.scalarBytes)
    usage.put(&writer)
  }

  private static func title(_ gateway: Gateway, _ usage: GatewayUsage) -> [UInt8]? {
    if let saved = gateway.settings?["title"]?.scalarBytes, !saved.isEmpty { return saved }
    if let core = core.first(where: { Array($0.id.utf8) == gateway.id }) {
      return Array(core.title.utf8)
    }
    return usage.title
  }
}

extension GatewayReport {
  /// All gateways, in the order of their ids' bytes.
  private mutating func existing(used: [[UInt8]]) throws(Fault) -> [Gateway] {
    let prefix = statements.shop.prefix
    let order = try statements.ask { (connection) throws(Fault) in
      try OptionTable.read([Self.orderOption], prefix, &connection).value(Self.orderOption)
    }
    let positions = Self.positions(order)
    let certain = Set(Self.core.map { Array($0.id.utf8) }).union(used)
    let ids = certain.union(positions.keys)
    let settings = try statements.ask { (connection) throws(Fault) in
      try OptionTable.read(ids.map(Self.option), prefix, &connection)
    }
    var found: [Gateway] = []
    for id in ids.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let saved = settings.value(Self.option(id))
      // An id in the list alone is a gateway that is gone.
      guard saved != nil || certain.contains(id) else { continue }
      found.append(Gateway(id: id, settings: saved, position: positions[id]))
    }
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

  /// Counts some slices of orders; true when all are counted.
  private mutating func countSlices() throws(Fault) -> Bool {
    for _ in 0..<Self.slicesPerStep {
      if counted == nil { counted = (0, try lastOrder()) }
      guard let (after, last) = counted, after < last else { return true }
      let upto = after + WideRows.sliceIDs
      let slice: [String: Literal] = [
        "slice_after": .integer(after), "slice_upto": .integer(upto),
      ]
      let orders = try statements.rows("orders", slice)
      let refunds = try statements.rows("refunds", slice)
      // Nothing fails from here on, so a slice is counted once.
      for row in orders {
        if let id = row[0] { usages[id, default: GatewayUsage()].add(row[1...]) }
      }
      for row in refunds {
        if let id = row[0] { usages[id, default: GatewayUsage()].addRefunds(row[1]) }
      }
      counted = (upto, last)
    }
    return false
  }

  private mutating func lastOrder() throws(Fault) -> Int64 {
    let cell = try statements.rows("slices").first?[0]
    return cell.flatMap { IntegerText.value($0.rawSpan) } ?? 0
  }

  private mutating func findTitles() throws(Fault) {
    var methods: [Int64: [UInt8]] = [:]
    for (id, usage) in usages {
      if let order = usage.newestID { methods[order] = id }
    }
    let orders = methods.keys.sorted().map { Literal.integer($0) }
    for row in try statements.rows("titles", ["ids": .list(orders)]) {
      guard let order = row[0].flatMap({ IntegerText.value($0.rawSpan) }),
        let id = methods[order], usages[id]?.title == nil
      else { continue }
      usages[id]?.title = row[1]
    }
  }
}
