import Bytes
import Delivery
import MariaDB
import Model
import Runtime
import Testing
import Testkit
import WooCommerce
import WordPress

/// One server for the file; each test makes a database of its own name.
private let server = Result { try TemporaryMariaDB() }

/// A shop of the fixtures in one of the two storages.
private struct FixtureShop {
  let options: ConnectionOptions
  let storage: Shop.Storage

  init(_ storage: Shop.Storage, _ name: String, without table: String? = nil) throws {
    let server = try server.get()
    let database = "\(name)_\(storage.rawValue)"
    try server.createEmptyShop(in: database)
    let fixtures = "Tests/Fixtures/shop"
    try server.run(
      file: Repository.path("\(fixtures)/orders.\(storage.rawValue).sql"), in: database)
    try server.run(file: Repository.path("\(fixtures)/items.sql"), in: database)
    if let table { try server.run("DROP TABLE \(table)", in: database) }
    options = ConnectionOptions(
      address: .socket(server.socketPath), user: "root", password: Secret(""),
      database: database, security: .off)
    self.storage = storage
  }

  func shop(_ features: Set<Expression.Feature> = [.costOfGoods]) throws -> Shop {
    Shop(
      prefix: try #require(TablePrefix("wp_")), storeName: "shop.example", storage: storage,
      priceDecimals: 2, features: features,
      zone: try TimeZoneSource(files: DiskFiles()).zone("Europe/Berlin"))
  }

  /// The rows by id, as JSON.
  func rows(
    _ filter: RowFilter = .standard, _ dialect: RowDialect = .file,
    features: Set<Expression.Feature> = [.costOfGoods]
  ) throws -> [Int64: JSONValue] {
    var source = try EntitySource.open(
      Catalogue.orders, shop: try shop(features), filter: filter, dialect: dialect, options)
    var buffer = RowBuffer()
    var rows: [Int64: JSONValue] = [:]
    var cursor = Cursor.after(0)
    while cursor != .end { cursor = try source.read(after: cursor, into: &buffer) }
    for place in buffer.rows {
      let text = "{" + buffer.bytes.bytes(at: place.start, length: place.length).text() + "}"
      rows[place.key] = try JSONValue(Array(text.utf8))
    }
    return rows
  }
}

private let storages: [Shop.Storage] = [.hpos, .legacy]

