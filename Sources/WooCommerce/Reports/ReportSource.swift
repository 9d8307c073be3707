internal import Bytes
internal import Delivery
internal import MariaDB
internal import Model
internal import Runtime

/// Rows that no statement brings as they are, computed from the shop's orders, options or nothing.
protocol Report: ~Copyable {
  /// How many rows there are now.
  mutating func count() throws(Fault) -> Int
  /// Writes some rows after a key, or comes nearer to the first one and writes none.
  mutating func read(
    after key: Int64, _ writer: inout ReportWriter, into rows: inout RowBuffer
  ) throws(Fault) -> Cursor
  /// Begins again with a new connection.
  mutating func recover() throws(Fault)
}

/// A report as a source: rows through one writer, and none of a page that failed.
struct ReportSource: HintedSource, ~Copyable {
  private var report: any Report & ~Copyable
  private var writer: ReportWriter

  /// Rows that a page holds at most.
  static let pageRows = 1000
  /// No report has a key so high: what counts from it does not overflow.
  private static let keysEnd: Int64 = 1 << 60

  private init(report: consuming any Report & ~Copyable, writer: consuming ReportWriter) {
    self.report = report
    self.writer = writer
  }

  static func open(
    _ kind: ReportKind, _ entity: Entity, shop: Shop, _ request: ReadRequest,
    _ options: ConnectionOptions
  ) throws(Fault) -> ReportSource {
    let writer = ReportWriter(entity, shop: shop, dialect: request.dialect)
    switch kind {
    case .calendar:
      return ReportSource(
        report: try CalendarReport(shop, now: request.now, options), writer: writer)
    case .reportTypes:
      return ReportSource(report: try ReportTypesReport(shop, options), writer: writer)
    case .paymentGateways:
      return ReportSource(report: try GatewayReport(shop, options), writer: writer)
    case .salesDaily:
      return ReportSource(
        report: try SalesReport(shop, dateType: request.dateType, options), writer: writer)
    }
  }

  mutating func count() throws(Fault) -> Int { try report.count() }

  mutating func read(
    after cursor: Cursor, upTo last: Int64?, into rows: inout RowBuffer
  ) throws(Fault) -> Cursor {
    guard case .after(let key) = cursor else { return .end }
    let after = max(key, 0)
    let last = min(last ?? .max, Self.keysEnd)
    if after >= last { return .end }
    let rowsBefore = rows.count
    writer.keep(after: after, upTo: last)
    do {
      let next = try report.read(after: after, &writer, into: &rows)
      guard case .after(let key) = next, key < last else { return .end }
      // A report whose rows come several at a time may begin again before the first of them.
      return .after(max(key, after))
    } catch {
      rows.truncate(toRows: rowsBefore)
      throw error
    }
  }

  mutating func recover() throws(Fault) { try report.recover() }

  var isReadAsAWhole: Bool { true }

  /// Any order may change any figure.
  mutating func changedKeys(
    since: Instant, afterKey: Int64, limit: Int
  ) throws(Fault) -> ChangedKeys { .unknown }

  mutating func keys(touchedBy hints: [Hint], limit: Int) throws(Fault) -> ChangedKeys { .unknown }
}
