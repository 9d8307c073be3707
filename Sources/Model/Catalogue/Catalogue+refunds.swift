extension Catalogue {
  /// One row per refund, dated when it was made.
  package static let refunds = Entity(
    slug: "refunds", label: "Refunds",
    description: "One row per refund, dated when it was made.",
    icon: "dashicons-undo", kind: .fact, key: ["id"],
    delivery: .signed, mainDate: "date_created",
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
        "id", .int64, nullable: false, group: "Refund",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Refund id",
        value: .input("id")),
      Column(
        "parent_id", .int64, nullable: false, group: "Refund",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Order, 0 when it does not exist any more",
        value: .input("parent_id")),
      Column(
        "parent_id_stored", .int64, nullable: false, group: "Refund",
        presets: [], additive: false, privacy: .none,
        "Order id as written",
        value: .input("parent_id_stored")),
      Column(
        "status", .string, nullable: false, group: "Refund",
        presets: [], additive: false, privacy: .none,
        "Status without wc-",
        value: .status(.input("status"))),
      Column(
        "order_status", .string, nullable: true, group: "Refund",
        presets: [.analytics], additive: false, privacy: .none,
        "Status of the order without wc-",
        value: .status(.input("order_status"))),
      Column(
        "reason", .string, nullable: true, group: "Refund",
        presets: [.analytics], additive: false, privacy: .none,
        "Reason given",
        value: .meta("_refund_reason")),
      Column(
        "refund_type", .string, nullable: true, group: "Refund",
        presets: [.analytics], additive: false, privacy: .none,
        "full or partial (WooCommerce 10.2 or later), else null",
        value: .meta("_refund_type")),
      Column(
        "refunded_by", .int64, nullable: false, group: "Refund",
        presets: [.analytics], additive: false, privacy: .none,
        "User who made it",
        value: .meta("_refunded_by")),
      Column(
        "refunded_payment", .boolean, nullable: false, group: "Refund",
        presets: [.analytics], additive: false, privacy: .none,
        "Money was sent back through the gateway",
        value: .isTrue(.meta("_refunded_payment"))),
      Column(
        "customer_id", .int64, nullable: true, group: "Refund",
        presets: [.analytics], additive: false, privacy: .none,
        "User id of the order",
        value: .first([.input("order_customer_id"), .input("order_guest")])),
      Column(
        "payment_method", .string, nullable: true, group: "Refund",
        presets: [.analytics], additive: false, privacy: .none,
        "Gateway of the order",
        value: .input("order_payment_method")),
      Column(
        "item_count", .decimal, nullable: false, group: "Refund",
        presets: [.analytics], additive: true, privacy: .none,
        "Units refunded, positive",
        value: .negated(.input("item_count"))),
      Column(
        "currency", .string, nullable: true, group: "Financial",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Currency",
        value: .input("currency")),
      Column(
        "amount", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "Amount refunded, positive, tax and shipping included",
        value: .meta("_refund_amount")),
      Column(
        "total", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "The same, negative, rounded to the store's price decimals",
        value: .rounded(.input("total"))),
      Column(
        "total_tax", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "Tax part, negative",
        value: .rounded(.sum([.input("cart_tax"), .input("shipping_tax")]))),
      Column(
        "cart_tax", .decimal, nullable: false, group: "Financial",
        presets: [], additive: true, privacy: .none,
        "Tax on items and fees, negative",
        value: .input("cart_tax")),
      Column(
        "shipping_total", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "Shipping part, negative",
        value: .input("shipping_total")),
      Column(
        "shipping_tax", .decimal, nullable: false, group: "Financial",
        presets: [], additive: true, privacy: .none,
        "Tax on shipping, negative",
        value: .input("shipping_tax")),
      Column(
        "net_total", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "total - total_tax - shipping_total, negative",
        value: .difference(
          .column("total"), [.column("total_tax"), .column("shipping_total")])),
      Column(
        "cogs_total_value", .decimal, nullable: true, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "Cost of goods given back, negative or 0; null when the feature is off",
        value: .when(.costOfGoods, .sum([.meta("_cogs_total_value")]))),
      Column(
        "unattributed_amount", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        """
        Part of amount not assigned to any line: amount + sum of total and \
        total_tax of its items of type line_item, fee and shipping
        """,
        value: .sum([.column("amount"), .input("lines_total")])),
      Column(
        "date_created", .dateTime, nullable: true, group: "Dates",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "When the refund was made, store-local",
        value: .local(.input("date_created_gmt"))),
      Column(
        "date_created_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "When the refund was made, UTC",
        value: .input("date_created_gmt")),
      Column(
        "date_modified_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [], additive: false, privacy: .none,
        "Last modification, UTC",
        value: .input("date_modified_gmt")),
      Column(
        "order_date_created", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Creation of the order, store-local, to date refunds by order",
        value: .local(.input("order_date_created_gmt"))),
      Column(
        "order_date_created_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [], additive: false, privacy: .none,
        "Creation of the order, UTC",
        value: .input("order_date_created_gmt")),
    ])
}