struct OrderTrapTests {
  /// What each order must become, worked out by hand from entities/README.md.
  private static let expected: [Int64: [String: JSONValue]] = [
    101: [
      "source_store": .string("shop.example"), "id": .number("101"), "number": .string("101"),
      "parent_id": .number("0"), "status": .string("completed"),
      "created_via": .string("checkout"), "customer_id": .number("7"),
      "is_guest": .boolean(false), "customer_lookup_id": .number("31"),
      "customer_type": .string("returning"), "customer_note": .string("He said \"no\"\n\\o/ 😀"),
      "payment_method_title": .string("Bank \"wire\""), "transaction_id": .string("tx\\1"),
      "item_count": .number("3.5"), "coupon_codes": .string("alpha, beta"),
      "shipping_method": .string("DHL, Pickup"), "billing_first_name": .string("Änne"),
      "billing_last_name": .string("O'Brien"), "billing_company": .null,
      "billing_email": .string("row@shop.example"), "billing_phone": .string("=1+1"),
      "shipping_postcode": .string("01010"), "currency": .string("EUR"),
      "prices_include_tax": .boolean(true), "total": .number("119"),
      "total_stored": .number("119.004"), "subtotal": .number("66.68"),
      "discount_total": .number("5"), "discount_tax": .number("0.95"),
      "shipping_total": .number("10"), "shipping_tax": .number("3.03"),
      "cart_tax": .number("15.966"), "total_tax": .number("19"), "fees_total": .number("-2.5"),
      "net_total": .number("90"), "total_refunded": .number("25.5"),
      "total_tax_refunded": .number("1.75"), "total_after_refunds": .number("93.5"),
      "cogs_total_value": .number("12.34"),
      // The hour that the clocks go back: two instants, one local time.
      "date_created": .string("2025-10-26T02:30:00"),
      "date_created_gmt": .string("2025-10-26T00:30:00Z"),
      "date_paid": .string("2025-10-26T02:30:00"),
      "date_paid_gmt": .string("2025-10-26T01:30:00Z"), "date_completed": .null,
      "date_modified_gmt": .string("2025-10-27T10:00:00Z"), "origin": .string("Source: Google"),
      "attribution_utm_source": .string("(google)"), "attribution_utm_medium": .null,
    ],
    102: [
      "customer_id": .number("0"), "is_guest": .boolean(true), "customer_lookup_id": .null,
      "customer_type": .null, "customer_note": .null, "created_via": .null, "currency": .null,
      "billing_email": .null, "total": .number("0"), "total_tax": .number("0"),
      "net_total": .number("0"), "item_count": .number("0"), "total_refunded": .number("0"),
      "cogs_total_value": .number("0"), "prices_include_tax": .boolean(false),
      "date_created_gmt": .string("2025-01-15T12:00:00Z"),
      "date_created": .string("2025-01-15T13:00:00"), "date_modified_gmt": .null,
      "origin": .string("Unknown"), "coupon_codes": .null,
    ],
    103: [
      "date_created": .null, "date_created_gmt": .null, "date_modified_gmt": .null,
      "date_paid": .null, "date_paid_gmt": .null, "date_completed_gmt": .null,
    ],
    104: [
      "customer_note": .string(String(repeating: "x", count: 3988) + "…[truncated]"),
      // The hour that the clocks skip.
      "date_created": .string("2025-03-30T01:59:59"), "date_paid": .string("2025-03-30T03:00:00"),
      "date_completed": .string("2025-03-30T01:59:59"), "customer_type": .string("new"),
    ],
    105: [
      "total": .number("123456789012345678.12"),
      "total_stored": .number("123456789012345678.12345678"),
      "total_after_refunds": .number("123456789012345678.12"), "customer_type": .null,
      "customer_lookup_id": .number("33"),
    ],
    109: ["status": .string("ready-to-ship"), "origin": .string("Direct")],
    110: ["parent_id": .number("101"), "origin": .string("Web admin")],
    111: ["parent_id": .number("0"), "origin": .string("Organic: Bing")],
    112: ["status": .string("wc-odd"), "origin": .string("Mobile app")],
    113: [
      "customer_note": .string("a\u{FFFD}b"), "origin": .string("Referral: Blog.example"),
    ],
  ]

  @Test(arguments: storages)
  func everyTrapBecomesWhatTheContractSays(_ storage: Shop.Storage) throws {
    let rows = try FixtureShop(storage, "traps").rows()
    #expect(rows.keys.sorted() == Self.expected.keys.sorted())
    for (id, columns) in Self.expected {
      for (name, value) in columns {
        #expect(rows[id]?[name] == value, "\(storage) order \(id), \(name)")
      }
    }
  }

  @Test(arguments: storages)
  func everyRowHasExactlyTheCataloguesColumns(_ storage: Shop.Storage) throws {
    for row in try FixtureShop(storage, "columns").rows().values {
      #expect(row.members?.map(\.name) == Catalogue.orders.columns.map(\.name))
    }
  }

  @Test(arguments: storages)
  func statusesAreFilteredInBothSpellings(_ storage: Shop.Storage) throws {
    let shop = try FixtureShop(storage, "statuses")
    let every = try shop.rows(RowFilter(statuses: nil, isEveryStatus: true))
    #expect(every.keys.sorted() == (101...113).map(Int64.init))
    let some = try shop.rows(RowFilter(statuses: ["wc-completed", "trash"], isEveryStatus: false))
    #expect(some.keys.sorted() == [101, 106, 110, 111, 113])
    let draft = try shop.rows(RowFilter(statuses: ["checkout-draft"], isEveryStatus: false))
    #expect(draft.keys.sorted() == [108])
  }

