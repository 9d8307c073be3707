import Delivery
import Foundation
import MariaDB
import Model
import Runtime
import WooCommerce
import WordPress

/// The shop that is measured, as every way opens it.
struct ShopAccess {
  let socket: String
  let options: ConnectionOptions
  private let prefix: TablePrefix

  init(_ arguments: Arguments) throws {
    guard let socket = arguments.socket, let prefix = TablePrefix(arguments.prefix) else {
      throw CocoaError(.coderInvalidValue)
    }
    self.socket = socket
    self.prefix = prefix
    options = ConnectionOptions(
      address: .socket(socket), user: "root", password: Secret(""),
      database: arguments.database, security: .off)
  }

  /// The shop as its own options describe it.
  func shop() throws -> Shop {
    var connection = try Connection.open(options)
    let config = try WPConfig(explicit: [
      "DB_HOST": "", "DB_USER": "", "DB_PASSWORD": "", "DB_NAME": "",
      "table_prefix": prefix.text,
    ])
    let site = try Site.read(
      config, prefix: prefix, zones: TimeZoneSource(files: DiskFiles()), &connection)
    return Shop(
      prefix: prefix, storeName: "bench",
      storage: site.commerce.usesOrderTables ? .hpos : .legacy,
      priceDecimals: site.commerce.priceDecimals, features: [.costOfGoods], zone: site.zone)
  }

  /// A source of its orders.
  func orders() throws -> EntitySource {
    try EntitySource.open(
      Catalogue.orders, shop: shop(), filter: .standard, dialect: .wire, options)
  }

  /// A source of any entity.
  func source(_ entity: Entity) throws -> ShopSource {
    let request = ReadRequest(
      filter: .standard, dialect: .wire, dateType: .created, now: SystemClock().now)
    return try ShopSource.open(entity, shop: shop(), request, options)
  }

  func description() throws -> String {
    var orders = try orders()
    let version = try Connection.open(options).serverVersion
    return "\(try orders.count()) orders, \(try shop().storage.rawValue), \(version)"
  }

  /// Where the server says that its process's number stands.
  func serverProcessFile() throws -> String? {
    var connection = try Connection.open(options)
    return try connection.processFile()
  }
}
