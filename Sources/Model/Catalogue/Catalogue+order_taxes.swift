extension Catalogue {
  /// One row per tax rate of an order.
  package static let orderTaxes = Entity(
    slug: "order_taxes", label: "Order Tax Lines",
    description: "One row per tax rate of an order.",
    icon: "dashicons-money", kind: .fact, key: ["id"],
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
        "rate_code", .string, nullable: true, group: "Line",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Code of the rate at the time",
        value: .input("name")),
      Column(
        "rate_id", .int64, nullable: false, group: "Line",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Rate",
        value: .meta("rate_id")),
      Column(
        "label", .string, nullable: true, group: "Line",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Label",
        value: .first([.meta("label"), .text("Tax")])),
      Column(
        "compound", .boolean, nullable: false, group: "Line",
        presets: [], additive: false, privacy: .none,
        "Compound",
        value: .isTrue(.meta("compound"))),
      Column(
        "rate_percent", .decimal, nullable: true, group: "Line",
        presets: [.analytics], additive: false, privacy: .none,
        "Percentage; null in old orders",
        value: .meta("rate_percent")),
      Column(
        "tax_total", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "Tax on items and fees",
        value: .meta("tax_amount")),
      Column(
        "shipping_tax_total", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "Tax on shipping",
        value: .meta("shipping_tax_amount")),
      Column(
        "total", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "tax_total + shipping_tax_total",
        value: .sum([.column("tax_total"), .column("shipping_tax_total")])),
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