  @Test(arguments: storages)
  func whatTheStoreSwitchesChangesWhatItMeans(_ storage: Shop.Storage) throws {
    let shop = try FixtureShop(storage, "features")
    let rows = try shop.rows(features: [.roundAtSubtotal, .sequentialOrderNumbers])
    #expect(rows[101]?["subtotal"] == .number("66.67"))
    #expect(rows[101]?["number"] == .string("A-101"))
    #expect(rows[102]?["number"] == .string("102"))
    #expect(rows[101]?["cogs_total_value"] == .null)
  }

  @Test(arguments: storages)
  func aMissingAnalyticsTableMeansNullNotFailure(_ storage: Shop.Storage) throws {
    let rows = try FixtureShop(storage, "nostats", without: "wp_wc_order_stats").rows()
    #expect(rows.count == 10)
    #expect(rows[101]?["customer_lookup_id"] == .null)
    #expect(rows[101]?["total"] == .number("119"))
  }

  @Test(arguments: storages)
  func aMissingOrderTableIsOneClearFault(_ storage: Shop.Storage) throws {
    let table = storage == .hpos ? "wp_wc_orders" : "wp_posts"
    let shop = try FixtureShop(storage, "notable", without: table)
    let fault = #expect(throws: Fault.self) { try shop.rows() }
    #expect(fault?.code == .schema)
    #expect(fault?.number == 1146)
    #expect(fault?.cause.contains(table) == true)
  }

  @Test func indexesThatAHostRemovedAreNotForced() throws {
    let shop = try FixtureShop(.hpos, "noindex")
    let database = shop.options.database
    try server.get().run(
      """
      ALTER TABLE wp_wc_orders_meta DROP INDEX order_id_meta_key_meta_value;
      ALTER TABLE wp_woocommerce_order_items DROP INDEX order_id;
      """, in: database)
    #expect(try shop.rows()[101]?["total_refunded"] == .number("25.5"))
  }

  @Test func datesBefore1900AreForFilesOnly() throws {
    let shop = try FixtureShop(.hpos, "old")
    try server.get().run(
      "UPDATE wp_wc_orders SET date_created_gmt = '1899-06-01 12:00:00' WHERE id = 105",
      in: shop.options.database)
    #expect(
      try shop.rows(.standard, .file)[105]?["date_created_gmt"]
        == .string("1899-06-01T12:00:00Z"))
    #expect(try shop.rows(.standard, .wire)[105]?["date_created_gmt"] == .null)
  }
}

struct PagingTests {
  @Test(arguments: storages)
  func pagesMeetWithoutGapOrOverlap(_ storage: Shop.Storage) throws {
    let server = try server.get()
    let database = "paging_\(storage.rawValue)"
    try server.createShop(
      DemoShop(orders: 2500, storage: storage == .hpos ? .hpos : .legacy), in: database)
    var source = try EntitySource.open(
      Catalogue.orders,
      shop: Shop(
        prefix: try #require(TablePrefix("wp_")), storeName: "s", storage: storage,
        priceDecimals: 2, features: [], zone: .utc),
      filter: .standard, dialect: .wire,
      ConnectionOptions(
        address: .socket(server.socketPath), user: "root", password: Secret(""),
        database: database, security: .off))
    var buffer = RowBuffer()
    var cursor = Cursor.after(0)
    var keys: [Int64] = []
    var pages = 0
    while cursor != .end {
      cursor = try source.read(after: cursor, into: &buffer)
      keys += buffer.rows.map(\.key)
      buffer.removeAll()
      pages += 1
    }
    #expect(pages >= 3)
    #expect(keys == keys.sorted() && Set(keys).count == keys.count)
    #expect(keys.count == (try source.count()))
  }
}
