/// SQL text as bytes, embedded from the files beside this one.
///
/// Must not know: what the statements are for. Entity statements are files
/// `entity/SLUG.STORAGE.sql`, migrations `migration/mNNNN_NAME.sql`.
package enum SQL {
  /// An entity's statements in one of the two order storages; nil when there are none.
  package static func entity(_ slug: String, isHPOS: Bool) -> [UInt8]? {
    switch slug {
    case "orders": isHPOS ? PackageResources.orders_hpos_sql : PackageResources.orders_legacy_sql
    case "customer_lookup":
      isHPOS
        ? PackageResources.customer_lookup_hpos_sql : PackageResources.customer_lookup_legacy_sql
    case "customers":
      isHPOS ? PackageResources.customers_hpos_sql : PackageResources.customers_legacy_sql
    case "gateway_orders":
      isHPOS
        ? PackageResources.gateway_orders_hpos_sql : PackageResources.gateway_orders_legacy_sql
    case "report_dates":
      isHPOS ? PackageResources.report_dates_hpos_sql : PackageResources.report_dates_legacy_sql
    case "sales_facts":
      isHPOS ? PackageResources.sales_facts_hpos_sql : PackageResources.sales_facts_legacy_sql
    case "shipping": PackageResources.shipping_sql
    case "stock_facts": PackageResources.stock_facts_sql
    case "tax_rates": PackageResources.tax_rates_sql
    default: nil
    }
  }

  /// The migrations of the state tables, in order; the first brings version 1.
  package static var migrations: [[UInt8]] { [PackageResources.m0001_state_sql] }
}
