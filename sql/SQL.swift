/// SQL text as bytes, embedded from the files beside this one.
///
/// Must not know: what the statements are for. Entity statements are files
/// `entity/SLUG.STORAGE.sql`, and `entity/SLUG.both.sql` or `entity/SLUG.sql` for what is the same
/// in both storages; migrations `migration/mNNNN_NAME.sql`.
package enum SQL {
  /// An entity's statements in one of the two order storages; nil when there are none.
  package static func entity(_ slug: String, isHPOS: Bool) -> [UInt8]? {
    switch slug {
    case "orders": orders("shop_order", orderRows(isHPOS), isHPOS)
    case "order_items":
      lines("line_item", isHPOS) + refundsOfLines(isHPOS) + PackageResources.order_items_sql
    case "refunds": isHPOS ? PackageResources.refunds_hpos_sql : PackageResources.refunds_legacy_sql
    case "invoices":
      orders(
        "shop_order",
        isHPOS ? PackageResources.invoices_hpos_sql : PackageResources.invoices_legacy_sql, isHPOS)
    case "subscriptions":
      orders("shop_subscription", orderRows(isHPOS), isHPOS) + subscriptions(isHPOS)
    case "order_grid":
      orders("shop_order", orderRows(isHPOS), isHPOS)
        + (isHPOS ? PackageResources.order_grid_hpos_sql : PackageResources.order_grid_legacy_sql)
    case "order_coupons": lines("coupon", isHPOS) + PackageResources.lines_meta_sql
    case "order_fees": lines("fee", isHPOS) + PackageResources.lines_meta_sql
    case "order_notes":
      (isHPOS ? PackageResources.order_notes_hpos_sql : PackageResources.order_notes_legacy_sql)
        + PackageResources.order_notes_both_sql
    case "order_shipping":
      lines("shipping", isHPOS) + refundsOfLines(isHPOS) + PackageResources.lines_meta_sql
    case "order_taxes": lines("tax", isHPOS) + PackageResources.lines_meta_sql
    case "refund_items":
      (isHPOS ? PackageResources.refund_items_hpos_sql : PackageResources.refund_items_legacy_sql)
        + PackageResources.refund_items_both_sql
    case "products": PackageResources.products_sql + sold(isHPOS)
    case "categories": PackageResources.categories_sql
    case "coupons": PackageResources.coupons_sql
    case "reviews": PackageResources.reviews_sql
    case "inventory": PackageResources.inventory_sql + sold(isHPOS)
    case "attribute_terms": PackageResources.attribute_terms_sql
    case "attributes": PackageResources.attributes_sql
    case "brands": PackageResources.brands_sql
    case "product_attributes": PackageResources.product_attributes_sql
    case "product_categories": PackageResources.product_categories_sql
    case "product_variations": PackageResources.product_variations_sql + sold(isHPOS)
    case "tags": PackageResources.tags_sql
    case "customer_lookup":
      (isHPOS
        ? PackageResources.customer_lookup_hpos_sql : PackageResources.customer_lookup_legacy_sql)
        + PackageResources.customer_lookup_both_sql
    case "customers":
      (isHPOS ? PackageResources.customers_hpos_sql : PackageResources.customers_legacy_sql)
        + PackageResources.customers_both_sql
    case "gateway_orders":
      isHPOS
        ? PackageResources.gateway_orders_hpos_sql : PackageResources.gateway_orders_legacy_sql
    case "alert_figures":
      (isHPOS ? PackageResources.alert_figures_hpos_sql : PackageResources.alert_figures_legacy_sql)
        + PackageResources.alert_figures_both_sql
    case "report_dates":
      isHPOS ? PackageResources.report_dates_hpos_sql : PackageResources.report_dates_legacy_sql
    case "sales_facts":
      (isHPOS ? PackageResources.sales_facts_hpos_sql : PackageResources.sales_facts_legacy_sql)
        + PackageResources.sales_facts_both_sql
    case "shipping": PackageResources.shipping_sql
    case "stock_facts": PackageResources.stock_facts_sql
    case "tax_rates": PackageResources.tax_rates_sql
    default: nil
    }
  }

  private static func orderRows(_ isHPOS: Bool) -> [UInt8] {
    isHPOS ? PackageResources.orders_rows_hpos_sql : PackageResources.orders_rows_legacy_sql
  }

  /// What stands beside all rows that are orders, for those of one type.
  private static func orders(_ type: String, _ rows: [UInt8], _ isHPOS: Bool) -> [UInt8] {
    Array("--: set type \(type)\n".utf8) + rows
      + (isHPOS ? PackageResources.orders_hpos_sql : PackageResources.orders_legacy_sql)
      + PackageResources.orders_both_sql
  }

  private static func subscriptions(_ isHPOS: Bool) -> [UInt8] {
    (isHPOS ? PackageResources.subscriptions_hpos_sql : PackageResources.subscriptions_legacy_sql)
      + PackageResources.subscriptions_both_sql
  }

  /// What all lines of orders have in common, for those of one type.
  private static func lines(_ type: String, _ isHPOS: Bool) -> [UInt8] {
    Array("--: set type \(type)\n".utf8)
      + (isHPOS ? PackageResources.lines_hpos_sql : PackageResources.lines_legacy_sql)
      + PackageResources.lines_both_sql
  }

  /// Which products orders change.
  private static func sold(_ isHPOS: Bool) -> [UInt8] {
    isHPOS ? PackageResources.sold_hpos_sql : PackageResources.sold_legacy_sql
  }

  private static func refundsOfLines(_ isHPOS: Bool) -> [UInt8] {
    isHPOS ? PackageResources.lines_refunds_hpos_sql : PackageResources.lines_refunds_legacy_sql
  }
  /// The statements over meta of any object.
  package static var meta: [UInt8] { PackageResources.meta_sql }

  /// The migrations of the state tables, in order; the first brings version 1.
  package static var migrations: [[UInt8]] {
    [
      PackageResources.m0001_state_sql,
      PackageResources.m0002_columns_sql,
      PackageResources.m0003_ledger_sql,
      PackageResources.m0004_measures_sql,
      PackageResources.m0005_quota_sql,
      PackageResources.m0006_deliveries_sql,
      PackageResources.m0007_retries_sql,
      PackageResources.m0008_hints_sql,
      PackageResources.m0009_rest_sql,
      PackageResources.m0010_alerts_sql,
      PackageResources.m0011_streams_sql,
      PackageResources.m0012_reports_sql,
      PackageResources.m0013_calls_sql,
    ]
  }
}
