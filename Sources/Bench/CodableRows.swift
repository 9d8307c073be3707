import Bytes
import Foundation
import MariaDB
import WooCommerce

/// The same statements into dictionaries of strings, and those through `JSONEncoder`: how the rows
/// would travel without a writer of our own.
struct CodableRows {
  private var rows: [String: [String: String]] = [:]

  /// Reads the page and encodes it; returns how many rows and bytes that were.
  static func page(
    _ statements: [SQLText], _ connection: inout Connection
  ) throws -> (rows: Int, bytes: Int) {
    var page = CodableRows()
    for statement in statements {
      if statement.bytes.starts(with: "SELECT".utf8) {
        try page.read(statement, &connection)
      } else {
        try connection.execute(statement, "measuring")
      }
    }
    return (page.rows.count, try JSONEncoder().encode(Array(page.rows.values)).count)
  }

  /// The entity's own rows come last: what else was found belongs to those that are there then.
  private mutating func read(_ statement: SQLText, _ connection: inout Connection) throws {
    var stream = try connection.stream(statement, "measuring")
    let names = stream.columnNames()
    guard names[0] == "_key" else {
      while try stream.next() {}
      return
    }
    let hasLanes = names.count > 1 && names[1] == "_lane"
    let isOwn = names.contains("id")
    let found = rows
    if isOwn { rows = [:] }
    while try stream.next() {
      guard let key = stream.cell(0)?.text() else { continue }
      let lane = hasLanes ? (stream.cell(1)?.text() ?? "") + "_" : ""
      var row = (isOwn ? found[key] : rows[key]) ?? [:]
      for index in 1..<names.count {
        if let cell = stream.cell(index) { row[lane + names[index]] = cell.text() }
      }
      rows[key] = row
    }
  }
}
