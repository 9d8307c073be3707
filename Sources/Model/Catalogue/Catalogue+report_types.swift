extension Catalogue {
  /// The figures of WooCommerce's own reports in long format.
  package static let reportTypes = Entity(
    slug: "report_types", label: "Report Types",
    description:
      """
      The figures of WooCommerce's own reports in long format: one row per report, period, \
      item and metric. sales: per month and date basis; customers: lifetime per customer; \
      stock: per product.
      """,
    icon: "dashicons-chart-bar", kind: .report,
    key: ["report", "date_type", "period", "item_id", "metric"],
    delivery: .replace, mainDate: nil,
    exclusion: nil,
    isEnabledByDefault: false,
    columns: [
      Column(
        "source_store", .string, nullable: false, group: "Meta",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        Which store the row is from: the name given to the store in the \
        configuration, the same in every table
        """,
        value: .store),
      Column(
        "report", .string, nullable: false, group: "Report",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "sales, customers or stock",
        value: .input("report")),
      Column(
        "date_type", .string, nullable: false, group: "Report",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        For sales the date the orders are grouped by: date_created, date_paid or \
        date_completed (all three are delivered; option woocommerce_date_type \
        says which one the store's screen shows, date_paid when it is missing). \
        Else none
        """,
        value: .input("date_type")),
      Column(
        "period", .string, nullable: false, group: "Report",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Month YYYY-MM in store-local time, or all",
        value: .input("period")),
      Column(
        "item_id", .int64, nullable: false, group: "Report",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        customers: customer_lookup.customer_id; stock: product or variation id; \
        sales: 0
        """,
        value: .input("item_id")),
      Column(
        "label", .string, nullable: true, group: "Report",
        presets: [.analytics], additive: false, privacy: .personal,
        "Name of the customer (first and last, trimmed) or of the product",
        value: .input("label")),
      Column(
        "detail", .string, nullable: true, group: "Report",
        presets: [.analytics], additive: false, privacy: .none,
        "customers: country; stock: stock status",
        value: .input("detail")),
      Column(
        "metric", .string, nullable: false, group: "Report",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        sales: orders_count, num_items_sold, gross_sales, total_sales, coupons, \
        refunds, taxes, shipping, net_revenue, avg_items_per_order, \
        avg_order_value, total_customers. customers: orders_count, total_spend, \
        avg_order_value. stock: stock_quantity, low_stock_amount
        """,
        value: .input("metric")),
      Column(
        "value", .decimal, nullable: false, group: "Report",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Value of the metric",
        value: .input("value")),
      Column(
        "period_start", .dateTime, nullable: true, group: "Report",
        presets: [.analytics], additive: false, privacy: .none,
        "First instant of the month, store-local; null for all",
        value: .input("period_start")),
      Column(
        "is_additive", .boolean, nullable: false, group: "Report",
        presets: [], additive: false, privacy: .none,
        "The metric may be summed over periods and items",
        value: .isOneOf(.input("is_additive"), ["1"])),
    ])
}
