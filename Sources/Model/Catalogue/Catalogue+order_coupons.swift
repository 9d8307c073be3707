extension Catalogue {
  /// One row per coupon used in an order.
  package static let orderCoupons = Entity(
    slug: "order_coupons", label: "Order Coupon Lines",
    description: "One row per coupon used in an order.",
    icon: "dashicons-tickets", kind: .fact, key: ["id"],
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
        "code", .string, nullable: true, group: "Line",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Code at the time",
        value: .input("name")),
      Column(
        "coupon_id", .int64, nullable: true, group: "Line",
        presets: [.analytics], additive: false, privacy: .none,
        """
        Coupon, from coupon_info (JSON [id, code, type, amount]) or the older \
        serialized coupon_data; null when neither is readable
        """,
        value: .first([
          .listElement(.meta("coupon_info"), 0, otherwise: nil),
          .serializedMember(.meta("coupon_data"), "id"),
        ])),
      Column(
        "discount_type", .string, nullable: true, group: "Line",
        presets: [.analytics], additive: false, privacy: .none,
        "Type at the time; null in coupon_info means fixed_cart",
        value: .first([
          .listElement(.meta("coupon_info"), 2, otherwise: "fixed_cart"),
          .serializedMember(.meta("coupon_data"), "discount_type"),
        ])),
      Column(
        "discount", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "Discount without tax",
        value: .meta("discount_amount")),
      Column(
        "discount_tax", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "Tax of the discount",
        value: .meta("discount_amount_tax")),
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
