import Runtime
import Testing
import Testkit

/// One server for the suites of this target, and the shops that several tests look at.
///
/// They end with the process.
enum Shared {
  static let server = Result { try TemporaryMariaDB() }

  /// Two thousand orders in each storage, from one seed, in three currencies.
  static let shops: [DemoShop.Storage: Result<String, any Error>] = Dictionary(
    uniqueKeysWithValues: DemoShop.Storage.allCases.map { storage in
      (
        storage,
        Result {
          var shop = DemoShop(orders: 2000, storage: storage, prefix: "x_", seed: 1)
          shop.currencies = 3
          return try make(shop, in: "shop_\(storage.rawValue)")
        }
      )
    })

  /// A few orders and the rows that nobody expects, in each storage, from another seed.
  private static let awkwardShops = Dictionary(
    uniqueKeysWithValues: DemoShop.Storage.allCases.map { storage in
      (
        storage,
        Result { try make(awkwardShop(storage, seed: 5), in: "awkward_\(storage.rawValue)") }
      )
    })

  /// The database with the awkward shop of a storage.
  static func awkward(_ storage: DemoShop.Storage) throws -> String {
    try #require(awkwardShops[storage]).get()
  }

  static func awkwardShop(_ storage: DemoShop.Storage, seed: Int) -> DemoShop {
    var shop = DemoShop(orders: 60, storage: storage, prefix: "x_", seed: seed)
    shop.isAwkward = true
    return shop
  }

  /// Makes a shop and the view `documents`, which shows its orders and refunds; returns its name.
  static func make(_ shop: DemoShop, in database: String) throws -> String {
    let server = try server.get()
    try server.createShop(shop, in: database)
    try server.run(DemoShopTests.documents[shop.storage] ?? "", in: database)
    return database
  }
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

  /// The cells of all rows, one after the other.
  private func row(_ query: String, _ database: String) throws -> [String] {
    try Shared.server.get().run(query, in: database).split(separator: "\n").joined(separator: "\t")
      .split(separator: "\t").map(String.init)
  }

  private func shop(_ storage: DemoShop.Storage) throws -> String {
    try #require(Shared.shops[storage]).get()
  }

  @Test(arguments: DemoShop.Storage.allCases)
  func figuresAgreeToTheCent(storage: DemoShop.Storage) throws {
    let database = try shop(storage)
    let totals = try row(Self.totals, database)
    #expect(try #require(Int(totals[0])) > 2000)
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
    #expect(try row(checks, database) == ["2000", "0", "0", "0", "0", "0"])
  }

  @Test(arguments: DemoShop.Storage.allCases)
  func everythingBelongsToSomething(storage: DemoShop.Storage) throws {
    let strays = """
      SELECT
        (SELECT COUNT(*) FROM documents WHERE total IS NULL OR created IS NULL),
        (SELECT COUNT(*) FROM documents WHERE type = 'shop_order_refund' AND total >= 0),
        (SELECT COUNT(*) FROM documents WHERE type = 'shop_order' AND (total <= 0 OR parent <> 0)),
        (SELECT COUNT(*) FROM documents AS r LEFT JOIN documents AS o
          ON o.id = r.parent AND o.type = 'shop_order' AND o.created < r.created
          WHERE r.type = 'shop_order_refund' AND o.id IS NULL),
        (SELECT COUNT(*) FROM x_woocommerce_order_items AS i
          LEFT JOIN documents AS d ON d.id = i.order_id WHERE d.id IS NULL),
        (SELECT COUNT(*) FROM x_woocommerce_order_itemmeta AS m
          LEFT JOIN x_woocommerce_order_items AS i USING (order_item_id)
          WHERE i.order_item_id IS NULL),
        (SELECT COUNT(*) FROM documents AS d WHERE type = 'shop_order' AND NOT EXISTS (
          SELECT 1 FROM x_woocommerce_order_items AS i
          WHERE i.order_id = d.id AND i.order_item_type = 'line_item')),
        (SELECT COUNT(*) FROM x_wc_order_stats AS s
          LEFT JOIN documents AS d ON d.id = s.order_id WHERE d.id IS NULL)
      """
    let database = try shop(storage)
    #expect(try row(strays, database) == Array(repeating: "0", count: 8))
    let refunds = "SELECT COUNT(*) > 50 FROM documents WHERE type = 'shop_order_refund'"
    #expect(try row(refunds, database) == ["1"])
  }

