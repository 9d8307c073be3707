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
  let shop: Shop
  let subject: String
  let plan: ReadPlan
  /// The only days of the main date; nil for all, and for rows without one.
  private let days: ClosedRange<Int32>?
  var encoder: RowEncoder
  var arena: PageArena
  var slots: RowSlots
  var satelliteRows: [SatelliteRows]
  /// Figures of a range of keys, and how far they are read: the last key, and ids of the other
  /// table.
  var wide: WideRows
  var rangeAfter: Int64 = 0
  var rangeUpto: Int64 = 0
  var sliceUpto: Int64?
  var sliceSignpost: Int64 = 0
  /// What a row's attributes are called and which values they have; only where rows are unfolded.
  var attributes = AttributeValues()
  /// One for each satellite; only those of lookups are used.
  var caches: [LookupCache]
  var pageRows = WooCommerce.pageRows
  /// The keys of the page, where statements name them one by one.
  private(set) var pageKeys: [Int64] = []
  private var keyList = KeyList()
  /// The highest key when reading began: what comes later is another run's.
  private var signpost: Int64?
  /// The key before the first that may be of the days that are wanted.
  private var keyBefore: Int64 = 0

  private init(
    connection: consuming Connection, options: ConnectionOptions, shop: Shop, subject: String,
    plan: ReadPlan, days: ClosedRange<Int32>?, encoder: RowEncoder,
    arena: consuming PageArena, slotCount: Int
  ) {
    self.connection = connection
    self.options = options
    self.shop = shop
    self.subject = subject
    self.plan = plan
    self.days = days
    self.encoder = encoder
    self.arena = arena
    slots = RowSlots(count: slotCount)
    satelliteRows = Array(repeating: SatelliteRows(), count: plan.satellites.count)
    wide = WideRows(plan.satellites.flatMap(\.wideRules))
    caches = plan.satellites.map { $0.makeCache() }
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
      days: filter.days, encoder: encoder, arena: arena, slotCount: slots.count)
  }

  package mutating func count() throws(Fault) -> Int {
    if plan.isAbsent { return 0 }
    guard let count = plan.count, days == nil else { return try countByReading() }
    return Int(try number(text(count, after: 0, upto: 0), "counting rows") ?? 0)
  }

  /// The statement that counts the rows, for who counts often; nil when none does.
  var countStatement: SQLText? {
    plan.isAbsent ? nil : plan.count.map { text($0, after: 0, upto: 0) }
  }

  private mutating func countByReading() throws(Fault) -> Int {
    var rows = RowBuffer()
    var cursor = Cursor.after(0)
    var count = 0
    while cursor != .end {
      cursor = try read(after: cursor, into: &rows)
      count += rows.count
      rows.removeAll()
    }
    signpost = nil
    keyList.removeAll()
    return count
  }

  package mutating func recover() throws(Fault) {
    connection = try Connection.open(options)
  }

  package mutating func read(
    after cursor: Cursor, upTo last: Int64?, into rows: inout RowBuffer
  ) throws(Fault) -> Cursor {
    guard case .after(let key) = cursor, !plan.isAbsent else { return .end }
    if days != nil { _ = try takeSignpost() }
    let after = max(key, keyBefore)
    let last = last ?? .max
    if after >= last { return .end }
    let rowsBefore = rows.count
    do {
      if try readSlice(after: after) { return .after(after) }
      while true {
        try connection.execute(Self.begin, "beginning a snapshot")
        if let next = try page(after: after, upTo: last, into: &rows) {
          try connection.execute("COMMIT", "ending a snapshot")
          return next
        }
        try connection.execute("ROLLBACK", "ending a snapshot")
        try shrinkPage()
      }
    } catch {
      rows.truncate(toRows: rowsBefore)
      restartRange()
      throw error
    }
  }

  static let begin: SQLText = "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"

  /// Reads one page; nil, and nothing read, when its cells do not fit into the arena.
  private mutating func page(
    after: Int64, upTo last: Int64, into rows: inout RowBuffer
  ) throws(Fault) -> Cursor? {
    switch try preparePage(after: after, upTo: last) {
    case .nothingLeft: return .end
    case .tooLarge: return nil
    case .empty(let upto): return .after(upto)
    case .ready(let upto, let isLast):
      try readRows(after: after, upto: upto, into: &rows)
      growPage()
      return isLast ? .end : .after(upto)
    }
  }

  /// How far a page is ready to be read.
  enum Preparation {
    case nothingLeft, tooLarge
    /// Rows that were there when their range began are gone.
    case empty(upto: Int64)
    case ready(upto: Int64, isLast: Bool)
  }

  /// Reads what stands beside the rows of the page after a key.
  mutating func preparePage(after: Int64, upTo last: Int64) throws(Fault) -> Preparation {
    let stop = min(try takeSignpost(), last)
    let end = wide.isEmpty ? stop : min(stop, wide.coveredUpto)
    guard let upto = try pageEnd(after: after, end: end) else {
      return end < stop ? .empty(upto: end) : .nothingLeft
    }
    guard upto > after else { throw stuck(after, upto) }
    arena.removePage()
    for index in plan.satellites.indices where !plan.satellites[index].isWide {
      if try !readSatellite(index, after: after, upto: upto) { return .tooLarge }
    }
    return .ready(upto: upto, isLast: upto >= stop)
  }

  mutating func takeSignpost() throws(Fault) -> Int64 {
    if let signpost { return signpost }
    var last = try number(text(plan.signpost, after: 0, upto: 0), "finding the last row") ?? 0
    if let days, let dated = plan.dated {
      let keys = try keys(of: days, dated)
      keyBefore = keys.first - 1
      last = min(last, keys.last)
    }
    signpost = last
    return last
  }

  /// Between which keys rows of these days lie; from 1 to 0 when there are none.
  private mutating func keys(
    of days: ClosedRange<Int32>, _ template: [UInt8]
  ) throws(Fault) -> (first: Int64, last: Int64) {
    var places = plan.values(after: 0, upto: 0, limit: 1, signpost: 0)
    // A day more at both ends: the shop's clock is not that of the table.
    places["days_from"] = .timestamp(Self.midnight(days.lowerBound, daysLater: -1))
    places["days_upto"] = .timestamp(Self.midnight(days.upperBound, daysLater: 2))
    let rows = try connection.rows(
      SQLText(template: template, places), "finding rows of \(subject) by day")
    let numbers = rows.first.map { row in
      [0, 1].compactMap { row[$0].flatMap { IntegerText.value($0.rawSpan) } }
    }
    guard let numbers, numbers.count == 2 else { return (1, 0) }
    return (numbers[0], numbers[1])
  }

  private static func midnight(_ day: Int32, daysLater days: Int64) -> CivilTime {
    let (year, month) = (Int(day / 10_000), Int(day / 100 % 100))
    let number = CivilTime.dayNumber(year: year, month: month, day: Int(day % 100)) + days
    let first = CivilTime.dayNumber(year: 1, month: 1, day: 1)
    let last = CivilTime.dayNumber(year: 9999, month: 12, day: 31)
    return CivilTime(seconds: min(max(number, first), last) * 86_400)
  }

  /// The last key of the page after a key, none beyond the end; nil when there is none.
  mutating func pageEnd(after: Int64, end: Int64) throws(Fault) -> Int64? {
    guard plan.namesKeys else {
      return try number(boundText(after: after, signpost: end), "finding a page")
    }
    if !keyList.knows(after: after) {
      // Wherever the page ends: ranges that follow find their keys in the list.
      let text = boundText(after: after, signpost: try takeSignpost())
      let rows = try connection.rows(text, "finding keys")
      let keys = rows.compactMap { $0[0].flatMap { IntegerText.value($0.rawSpan) } }
      keyList.fill(after: after, with: keys, limit: WooCommerce.keysAheadMax)
    }
    let limit = min(pageRows, WooCommerce.namedKeysMax)
    pageKeys = Array(keyList.page(after: after, limit: limit).prefix { $0 <= end })
    return pageKeys.last
  }

  func boundText(after: Int64, signpost: Int64) -> SQLText {
    text(plan.bound, after: after, upto: signpost)
  }

  func text(_ template: [UInt8], after: Int64, upto: Int64, keys: [Int64] = []) -> SQLText {
    let limit = plan.namesKeys ? WooCommerce.keysAheadMax : pageRows
    return SQLText(
      template: template,
      plan.values(after: after, upto: upto, limit: limit, signpost: upto, keys: keys))
  }

  private mutating func readSatellite(
    _ index: Int, after: Int64, upto: Int64
  ) throws(Fault) -> Bool {
    let satellite = plan.satellites[index]
    if case .lookup(let lookup) = satellite.shape, lookup.isCached {
      try readLookup(lookup, index)
      return true
    }
    let statement = text(satellite.template, after: after, upto: upto, keys: pageKeys)
    let operation = "reading \(subject) (\(satellite.name))"
    satelliteRows[index].removeAll()
    if case .groups(let slot) = satellite.shape {
      let groups = try GroupReading.groups(statement, operation, &connection)
      return try findMembers(of: groups, into: slot, satellite: index)
    }
    var stream = try connection.stream(statement, operation)
    switch satellite.shape {
    case .labels: return try attributes.readLabels(&stream)
    case .values: return try attributes.readValues(&stream)
    default:
      return try SatelliteReading.read(
        satellite, &stream, into: &satelliteRows[index], &arena,
        priceDecimals: shop.priceDecimals)
    }
  }

  private mutating func readRows(
    after: Int64, upto: Int64, into rows: inout RowBuffer
  ) throws(Fault) {
    var stream = try connection.stream(
      text(plan.rows, after: after, upto: upto, keys: pageKeys), "reading \(subject)")
    while try stream.next() {
      guard let key = SatelliteReading.key(stream) else { continue }
      let mark = arena.count
      let (before, unrepresented) = (rows.count, rows.unrepresentedCount)
      Self.place(key: key, stream, plan, &satelliteRows, caches, &wide, &arena, into: &slots)
      if let unfolding = plan.unfolding {
        unfolding.encode(key: key, attributes, &slots, &arena, &encoder, into: &rows)
      } else {
        encoder.encode(key: key, slots, &arena, into: &rows)
      }
      if let days, rows.count > before, !days.contains(rows.rows[before].dateKey) {
        rows.truncate(toRows: before)
        rows.unrepresentedCount = unrepresented
      }
      arena.truncate(to: mark)
    }
  }

  /// Puts all cells of the row into their slots.
  static func place(
    key: Int64, _ stream: borrowing ResultStream, _ plan: ReadPlan, _ rows: inout [SatelliteRows],
    _ caches: [LookupCache], _ wide: inout WideRows, _ arena: inout PageArena,
    into slots: inout RowSlots
  ) {
    slots.clear()
    for index in plan.ownSlots.indices {
      guard let cell = stream.cell(index + 1) else { continue }
      slots.put(plan.ownSlots[index], arena.copy(cell), rank: 0)
    }
    SatelliteRows.scatter(&rows, of: plan.satellites, key: key, caches, &arena, into: &slots)
    wide.scatter(key: key, into: &slots, &arena)
  }

  mutating func shrinkPage() throws(Fault) {
    if pageRows == 1 {
      throw Fault(
        .data, operation: "reading \(subject)", subject: "one row",
        cause: "its cells take more than \(WooCommerce.arenaBytesMax) bytes",
        hint: "Look for a runaway plugin that stores huge meta values", recovery: .stopStream)
    }
    pageRows = max(1, pageRows / 2)
  }

  mutating func growPage() {
    if pageRows < WooCommerce.pageRows, arena.pageLength < WooCommerce.arenaBytesMax / 4 {
      pageRows = min(pageRows * 2, WooCommerce.pageRows)
    }
  }

  /// The number in the first cell of the first row.
  mutating func number(_ text: SQLText, _ operation: String) throws(Fault) -> Int64? {
    let rows = try connection.rows(text, operation)
    return rows.first?[0].flatMap { IntegerText.value($0.rawSpan) }
  }

  private func stuck(_ after: Int64, _ upto: Int64) -> Fault {
    Fault(
      .data, operation: "reading \(subject)", subject: "page after \(after)",
      cause: "the next page ends at \(upto), which is not further", recovery: .stopStream)
  }
}
