extension Catalogue {
  /// One row per gateway: its settings and how much it was used.
  package static let paymentGateways = Entity(
    slug: "payment_gateways", label: "Payment Gateways",
    description: "One row per gateway: its settings and how much it was used.",
    icon: "dashicons-money-alt", kind: .dimension, key: ["id"],
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
        "id", .string, nullable: false, group: "Gateway",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Gateway id",
        value: .input("id")),
      Column(
        "title", .string, nullable: true, group: "Gateway",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        Title: the saved one, else the built-in English one (Direct bank \
        transfer, Check payments, Cash on delivery), else the \
        payment_method_title of the newest order
        """,
        value: .input("title")),
      Column(
        "enabled", .boolean, nullable: false, group: "Gateway",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Switched on",
        value: .isOneOf(.input("enabled"), ["1"])),
      Column(
        "is_configured", .boolean, nullable: false, group: "Gateway",
        presets: [], additive: false, privacy: .none,
        "Settings are stored for it",
        value: .isOneOf(.input("is_configured"), ["1"])),
      Column(
        "position", .int64, nullable: true, group: "Gateway",
        presets: [], additive: false, privacy: .none,
        "Place in the checkout list",
        value: .input("position")),
      Column(
        "description", .string, nullable: true, group: "Gateway",
        presets: [], additive: false, privacy: .none,
        "Text shown at checkout, when saved",
        value: .input("description")),
      Column(
        "orders_count", .int64, nullable: false, group: "Statistics",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Orders paid with it (default status filter of orders)",
        value: .input("orders_count")),
      Column(
        "paid_orders_count", .int64, nullable: false, group: "Statistics",
        presets: [.analytics], additive: false, privacy: .none,
        "Of these in status processing or completed",
        value: .input("paid_orders_count")),
      Column(
        "orders_total", .decimal, nullable: false, group: "Statistics",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Sum of their total",
        value: .input("orders_total")),
      Column(
        "paid_orders_total", .decimal, nullable: false, group: "Statistics",
        presets: [.analytics], additive: false, privacy: .none,
        "Sum of total of the paid ones",
        value: .input("paid_orders_total")),
      Column(
        "refunded_total", .decimal, nullable: false, group: "Statistics",
        presets: [.analytics], additive: false, privacy: .none,
        "Sum of total_refunded",
        value: .input("refunded_total")),
      Column(
        "average_order_value", .decimal, nullable: false, group: "Statistics",
        presets: [.analytics], additive: false, privacy: .none,
        "orders_total / orders_count, 0 when none",
        value: .quotient(
          .input("orders_total"), by: .input("orders_count"), places: Model.quotientPlaces)),
      Column(
        "first_order_date_gmt", .dateTime, nullable: true, group: "Statistics",
        presets: [], additive: false, privacy: .none,
        "First order, UTC",
        value: .input("first_order_date_gmt")),
      Column(
        "last_order_date_gmt", .dateTime, nullable: true, group: "Statistics",
        presets: [.analytics], additive: false, privacy: .none,
        "Newest order, UTC",
        value: .input("last_order_date_gmt")),
    ])
}
