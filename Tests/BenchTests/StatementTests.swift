import MariaDB
import Model
import Testing
import WooCommerce

/// What the server does for a page, counted by itself.
struct StatementTests {
  /// The entity's own table and its satellites, the page's end, and the snapshot's two ends.
  private static let statementsMax: [Shop.Storage: Int] = [.hpos: 13, .legacy: 11]

  @Test(arguments: storages)
  func aPageCostsThatManyStatements(_ storage: Shop.Storage) throws {
    var source = try DemoSource(storage, "count").open()
    for page in try source.pageRanges() {
      #expect(source.statements(of: page).count == Self.statementsMax[storage])
    }
  }

  @Test(arguments: storages)
  func everyStatementFollowsAnIndexOverThePageOnly(_ storage: Shop.Storage) throws {
    let demo = try DemoSource(storage, "counters")
    for entity in Catalogue.entities {
      let offences = try Self.offences(entity, storage, demo)
      #expect(offences.isEmpty, "\(offences.joined(separator: "\n"))")
    }
  }

  @Test func aShopWithoutTheIndexIsNoticed() throws {
    let demo = try DemoSource(.hpos, "lacking")
    var connection = try Connection.open(demo.options)
    try connection.execute(
      "ALTER TABLE wp_woocommerce_order_items DROP KEY order_id", "dropping a key")
    #expect(try !Self.offences(Catalogue.orders, .hpos, demo).isEmpty)
    #expect(try !Self.offences(Catalogue.salesDaily, .hpos, demo).isEmpty)
  }

  /// What the statements of a run do that they should not.
  private static func offences(
    _ entity: Entity, _ storage: Shop.Storage, _ demo: DemoSource
  ) throws -> [String] {
    var connection = try Connection.open(demo.options)
    let bound = try Bound(entity, storage, &connection)
    var offences: [String] = []
    for statement in try SentStatements.queries(of: entity, demo) {
      let effort = try Effort(of: statement, on: &connection)
      let text = String(decoding: statement.bytes, as: UTF8.self).prefix(400)
      for what in bound.offences(effort) { offences.append("\(entity.slug): \(what): \(text)") }
    }
    return offences
  }
}

/// How much an entity's statements may do.
struct Bound {
  /// Rows that may be met for one that is returned: an order's meta row among some thirty.
  private static let metForOneMax = 25
  /// Rows that lie in a page's range and are nobody's, for instance the meta rows of a thousand
  /// orders none of which has the wanted key.
  private static let metForNoneMax = 7000
  /// Derived tables in a statement, each of which has an end.
  private static let endsMax = 3
  /// Rows in the order of no index that the page could follow, such as lines of its refunds.
  private static let sortedMax = 6000
  /// Taxes of refunds: all that is sorted for a page of orders.
  private static let sortedForOrdersMax = 500

  /// Entities some of whose statements meet more, as no index leads to what they want: so many
  /// rows for each row of a table, once a run or once a slice of 20,000 ids, not once a page.
  private static let exceptions: [Exception] = [
    Exception(
      ["order_coupons", "order_fees", "refund_items"], [.hpos, .legacy],
      met: 1, forEach: "woocommerce_order_items",
      why: "lines of a rare type are sought among all lines: no index holds the type"),
    Exception(
      ["order_items", "order_shipping"], [.hpos, .legacy], met: 1,
      forEach: "woocommerce_order_items",
      why: "each line meets all lines of its order's refunds: which it is stands in their meta"),
    Exception(
      ["customers", "customer_lookup", "report_types", "payment_gateways"], [.legacy],
      met: 60, forEach: "posts",
      why: "whose an order is and how it was paid stands among its thirty meta rows"),
    Exception(
      ["order_grid"], [.legacy], met: 20, forEach: "posts",
      why: "whose the page's orders are stands among their thirty meta rows"),
  ]
  /// Entities of tables with some dozen rows, which may be read whole.
  private static let small: Set<String> = ["shipping", "attribute_terms"]

  private let isSmall: Bool
  private let isOrders: Bool
  private var metMore = 0

  private struct Exception {
    var slugs: Set<String>
    var storages: Set<Shop.Storage>
    var met: Int
    var table: String

    init(
      _ slugs: Set<String>, _ storages: Set<Shop.Storage>, met: Int, forEach table: String,
      why: String
    ) {
      self.slugs = slugs
      self.storages = storages
      self.met = met
      self.table = table
    }
  }

  init(
    _ entity: Entity, _ storage: Shop.Storage, _ connection: inout Connection
  ) throws {
    isSmall = Self.small.contains(entity.slug)
    isOrders = entity.slug == Catalogue.orders.slug
    for one in Self.exceptions
    where one.slugs.contains(entity.slug) && one.storages.contains(storage) {
      let count = SQLText(template: Array("SELECT COUNT(*) FROM wp_\(one.table)".utf8), [:])
      let rows = try connection.rows(count, "counting")
      metMore += one.met * (Int(String(decoding: rows[0][0] ?? [], as: UTF8.self)) ?? 0)
    }
  }

  /// What is too much.
  func offences(_ effort: Effort) -> [String] {
    var found: [String] = []
    let metMax = Self.metForOneMax * effort.returned + Self.metForNoneMax + metMore
    if effort.met > metMax {
      found.append("\(effort.met) met for \(effort.returned)")
    }
    let sortedMax = isOrders ? Self.sortedForOrdersMax : Self.sortedMax
    if effort["Sort_rows"] > sortedMax { found.append("\(effort["Sort_rows"]) sorted") }
    if isSmall { return found }
    if effort.scanned > Self.endsMax { found.append("\(effort.scanned) scanned") }
    if effort["Select_full_join"] > 0 { found.append("a join without an index") }
    if effort["Handler_read_first"] + effort["Handler_read_last"] > 1 { found.append("a scan") }
    return found
  }
}
