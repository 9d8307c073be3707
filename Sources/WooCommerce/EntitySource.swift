internal import Bytes
package import Delivery
package import MariaDB
package import Model
package import Runtime
internal import SQL

/// Reads one entity of one shop, page by page.
package struct EntitySource: Source, ~Copyable {
  var connection: Connection
  private let options: ConnectionOptions
  private let shop: Shop
  private let subject: String
  let plan: ReadPlan
  private var encoder: RowEncoder
  private var arena: PageArena
  private var slots: RowSlots
  private var satelliteRows: [SatelliteRows]
  private var pageRows = WooCommerce.pageRows
  /// The highest key when reading began: what comes later is another run's.
  private var signpost: Int64?

  private init(
    connection: consuming Connection, options: ConnectionOptions, shop: Shop, subject: String,
    plan: ReadPlan, encoder: RowEncoder, arena: consuming PageArena, slotCount: Int
  ) {
    self.connection = connection
    self.options = options
    self.shop = shop
    self.subject = subject
    self.plan = plan
    self.encoder = encoder
    self.arena = arena
    slots = RowSlots(count: slotCount)
    satelliteRows = Array(repeating: SatelliteRows(), count: plan.satellites.count)
  }

  /// Connects and proves that every statement can run, before anybody relies on it.
  package static func open(
    _ entity: Entity, shop: Shop, filter: RowFilter, dialect: RowDialect,
    _ options: ConnectionOptions
  ) throws(Fault) -> EntitySource {
    guard let text = SQL.entity(entity.slug, isHPOS: shop.storage == .hpos) else {
      preconditionFailure("\(entity.slug) has no statements")
    }
    var connection = try Connection.open(options)
    let schema = try StoreSchema(&connection, prefix: shop.prefix)
    var slots = SlotTable()
    let plan = try ReadPlan(
      StatementFile(text), entity: entity, shop: shop, schema: schema, filter: filter,
      slots: &slots, connection: &connection)
    var arena = PageArena()
    let program = RowProgram(entity, shop: shop, slots: &slots, arena: &arena)
    let encoder = RowEncoder(
      RowEvaluation(program, priceDecimals: shop.priceDecimals, zone: shop.zone),
      dialect: dialect)
    return EntitySource(
      connection: connection, options: options, shop: shop, subject: entity.slug, plan: plan,
      encoder: encoder, arena: arena, slotCount: slots.count)
  }

  package mutating func count() throws(Fault) -> Int {
    Int(try number(text(plan.count, after: 0, upto: 0), "counting rows") ?? 0)
  }

  package mutating func recover() throws(Fault) {
    connection = try Connection.open(options)
  }

  package mutating func read(
    after cursor: Cursor, into rows: inout RowBuffer
  ) throws(Fault) -> Cursor {
    guard case .after(let after) = cursor else { return .end }
    let rowsBefore = rows.count
    do {
      while true {
        try connection.execute(Self.begin, "beginning a snapshot")
        if let next = try page(after: after, into: &rows) {
          try connection.execute("COMMIT", "ending a snapshot")
          return next
        }
        try connection.execute("ROLLBACK", "ending a snapshot")
        try shrinkPage()
      }
    } catch {
      rows.truncate(toRows: rowsBefore)
      throw error
    }
  }

  static let begin: SQLText = "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"

  /// Reads one page; nil, and nothing read, when its cells do not fit into the arena.
  private mutating func page(
    after: Int64, into rows: inout RowBuffer
  ) throws(Fault) -> Cursor? {
    let signpost = try takeSignpost()
    guard let upto = try pageEnd(after: after, signpost: signpost) else { return .end }
    guard upto > after else { throw stuck(after, upto) }
    arena.removePage()
    for index in plan.satellites.indices {
      if try !readSatellite(index, after: after, upto: upto) { return nil }
    }
    try readRows(after: after, upto: upto, into: &rows)
    growPage()
    return upto >= signpost ? .end : .after(upto)
  }

  mutating func takeSignpost() throws(Fault) -> Int64 {
    if let signpost { return signpost }
    let last = try number(text(plan.signpost, after: 0, upto: 0), "finding the last row") ?? 0
    signpost = last
    return last
  }

  /// The last key of the page after a key; nil when there is none.
  mutating func pageEnd(after: Int64, signpost: Int64) throws(Fault) -> Int64? {
    try number(boundText(after: after, signpost: signpost), "finding a page")
  }

  func boundText(after: Int64, signpost: Int64) -> SQLText {
    text(plan.bound, after: after, upto: signpost)
  }

  func text(_ template: [UInt8], after: Int64, upto: Int64) -> SQLText {
    SQLText(
      template: template,
      plan.values(after: after, upto: upto, limit: pageRows, signpost: upto))
  }

  private mutating func readSatellite(
    _ index: Int, after: Int64, upto: Int64
  ) throws(Fault) -> Bool {
    let satellite = plan.satellites[index]
    satelliteRows[index].removeAll()
    var stream = try connection.stream(
      text(satellite.template, after: after, upto: upto),
      "reading \(subject) (\(satellite.name))")
    return try SatelliteReading.read(
      satellite, &stream, into: &satelliteRows[index], &arena,
      priceDecimals: shop.priceDecimals)
  }

  private mutating func readRows(
    after: Int64, upto: Int64, into rows: inout RowBuffer
  ) throws(Fault) {
    var stream = try connection.stream(
      text(plan.rows, after: after, upto: upto), "reading \(subject)")
    while try stream.next() {
      guard let key = SatelliteReading.key(stream) else { continue }
      let mark = arena.count
      slots.clear()
      for index in plan.ownSlots.indices {
        guard let cell = stream.cell(index + 1) else { continue }
        slots.put(plan.ownSlots[index], arena.copy(cell), rank: 0)
      }
      for index in satelliteRows.indices { satelliteRows[index].scatter(key: key, into: &slots) }
      encoder.encode(key: key, slots, &arena, into: &rows)
      arena.truncate(to: mark)
    }
  }

  private mutating func shrinkPage() throws(Fault) {
    if pageRows == 1 {
      throw Fault(
        .data, operation: "reading \(subject)", subject: "one row",
        cause: "its cells take more than \(WooCommerce.arenaBytesMax) bytes",
        hint: "Look for a runaway plugin that stores huge meta values", recovery: .stopStream)
    }
    pageRows = max(1, pageRows / 2)
  }

  private mutating func growPage() {
    if pageRows < WooCommerce.pageRows, arena.pageLength < WooCommerce.arenaBytesMax / 4 {
      pageRows = min(pageRows * 2, WooCommerce.pageRows)
    }
  }

  /// The number in the first cell of the first row.
  private mutating func number(_ text: SQLText, _ operation: String) throws(Fault) -> Int64? {
    let rows = try connection.rows(text, operation)
    return rows.first?[0].flatMap { IntegerText.value($0.rawSpan) }
  }

  private func stuck(_ after: Int64, _ upto: Int64) -> Fault {
    Fault(
      .data, operation: "reading \(subject)", subject: "page after \(after)",
      cause: "the next page ends at \(upto), which is not further", recovery: .stopStream)
  }
}
