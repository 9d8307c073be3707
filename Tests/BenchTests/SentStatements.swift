import CDiscard
import Delivery
import Foundation
import MariaDB
import Model
import Testing
import Testkit
import WooCommerce

/// The queries of a whole run over an entity, or of something else that a source does, as the
/// server got them.
enum SentStatements {
  static func queries(of entity: Entity, _ demo: DemoSource) throws -> [SQLText] {
    try queries(of: entity, demo, readAll)
  }

  static func queries(
    of entity: Entity, _ demo: DemoSource, _ work: (inout ShopSource) throws -> Void
  ) throws -> [SQLText] {
    let directory = try TemporaryDirectory("sent")
    let path = directory.file("statements")
    var source = try demo.openAny(entity)
    try #require(CDiscard_record(path) == 0)
    try work(&source)
    try #require(CDiscard_stop() == 0)
    return parts(of: [UInt8](try #require(FileManager.default.contents(atPath: path))))
      .filter { $0.bytes.starts(with: "SELECT".utf8) }
  }

  private static func readAll(_ source: inout ShopSource) throws {
    var rows = RowBuffer()
    var cursor = Cursor.after(0)
    while cursor != .end {
      cursor = try source.read(after: cursor, into: &rows)
      rows.removeAll()
    }
  }

  /// Each statement stands behind its length in four bytes.
  private static func parts(of bytes: [UInt8]) -> [SQLText] {
    var found: [SQLText] = []
    var rest = bytes[...]
    while rest.count > 4 {
      let length = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
      found.append(SQLText(template: Array(rest.dropFirst(4).prefix(length)), [:]))
      rest = rest.dropFirst(4 + length)
    }
    return found
  }
}

/// What the server did for a statement, counted by itself.
struct Effort {
  /// Rows that it gave back.
  let returned: Int
  private var counters: [String: Int] = [:]

  init(of statement: SQLText, on connection: inout Connection) throws {
    try connection.execute("FLUSH STATUS", "counting")
    returned = try connection.rows(statement, "counting").count
    for row in try connection.rows("SHOW SESSION STATUS", "counting") {
      let name = String(decoding: row[0] ?? [], as: UTF8.self)
      counters[name] = Int(String(decoding: row[1] ?? [], as: UTF8.self))
    }
  }

  subscript(_ name: String) -> Int { counters[name] ?? 0 }

  /// Rows and entries of indexes that it met, whether they were wanted or not.
  var met: Int {
    ["first", "key", "last", "next", "prev"].reduce(0) { $0 + self["Handler_read_\($1)"] }
  }

  /// Rows that it met without an index, besides those that it had put aside itself.
  var scanned: Int { max(0, self["Handler_read_rnd_next"] - self["Handler_tmp_write"]) }
}
