import Bytes
import Delivery
import MariaDB
import Model
import Runtime
import Testing
import Testkit
import WooCommerce
import WordPress

/// One server for the tests of lines; each test makes a database of its own name.
private let server = Result { try TemporaryMariaDB() }

let bothStorages: [Shop.Storage] = [.hpos, .legacy]

/// The shop of the fixtures of lines, in one of the two storages.
struct LineShop {
  let options: ConnectionOptions
  private let storage: Shop.Storage

  /// The shop, with further fixtures of that name when one is given.
  init(_ storage: Shop.Storage, _ name: String, with more: String? = nil) throws {
    let server = try server.get()
    let database = "\(name)_\(storage.rawValue)"
    try server.createEmptyShop(in: database)
    for fixture in ["lines", more].compactMap(\.self) {
      let path = "Tests/Fixtures/shop/\(fixture)"
      try server.run(file: Repository.path("\(path).\(storage.rawValue).sql"), in: database)
      try server.run(file: Repository.path("\(path).sql"), in: database)
    }
    options = ConnectionOptions(
      address: .socket(server.socketPath), user: "root", password: Secret(""),
      database: database, security: .off)
    self.storage = storage
  }

  /// Runs statements that a test adds to the fixtures.
  func run(_ statements: String) throws {
    try server.get().run(statements, in: options.database)
  }

  func open(_ entity: Entity, _ filter: RowFilter = .standard) throws -> EntitySource {
    let shop = Shop(
      prefix: try #require(TablePrefix("wp_")), storeName: "shop.example", storage: storage,
      priceDecimals: 2, features: [.costOfGoods],
      zone: try TimeZoneSource(files: DiskFiles()).zone("Europe/Berlin"))
    return try EntitySource.open(entity, shop: shop, filter: filter, dialect: .file, options)
  }

  /// The rows by id, as JSON; the source's own count must agree.
  func rows(_ entity: Entity, _ filter: RowFilter = .standard) throws -> [Int64: JSONValue] {
    var source = try open(entity, filter)
    var buffer = RowBuffer()
    var rows: [Int64: JSONValue] = [:]
    var cursor = Cursor.after(0)
    while cursor != .end { cursor = try source.read(after: cursor, into: &buffer) }
    for place in buffer.rows {
      let text = "{" + buffer.bytes.bytes(at: place.start, length: place.length).text() + "}"
      let row = try JSONValue(Array(text.utf8))
      #expect(rows.updateValue(row, forKey: place.key) == nil, "a key came twice")
      #expect(row.members?.map(\.name) == entity.columns.map(\.name))
    }
    #expect(try source.count() == rows.count, "\(entity.slug)")
    return rows
  }

  /// Compares the rows with what was worked out by hand; rows are exactly those expected.
  func expect(
    _ entity: Entity, _ expected: [Int64: [String: JSONValue]],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let rows = try rows(entity)
    #expect(rows.keys.sorted() == expected.keys.sorted(), sourceLocation: sourceLocation)
    for (id, columns) in expected {
      for (name, value) in columns {
        #expect(
          rows[id]?[name] == value, "\(storage) \(entity.slug) \(id), \(name)",
          sourceLocation: sourceLocation)
      }
    }
  }
}

extension RowFilter {
  static let every = RowFilter(statuses: nil, isEveryStatus: true)
}
