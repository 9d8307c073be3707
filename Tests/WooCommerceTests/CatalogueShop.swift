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

/// The shop of `catalogue.sql` in a database of its own, read as either storage.
struct CatalogueShop {
  let options: ConnectionOptions
  let storage: Shop.Storage

  static let storages: [Shop.Storage] = [.hpos, .legacy]

  /// `change` is run when the shop is filled.
  init(_ storage: Shop.Storage, _ name: String, _ change: String = "") throws {
    let server = try server.get()
    let database = "\(name)_\(storage.rawValue)"
    try server.createEmptyShop(in: database)
    try server.run(file: Repository.path("Tests/Fixtures/shop/catalogue.sql"), in: database)
    if !change.isEmpty { try server.run(change, in: database) }
    options = ConnectionOptions(
      address: .socket(server.socketPath), user: "root", password: Secret(""),
      database: database, security: .off)
    self.storage = storage
  }

  func source(
    _ entity: Entity, _ filter: RowFilter = .standard, _ change: (inout Shop) -> Void = { _ in }
  ) throws -> EntitySource {
    var shop = Shop(
      prefix: try #require(TablePrefix("wp_")), storeName: "shop.example", storage: storage,
      priceDecimals: 2, features: [.costOfGoods],
      zone: try TimeZoneSource(files: DiskFiles()).zone("Europe/Berlin"))
    change(&shop)
    return try EntitySource.open(entity, shop: shop, filter: filter, dialect: .file, options)
  }

  /// All rows, as JSON, in their order; counting them says the same.
  func rows(
    _ entity: Entity, _ filter: RowFilter = .standard, _ change: (inout Shop) -> Void = { _ in }
  ) throws -> [JSONValue] {
    var source = try source(entity, filter, change)
    let count = try source.count()
    var buffer = RowBuffer()
    var cursor = Cursor.after(0)
    while cursor != .end { cursor = try source.read(after: cursor, into: &buffer) }
    #expect(count == buffer.count)
    var rows: [JSONValue] = []
    for place in buffer.rows {
      let text = "{" + buffer.bytes.bytes(at: place.start, length: place.length).text() + "}"
      rows.append(try JSONValue(Array(text.utf8)))
    }
    for row in rows { #expect(row.members?.map(\.name) == entity.columns.map(\.name)) }
    return rows
  }

  /// Compares the rows of an entity, by their key column, with what was worked out by hand.
  func expect(
    _ entity: Entity, _ expected: [Int64: [String: JSONValue]],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let rows = try rows(entity)
    let keys = rows.map { $0[entity.key[0]] }
    #expect(
      keys == expected.keys.sorted().map { .number(String($0)) }, sourceLocation: sourceLocation)
    for (key, columns) in expected {
      let row = rows.first { $0[entity.key[0]] == .number(String(key)) }
      for (name, value) in columns {
        #expect(
          row?[name] == value, "\(entity.slug) \(key), \(name)", sourceLocation: sourceLocation)
      }
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self = .string(value) }
}

extension JSONValue: ExpressibleByBooleanLiteral {
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
}

extension JSONValue: ExpressibleByFloatLiteral {
  /// Only for figures that a Double spells as it was written.
  package init(floatLiteral value: Double) { self = .number("\(value)") }
}

extension JSONValue: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int) { self = .number("\(value)") }
}
