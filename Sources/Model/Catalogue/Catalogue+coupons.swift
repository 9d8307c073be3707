extension Catalogue {
  /// One row per coupon with its rules and use.
  package static let coupons = Entity(
    slug: "coupons", label: "Coupons",
    description: "One row per coupon with its rules and use.",
    icon: "dashicons-tickets-alt", kind: .dimension, key: ["id"],
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
        "id", .int64, nullable: false, group: "Coupon",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Coupon id",
        value: .input("id")),
      Column(
        "code", .string, nullable: true, group: "Coupon",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Code in lower case, as stored otherwise",
        value: .lowercased(.input("code"))),
      Column(
        "description", .string, nullable: true, group: "Coupon",
        presets: [], additive: false, privacy: .none,
        "Description",
        value: .input("description")),
      Column(
        "status", .string, nullable: false, group: "Coupon",
        presets: [.analytics], additive: false, privacy: .none,
        "publish, draft, pending, private, future",
        value: .input("status")),
      Column(
        "discount_type", .string, nullable: false, group: "Coupon",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        percent, fixed_cart, fixed_product, or a type of an active plugin; a \
        type that no active plugin knows reads as fixed_cart, as WooCommerce \
        applies it
        """,
        value: .knownType(.meta("discount_type"), .discount)),
      Column(
        "discount_type_stored", .string, nullable: true, group: "Coupon",
        presets: [], additive: false, privacy: .none,
        "The type as stored",
        value: .meta("discount_type")),
      Column(
        "amount", .decimal, nullable: false, group: "Coupon",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Amount or percentage",
        value: .meta("coupon_amount")),
      Column(
        "usage_count", .int64, nullable: false, group: "Limits",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Times used, counter of WooCommerce",
        value: .meta("usage_count")),
      Column(
        "used_by_count", .int64, nullable: false, group: "Limits",
        presets: [], additive: false, privacy: .none,
        "Entries in the used-by list",
        value: .input("used_by_count")),
      Column(
        "usage_limit", .int64, nullable: false, group: "Limits",
        presets: [.analytics], additive: false, privacy: .none,
        "0 = unlimited",
        value: .meta("usage_limit")),
      Column(
        "usage_limit_per_user", .int64, nullable: false, group: "Limits",
        presets: [], additive: false, privacy: .none,
        "0 = unlimited",
        value: .meta("usage_limit_per_user")),
      Column(
        "limit_usage_to_x_items", .int64, nullable: true, group: "Limits",
        presets: [], additive: false, privacy: .none,
        "Items it applies to, null = all",
        value: .nonzero(.meta("limit_usage_to_x_items"))),
      Column(
        "individual_use", .boolean, nullable: false, group: "Limits",
        presets: [], additive: false, privacy: .none,
        "Cannot be combined",
        value: .isOneOf(.meta("individual_use"), ["yes"])),
      Column(
        "free_shipping", .boolean, nullable: false, group: "Limits",
        presets: [.analytics], additive: false, privacy: .none,
        "Grants free shipping",
        value: .isOneOf(.meta("free_shipping"), ["yes"])),
      Column(
        "exclude_sale_items", .boolean, nullable: false, group: "Limits",
        presets: [], additive: false, privacy: .none,
        "Not on sale items",
        value: .isOneOf(.meta("exclude_sale_items"), ["yes"])),
      Column(
        "minimum_amount", .decimal, nullable: false, group: "Limits",
        presets: [], additive: false, privacy: .none,
        "Minimum spend, 0 = none",
        value: .meta("minimum_amount")),
      Column(
        "maximum_amount", .decimal, nullable: false, group: "Limits",
        presets: [], additive: false, privacy: .none,
        "Maximum spend, 0 = none",
        value: .meta("maximum_amount")),
      Column(
        "product_ids", .string, nullable: true, group: "Limits",
        presets: [], additive: false, privacy: .none,
        "Products it is limited to, joined by ', '",
        value: .idList(.meta("product_ids"))),
      Column(
        "excluded_product_ids", .string, nullable: true, group: "Limits",
        presets: [], additive: false, privacy: .none,
        "Products left out",
        value: .idList(.meta("exclude_product_ids"))),
      Column(
        "product_category_ids", .string, nullable: true, group: "Limits",
        presets: [], additive: false, privacy: .none,
        "Categories it is limited to",
        value: .idList(.meta("product_categories"))),
      Column(
        "excluded_product_category_ids", .string, nullable: true, group: "Limits",
        presets: [], additive: false, privacy: .none,
        "Categories left out",
        value: .idList(.meta("exclude_product_categories"))),
      Column(
        "email_restrictions", .string, nullable: true, group: "Limits",
        presets: [], additive: false, privacy: .contact,
        "E-mail addresses or patterns, joined by ', '",
        value: .serializedList(.meta("customer_email"))),
      Column(
        "orders_count", .int64, nullable: false, group: "Statistics",
        presets: [.analytics], additive: false, privacy: .none,
        "Distinct orders that used it, in the statuses WooCommerce Analytics counts",
        value: .input("orders_count")),
      Column(
        "discount_total", .decimal, nullable: false, group: "Statistics",
        presets: [.analytics], additive: false, privacy: .none,
        "Discount given in those orders, without tax",
        value: .input("discount_total")),
      Column(
        "date_expires", .dateTime, nullable: true, group: "Dates",
        presets: [], additive: false, privacy: .none,
        "Expiry, store-local",
        value: .local(.meta("date_expires"))),
      Column(
        "date_expires_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Expiry, UTC",
        value: .meta("date_expires")),
      Column(
        "date_created", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Creation, store-local",
        value: .local(.input("date_created_gmt"))),
      Column(
        "date_created_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [], additive: false, privacy: .none,
        "Creation, UTC",
        value: .input("date_created_gmt")),
      Column(
        "date_modified_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [], additive: false, privacy: .none,
        "Last modification, UTC",
        value: .input("date_modified_gmt")),
    ])
}
