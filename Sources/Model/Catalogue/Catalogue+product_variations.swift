extension Catalogue {
  /// One row per variation of a variable product.
  package static let productVariations = Entity(
    slug: "product_variations", label: "Product Variations",
    description: """
      One row per variation of a variable product. Values as WooCommerce shows \
      them: what the variation leaves empty comes from its product.
      """,
    icon: "dashicons-screenoptions", kind: .dimension, key: ["id"],
    delivery: .replace, mainDate: nil,
    exclusion: Entity.Exclusion(
      column: "status", values: ["auto-draft", "trash"]),
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
        "id", .int64, nullable: false, group: "Product",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Variation id",
        value: .input("id")),
      Column(
        "parent_id", .int64, nullable: false, group: "Product",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Product it belongs to, 0 when that product does not exist",
        value: .input("parent_id")),
      Column(
        "parent_id_stored", .int64, nullable: false, group: "Product",
        presets: [], additive: false, privacy: .none,
        "Parent as written",
        value: .input("parent_id_stored")),
      Column(
        "status", .string, nullable: false, group: "Product",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "publish, private ...",
        value: .input("status")),
      Column(
        "name", .string, nullable: true, group: "Product",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Name as stored",
        value: .input("name")),
      Column(
        "parent_name", .string, nullable: true, group: "Product",
        presets: [.analytics], additive: false, privacy: .none,
        "Name of the product",
        value: .input("parent_name")),
      Column(
        "sku", .string, nullable: true, group: "Product",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "SKU, else the parent's",
        value: .first([.meta("_sku"), .input("parent_sku")])),
      Column(
        "global_unique_id", .string, nullable: true, group: "Product",
        presets: [.analytics], additive: false, privacy: .none,
        "GTIN, UPC, EAN or ISBN (own)",
        value: .meta("_global_unique_id")),
      Column(
        "attributes", .string, nullable: true, group: "Product",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        Attribute slugs and values as stored, 'name: value' in code-point order \
        of the names, joined by '; '; empty value = any
        """,
        value: .input("attributes")),
      Column(
        "description", .string, nullable: true, group: "Product",
        presets: [], additive: false, privacy: .none,
        "Description",
        value: .meta("_variation_description")),
      Column(
        "virtual", .boolean, nullable: false, group: "Product",
        presets: [.analytics], additive: false, privacy: .none,
        "Virtual",
        value: .isOneOf(.meta("_virtual"), ["yes"])),
      Column(
        "downloadable", .boolean, nullable: false, group: "Product",
        presets: [], additive: false, privacy: .none,
        "Downloadable",
        value: .isOneOf(.meta("_downloadable"), ["yes"])),
      Column(
        "menu_order", .int64, nullable: false, group: "Product",
        presets: [], additive: false, privacy: .none,
        "Sort position",
        value: .input("menu_order")),
      Column(
        "price", .decimal, nullable: true, group: "Pricing",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Price charged now",
        value: .meta("_price")),
      Column(
        "regular_price", .decimal, nullable: true, group: "Pricing",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Regular price",
        value: .meta("_regular_price")),
      Column(
        "sale_price", .decimal, nullable: true, group: "Pricing",
        presets: [.analytics], additive: false, privacy: .none,
        "Sale price",
        value: .meta("_sale_price")),
      Column(
        "on_sale", .boolean, nullable: true, group: "Pricing",
        presets: [.analytics], additive: false, privacy: .none,
        "On sale at the moment of the export",
        value: .isOnSale(
          regular: .meta("_regular_price"), sale: .meta("_sale_price"),
          from: .meta("_sale_price_dates_from"), upto: .meta("_sale_price_dates_to"))),
      Column(
        "cogs_value", .decimal, nullable: true, group: "Pricing",
        presets: [.analytics], additive: false, privacy: .none,
        "Own cost of one unit; null when not set or the feature is off",
        value: .when(.costOfGoods, .meta("_cogs_total_value"))),
      Column(
        "cogs_value_is_additive", .boolean, nullable: true, group: "Pricing",
        presets: [], additive: false, privacy: .none,
        "The own cost comes on top of the product's; null when the feature is off",
        value: .when(
          .costOfGoods, .isOneOf(.meta("_cogs_value_is_additive"), ["yes"]))),
      Column(
        "tax_status", .string, nullable: true, group: "Pricing",
        presets: [], additive: false, privacy: .none,
        "taxable, shipping, none (of the product)",
        value: .first([.input("parent_tax_status"), .text("taxable")])),
      Column(
        "tax_class", .string, nullable: true, group: "Pricing",
        presets: [], additive: false, privacy: .none,
        "Tax class; parent = the product's class",
        value: .condition(
          .any([.isMissing(.meta("_tax_class")), .isOneOf(.meta("_tax_class"), ["parent"])]),
          then: .input("parent_tax_class"), otherwise: .meta("_tax_class"))),
      Column(
        "manage_stock", .boolean, nullable: false, group: "Stock",
        presets: [.analytics], additive: false, privacy: .none,
        "Counts its own stock",
        value: .isOneOf(.meta("_manage_stock"), ["yes"])),
      Column(
        "stock_managed_by_id", .int64, nullable: false, group: "Stock",
        presets: [.analytics], additive: false, privacy: .none,
        """
        Whose stock counts: the variation, or its product when that manages \
        stock and the variation does not
        """,
        value: .condition(
          .isOneOf(.meta("_manage_stock"), ["yes"]), then: .input("id"),
          otherwise: .condition(
            .isOneOf(.input("parent_manage_stock"), ["yes"]), then: .input("parent_id"),
            otherwise: .input("id")))),
      Column(
        "stock_quantity", .decimal, nullable: true, group: "Stock",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Units, of the product when that manages the stock",
        value: .condition(
          .isOneOf(.meta("_manage_stock"), ["yes"]), then: .meta("_stock"),
          otherwise: .condition(
            .isOneOf(.input("parent_manage_stock"), ["yes"]), then: .input("parent_stock"),
            otherwise: .text("")))),
      Column(
        "stock_status", .string, nullable: true, group: "Stock",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "instock, outofstock, onbackorder",
        value: .first([.meta("_stock_status"), .text("instock")])),
      Column(
        "backorders", .string, nullable: true, group: "Stock",
        presets: [], additive: false, privacy: .none,
        "no, notify, yes, of the product when that manages the stock",
        value: .first([
          .condition(
            .all([
              .not(.isOneOf(.meta("_manage_stock"), ["yes"])),
              .isOneOf(.input("parent_manage_stock"), ["yes"]),
            ]), then: .input("parent_backorders"), otherwise: .meta("_backorders")), .text("no"),
        ])),
      Column(
        "low_stock_amount", .int64, nullable: true, group: "Stock",
        presets: [.analytics], additive: false, privacy: .none,
        "Own threshold, null = the product's or the store's",
        value: .meta("_low_stock_amount")),
      Column(
        "weight", .decimal, nullable: true, group: "Shipping",
        presets: [.analytics], additive: false, privacy: .none,
        "Weight, else the parent's",
        value: .first([.meta("_weight"), .input("parent_weight")])),
      Column(
        "length", .decimal, nullable: true, group: "Shipping",
        presets: [], additive: false, privacy: .none,
        "Length, else the parent's",
        value: .first([.meta("_length"), .input("parent_length")])),
      Column(
        "width", .decimal, nullable: true, group: "Shipping",
        presets: [], additive: false, privacy: .none,
        "Width, else the parent's",
        value: .first([.meta("_width"), .input("parent_width")])),
      Column(
        "height", .decimal, nullable: true, group: "Shipping",
        presets: [], additive: false, privacy: .none,
        "Height, else the parent's",
        value: .first([.meta("_height"), .input("parent_height")])),
      Column(
        "shipping_class", .string, nullable: true, group: "Shipping",
        presets: [], additive: false, privacy: .none,
        "Slug of the shipping class, else the parent's",
        value: .first([.input("shipping_class"), .input("parent_shipping_class")])),
      Column(
        "total_sales", .int64, nullable: false, group: "Statistics",
        presets: [], additive: false, privacy: .none,
        "Counter of the variation (usually 0: sales are counted on the product)",
        value: .meta("total_sales")),
      Column(
        "date_created", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Creation, store-local",
        value: .local(.input("date_created_gmt"))),
      Column(
        "date_created_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Creation, UTC",
        value: .input("date_created_gmt")),
      Column(
        "date_modified_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Last modification, UTC",
        value: .input("date_modified_gmt")),
      Column(
        "date_on_sale_from_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [], additive: false, privacy: .none,
        "Sale starts, UTC",
        value: .meta("_sale_price_dates_from")),
      Column(
        "date_on_sale_to_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [], additive: false, privacy: .none,
        "Sale ends, UTC",
        value: .meta("_sale_price_dates_to")),
    ])
}
