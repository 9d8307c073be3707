import MariaDB
import Model
import Testing
import WooCommerce

/// What the server does for a page, counted by itself.
struct StatementTests {
  /// The entity's own table and its satellites, the page's end, and the snapshot's two ends.
  private static let statementsMax: [Shop.Storage: Int] = [.hpos: 13, .legacy: 11]
  /// Taxes of refunds are few, and their order is that of no index.
  private static let sortedRowsMax = 500
  /// Lines of a page's refunds, or what its lines say of their orders: in the order of no index
  /// that the page could follow, and at most some six a row.
  private static let sortedLinesMax = 6000

  @Test(arguments: storages)
  func aPageCostsThatManyStatements(_ storage: Shop.Storage) throws {
    var source = try DemoSource(storage, "count").open()
    for page in try source.pageRanges() {
      #expect(source.statements(of: page).count == Self.statementsMax[storage])
    }
  }

  private static let entities = [
    Catalogue.orders, Catalogue.orderItems, Catalogue.orderTaxes, Catalogue.orderShipping,
    Catalogue.orderNotes, Catalogue.refunds, Catalogue.refundItems, Catalogue.invoices,
    Catalogue.orderGrid,
  ]

  @Test(arguments: storages)
  func everyStatementFollowsAnIndexOverThePageOnly(_ storage: Shop.Storage) throws {
    let demo = try DemoSource(storage, "counters")
    for entity in Self.entities { try Self.follow(entity, demo) }
  }

  private static func follow(_ entity: Entity, _ demo: DemoSource) throws {
    var source = try demo.open(entity)
    let pages = try source.pageRanges()
    let page = try #require(pages.first)
    var connection = try Connection.open(demo.options)
    var sorted = 0
    for statement in source.statements(of: page) {
      let text = String(decoding: statement.bytes, as: UTF8.self)
      guard text.hasPrefix("SELECT") else { continue }
      let counted = try Counters(of: statement, on: &connection)
      // Without an index only that is read which the statement itself has put aside, in at most
      // three places, each with an end.
      #expect(counted["Handler_read_rnd_next"] <= counted["Handler_tmp_write"] + 3, "\(text)")
      #expect(counted["Handler_read_first"] == 0 && counted["Handler_read_last"] == 0, "\(text)")
      #expect(counted["Select_full_join"] == 0 && counted["Select_scan"] <= 1, "\(text)")
      sorted += counted["Sort_rows"]
    }
    let isOrders = entity.slug == Catalogue.orders.slug
    #expect(sorted <= (isOrders ? sortedRowsMax : sortedLinesMax), "\(entity.slug): \(sorted)")
  }
}

/// The server's counters of one statement.
private struct Counters {
  private var values: [String: Int] = [:]

  init(of statement: SQLText, on connection: inout Connection) throws {
    try connection.execute("FLUSH STATUS", "counting")
    _ = try connection.rows(statement, "counting")
    for row in try connection.rows("SHOW SESSION STATUS", "counting") {
      let name = String(decoding: row[0] ?? [], as: UTF8.self)
      values[name] = Int(String(decoding: row[1] ?? [], as: UTF8.self))
    }
  }

  subscript(_ name: String) -> Int { values[name] ?? 0 }
}
