extension Catalogue {
  /// One row per product line of an order.
  package static let orderItems = Entity(
    slug: "order_items", label: "Order Line Items",
    description: "One row per product line of an order.",
    icon: "dashicons-list-view", kind: .fact, key: ["id"],
    delivery: .signed, mainDate: "order_date_created",
    exclusion: Entity.Exclusion(
      column: "order_status", values: ["auto-draft", "trash", "checkout-draft"]),
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
        "id", .int64, nullable: false, group: "Line",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Order item id",
        value: .input("id")),
      Column(
        "order_id", .int64, nullable: false, group: "Line",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Order",
        value: .input("order_id")),
      Column(
        "name", .string, nullable: true, group: "Line",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Product name at the time of the order",
        value: .input("name")),
      Column(
        "product_id", .int64, nullable: false, group: "Line",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Product; 0 when the product does not exist any more",
        value: .input("product_id")),
      Column(
        "variation_id", .int64, nullable: false, group: "Line",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Variation; 0 when none or when it does not exist any more",
        value: .input("variation_id")),
      Column(
        "product_id_stored", .int64, nullable: false, group: "Line",
        presets: [], additive: false, privacy: .none,
        "The product id as written at the sale",
        value: .meta("_product_id")),
      Column(
        "variation_id_stored", .int64, nullable: false, group: "Line",
        presets: [], additive: false, privacy: .none,
        "The variation id as written at the sale",
        value: .meta("_variation_id")),
      Column(
        "product_sku", .string, nullable: true, group: "Line",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        SKU the product has now (a variation without one: its parent's); null \
        when the product is gone
        """,
        value: .first([.input("variation_sku"), .input("product_sku")])),
      Column(
        "product_type", .string, nullable: true, group: "Line",
        presets: [.analytics], additive: false, privacy: .none,
        "Type the product has now",
        value: .first([.input("variation_type"), .input("product_type")])),
      Column(
        "tax_class", .string, nullable: true, group: "Line",
        presets: [], additive: false, privacy: .none,
        "Tax class, null = standard",
        value: .meta("_tax_class")),
      Column(
        "meta_summary", .string, nullable: true, group: "Line",
        presets: [.analytics], additive: false, privacy: .none,
        """
        Visible item meta (keys not starting with _, scalar and not empty) as \
        'key: value' joined by '; ', in meta_id order
        """,
        value: .input("meta_summary")),
      Column(
        "quantity", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "Units",
        value: .meta("_qty")),
      Column(
        "subtotal", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "Before discounts, without tax",
        value: .meta("_line_subtotal")),
      Column(
        "subtotal_tax", .decimal, nullable: false, group: "Financial",
        presets: [], additive: true, privacy: .none,
        "Tax before discounts",
        value: .meta("_line_subtotal_tax")),
      Column(
        "total", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "After discounts, without tax (net)",
        value: .meta("_line_total")),
      Column(
        "total_tax", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "Tax after discounts",
        value: .first([.meta("_line_tax"), .taxTotal(.meta("_line_tax_data"))])),
      Column(
        "total_inc_tax", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "total + total_tax (gross), not rounded",
        value: .sum([.column("total"), .column("total_tax")])),
      Column(
        "discount", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "subtotal - total",
        value: .difference(.column("subtotal"), [.column("total")])),
      Column(
        "price", .decimal, nullable: true, group: "Financial",
        presets: [.analytics], additive: false, privacy: .none,
        "total / quantity, rounded to 8 decimals; null when the quantity is 0",
        value: .quotient(.column("total"), by: .column("quantity"), places: 8)),
      Column(
        "quantity_refunded", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "Units refunded, positive",
        value: .negated(.input("quantity_refunded"))),
      Column(
        "total_refunded", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "Refunded without tax, positive, rounded to the store's price decimals",
        value: .rounded(.negated(.input("total_refunded")))),
      Column(
        "net_quantity", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "quantity - quantity_refunded",
        value: .difference(.column("quantity"), [.column("quantity_refunded")])),
      Column(
        "cogs_value", .decimal, nullable: true, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "Cost of goods of the line; null when the feature is off",
        value: .when(.costOfGoods, .sum([.meta("_cogs_value")]))),
      Column(
        "order_status", .string, nullable: false, group: "Order",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Status of the order, without wc-",
        value: .status(.input("order_status"))),
      Column(
        "order_currency", .string, nullable: true, group: "Order",
        presets: [.analytics], additive: false, privacy: .none,
        "Currency of the order",
        value: .input("order_currency")),
      Column(
        "order_customer_id", .int64, nullable: false, group: "Order",
        presets: [.analytics], additive: false, privacy: .none,
        "User id of the order, 0 = guest",
        value: .input("order_customer_id")),
      Column(
        "order_date_created", .dateTime, nullable: true, group: "Dates",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Creation of the order, store-local",
        value: .local(.input("order_date_created_gmt"))),
      Column(
        "order_date_created_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Creation of the order, UTC",
        value: .input("order_date_created_gmt")),
    ])
}
