import Connector
import Emulator
import Engine
import MariaDB
import Runtime
import Testing
import Testkit

/// What people do in a shop, as WooCommerce writes it, reaches the tables, and little else does.
struct ChangeTests {
  private let rehearsal: Rehearsal
  private static let tables = [
    "orders", "order_items", "refunds", "customers", "products", "inventory",
  ]

  init() throws {
    rehearsal = try Rehearsal("changes_\(UInt32.random(in: 0 ... .max))", orders: 240)
    for outcome in try sync() { #expect(outcome.fault == nil) }
    try expectFigures()
  }

  @discardableResult
  private func sync() throws -> [TableOutcome] {
    var connector = try rehearsal.connector()
    let order = SyncOrder(
      entities: Self.tables, batchRows: 400, patienceSeconds: 60, waitsForLease: true)
    let outcomes = try connector.sync(order) { _ in }
    for outcome in outcomes { #expect(outcome.fault == nil, "\(outcome.entity)") }
    return outcomes
  }

  private func query(_ statements: String) throws -> String {
    try rehearsal.server.run(statements, in: rehearsal.database).trimmed()
  }

  private func held(_ table: String, _ column: String) throws -> String {
    try #require(
      rehearsal.emulator.sum(dataset: Rehearsal.dataset, table: table, column: column))
  }

  /// Sums over the destination are those of the shop.
  private func expectFigures(_ sourceLocation: SourceLocation = #_sourceLocation) throws {
    let plain = "TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM COALESCE(SUM(%),0.0)))"
    func sum(_ text: String) -> String {
      plain.replacing("%", with: text)
    }
    let standing = "status NOT IN ('auto-draft', 'trash', 'wc-checkout-draft')"
    let meta = "wp_woocommerce_order_itemmeta"
    let checks: [(table: String, column: String, sql: String)] = [
      (
        "orders", "_sign",
        "SELECT COUNT(*) FROM wp_wc_orders WHERE type = 'shop_order' AND \(standing)"
      ),
      (
        "orders", "total_stored",
        "SELECT \(sum("total_amount")) FROM wp_wc_orders WHERE type = 'shop_order' AND \(standing)"
      ),
      (
        "order_items", "total",
        """
        SELECT \(sum("CAST(m.meta_value AS DECIMAL(26, 8))")) FROM wp_wc_orders o
        JOIN wp_woocommerce_order_items i ON i.order_id = o.id AND i.order_item_type = 'line_item'
        JOIN \(meta) m ON m.order_item_id = i.order_item_id AND m.meta_key = '_line_total'
        WHERE o.type = 'shop_order' AND o.\(standing)
        """
      ),
      (
        "refunds", "_sign",
        "SELECT COUNT(*) FROM wp_wc_orders WHERE type = 'shop_order_refund'"
      ),
      (
        "products", "_sign",
        """
        SELECT COUNT(*) FROM wp_posts
        WHERE post_type = 'product' AND post_status NOT IN ('auto-draft', 'trash')
        """
      ),
    ]
    for check in checks {
      #expect(
        try held(check.table, check.column) == query(check.sql), "\(check.table).\(check.column)",
        sourceLocation: sourceLocation)
    }
  }

