internal import Bytes
internal import MariaDB
internal import Model
internal import Runtime
internal import WooCommerce
internal import WordPress

extension Connector {
  /// What the shop says about itself, read afresh.
  func shop() throws(Fault) -> Shop {
    var connection = try Connection.open(configuration.database)
    let names = [
      "siteurl", "home", "timezone_string", "gmt_offset",
      "woocommerce_custom_orders_table_enabled", "woocommerce_price_num_decimals",
      "woocommerce_tax_round_at_subtotal", "woocommerce_feature_cost_of_goods_sold_enabled",
    ]
    let text = SQLText(
      "SELECT option_name, option_value FROM {prefix}options WHERE option_name IN ({names})",
      ["prefix": .prefix(configuration.prefix), "names": .list(names.map { .text($0) })])
    var options: [String: String] = [:]
    for row in try connection.rows(text, "reading the site's options") {
      options[String(decoding: row[0] ?? [], as: UTF8.self)] = String(
        decoding: row[1] ?? [], as: UTF8.self)
    }
    let zone = try TimeZoneSource(files: DiskFiles()).site(
      timezoneString: options["timezone_string"] ?? "", gmtOffset: options["gmt_offset"] ?? "")
    return Shop(
      prefix: configuration.prefix, storeName: configuration.storeName ?? "shop.test",
      storage: options["woocommerce_custom_orders_table_enabled"] == "yes" ? .hpos : .legacy,
      priceDecimals: Int(options["woocommerce_price_num_decimals"] ?? "2") ?? 2,
      features: options["woocommerce_feature_cost_of_goods_sold_enabled"] == "yes"
        ? [.costOfGoods] : [], zone: zone)
  }
}
