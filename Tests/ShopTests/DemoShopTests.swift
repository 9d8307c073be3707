import Runtime
import Testing
import Testkit

/// One server for the suites of this target; it ends with the process.
enum Shared {
  static let server = Result { try TemporaryMariaDB() }
}

/// The generator's promises, checked by statements that know only the tables of the shop.
@Suite(.serialized)
struct DemoShopTests {
  /// The sum of a document's items against what the document says of itself, in both storages.
  static let totals = """
    SELECT COUNT(*), SUM(d.total), SUM(d.total <> s.net + s.tax), SUM(s.tax <> s.line_tax),
      SUM(s.tax <> d.tax), SUM(d.discount <> s.discount)
    FROM documents AS d
    JOIN (
      SELECT i.order_id,
        SUM(CASE
          WHEN i.order_item_type IN ('line_item', 'fee') AND m.meta_key = '_line_total'
            OR i.order_item_type = 'shipping' AND m.meta_key = 'cost'
          THEN CAST(m.meta_value AS DECIMAL(20,2)) ELSE 0 END) AS net,
        SUM(IF(m.meta_key IN ('tax_amount', 'shipping_tax_amount'),
          CAST(m.meta_value AS DECIMAL(20,2)), 0)) AS tax,
        SUM(IF(m.meta_key IN ('_line_tax', 'total_tax'),
          CAST(m.meta_value AS DECIMAL(20,2)), 0)) AS line_tax,
        SUM(CASE
          WHEN m.meta_key = '_line_subtotal' THEN CAST(m.meta_value AS DECIMAL(20,2))
          WHEN m.meta_key = '_line_total' AND i.order_item_type = 'line_item'
          THEN -CAST(m.meta_value AS DECIMAL(20,2)) ELSE 0 END) AS discount
      FROM x_woocommerce_order_items AS i
      JOIN x_woocommerce_order_itemmeta AS m USING (order_item_id)
      GROUP BY i.order_id
    ) AS s ON s.order_id = d.id
    """

  static let documents: [DemoShop.Storage: String] = [
    .hpos: """
    CREATE VIEW documents AS
    SELECT o.id, o.parent_order_id AS parent, o.type, o.status, o.total_amount AS total,
      o.tax_amount + d.shipping_tax_amount AS tax, d.shipping_total_amount AS shipping,
      d.discount_total_amount AS discount, o.date_created_gmt AS created
    FROM x_wc_orders AS o
    JOIN x_wc_order_operational_data AS d ON d.order_id = o.id
    """,
    .legacy: """
    CREATE VIEW documents AS
    SELECT p.ID AS id, p.post_parent AS parent, p.post_type AS type, p.post_status AS status,
      MAX(IF(m.meta_key = '_order_total', CAST(m.meta_value AS DECIMAL(20,2)), NULL)) AS total,
      SUM(IF(m.meta_key IN ('_order_tax', '_order_shipping_tax'),
        CAST(m.meta_value AS DECIMAL(20,2)), 0)) AS tax,
      SUM(IF(m.meta_key = '_order_shipping', CAST(m.meta_value AS DECIMAL(20,2)), 0)) AS shipping,
      SUM(IF(m.meta_key = '_cart_discount', CAST(m.meta_value AS DECIMAL(20,2)), 0)) AS discount,
      p.post_date_gmt AS created
    FROM x_posts AS p
    JOIN x_postmeta AS m ON m.post_id = p.ID
    WHERE p.post_type IN ('shop_order', 'shop_order_refund')
    GROUP BY p.ID
    """,
  ]

