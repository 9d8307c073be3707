extension Catalogue {
  /// One row per store-local day, equal to the revenue report of WooCommerce Analytics.
  package static let salesDaily = Entity(
    slug: "sales_daily", label: "Daily Sales",
    description:
      """
      One row per store-local day, equal to the revenue report of WooCommerce Analytics. Every \
      day from the first to the last one with an order or refund, empty days as zeros.
      """,
    icon: "dashicons-chart-line", kind: .report, key: ["date"],
    delivery: .replace, mainDate: nil,
    exclusion: nil,
    isEnabledByDefault: true,
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
        "date", .dateTime, nullable: false, group: "Day",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "The day, store-local, at 00:00:00",
        value: .input("date")),
      Column(
        "date_key", .int64, nullable: false, group: "Day",
        presets: [.analytics], additive: false, privacy: .none,
        "YYYYMMDD, joins calendar",
        value: .input("date_key")),
      Column(
        "orders_count", .int64, nullable: false, group: "Figures",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Rows with parent_id 0",
        value: .input("orders_count")),
      Column(
        "num_items_sold", .int64, nullable: false, group: "Figures",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        Units, refunds deducted. Where the shop's database is of WooCommerce 10.2 or later, \
        a full refund takes back the units that its order booked; before, what it says \
        itself
        """,
        value: .input("num_items_sold")),
      Column(
        "gross_sales", .decimal, nullable: false, group: "Figures",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        Sum of total_sales - tax_total - shipping_total over rows with parent_id \
        0, plus coupons
        """,
        value: .input("gross_sales")),
      Column(
        "coupons", .decimal, nullable: false, group: "Figures",
        presets: [.analytics], additive: false, privacy: .none,
        "Discounts by coupons without tax",
        value: .input("coupons")),
      Column(
        "coupons_count", .int64, nullable: false, group: "Figures",
        presets: [], additive: false, privacy: .none,
        "Distinct coupons",
        value: .input("coupons_count")),
      Column(
        "refunds", .decimal, nullable: false, group: "Figures",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        Absolute value of the sum of net_total + tax_total + shipping_total over \
        rows with a negative net_total (WooCommerce before 10.2: net_total only)
        """,
        value: .input("refunds")),
      Column(
        "total_sales", .decimal, nullable: false, group: "Figures",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Sum of total_sales, refunds deducted",
        value: .input("total_sales")),
      Column(
        "taxes", .decimal, nullable: false, group: "Figures",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        Sum of tax_total. Where the shop's database is of WooCommerce 10.2 or later, a full \
        refund takes back the tax that its order booked; before, what it says itself
        """,
        value: .input("taxes")),
      Column(
        "shipping", .decimal, nullable: false, group: "Figures",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        Sum of shipping_total. Where the shop's database is of WooCommerce 10.2 or later, a \
        full refund takes back the shipping that its order booked; before, what it says \
        itself
        """,
        value: .input("shipping")),
      Column(
        "net_revenue", .decimal, nullable: false, group: "Figures",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        Sum of net_total, refunds deducted. Where the shop's database is of WooCommerce 10.2 \
        or later, a full refund takes back the net total that its order booked; before, what \
        it says itself
        """,
        value: .input("net_revenue")),
      Column(
        "avg_order_value", .decimal, nullable: false, group: "Figures",
        presets: [.analytics], additive: false, privacy: .none,
        """
        Sum of net_total over rows with parent_id 0 / orders_count, 0 when none \
        (WooCommerce before 10.2: net_revenue / orders_count)
        """,
        value: .input("avg_order_value")),
      Column(
        "avg_items_per_order", .decimal, nullable: false, group: "Figures",
        presets: [.analytics], additive: false, privacy: .none,
        """
        Sum of num_items_sold over rows with parent_id 0 / orders_count \
        (WooCommerce before 10.2: num_items_sold / orders_count), rounded to 4 \
        decimals, 0 when none
        """,
        value: .input("avg_items_per_order")),
      Column(
        "total_customers", .int64, nullable: false, group: "Figures",
        presets: [.analytics], additive: false, privacy: .none,
        "Distinct customers",
        value: .input("total_customers")),
    ])
}