  private func rows(_ outcomes: [TableOutcome]) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: outcomes.map { ($0.entity, $0.rows) })
  }

  private static let someOrder = """
    SET @id = (SELECT id FROM wp_wc_orders WHERE type = 'shop_order' AND status = 'wc-completed'
      ORDER BY id LIMIT 1 OFFSET 20);
    """

  @Test func nothingHasChanged() throws {
    let pushed = try query("SELECT last_push_at, status FROM wp_wkpbic_datasets")
    #expect(pushed.hasSuffix("loaded"))
    rehearsal.clock.advance(seconds: 100)
    #expect(try sync().allSatisfy { $0.rows == 0 })
    // Looking is no push.
    #expect(try query("SELECT last_push_at, status FROM wp_wkpbic_datasets") == pushed)
  }

  @Test func anEditedItemWithoutANewOrderDate() throws {
    _ = try query(
      Self.someOrder + """
        SET @item = (SELECT MIN(order_item_id) FROM wp_woocommerce_order_items
          WHERE order_id = @id AND order_item_type = 'line_item');
        UPDATE wp_woocommerce_order_itemmeta SET meta_value = '17.23'
        WHERE order_item_id = @item AND meta_key = '_line_total';
        """)
    let rows = rows(try sync())
    // The row as it was, and as it is.
    #expect(rows["order_items"] == 2)
    #expect(rows["refunds"] == 0)
    try expectFigures()
  }

  @Test func aStatusAndATrashedOrderThatComesBack() throws {
    _ = try query(Self.someOrder + "UPDATE wp_wc_orders SET status = 'wc-on-hold' WHERE id = @id")
    #expect(rows(try sync())["orders"] ?? 0 >= 2)
    try expectFigures()
    let id = try query(
      Self.someOrder + "UPDATE wp_wc_orders SET status = 'trash' WHERE id = @id; SELECT @id")
    #expect(rows(try sync())["orders"] ?? 0 >= 1)
    try expectFigures()
    _ = try query("UPDATE wp_wc_orders SET status = 'wc-completed' WHERE id = \(id)")
    try sync()
    try expectFigures()
  }

  @Test func ordersThatAreGoneForGood() throws {
    _ = try query(
      Self.someOrder + """
        DELETE m FROM wp_woocommerce_order_itemmeta m
          JOIN wp_woocommerce_order_items i ON i.order_item_id = m.order_item_id
          WHERE i.order_id = @id;
        DELETE FROM wp_woocommerce_order_items WHERE order_id = @id;
        DELETE FROM wp_wc_orders WHERE id = @id OR parent_order_id = @id;
        """)
    try sync()
    try expectFigures()
  }

  @Test func aRefundThatIsAddedAndTakenAway() throws {
    let id = try query(
      Self.someOrder + """
        SET @refund = (SELECT MAX(id) + 1000 FROM wp_wc_orders);
        INSERT INTO wp_wc_orders (id, status, currency, type, tax_amount, total_amount,
          customer_id, date_created_gmt, date_updated_gmt, parent_order_id)
        SELECT @refund, 'wc-completed', currency, 'shop_order_refund', 0, -5, 0, UTC_TIMESTAMP(),
          UTC_TIMESTAMP(), @id FROM wp_wc_orders WHERE id = @id;
        INSERT INTO wp_wc_orders_meta (order_id, meta_key, meta_value)
        VALUES (@refund, '_refund_amount', '5.00');
        SELECT @refund;
        """)
    #expect(rows(try sync())["refunds"] == 1)
    try expectFigures()
    _ = try query("DELETE FROM wp_wc_orders WHERE id = \(id)")
    #expect(rows(try sync())["refunds"] == 1)
    try expectFigures()
  }

  @Test func stockAndCustomersAndADeletedProduct() throws {
    let clears = rehearsal.emulator.requestCount(.deleteRows)
    let product = try query(
      """
      SELECT MIN(p.ID) FROM wp_posts p JOIN wp_postmeta m ON m.post_id = p.ID
      WHERE p.post_type = 'product' AND m.meta_key = '_stock' AND m.meta_value > ''
      """)
    _ = try query(
      """
      UPDATE wp_postmeta SET meta_value = '3' WHERE post_id = \(product) AND meta_key = '_stock';
      UPDATE wp_wc_product_meta_lookup SET stock_quantity = 3 WHERE product_id = \(product);
      """)
    let stocked = rows(try sync())
    #expect(stocked["orders"] == 0 && stocked["customers"] == 0)
    // Keys of dimensions are unique: a changed row clears the table.
    #expect(rehearsal.emulator.requestCount(.deleteRows) > clears)
    _ = try query(
      """
      SET @user = (SELECT MIN(user_id) FROM wp_usermeta
        WHERE meta_key = 'wp_capabilities' AND meta_value LIKE '%customer%');
      UPDATE wp_usermeta SET meta_value = 'Renamed'
      WHERE user_id = @user AND meta_key = 'billing_city';
      """)
    let renamed = rows(try sync())
    #expect(renamed["customers"] ?? 0 > 0 && renamed["order_items"] == 0)
    _ = try query("DELETE FROM wp_posts WHERE ID = \(product)")
    try sync()
    try expectFigures()
  }

  @Test func aTransactionThatCommitsLateWithAnOldDate() throws {
    var slow = try Connection.open(
      ConnectionOptions(
        address: .socket(rehearsal.server.socketPath), user: "root", password: Secret(""),
        database: rehearsal.database, security: .off))
    try slow.execute("START TRANSACTION", "ordering")
    try slow.execute(
      """
      INSERT INTO wp_wc_orders (id, status, currency, type, tax_amount, total_amount, customer_id,
        date_created_gmt, date_updated_gmt)
      VALUES (8000000, 'wc-processing', 'EUR', 'shop_order', 0, 12.34, 0,
        '2020-01-01 00:00:00', '2020-01-01 00:00:00')
      """, "ordering")
    // Others come and are synced before it is there.
    _ = try query(
      """
      INSERT INTO wp_wc_orders (id, status, currency, type, tax_amount, total_amount, customer_id,
        date_created_gmt, date_updated_gmt)
      VALUES (9000000, 'wc-processing', 'EUR', 'shop_order', 0, 1, 0, UTC_TIMESTAMP(),
        UTC_TIMESTAMP())
      """)
    #expect(rows(try sync())["orders"] == 1)
    try slow.execute("COMMIT", "ordering")
    #expect(rows(try sync())["orders"] == 1)
    try expectFigures()
  }

  @Test func rowsThatAreOnlyNewClearNothing() throws {
    let clears = rehearsal.emulator.requestCount(.deleteRows)
    _ = try query(
      """
      INSERT INTO wp_posts (ID, post_type, post_status, post_title, post_name, post_content,
        post_excerpt, to_ping, pinged, post_content_filtered, post_date, post_date_gmt,
        post_modified, post_modified_gmt)
      VALUES (9000000, 'product', 'publish', 'New', 'new', '', '', '', '', '', NOW(), NOW(), NOW(),
        NOW())
      """)
    #expect(rows(try sync())["products"] == 1)
    #expect(rehearsal.emulator.requestCount(.deleteRows) == clears)
    try expectFigures()
  }
}
