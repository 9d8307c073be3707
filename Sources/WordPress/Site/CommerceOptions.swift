/// What WooCommerce has in the site's options, as far as others here use it.
///
/// This room knows their names because they are read with WordPress's own, in one statement; what
/// they mean is known above.
package struct CommerceOptions: Sendable, Equatable {
  /// `woocommerce_version`; nil when WooCommerce was never installed.
  package let version: String?
  /// `woocommerce_custom_orders_table_enabled`: orders live in tables of their own.
  package let usesOrderTables: Bool
  /// `woocommerce_price_num_decimals`, 2 unless said otherwise.
  package let priceDecimals: Int
  /// `woocommerce_tax_round_at_subtotal`.
  package let roundsTaxAtSubtotal: Bool
  /// `woocommerce_feature_cost_of_goods_sold_enabled`.
  package let hasCostOfGoods: Bool
  /// `woocommerce_excluded_report_order_statuses`; nil when never saved, and WooCommerce's own
  /// default holds.
  package let excludedReportStatuses: [String]?

  static let names = [
    "woocommerce_version", "woocommerce_custom_orders_table_enabled",
    "woocommerce_price_num_decimals", "woocommerce_tax_round_at_subtotal",
    "woocommerce_feature_cost_of_goods_sold_enabled",
    "woocommerce_excluded_report_order_statuses",
  ]

  /// More decimals than a price can have.
  private static let decimalsMax: Int64 = 20

  package init(_ options: StoredOptions) {
    version = options.text("woocommerce_version")
    usesOrderTables = options.text("woocommerce_custom_orders_table_enabled") == "yes"
    roundsTaxAtSubtotal = options.text("woocommerce_tax_round_at_subtotal") == "yes"
    hasCostOfGoods = options.text("woocommerce_feature_cost_of_goods_sold_enabled") == "yes"
    let decimals = options.text("woocommerce_price_num_decimals").map { PHPValue.text($0) }
    let number = decimals.flatMap { PHPFunctions.integer($0) } ?? 2
    priceDecimals = Int(min(number.magnitude, UInt64(Self.decimalsMax)))
    excludedReportStatuses = options.value("woocommerce_excluded_report_order_statuses").map {
      $0.array?.values.compactMap(\.scalarText) ?? []
    }
  }
}
