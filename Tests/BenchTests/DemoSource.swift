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

/// A demo shop of 2,000 orders: two full pages.
struct DemoSource {
  let options: ConnectionOptions
  private let shop: Shop

  init(_ storage: Shop.Storage, _ name: String) throws {
    let server = try server.get()
    let database = "\(name)_\(storage.rawValue)"
    try server.createShop(
      DemoShop(orders: 2000, storage: storage == .hpos ? .hpos : .legacy), in: database)
    options = ConnectionOptions(
      address: .socket(server.socketPath), user: "root", password: Secret(""),
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
}

let storages: [Shop.Storage] = [.hpos, .legacy]
