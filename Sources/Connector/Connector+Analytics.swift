internal import MariaDB
internal import Runtime
internal import WooCommerce
internal import WordPress

extension Connector {
  /// Adds what only people's roles and the figures of analytics need to know of the shop.
  func addRules(_ site: Site, to shop: inout Shop, _ connection: inout Connection) throws(Fault) {
    let roles = "\(shop.prefix)user_roles"
    let version = "woocommerce_db_version"
    let oldRefunds = "woocommerce_analytics_uses_old_full_refund_data"
    let lowStock = "woocommerce_notify_low_stock_amount"
    let options = try site.options.read([roles, version, oldRefunds, lowStock], &connection)
    shop.lowStockAmount = options.text(lowStock).map { Int($0) ?? 0 } ?? shop.lowStockAmount
    shop.roles =
      options.value(roles)?.array?.entries.map { String(decoding: $0.key.bytes, as: UTF8.self) }
      ?? []
    shop.userPrefix = try userPrefix()
    shop.analytics = AnalyticsRules(
      excludedStatuses: site.commerce.excludedReportStatuses,
      databaseVersion: options.text(version), usesOldFullRefunds: options.text(oldRefunds))
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

  /// What the tables of users are called at the front: in a network those of its first site.
  private func userPrefix() throws(Fault) -> TablePrefix? {
    guard try configuration.wordPress.isTrue("MULTISITE") else { return nil }
    var text = Substring(configuration.prefix.text)
    guard text.popLast() == "_" else { return nil }
    let digits = text.reversed().prefix { $0.isASCII && $0.isNumber }.count
    if digits == 0 { return nil }
    return TablePrefix(String(text.dropLast(digits)))
  }
}