  @Test(arguments: DemoShop.Storage.allCases)
  func theOptionsSayWhatAShopSays(storage: DemoShop.Storage) throws {
    let query = """
      SELECT option_value FROM x_options WHERE option_name IN ('woocommerce_currency',
        'woocommerce_custom_orders_table_enabled', 'woocommerce_price_num_decimals',
        'timezone_string') ORDER BY option_name
      """
    let isHPOS = storage == .hpos ? "yes" : "no"
    #expect(try row(query, try shop(storage)) == ["Europe/Berlin", "EUR", isHPOS, "2"])
    let version = "SELECT option_value FROM x_options WHERE option_name = 'woocommerce_version'"
    #expect(try row(version, try shop(storage)).first?.split(separator: ".").count == 3)
  }

  @Test func bothStoragesHoldTheSameOrders() throws {
    let months = """
      SELECT type, status, DATE_FORMAT(created, '%Y-%m') AS month, COUNT(*),
        CAST(SUM(total) AS DECIMAL(20,2)), CAST(SUM(tax) AS DECIMAL(20,2)),
        CAST(SUM(shipping) AS DECIMAL(20,2)), CAST(SUM(discount) AS DECIMAL(20,2))
      FROM documents GROUP BY type, status, month ORDER BY type, status, month
      """
    let orders = """
      SELECT id, parent, type, status, CAST(total AS DECIMAL(20,2)), CAST(tax AS DECIMAL(20,2)),
        created
      FROM documents ORDER BY id
      """
    let server = try Shared.server.get()
    for query in [months, orders] {
      let hpos = try server.run(query, in: try shop(.hpos))
      #expect(hpos.split(separator: "\n").count > 50)
      #expect(try server.run(query, in: try shop(.legacy)) == hpos)
    }
  }

