extension Catalogue {
  /// One row per shipping line of an order.
  package static let orderShipping = Entity(
    slug: "order_shipping", label: "Order Shipping Lines",
    description: "One row per shipping line of an order.",
    icon: "dashicons-car", kind: .fact, key: ["id"],
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
        "method_title", .string, nullable: true, group: "Line",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Title at the time",
        value: .input("name")),
      Column(
        "method_id", .string, nullable: true, group: "Line",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Method",
        value: .meta("method_id")),
      Column(
        "instance_id", .int64, nullable: true, group: "Line",
        presets: [.analytics], additive: false, privacy: .none,
        "Instance, joins shipping.instance_id; null when empty",
        value: .meta("instance_id")),
      Column(
        "total", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "Without tax",
        value: .meta("cost")),
      Column(
        "total_tax", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "Tax",
        value: .first([.meta("total_tax"), .taxTotal(.meta("taxes"))])),
      Column(
        "total_refunded", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "Refunded without tax, positive, rounded to the store's price decimals",
        value: .rounded(.negated(.input("cost_refunded")))),
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
