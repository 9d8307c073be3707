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

  /// What the options say now, and what was made of the same ones before.
  func reading(_ connection: inout Connection) throws(Fault) -> ShopReading {
    let names =
      Self.ruleOptions(configuration.prefix) + Self.fieldSettings.map(\.option)
      + [StoredSetting.storeName.option]
    let options = try SiteOptions.read(
      configuration.wordPress, prefix: configuration.prefix, also: names, &connection)
    if let known = readings?.latest, known.options == options { return known }
    let site = try Site(
      configuration.wordPress, options, TimeZoneSource(files: DiskFiles()))
    let fresh = ShopReading(options, site)
    readings?.keep(fresh)
    return fresh
  }

  /// What the shop says about itself, read afresh.
  func shop() throws(Fault) -> Shop {
    var connection = try Connection.open(configuration.database)
    return try shop(try reading(&connection), &connection)
  }

  /// The shop; what the options do not say is asked for each time.
  func shop(_ reading: ShopReading, _ connection: inout Connection) throws(Fault) -> Shop {
    var shop = try reading.shop { () throws(Fault) in
      try described(reading.site, reading.options.options)
    }
    shop.userPrefix = try userPrefix(&connection)
    shop.pseudonyms = try pseudonyms(try fields(reading.options.options, [:]), &connection)
    return shop
  }

  private func described(_ site: Site, _ options: StoredOptions) throws(Fault) -> Shop {
    var features: Set<Expression.Feature> = []
    if site.commerce.hasCostOfGoods { features.insert(.costOfGoods) }
    if site.commerce.roundsTaxAtSubtotal { features.insert(.roundAtSubtotal) }
    if site.activePlugins.contains(where: Self.numbersOrders) {
      features.insert(.sequentialOrderNumbers)
    }
    var shop = Shop(
      prefix: configuration.prefix, storeName: try storeName(site, options),
      storage: site.commerce.usesOrderTables ? .hpos : .legacy,
      priceDecimals: min(site.commerce.priceDecimals, Shop.priceDecimalsMax),
      features: features, zone: site.zone, activePlugins: site.activePlugins)
    addRules(site, options, to: &shop)
    return shop
  }

  /// Whether a plugin (`folder/file.php`) is one of those that number orders in sequence and keep
  /// the number in `_order_number`.
  private static func numbersOrders(_ plugin: String) -> Bool {
    plugin.prefix { $0 != "/" }.contains("sequential-order-number")
  }

  /// The name that every row bears: configured, else noted at installation, else the address.
  func storeName(_ site: Site, _ connection: inout Connection) throws(Fault) -> String {
    let name = StoredSetting.storeName.option
    return try storeName(site, try site.options.read([name], &connection))
  }

  private func storeName(_ site: Site, _ options: StoredOptions) throws(Fault) -> String {
    if let name = configuration.storeName { return name }
    if let noted = options.text(StoredSetting.storeName.option), !noted.isEmpty { return noted }
    return Self.address(try site.homeURL())
  }

  /// A site's address without its scheme.
  static func address(_ url: String) -> String {
    guard let scheme = url.firstRange(of: "://") else { return url }
    return String(url[scheme.upperBound...])
  }
}
