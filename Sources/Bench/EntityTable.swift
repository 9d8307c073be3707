import Foundation
import Model

/// One line an entity: how fast its rows are read and encoded, beside the C loop that sends the
/// very same statements.
enum EntityTable {
  static var heading: String {
    line(
      "entity", "rows", "read", "stmts", "rows/s", "µs/row", "ratio", "floor", "server", "peak MB",
      "allocs", "bytes")
  }

  static let legend = """
    rows: of the entity; read: rows that its statements (stmts) brought. A report (r) is measured by
    what it read, where that is more. ratio: to the C loop over the very same statements, whose µs a
    row are the floor; server: µs a row of the server's CPU meanwhile. Peak: memory of the process.
    Allocations, bytes: a row. *: stopped after the seconds that an entity may take.
    """

  /// The entity's line; it begins with the slug and the number of rows.
  static func line(_ entity: Entity, _ report: Report) -> String {
    guard let floor = report.best(.discard), let ours = report.best(.encode) else {
      return entity.slug
    }
    let isReport = reports.contains(entity.slug)
    let rows = Double(max(isReport ? max(ours.rows, floor.rows) : ours.rows, 1))
    let micros = 1e6 / rows
    return line(
      entity.slug + (isReport ? " r" : "") + (ours.isWhole ? "" : " *"), String(ours.rows),
      String(floor.rows), String(floor.statements), number(rows / ours.wallSeconds, 0),
      number(ours.wallSeconds * micros, 2), number(ours.wallSeconds / floor.wallSeconds, 2),
      number(floor.wallSeconds * micros, 2),
      ours.serverSeconds.map { number($0 * micros, 2) } ?? "-",
      number(Double(ours.peakBytes) / 1e6, 1),
      ours.allocations.map { number(Double($0) / rows, 3) } ?? "-",
      number(Double(ours.bytes) / rows, 0))
  }

  /// Entities whose rows are computed.
  private static let reports: Set<String> = [
    Catalogue.salesDaily.slug, Catalogue.reportTypes.slug, Catalogue.calendar.slug,
    Catalogue.paymentGateways.slug,
  ]

  private static func number(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }

  private static func line(_ name: String, _ cells: String...) -> String {
    name.padding(toLength: 20, withPad: " ", startingAt: 0)
      + cells.map { String(repeating: " ", count: max(1, 9 - $0.count)) + $0 }.joined()
  }
}
