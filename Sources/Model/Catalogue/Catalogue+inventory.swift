extension Catalogue {
  /// One row per product or variation that manages its own stock: quantity, thresholds, value.
  package static let inventory = Entity(
    slug: "inventory", label: "Inventory",
    description:
      "One row per product or variation that manages its own stock: quantity, thresholds, value.",
    icon: "dashicons-archive", kind: .snapshot, key: ["product_id"],
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
        "product_id", .int64, nullable: false, group: "Product",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Product or variation id",
        value: .input("product_id")),
      Column(
        "parent_id", .int64, nullable: false, group: "Product",
        presets: [.analytics], additive: false, privacy: .none,
        "Product of a variation, else 0",
        value: .input("parent_id")),
      Column(
        "type", .string, nullable: false, group: "Product",
        presets: [.analytics], additive: false, privacy: .none,
        "Product type; variation",
        value: .condition(
          .isOneOf(.input("post_type"), ["product_variation"]), then: .text("variation"),
          otherwise: .knownType(.input("type"), .product))),
      Column(
        "name", .string, nullable: true, group: "Product",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Name",
        value: .input("name")),
      Column(
        "sku", .string, nullable: true, group: "Product",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "SKU (a variation without one: its parent's)",
        value: .first([.meta("_sku"), .input("parent_sku")])),
      Column(
        "status", .string, nullable: false, group: "Product",
        presets: [], additive: false, privacy: .none,
        "Post status",
        value: .input("status")),
      Column(
        "stock_quantity", .decimal, nullable: false, group: "Stock",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Units in stock",
        value: .meta("_stock")),
      Column(
        "stock_status", .string, nullable: false, group: "Stock",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "instock, outofstock, onbackorder",
        value: .first([.meta("_stock_status"), .text("instock")])),
      Column(
        "backorders", .string, nullable: false, group: "Stock",
        presets: [.analytics], additive: false, privacy: .none,
        "no, notify, yes",
        value: .first([.meta("_backorders"), .text("no")])),
      Column(
        "backorders_allowed", .boolean, nullable: false, group: "Stock",
        presets: [], additive: false, privacy: .none,
        "Backorders are possible",
        value: .not(.isOneOf(.column("backorders"), ["no"]))),
      Column(
        "low_stock_threshold", .int64, nullable: false, group: "Stock",
        presets: [.analytics], additive: false, privacy: .none,
        """
        Own threshold, else the parent's, else option \
        woocommerce_notify_low_stock_amount
        """,
        value: .first([
          .meta("_low_stock_amount"), .input("parent_low_stock_amount"),
          .input("store_low_stock_amount"), .text("2"),
        ])),
      Column(
        "is_low_stock", .boolean, nullable: false, group: "Stock",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "0 < stock_quantity <= low_stock_threshold",
        value: .all([
          .isBelow(.text("0"), .column("stock_quantity")),
          .not(.isBelow(.column("low_stock_threshold"), .column("stock_quantity"))),
        ])),
      Column(
        "held_quantity", .decimal, nullable: false, group: "Stock",
        presets: [], additive: false, privacy: .none,
        "Held by open checkouts",
        value: .input("held_quantity")),
      Column(
        "available_quantity", .decimal, nullable: false, group: "Stock",
        presets: [.analytics], additive: false, privacy: .none,
        "stock_quantity - held_quantity",
        value: .difference(.column("stock_quantity"), [.column("held_quantity")])),
      Column(
        "price", .decimal, nullable: true, group: "Financial",
        presets: [.analytics], additive: false, privacy: .none,
        "Price charged now",
        value: .meta("_price")),
      Column(
        "stock_value", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "stock_quantity x price, 0 without price",
        value: .product(.column("stock_quantity"), .column("price"))),
      Column(
        "cogs_value", .decimal, nullable: true, group: "Financial",
        presets: [.analytics], additive: false, privacy: .none,
        "Cost of one unit, own value; null when not set or the feature is off",
        value: .when(.costOfGoods, .meta("_cogs_total_value"))),
      Column(
        "total_sales", .int64, nullable: false, group: "Financial",
        presets: [.analytics], additive: false, privacy: .none,
        "Units sold, counter of WooCommerce",
        value: .meta("total_sales")),
      Column(
        "date_modified_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Last modification of the product, UTC",
        value: .input("date_modified_gmt")),
    ])
}