  private func shop(
    _ storage: DemoShop.Storage, seed: Int = 1, orders: Int = 1500, in database: String
  ) throws -> TemporaryMariaDB {
    let server = try Shared.server.get()
    var shop = DemoShop(orders: orders, storage: storage, prefix: "x_", seed: seed)
    shop.currencies = 3
    try server.createShop(shop, in: database)
    try server.run(try #require(Self.documents[storage]), in: database)
    return server
  }

  private func row(_ server: TemporaryMariaDB, _ query: String, _ database: String) throws
    -> [String]
  {
    try server.run(query, in: database).split(separator: "\n").joined(separator: "\t")
      .split(separator: "\t").map(String.init)
  }

  @Test(arguments: DemoShop.Storage.allCases, [1, 77])
  func figuresAgreeToTheCent(storage: DemoShop.Storage, seed: Int) throws {
    let server = try shop(storage, seed: seed, in: "cents")
    let totals = try row(server, Self.totals, "cents")
    #expect(try #require(Int(totals[0])) > 1500)
    #expect(Array(totals[2...]) == ["0", "0", "0", "0"])
    // No order gives back more than it took, and the look-up rows follow.
    let checks = """
      SELECT
        (SELECT COUNT(*) FROM documents WHERE type = 'shop_order'),
        (SELECT COUNT(*) FROM documents AS o WHERE type = 'shop_order' AND total <
          (SELECT -SUM(total) FROM documents AS r WHERE r.parent = o.id)),
        (SELECT COUNT(*) FROM documents AS d LEFT JOIN x_wc_order_stats AS s ON s.order_id = d.id
          WHERE s.order_id IS NULL OR ABS(s.total_sales - d.total) > 1e-6
            OR ABS(s.net_total + s.tax_total + s.shipping_total - s.total_sales) > 1e-6
            OR s.date_created_gmt <> d.created),
        (SELECT COUNT(*) FROM documents AS d JOIN x_wc_order_stats AS s ON s.order_id = d.id
          WHERE d.type = 'shop_order'
            AND (ABS(s.tax_total - d.tax) > 1e-6 OR ABS(s.shipping_total - d.shipping) > 1e-6)),
        (SELECT COUNT(*) FROM x_wc_order_product_lookup AS l
          JOIN x_woocommerce_order_itemmeta AS m ON m.order_item_id = l.order_item_id
            AND m.meta_key = '_line_total'
          WHERE ABS(l.product_net_revenue - m.meta_value) > 1e-6),
        (SELECT COUNT(*) FROM x_users AS u JOIN x_wc_customer_lookup AS c ON c.user_id = u.ID
          JOIN x_wc_order_stats AS s ON s.customer_id = c.customer_id
          WHERE s.date_created_gmt < u.user_registered)
      """
    #expect(try row(server, checks, "cents") == ["1500", "0", "0", "0", "0", "0"])
  }

  @Test func bothStoragesHoldTheSameOrders() throws {
    let query = "SELECT id, parent, type, status, total + 0.00, tax + 0.00, created FROM documents"
    let hpos = try shop(.hpos, in: "one").run("\(query) ORDER BY id", in: "one")
    let legacy = try shop(.legacy, in: "two").run("\(query) ORDER BY id", in: "two")
    func cents(_ text: String) -> String { text.replacing("000000\t", with: "\t") }
    #expect(cents(hpos) == cents(legacy))
  }

  @Test(arguments: DemoShop.Storage.allCases)
  func theSameSeedGivesTheSameBytes(storage: DemoShop.Storage) throws {
    func checksums(seed: Int, in database: String) throws -> [String: String] {
      let server = try shop(storage, seed: seed, orders: 400, in: database)
      let tables = try server.run("SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'", in: database)
        .split(separator: "\n").compactMap { $0.split(separator: "\t").first }
      let list = tables.joined(separator: ", ")
      let lines = try server.run("CHECKSUM TABLE \(list) EXTENDED", in: database)
      return Dictionary(
        uniqueKeysWithValues: lines.split(separator: "\n").map { line in
          let cells = line.split(separator: "\t")
          return (String(cells[0].drop { $0 != "." }), String(cells[1]))
        })
    }
    let (first, second) = (
      try checksums(seed: 5, in: "same_a"), try checksums(seed: 5, in: "same_b")
    )
    #expect(first.count > 30)
    #expect(first == second)
    let other = try checksums(seed: 6, in: "same_b")
    #expect(first[".x_woocommerce_order_itemmeta"] != other[".x_woocommerce_order_itemmeta"])
    #expect(first[".x_users"] != other[".x_users"])
  }

  @Test func tradeHasItsRhythm() throws {
    let server = try shop(.hpos, orders: 6000, in: "rhythm")
    let query = """
      SELECT SUM(YEAR(created) = 2025) > 1.3 * SUM(YEAR(created) = 2023),
        SUM(MONTH(created) = 12) > 1.3 * SUM(MONTH(created) = 7),
        SUM(WEEKDAY(created) = 6) > 1.1 * SUM(WEEKDAY(created) = 5),
        SUM(HOUR(created) = 19) > 5 * SUM(HOUR(created) = 3),
        COUNT(DISTINCT YEAR(created)) = 3
      FROM documents WHERE type = 'shop_order'
      """
    #expect(try row(server, query, "rhythm") == ["1", "1", "1", "1", "1"])
    let mix = """
      SELECT (SELECT COUNT(DISTINCT currency) FROM x_wc_orders),
        (SELECT COUNT(DISTINCT status) > 5 FROM x_wc_orders),
        (SELECT AVG(customer_id = 0) BETWEEN 0.25 AND 0.35 FROM x_wc_orders
          WHERE type = 'shop_order'),
        (SELECT COUNT(DISTINCT order_item_type) FROM x_woocommerce_order_items),
        (SELECT COUNT(DISTINCT m.meta_value) FROM x_wc_orders_meta AS m
          WHERE m.meta_key = '_refund_type'),
        (SELECT AVG(n) BETWEEN 2.8 AND 3.3 FROM (SELECT COUNT(*) AS n
          FROM x_woocommerce_order_items AS i JOIN x_wc_orders AS o ON o.id = i.order_id
          WHERE i.order_item_type = 'line_item' AND o.type = 'shop_order'
          GROUP BY i.order_id) AS lines_an_order)
      """
    #expect(try row(server, mix, "rhythm") == ["3", "1", "1", "5", "2", "1"])
  }

  @Test(arguments: DemoShop.Storage.allCases)
  func awkwardRowsComeOnRequestOnly(storage: DemoShop.Storage) throws {
    let server = try Shared.server.get()
    var shop = DemoShop(orders: 50, storage: storage, prefix: "x_")
    try server.createShop(shop, in: "plain")
    shop.isAwkward = true
    try server.createShop(shop, in: "awkward")
    let count =
      storage == .hpos
      ? "SELECT COUNT(*) FROM x_wc_orders"
      : "SELECT COUNT(*) FROM x_posts WHERE post_type LIKE 'shop\\_%' AND post_type <> 'shop_coupon'"
    let plain = try #require(Int(try row(server, count, "plain")[0]))
    #expect(try row(server, count, "awkward") == ["\(plain + 20)"])
    let notes =
      storage == .hpos
      ? "SELECT MAX(CHAR_LENGTH(customer_note)), SUM(date_created_gmt = 0) FROM x_wc_orders"
      : """
      SELECT MAX(CHAR_LENGTH(post_excerpt)), SUM(post_date_gmt = 0 AND post_status = 'wc-completed')
      FROM x_posts
      """
    let found = try row(server, notes, "awkward")
    #expect(try #require(Int(found[0])) > 4000)
    #expect(try #require(Int(found[1])) > 0)
  }

  @Test func aShopMayBeEmptyAndHasNoWorkingTables() throws {
    let server = try Shared.server.get()
    var shop = DemoShop(orders: 1, prefix: "y7_")
    shop.isEmpty = true
    try server.createShop(shop, in: "empty")
    #expect(try server.run("SELECT COUNT(*) FROM y7_posts", in: "empty") == "0\n")
    shop.isEmpty = false
    try server.createShop(shop, in: "empty")
    #expect(try server.run("SHOW TABLES LIKE '%demo%'", in: "empty") == "")
    #expect(
      try server.run("SELECT COUNT(*) FROM y7_options WHERE option_name = 'y7_user_roles'", in: "empty")
        == "1\n")
  }

  @Test func nonsenseIsRefused() throws {
    for nonsense in ["--prefix=a;b", "--orders=0", "--orders=1e3", "--storage=both", "--start=x"] {
      let outcome = try ChildProcess.run(Repository.path("sql/demo/print-shop"), [nonsense])
      #expect(outcome.status == 2, "\(nonsense)")
      #expect(outcome.output.isEmpty, "\(nonsense)")
    }
  }
}
