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

/// A demo shop whose rows are read, changed and read again.
struct ChangeShop {
  let storage: Shop.Storage
  private let options: ConnectionOptions
  private let shop: Shop

  /// The moment of reading, which comes after everything in the shop.
  static let now = Instant(unixSeconds: 1_796_205_600)

  init(_ storage: Shop.Storage, _ name: String, orders: Int) throws {
    let server = try server.get()
    let database = "\(name)_\(storage.rawValue)"
    try server.createShop(
      DemoShop(orders: orders, storage: storage == .hpos ? .hpos : .legacy), in: database)
    self.storage = storage
    options = ConnectionOptions(
      address: .socket(server.socketPath), user: "root", password: Secret(""),
      database: database, security: .off)
    shop = Shop(
      prefix: try #require(TablePrefix("wp_")), storeName: "shop.example", storage: storage,
      priceDecimals: 2, features: [.costOfGoods],
      zone: try TimeZoneSource(files: DiskFiles()).zone("Europe/Berlin"))
  }

  func open(_ entity: Entity, _ filter: RowFilter = .standard) throws -> ShopSource {
    try ShopSource.open(
      entity, shop: shop,
      ReadRequest(filter: filter, dialect: .wire, dateType: .created, now: Self.now), options)
  }

  /// Runs statements; returns the cells of what they say, line by line.
  @discardableResult
  func run(_ statements: String) throws -> [[String]] {
    try server.get().run(statements, in: options.database)
      .split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
  }

  /// The number in the first cell of what a statement says.
  func number(_ statement: String) throws -> Int64 {
    let cell = try run(statement).first?.first
    return try #require(cell.flatMap { Int64($0) }, "\(statement)")
  }

  /// What a selection means to it at a moment.
  func filter(_ days: DayRange, _ statuses: [String] = [], now: Instant) -> RowFilter {
    RowFilter(Selection(days: days, statuses: statuses), now: now, zone: shop.zone)
  }

  func rows(_ entity: Entity, _ filter: RowFilter = .standard) throws -> [ReadRow] {
    var source = try open(entity, filter)
    return try Self.rows(&source, nil)
  }

  /// All rows of a range, page by page; all there are without one.
  static func rows(_ source: inout ShopSource, _ range: KeyRange?) throws -> [ReadRow] {
    var buffer = RowBuffer()
    var rows: [ReadRow] = []
    var cursor = Cursor.after(range.map { max($0.first, 1) - 1 } ?? 0)
    while cursor != .end {
      cursor = try source.read(after: cursor, upTo: range?.last, into: &buffer)
      for place in buffer.rows {
        rows.append(
          ReadRow(
            key: place.key,
            bytes: buffer.bytes.bytes(at: place.start, length: place.length).array()))
      }
      buffer.removeAll()
      if case .after(let key) = cursor, let range { #expect(key < range.last) }
    }
    return rows
  }
}

/// A row as it was read.
struct ReadRow: Hashable {
  var key: Int64
  var bytes: [UInt8]
}

extension Instant {
  /// As WordPress writes moments.
  var wordPressText: String {
    var buffer = ByteBuffer(capacity: 32)
    buffer.append(CivilTime(seconds: unixSeconds), separator: UInt8(ascii: " "))
    return buffer.bytes.text()
  }
}

extension ChangedKeys {
  func contains(_ key: Int64) -> Bool {
    guard case .ranges(let ranges) = self else { return true }
    return ranges.contains { $0.first <= key && key <= $0.last }
  }
}
