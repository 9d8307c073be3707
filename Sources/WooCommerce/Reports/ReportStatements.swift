internal import Bytes
internal import MariaDB
internal import Runtime
internal import SQL

/// The statements of a report, which have no keys and no pages, over one connection.
struct ReportStatements: ~Copyable {
  let shop: Shop
  private let options: ConnectionOptions
  private var connection: Connection
  private let templates: [String: [UInt8]]
  private let values: [String: Literal]

  init(_ slug: String, _ shop: Shop, _ options: ConnectionOptions) throws(Fault) {
    guard let text = SQL.entity(slug, isHPOS: shop.storage == .hpos) else {
      preconditionFailure("\(slug) has no statements")
    }
    var connection = try Connection.open(options)
    let schema = try StoreSchema(&connection, prefix: shop.prefix)
    var templates: [String: [UInt8]] = [:]
    for section in StatementFile(text).sections where section.table.map(schema.has) ?? true {
      templates[section.name] = ReadPlan.resolve(section.template, schema)
    }
    self.shop = shop
    self.options = options
    self.connection = connection
    self.templates = templates
    values = ReadPlan.shopValues(shop)
  }

  /// The rows of a statement; none when the shop lacks its table.
  mutating func rows(
    _ name: String, _ more: [String: Literal] = [:]
  ) throws(Fault) -> [[[UInt8]?]] {
    guard let template = templates[name] else { return [] }
    let all = values.merging(more) { _, new in new }
    return try connection.rows(SQLText(template: template, all), "reading the shop (\(name))")
  }

  /// Runs something of the caller's own on the same connection.
  mutating func ask<Result>(
    _ body: (inout Connection) throws(Fault) -> Result
  ) throws(Fault) -> Result {
    try body(&connection)
  }

  mutating func recover() throws(Fault) {
    connection = try Connection.open(options)
  }
}

/// The first and last moment of something.
struct Span: Equatable {
  var first: Int64
  var last: Int64

  /// Of two cells, each a date or Unix seconds; nil when there is none.
  init?(_ row: [[UInt8]?]) {
    guard row.count == 2, let first = row[0].flatMap(Self.seconds) else { return nil }
    self.first = first
    last = row[1].flatMap(Self.seconds) ?? first
  }

  private static func seconds(_ cell: [UInt8]) -> Int64? {
    CivilTime(cell.rawSpan)?.seconds ?? IntegerText.value(cell.rawSpan)
  }

  func union(_ other: Span?) -> Span {
    guard let other else { return self }
    var both = self
    both.first = min(first, other.first)
    both.last = max(last, other.last)
    return both
  }
}

extension ReportStatements {
  /// What the sales of a date type span.
  mutating func salesSpan(_ type: DateType) throws(Fault) -> Span? {
    let orders = try rows(type.rawValue).first.flatMap { Span($0) }
    let refunds = try rows("refunds").first.flatMap { Span($0) }
    return orders?.union(refunds) ?? refunds
  }
}
