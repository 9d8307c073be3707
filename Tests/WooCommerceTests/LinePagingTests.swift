import Bytes
import Delivery
import MariaDB
import Model
import Runtime
import Testing
import Testkit
import WooCommerce
import WordPress

private let server = Result { try TemporaryMariaDB() }

/// Lines over several pages, against what plain SQL says of the same shop.
struct LinePagingTests {
  @Test(arguments: bothStorages)
  func everyLineComesOnceWithItsProduct(_ storage: Shop.Storage) throws {
    let server = try server.get()
    let database = "lines_\(storage.rawValue)"
    var shop = DemoShop(orders: 1200, storage: storage == .hpos ? .hpos : .legacy)
    // More than what is kept of them has room for at first.
    shop.products = 3000
    try server.createShop(shop, in: database)
    // A product that is thrown away between its first and its last sale.
    try server.run(
      """
      DELETE FROM wp_posts WHERE post_type = 'product' AND ID = (
        SELECT MIN(meta_value + 0) FROM wp_woocommerce_order_itemmeta
        WHERE meta_key = '_product_id')
      """, in: database)
    var source = try EntitySource.open(
      Catalogue.orderItems,
      shop: Shop(
        prefix: try #require(TablePrefix("wp_")), storeName: "s", storage: storage,
        priceDecimals: 2, features: [], zone: .utc),
      filter: RowFilter(statuses: nil, isEveryStatus: true), dialect: .wire,
      ConnectionOptions(
        address: .socket(server.socketPath), user: "root", password: Secret(""),
        database: database, security: .off))
    let (rows, pages) = try Self.read(&source)
    #expect(pages >= 3)
    #expect(rows == (try Self.plain(storage, database)))
    #expect(rows.contains { $0.hasSuffix(" gone") } && rows.contains { !$0.hasSuffix(" gone") })
  }

  /// `id product sku` of every row, in the order in which they come.
  private static func read(_ source: inout EntitySource) throws -> ([String], pages: Int) {
    var buffer = RowBuffer()
    var rows: [String] = []
    var pages = 0
    var cursor = Cursor.after(0)
    while cursor != .end {
      cursor = try source.read(after: cursor, into: &buffer)
      pages += 1
      for place in buffer.rows {
        let text = "{" + buffer.bytes.bytes(at: place.start, length: place.length).text() + "}"
        let row = try JSONValue(Array(text.utf8))
        let product = row["product_id"]
        let sku: String =
          if case .string(let sku) = row["product_sku"] { sku } else { "none" }
        rows.append(
          product == .number("0") && row["variation_id"] == .number("0")
            ? "\(place.key) gone" : "\(place.key) \(sku)")
      }
      buffer.removeAll()
    }
    return (rows, pages)
  }

  private static func plain(_ storage: Shop.Storage, _ database: String) throws -> [String] {
    let orders =
      storage == .hpos
      ? "wp_wc_orders o ON o.id = i.order_id AND o.type = 'shop_order'"
      : "wp_posts o ON o.ID = i.order_id AND o.post_type = 'shop_order'"
    func meta(_ key: String) -> String {
      """
      (SELECT meta_value FROM wp_woocommerce_order_itemmeta
       WHERE order_item_id = i.order_item_id AND meta_key = '\(key)' ORDER BY meta_id LIMIT 1)
      """
    }
    func sku(_ id: String) -> String {
      """
      (SELECT NULLIF(meta_value, '') FROM wp_postmeta
       WHERE post_id = \(id) AND meta_key = '_sku' ORDER BY meta_id LIMIT 1)
      """
    }
    let text = try server.get().run(
      """
      SELECT CONCAT(sold.id, ' ', IF(p.ID IS NULL AND v.ID IS NULL, 'gone',
        COALESCE(\(sku("v.ID")), \(sku("p.ID")), 'none')))
      FROM (SELECT i.order_item_id AS id, \(meta("_product_id")) AS product,
          \(meta("_variation_id")) AS variation
        FROM wp_woocommerce_order_items i JOIN \(orders)
        WHERE i.order_item_type = 'line_item') AS sold
      LEFT JOIN wp_posts p ON p.ID = product AND p.post_type = 'product'
      LEFT JOIN wp_posts v ON v.ID = variation AND v.post_type = 'product_variation'
      ORDER BY sold.id
      """, in: database)
    return text.split(separator: "\n").map(String.init)
  }
}