  @Test func tradeHasItsRhythm() throws {
    let query = """
      SELECT SUM(YEAR(created) = 2025) > 1.3 * SUM(YEAR(created) = 2023),
        SUM(MONTH(created) = 12) > 1.2 * SUM(MONTH(created) = 7),
        SUM(WEEKDAY(created) = 6) > 1.1 * SUM(WEEKDAY(created) = 5),
        SUM(HOUR(created) = 19) > 5 * SUM(HOUR(created) = 3),
        COUNT(DISTINCT YEAR(created)) = 3
      FROM documents WHERE type = 'shop_order'
      """
    #expect(try row(query, try shop(.hpos)) == ["1", "1", "1", "1", "1"])
    let mix = """
      SELECT (SELECT COUNT(DISTINCT currency) FROM x_wc_orders),
        (SELECT COUNT(DISTINCT status) > 4 FROM x_wc_orders),
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
    #expect(try row(mix, try shop(.hpos)) == ["3", "1", "1", "5", "2", "1"])
  }

  @Test(arguments: DemoShop.Storage.allCases)
  func theSameSeedGivesTheSameBytes(storage: DemoShop.Storage) throws {
    func made(seed: Int) throws -> String {
      try Shared.make(Shared.awkwardShop(storage, seed: seed), in: "again")
    }
    let first = try checksums(try Shared.awkward(storage))
    #expect(first.count > 30)
    #expect(try checksums(try made(seed: 5)) == first)
    // What a seed changes is drawn before the storages part.
    if storage == .legacy { return }
    let other = try checksums(try made(seed: 6))
    for table in [".x_woocommerce_order_itemmeta", ".x_users", ".x_wc_order_stats"] {
      #expect(first[table] != nil && first[table] != other[table], "\(table)")
    }
  }

  /// A checksum of every table's rows.
  private func checksums(_ database: String) throws -> [String: String] {
    let tables = try row("SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'", database)
      .filter { $0 != "BASE TABLE" }
    let sums = try row("CHECKSUM TABLE \(tables.joined(separator: ", ")) EXTENDED", database)
    let pairs = stride(from: 0, to: sums.count, by: 2).map { index in
      (String(sums[index].drop { $0 != "." }), sums[index + 1])
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  /// What real shops have and nobody expects; the look-up tables know nothing of it.
  @Test(arguments: DemoShop.Storage.allCases)
  func awkwardRowsComeOnRequestOnly(storage: DemoShop.Storage) throws {
    let unknown = """
      SELECT COUNT(*) FROM documents LEFT JOIN x_wc_order_stats AS s ON s.order_id = documents.id
      WHERE s.order_id IS NULL
      """
    // Of the twenty the views miss two without operational data, or the subscription.
    let awkward = try Shared.awkward(storage)
    #expect(try row(unknown, awkward) == [storage == .hpos ? "18" : "19"])
    #expect(try row(unknown, try shop(storage)) == ["0"])
    let (table, status, type, parent, note, created) =
      storage == .hpos
      ? ("x_wc_orders", "status", "type", "parent_order_id", "customer_note", "date_created_gmt")
      : ("x_posts", "post_status", "post_type", "post_parent", "post_excerpt", "post_date_gmt")
    let found = """
      SELECT MAX(CHAR_LENGTH(\(note))) > 4000, SUM(\(created) = 0) > 0,
        SUM(\(status) = 'completed'), SUM(\(status) = 'wc-packed'), SUM(\(status) = 'trash'),
        SUM(\(type) = 'shop_subscription'), SUM(\(note) LIKE CONCAT('%', CHAR(7), '%')),
        SUM(\(type) = 'shop_order_refund' AND \(parent) = 4000000000)
      FROM \(table) WHERE \(type) LIKE 'shop\\_%'
      """
    #expect(try row(found, awkward) == Array(repeating: "1", count: 8))
    let lines = """
      SELECT SUM(meta_key = '_qty' AND meta_value = '2.5') > 10,
        SUM(meta_key = '_line_total' AND meta_value = '99.00')
      FROM x_woocommerce_order_itemmeta
      """
    #expect(try row(lines, awkward) == ["1", "1"])
  }

  @Test func aShopMayBeEmptyAndHasNoWorkingTables() throws {
    let server = try Shared.server.get()
    var empty = DemoShop(orders: 1, prefix: "y7_")
    empty.isEmpty = true
    try server.createShop(empty, in: "empty")
    #expect(try row("SELECT COUNT(*) FROM y7_posts", "empty") == ["0"])
    #expect(try row("SHOW TABLES LIKE '%demo%'", try shop(.hpos)) == [])
    #expect(try row("SHOW TABLES LIKE '%demo%'", try Shared.awkward(.legacy)) == [])
    let roles = "SELECT COUNT(*) FROM x_options WHERE option_name = 'x_user_roles'"
    #expect(try row(roles, try shop(.hpos)) == ["1"])
  }

  /// The keys that are added when the rows are there are those of a shop that has none.
  @Test(arguments: DemoShop.Storage.allCases)
  func aFullShopHasTheTablesOfAnEmptyOne(storage: DemoShop.Storage) throws {
    let server = try Shared.server.get()
    var empty = DemoShop(orders: 1, storage: storage, prefix: "x_")
    empty.isEmpty = true
    try server.createShop(empty, in: "bare")
    let keys = try schema("bare")
    #expect(keys.count > 100)
    #expect(try schema(try shop(storage)) == keys)
  }

  /// What the tables consist of: one line a column of a key, then one a column of a table.
  private func schema(_ database: String) throws -> [String] {
    let query = """
      SELECT table_name, index_name, non_unique, seq_in_index, column_name, sub_part
      FROM information_schema.statistics WHERE table_schema = '\(database)' ORDER BY 1, 2, 4;
      SELECT c.table_name, c.ordinal_position, c.column_name, c.column_type, c.is_nullable,
        c.column_default, c.collation_name, c.extra
      FROM information_schema.columns AS c
      JOIN information_schema.tables AS t USING (table_schema, table_name)
      WHERE table_schema = '\(database)' AND t.table_type = 'BASE TABLE' ORDER BY 1, 2;
      """
    return try Shared.server.get().run(query).split(separator: "\n").map(String.init)
  }

  /// One session takes all parts in order and makes what several make side by side.
  @Test(arguments: DemoShop.Storage.allCases)
  func oneStreamMakesTheSameBytes(storage: DemoShop.Storage) throws {
    let server = try Shared.server.get()
    let printed = try ChildProcess.run(
      Repository.path("sql/demo/print-shop"),
      ["--prefix=x_", "--seed=5", "--orders=60", "--storage=\(storage.rawValue)", "--awkward"]
    )
    try server.createDatabase("stream")
    try server.run(printed.output, in: "stream")
    #expect(try checksums("stream") == checksums(try Shared.awkward(storage)))
  }

  @Test func aFailingClientIsNoticed() throws {
    let script = Repository.path("sql/demo/fill-shop")
    let refusesItems = "! grep -q 'INSERT INTO x_woocommerce_order_items'"
    for client in [["false"], ["sh", "-c", refusesItems]] {
      let outcome = try ChildProcess.run(script, ["--prefix=x_", "--orders=9", "--"] + client)
      #expect(outcome.status != 0, "\(client)")
    }
    #expect(try ChildProcess.run(script, ["--orders=9"]).status == 2)
    #expect(try ChildProcess.run(script, ["--orders=none", "--", "cat"]).status == 2)
  }

  @Test func nonsenseIsRefused() throws {
    let nonsense = [
      "--prefix=a;b", "--orders=0", "--orders=1e3", "--storage=both", "--start=x", "--part=1",
    ]
    for nonsense in nonsense {
      let outcome = try ChildProcess.run(Repository.path("sql/demo/print-shop"), [nonsense])
      #expect(outcome.status == 2, "\(nonsense)")
      #expect(outcome.output.isEmpty, "\(nonsense)")
    }
  }
}
