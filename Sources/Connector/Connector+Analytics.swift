internal import MariaDB
internal import Runtime
internal import WooCommerce
internal import WordPress

extension Connector {
  private static let databaseVersion = "woocommerce_db_version"
  private static let oldRefunds = "woocommerce_analytics_uses_old_full_refund_data"
  private static let lowStock = "woocommerce_notify_low_stock_amount"
  private static let noStock = "woocommerce_notify_no_stock_amount"

  /// The options that `addRules` needs.
  static func ruleOptions(_ prefix: TablePrefix) -> [String] {
    ["\(prefix)user_roles", databaseVersion, oldRefunds, lowStock, noStock]
  }

  /// Adds what only people's roles and the figures of analytics need to know of the shop.
  func addRules(_ site: Site, _ options: StoredOptions, to shop: inout Shop) {
    shop.lowStockAmount =
      options.text(Self.lowStock).map { Int($0) ?? 0 } ?? shop.lowStockAmount
    shop.noStockAmount = options.text(Self.noStock).map { Int($0) ?? 0 } ?? shop.noStockAmount
    let roles = options.value("\(shop.prefix)user_roles")?.array?.entries ?? []
    shop.roles = roles.map { String(decoding: $0.key.bytes, as: UTF8.self) }
    shop.analytics = AnalyticsRules(
      excludedStatuses: site.commerce.excludedReportStatuses,
      databaseVersion: options.text(Self.databaseVersion),
      usesOldFullRefunds: options.text(Self.oldRefunds))
  }

  /// Whether WooCommerce's own tables of analytics keep up with the orders.
  func analyticsFinding(_ shop: Shop) throws(Fault) -> Finding {
    let lag = try AnalyticsLag.read(shop, configuration.database)
    if !lag.isLate(clock.now) { return Finding("analytics", .ok, "up to the newest orders") }
    return Finding(
      "analytics", .warning,
      "WooCommerce has not imported its \(lag.orderCount) newest orders: customer_lookup may lack "
        + "customers",
      remedy: "Let its scheduled actions run, or import historical data under Analytics > Settings")
  }

  /// What the tables of users are called at the front: in a network as its first site's.
  ///
  /// Where no wp-config.php says whether there is a network, the tables do.
  func userPrefix(_ connection: inout Connection) throws(Fault) -> TablePrefix? {
    let prefix = configuration.prefix
    let shared = try configuration.wordPress.networkPrefix(of: prefix)
    if shared != prefix { return shared }
    guard configuration.wordPress.absolutePath == nil, let candidate = prefix.networkCandidate,
      try !StoreSchema(&connection, prefix: prefix).has("users"),
      try StoreSchema(&connection, prefix: candidate).has("users")
    else { return nil }
    return candidate
  }
}
