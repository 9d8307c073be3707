extension Catalogue {
  /// One row per product (variations are in product_variations).
  package static let products = Entity(
    slug: "products", label: "Products",
    description: "One row per product (variations are in product_variations).",
    icon: "dashicons-products", kind: .dimension, key: ["id"],
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
        "Product id",
        value: .input("id")),
      Column(
        "type", .string, nullable: false, group: "Product",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        simple, variable, grouped, external ...; simple when there is no term or \
        the type is unknown
        """,
        value: .knownType(.input("type"), .product)),
      Column(
        "status", .string, nullable: false, group: "Product",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "publish, draft, pending, private, future",
        value: .input("status")),
      Column(
        "name", .string, nullable: true, group: "Product",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Name as stored (may hold HTML)",
        value: .input("name")),
      Column(
        "slug", .string, nullable: true, group: "Product",
        presets: [], additive: false, privacy: .none,
        "Slug, percent-encoded as stored",
        value: .input("slug")),
      Column(
        "sku", .string, nullable: true, group: "Product",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "SKU",
        value: .meta("_sku")),
      Column(
        "global_unique_id", .string, nullable: true, group: "Product",
        presets: [.analytics], additive: false, privacy: .none,
        "GTIN, UPC, EAN or ISBN",
        value: .meta("_global_unique_id")),
      Column(
        "description", .string, nullable: true, group: "Product",
        presets: [], additive: false, privacy: .none,
        "Long description as stored (HTML)",
        value: .input("description")),
      Column(
        "short_description", .string, nullable: true, group: "Product",
        presets: [], additive: false, privacy: .none,
        "Short description as stored (HTML)",
        value: .input("short_description")),
      Column(
        "featured", .boolean, nullable: false, group: "Product",
        presets: [.analytics], additive: false, privacy: .none,
        "Featured",
        value: .isOneOf(.input("featured"), ["1"])),
      Column(
        "catalog_visibility", .string, nullable: false, group: "Product",
        presets: [], additive: false, privacy: .none,
        "visible, catalog, search, hidden",
        value: .condition(
          .isOneOf(.input("is_unsearchable"), ["1"]),
          then: .condition(
            .isOneOf(.input("is_unlisted"), ["1"]), then: .text("hidden"),
            otherwise: .text("catalog")),
          otherwise: .condition(
            .isOneOf(.input("is_unlisted"), ["1"]), then: .text("search"),
            otherwise: .text("visible")))),
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
        "external_url", .string, nullable: true, group: "Product",
        presets: [], additive: false, privacy: .none,
        "Target of an external product",
        value: .meta("_product_url")),
      Column(
        "reviews_allowed", .boolean, nullable: false, group: "Product",
        presets: [], additive: false, privacy: .none,
        "Reviews are open",
        value: .isOneOf(.input("comment_status"), ["open"])),
      Column(
        "menu_order", .int64, nullable: false, group: "Product",
        presets: [], additive: false, privacy: .none,
        "Sort position",
        value: .input("menu_order")),
      Column(
        "price", .decimal, nullable: true, group: "Pricing",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Price charged now; the lowest for a variable product; null when none",
        value: .meta("_price")),
      Column(
        "regular_price", .decimal, nullable: true, group: "Pricing",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Regular price; null for variable and grouped products",
        value: .condition(
          .isOneOf(.column("type"), ["variable", "grouped"]), then: .text(""),
          otherwise: .meta("_regular_price"))),
      Column(
        "sale_price", .decimal, nullable: true, group: "Pricing",
        presets: [.analytics], additive: false, privacy: .none,
        "Sale price",
        value: .condition(
          .isOneOf(.column("type"), ["variable", "grouped"]), then: .text(""),
          otherwise: .meta("_sale_price"))),
      Column(
        "on_sale", .boolean, nullable: true, group: "Pricing",
        presets: [.analytics], additive: false, privacy: .none,
        """
        On sale at the moment of the export: sale price set, below the regular \
        price and within the sale dates. Variable: some published variation with \
        a price below its regular price. Grouped: some child on sale
        """,
        value: .condition(
          .isOneOf(.column("type"), ["variable"]),
          then: .isOneOf(.input("variation_on_sale"), ["1"]),
          otherwise: .condition(
            .isOneOf(.column("type"), ["grouped"]), then: .isOneOf(.input("member_on_sale"), ["1"]),
            otherwise: .isOnSale(
              regular: .meta("_regular_price"), sale: .meta("_sale_price"),
              from: .meta("_sale_price_dates_from"), upto: .meta("_sale_price_dates_to"))))),
      Column(
        "cogs_value", .decimal, nullable: true, group: "Pricing",
        presets: [.analytics], additive: false, privacy: .none,
        "Cost of one unit; null when not set or when the feature is off",
        value: .when(.costOfGoods, .meta("_cogs_total_value"))),
      Column(
        "tax_status", .string, nullable: true, group: "Pricing",
        presets: [.analytics], additive: false, privacy: .none,
        "taxable, shipping, none",
        value: .first([.meta("_tax_status"), .text("taxable")])),
      Column(
        "tax_class", .string, nullable: true, group: "Pricing",
        presets: [], additive: false, privacy: .none,
        "Tax class slug, null = standard",
        value: .meta("_tax_class")),
      Column(
        "manage_stock", .boolean, nullable: false, group: "Stock",
        presets: [.analytics], additive: false, privacy: .none,
        """
        Stock is counted for this product (also needs option \
        woocommerce_manage_stock = yes)
        """,
        value: .isOneOf(.meta("_manage_stock"), ["yes"])),
      Column(
        "stock_quantity", .decimal, nullable: true, group: "Stock",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Units in stock; null when stock is not managed",
        value: .condition(
          .isOneOf(.meta("_manage_stock"), ["yes"]), then: .meta("_stock"), otherwise: .text(""))),
      Column(
        "stock_status", .string, nullable: true, group: "Stock",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "instock, outofstock, onbackorder",
        value: .first([.meta("_stock_status"), .text("instock")])),
      Column(
        "backorders", .string, nullable: true, group: "Stock",
        presets: [], additive: false, privacy: .none,
        "no, notify, yes",
        value: .first([.meta("_backorders"), .text("no")])),
      Column(
        "low_stock_amount", .int64, nullable: true, group: "Stock",
        presets: [.analytics], additive: false, privacy: .none,
        "Own low-stock threshold, null = the store's",
        value: .meta("_low_stock_amount")),
      Column(
        "sold_individually", .boolean, nullable: false, group: "Stock",
        presets: [], additive: false, privacy: .none,
        "One per order",
        value: .isOneOf(.meta("_sold_individually"), ["yes"])),
      Column(
        "weight", .decimal, nullable: true, group: "Shipping",
        presets: [.analytics], additive: false, privacy: .none,
        "Weight in the store's unit",
        value: .meta("_weight")),
      Column(
        "length", .decimal, nullable: true, group: "Shipping",
        presets: [], additive: false, privacy: .none,
        "Length in the store's unit",
        value: .meta("_length")),
      Column(
        "width", .decimal, nullable: true, group: "Shipping",
        presets: [], additive: false, privacy: .none,
        "Width",
        value: .meta("_width")),
      Column(
        "height", .decimal, nullable: true, group: "Shipping",
        presets: [], additive: false, privacy: .none,
        "Height",
        value: .meta("_height")),
      Column(
        "shipping_class", .string, nullable: true, group: "Shipping",
        presets: [], additive: false, privacy: .none,
        "Slug of the shipping class",
        value: .input("shipping_class")),
      Column(
        "category_ids", .string, nullable: true, group: "Taxonomy",
        presets: [], additive: false, privacy: .none,
        "Category ids ascending, joined by ', '",
        value: .input("category_ids")),
      Column(
        "categories", .string, nullable: true, group: "Taxonomy",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Category names, entities decoded, in code-point order, joined by ', '",
        value: .input("categories")),
      Column(
        "tags", .string, nullable: true, group: "Taxonomy",
        presets: [], additive: false, privacy: .none,
        "Tag names, likewise",
        value: .input("tags")),
      Column(
        "brands", .string, nullable: true, group: "Taxonomy",
        presets: [.analytics], additive: false, privacy: .none,
        "Brand names, likewise",
        value: .input("brands")),
      Column(
        "total_sales", .int64, nullable: false, group: "Statistics",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Units sold, counter of WooCommerce",
        value: .meta("total_sales")),
      Column(
        "average_rating", .decimal, nullable: false, group: "Statistics",
        presets: [.analytics], additive: false, privacy: .none,
        "Average rating",
        value: .meta("_wc_average_rating")),
      Column(
        "rating_count", .int64, nullable: false, group: "Statistics",
        presets: [.analytics], additive: false, privacy: .none,
        "Number of ratings",
        value: .serializedSum(.meta("_wc_rating_count"))),
      Column(
        "review_count", .int64, nullable: false, group: "Statistics",
        presets: [.analytics], additive: false, privacy: .none,
        "Number of reviews",
        value: .meta("_wc_review_count")),
      Column(
        "variation_count", .int64, nullable: false, group: "Statistics",
        presets: [.analytics], additive: false, privacy: .none,
        "Number of variations that are not in the trash (status publish or private)",
        value: .condition(
          .isOneOf(.column("type"), ["variable"]), then: .input("variation_count"),
          otherwise: .text("0"))),
      Column(
        "date_created", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Creation, store-local",
        value: .local(.input("date_created_gmt"))),
      Column(
        "date_created_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Creation, UTC; null when the column is zero",
        value: .input("date_created_gmt")),
      Column(
        "date_modified", .dateTime, nullable: true, group: "Dates",
        presets: [], additive: false, privacy: .none,
        "Last modification, store-local",
        value: .local(.input("date_modified_gmt"))),
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
