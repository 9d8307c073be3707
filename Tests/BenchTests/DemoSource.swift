import Delivery
import MariaDB
import Model
import Runtime
import Testing
import Testkit
import WooCommerce
import WordPress

/// One server for the file; each test makes a shop of its own in it.
private let server = Result { try TemporaryMariaDB() }

/// A demo shop; its 2,000 orders are two full pages.
struct DemoSource {
  let options: ConnectionOptions
  private let socketPath: String
  private let database: String
  private let shop: Shop

  init(_ storage: Shop.Storage, _ name: String, orders: Int = 2000) throws {
    let server = try server.get()
    database = "\(name)_\(storage.rawValue)"
    try server.createShop(
      DemoShop(orders: orders, storage: storage == .hpos ? .hpos : .legacy), in: database)
    socketPath = server.socketPath
    options = ConnectionOptions(
      address: .socket(socketPath), user: "root", password: Secret(""),
      database: database, security: .off)
    shop = Shop(
      prefix: try #require(TablePrefix("wp_")), storeName: "shop.example", storage: storage,
      priceDecimals: 2, features: [.costOfGoods],
      zone: try TimeZoneSource(files: DiskFiles()).zone("Europe/Berlin"))
  }

  func open(_ entity: Entity = Catalogue.orders) throws -> EntitySource {
    try EntitySource.open(
      entity, shop: shop, filter: .standard, dialect: .wire, options)
  }

  /// A source of any entity, computed ones too.
  func openAny(_ entity: Entity) throws -> ShopSource {
    let request = ReadRequest(
      filter: .standard, dialect: .wire, dateType: .created, now: SystemClock().now)
    return try ShopSource.open(entity, shop: shop, request, options)
  }

  /// The words with which the bench finds this shop.
  var benchWords: [String] {
    ["--socket=\(socketPath)", "--database=\(database)"]
  }
}

let storages: [Shop.Storage] = [.hpos, .legacy]
