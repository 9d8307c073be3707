internal import MariaDB
internal import Model
internal import Runtime
internal import WooCommerce
internal import WordPress

extension Connector {
  /// What the site says about itself, read afresh.
  func site(_ connection: inout Connection) throws(Fault) -> Site {
    try Site.read(
      configuration.wordPress, prefix: configuration.prefix,
      zones: TimeZoneSource(files: DiskFiles()), &connection)
  }

  /// What the shop says about itself, read afresh.
  func shop() throws(Fault) -> Shop {
    var connection = try Connection.open(configuration.database)
    let site = try site(&connection)
    var features: Set<Expression.Feature> = []
    if site.commerce.hasCostOfGoods { features.insert(.costOfGoods) }
    if site.commerce.roundsTaxAtSubtotal { features.insert(.roundAtSubtotal) }
    if site.activePlugins.contains(where: Self.numbersOrders) {
      features.insert(.sequentialOrderNumbers)
    }
    var shop = Shop(
      prefix: configuration.prefix, storeName: try storeName(site, &connection),
      storage: site.commerce.usesOrderTables ? .hpos : .legacy,
      priceDecimals: min(site.commerce.priceDecimals, Shop.priceDecimalsMax),
      features: features, zone: site.zone, activePlugins: site.activePlugins)
    try addRules(site, to: &shop, &connection)
    shop.pseudonyms = try pseudonyms(site, &connection)
    return shop
  }

  /// Whether a plugin (`folder/file.php`) is one of those that number orders in sequence and keep
  /// the number in `_order_number`.
  private static func numbersOrders(_ plugin: String) -> Bool {
    plugin.prefix { $0 != "/" }.contains("sequential-order-number")
  }

  /// The name that every row bears: configured, else noted at installation, else the address.
  func storeName(_ site: Site, _ connection: inout Connection) throws(Fault) -> String {
    if let name = configuration.storeName { return name }
    let name = StoredSetting.storeName.option
    if let noted = try site.options.read([name], &connection).text(name), !noted.isEmpty {
      return noted
    }
    return Self.address(try site.homeURL())
  }

  /// A site's address without its scheme.
  static func address(_ url: String) -> String {
    guard let scheme = url.firstRange(of: "://") else { return url }
    return String(url[scheme.upperBound...])
  }
}
