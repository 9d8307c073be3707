import Delivery
import MariaDB
import Model
import Runtime
import Testing
import WooCommerce

/// What the server does when somebody looks for changes, counted by itself.
struct ChangeStatementTests {
  /// An order's meta row among some thirty; a note among an order's.
  private static let metForOneMax = 40
  /// What a slice of posts holds, or all users and products of the shop: far fewer than there are
  /// rows in any table that grows.
  private static let metForNoneMax: [Shop.Storage: Int] = [.hpos: 1500, .legacy: 20_000]
  /// The demo shop's last days.
  private static let since = Instant(unixSeconds: 1_766_600_000)

  @Test(arguments: storages)
  func changesAreFoundThroughIndexes(_ storage: Shop.Storage) throws {
    let demo = try DemoSource(storage, "changes")
    var connection = try Connection.open(demo.options)
    let hints = try Self.hints(storage, &connection)
    var telling = 0
    for entity in Catalogue.entities {
      var found = ChangedKeys.unknown
      let statements = try SentStatements.queries(of: entity, demo) { source in
        found = try source.changedKeys(since: Self.since, afterKey: 1 << 40, limit: 100_000)
        _ = try source.keys(touchedBy: hints, limit: 100_000)
      }
      if found != .unknown { telling += 1 }
      for statement in statements {
        let effort = try Effort(of: statement, on: &connection)
        let text = String(decoding: statement.bytes, as: UTF8.self).prefix(500)
        let metMax =
          Self.metForOneMax * effort.returned + (Self.metForNoneMax[storage] ?? 0)
        #expect(effort.met <= metMax, "\(entity.slug): \(effort.met) met: \(text)")
        #expect(effort.scanned <= 3, "\(entity.slug): \(effort.scanned) scanned: \(text)")
        #expect(effort["Select_full_join"] == 0, "\(entity.slug): \(text)")
        #expect(effort["Sort_rows"] == 0, "\(entity.slug): sorted: \(text)")
      }
    }
    #expect(telling >= 17)
  }

  /// Without the index the statement would read all orders: it is not asked.
  @Test func aShopWithoutTheIndexCannotTell() throws {
    let demo = try DemoSource(.hpos, "changes_lacking", orders: 20)
    var connection = try Connection.open(demo.options)
    try connection.execute("ALTER TABLE wp_wc_orders DROP KEY date_updated", "dropping a key")
    for entity in [Catalogue.orders, Catalogue.orderItems, Catalogue.products] {
      var source = try demo.openAny(entity)
      #expect(try source.changedKeys(since: Self.since, afterKey: 1, limit: 100) == .unknown)
    }
  }

  @Test func moreThanTheLimitIsUnknown() throws {
    var source = try DemoSource(.hpos, "changes_many", orders: 60).openAny(Catalogue.orders)
    let ever = Instant(unixSeconds: 0)
    #expect(try source.changedKeys(since: ever, afterKey: 1 << 40, limit: 20) == .unknown)
    #expect(try source.changedKeys(since: ever, afterKey: 1 << 40, limit: 5000) != .unknown)
    let hints = (1...30).map { Hint(id: $0, kind: "order", objectID: $0 * 100) }
    #expect(try source.keys(touchedBy: hints, limit: 20) == .unknown)
    #expect(try source.keys(touchedBy: hints, limit: 30) != .unknown)
    let strange = [Hint(id: 1, kind: "weather", objectID: 1)]
    #expect(try source.keys(touchedBy: strange, limit: 30) == .unknown)
  }

  /// Events of every kind, of objects that are there.
  private static func hints(
    _ storage: Shop.Storage, _ connection: inout Connection
  ) throws -> [Hint] {
    let orders = storage == .hpos ? "wp_wc_orders WHERE type" : "wp_posts WHERE post_type"
    let objects = [
      "order": "SELECT id FROM \(orders) = 'shop_order' LIMIT 3",
      "refund": "SELECT id FROM \(orders) = 'shop_order_refund' LIMIT 3",
      "product": "SELECT ID FROM wp_posts WHERE post_type = 'product' LIMIT 3",
      "customer": "SELECT ID FROM wp_users LIMIT 3",
      "coupon": "SELECT ID FROM wp_posts WHERE post_type = 'shop_coupon' LIMIT 3",
      "review": "SELECT comment_ID FROM wp_comments WHERE comment_type = 'review' LIMIT 3",
      "note": "SELECT comment_ID FROM wp_comments WHERE comment_type = 'order_note' LIMIT 3",
      "term": "SELECT term_id FROM wp_term_taxonomy WHERE taxonomy = 'product_cat' LIMIT 3",
    ]
    var hints: [Hint] = []
    for (kind, statement) in objects {
      let rows = try connection.rows(SQLText(template: Array(statement.utf8), [:]), "asking")
      #expect(!rows.isEmpty)
      for row in rows {
        let id = try #require(Int64(String(decoding: row[0] ?? [], as: UTF8.self)))
        hints.append(Hint(id: 1, kind: kind, objectID: id))
      }
    }
    return hints
  }
}
