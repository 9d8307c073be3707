import Bytes
import Delivery
import MariaDB
import Model
import Runtime
import Testing
import Testkit
import WooCommerce
import WordPress

/// One server for all shops of people; each test makes databases of its own name.
private let server = Result { try TemporaryMariaDB() }

/// A shop with customers, sales and settings, in one of the two storages, whose tables do not
/// begin with `wp_`.
struct PeopleShop {
  static let prefix = "s9_"
  static let storages: [Shop.Storage] = [.hpos, .legacy]
  /// 2026-02-03T00:00:00Z.
  static let now = Instant(unixSeconds: 1_770_076_800)

  let options: ConnectionOptions
  var shop: Shop

  init(_ storage: Shop.Storage, _ name: String) throws {
    let server = try server.get()
    let database = "\(name)_\(storage.rawValue)"
    try server.createEmptyShop(in: database, prefix: Self.prefix)
    for file in [
      "Tests/Fixtures/shop/sales.\(storage.rawValue).sql",
      "Tests/Fixtures/shop/people.sql",
    ] {
      try server.run(file: Repository.path(file), in: database, prefix: Self.prefix)
    }
    options = ConnectionOptions(
      address: .socket(server.socketPath), user: "root", password: Secret(""),
      database: database, security: .off)
    shop = Shop(
      prefix: try #require(TablePrefix(Self.prefix)), storeName: "shop.example",
      storage: storage, priceDecimals: 2, features: [],
      zone: try TimeZoneSource(files: DiskFiles()).zone("Europe/Berlin"))
    shop.roles = ["administrator", "subscriber", "customer", "shop_manager"]
  }

  func run(_ statements: String) throws {
    try server.get().run(
      statements.split(separator: "{prefix}", omittingEmptySubsequences: false)
        .joined(separator: Self.prefix), in: options.database)
  }

  func source(_ entity: Entity, _ dateType: DateType = .created) throws -> ShopSource {
    let request = ReadRequest(
      filter: .standard, dialect: .wire, dateType: dateType, now: Self.now)
    return try ShopSource.open(entity, shop: shop, request, options)
  }

  /// The rows in their order, as JSON; keys must rise, and the count must be theirs.
  func rows(
    _ entity: Entity, _ dateType: DateType = .created, unrepresented: Int = 0
  ) throws -> [JSONValue] {
    var source = try source(entity, dateType)
    var buffer = RowBuffer()
    var cursor = Cursor.after(0)
    while cursor != .end { cursor = try source.read(after: cursor, into: &buffer) }
    let keys = buffer.rows.map(\.key)
    #expect(keys == keys.sorted() && Set(keys).count == keys.count, "\(entity.slug)")
    #expect(try source.count() == keys.count, "\(entity.slug)")
    #expect(buffer.unrepresentedCount == unrepresented, "\(entity.slug)")
    var rows: [JSONValue] = []
    for place in buffer.rows {
      let text = "{" + buffer.bytes.bytes(at: place.start, length: place.length).text() + "}"
      rows.append(try JSONValue(Array(text.utf8)))
    }
    return rows
  }

  /// The rows by a column's text.
  func rows(
    _ entity: Entity, by column: String, _ dateType: DateType = .created, unrepresented: Int = 0
  ) throws -> [String: JSONValue] {
    var found: [String: JSONValue] = [:]
    for row in try rows(entity, dateType, unrepresented: unrepresented) {
      let key = row[column]
      let name = key?.string ?? key?.integer.map(String.init) ?? ""
      #expect(found.updateValue(row, forKey: name) == nil, "\(name) twice")
    }
    return found
  }
}

/// Holds that cells are what was worked out by hand.
func expect(
  _ row: JSONValue?, _ cells: [String: JSONValue], _ comment: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  for (name, value) in cells {
    #expect(row?[name] == value, "\(comment), \(name)", sourceLocation: sourceLocation)
  }
}
