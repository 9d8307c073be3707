import Bytes
import Delivery
import MariaDB
import Model
import Runtime
import Testing
import Testkit
import WooCommerce
import WordPress

/// One server for the tests of fields; each makes a database of its own name.
private let server = Result { try TemporaryMariaDB() }

/// The fixtures' orders with meta entries that a test adds.
struct FieldShop {
  let options: ConnectionOptions
  let storage: Shop.Storage

  init(_ storage: Shop.Storage, _ name: String) throws {
    let server = try server.get()
    let database = "fields_\(name)_\(storage.rawValue)"
    try server.createEmptyShop(in: database)
    for file in ["orders.\(storage.rawValue)", "items"] {
      try server.run(file: Repository.path("Tests/Fixtures/shop/\(file).sql"), in: database)
    }
    options = ConnectionOptions(
      address: .socket(server.socketPath), user: "root", password: Secret(""),
      database: database, security: .off)
    self.storage = storage
  }

  /// A demo shop, which has some of everything.
  init(demo storage: Shop.Storage, _ name: String) throws {
    let server = try server.get()
    let database = "fields_\(name)_\(storage.rawValue)"
    try server.createShop(
      DemoShop(orders: 60, storage: storage == .hpos ? .hpos : .legacy), in: database)
    options = ConnectionOptions(
      address: .socket(server.socketPath), user: "root", password: Secret(""),
      database: database, security: .off)
    self.storage = storage
  }

  /// The table of a home, and the column that names the object.
  func place(of home: MetaHome) -> (table: String, column: String) {
    switch home {
    case .order where storage == .hpos: ("wp_wc_orders_meta", "order_id")
    case .order, .post: ("wp_postmeta", "post_id")
    case .item: ("wp_woocommerce_order_itemmeta", "order_item_id")
    case .user: ("wp_usermeta", "user_id")
    case .term: ("wp_termmeta", "term_id")
    }
  }

  func run(_ sql: String) throws {
    try server.get().run(sql, in: options.database)
  }

  /// Adds meta entries to an order, one after the other.
  func add(_ entries: [(key: String, value: String)], to order: Int) throws {
    let (table, column) =
      storage == .hpos ? ("wp_wc_orders_meta", "order_id") : ("wp_postmeta", "post_id")
    let rows = entries.map { key, value in
      let text = value.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
      return "(\(order), '\(key)', '\(text)')"
    }
    try run(
      "INSERT INTO \(table) (\(column), meta_key, meta_value) VALUES "
        + rows.joined(separator: ", "))
  }

  func shop(key: String? = nil) throws -> Shop {
    var shop = Shop(
      prefix: try #require(TablePrefix("wp_")), storeName: "shop.example", storage: storage,
      priceDecimals: 2, features: [],
      zone: try TimeZoneSource(files: DiskFiles()).zone("Europe/Berlin"))
    shop.pseudonyms = key.map { Pseudonyms(key: Secret($0)) }
    return shop
  }

  /// The rows by id, and how many values fitted no type.
  func rows(
    _ entity: Entity, key: String? = nil
  ) throws -> (rows: [Int64: JSONValue], unrepresented: Int) {
    var source = try EntitySource.open(
      entity, shop: try shop(key: key), filter: .standard, dialect: .wire, options)
    var buffer = RowBuffer()
    var rows: [Int64: JSONValue] = [:]
    var cursor = Cursor.after(0)
    while cursor != .end { cursor = try source.read(after: cursor, into: &buffer) }
    for place in buffer.rows {
      let text = "{" + buffer.bytes.bytes(at: place.start, length: place.length).text() + "}"
      rows[place.key] = try JSONValue(Array(text.utf8))
    }
    return (rows, buffer.unrepresentedCount)
  }
}

let fieldStorages: [Shop.Storage] = [.hpos, .legacy]
