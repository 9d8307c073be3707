extension Catalogue {
  /// One row per fee of an order.
  package static let orderFees = Entity(
    slug: "order_fees", label: "Order Fees",
    description: "One row per fee of an order.",
    icon: "dashicons-plus-alt", kind: .fact, key: ["id"],
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
        "Name",
        value: .input("name")),
      Column(
        "tax_class", .string, nullable: true, group: "Line",
        presets: [], additive: false, privacy: .none,
        "Tax class, null = standard",
        value: .meta("_tax_class")),
      Column(
        "tax_status", .string, nullable: true, group: "Line",
        presets: [], additive: false, privacy: .none,
        "taxable or none",
        value: .first([.meta("_tax_status"), .text("taxable")])),
      Column(
        "amount", .decimal, nullable: true, group: "Financial",
        presets: [.analytics], additive: false, privacy: .none,
        "Amount entered, null when none",
        value: .meta("_fee_amount")),
      Column(
        "total", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "Without tax; may be negative",
        value: .meta("_line_total")),
      Column(
        "total_tax", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "Tax",
        value: .first([.meta("_line_tax"), .taxTotal(.meta("_line_tax_data"))])),
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
