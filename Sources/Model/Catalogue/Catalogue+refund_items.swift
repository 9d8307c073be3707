extension Catalogue {
  /// One row per line of a refund: products, shipping, fees and tax lines.
  package static let refundItems = Entity(
    slug: "refund_items", label: "Refund Lines",
    description:
      """
      One row per line of a refund: products, shipping, fees and tax lines. Amounts and \
      quantities are negative.
      """,
    icon: "dashicons-editor-table", kind: .fact, key: ["id"],
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
        "id", .int64, nullable: false, group: "Line",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Order item id",
        value: .input("id")),
      Column(
        "refund_id", .int64, nullable: false, group: "Line",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Refund",
        value: .input("refund_id")),
      Column(
        "order_id", .int64, nullable: false, group: "Line",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Order of the refund, 0 when gone",
        value: .input("order_id")),
      Column(
        "type", .string, nullable: false, group: "Line",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "line_item, shipping, fee, tax",
        value: .input("type")),
      Column(
        "name", .string, nullable: true, group: "Line",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Name",
        value: .input("name")),
      Column(
        "refunded_item_id", .int64, nullable: true, group: "Line",
        presets: [.analytics], additive: false, privacy: .none,
        "Original order item, null when unknown",
        value: .condition(
          .isTrue(.meta("_refunded_item_id")), then: .meta("_refunded_item_id"),
          otherwise: .first([]))),
      Column(
        "product_id", .int64, nullable: true, group: "Line",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Product, 0 when gone; null for other types",
        value: .condition(
          .isOneOf(.input("type"), ["line_item"]),
          then: .first([.input("product_id"), .text("0")]),
          otherwise: .first([]))),
      Column(
        "variation_id", .int64, nullable: true, group: "Line",
        presets: [.analytics], additive: false, privacy: .none,
        "Variation, 0 when none or gone; null for other types",
        value: .condition(
          .isOneOf(.input("type"), ["line_item"]),
          then: .first([.input("variation_id"), .text("0")]),
          otherwise: .first([]))),
      Column(
        "quantity", .decimal, nullable: true, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "Units, negative; null for other types",
        value: .condition(
          .isOneOf(.input("type"), ["line_item"]),
          then: .sum([.meta("_qty")]),
          otherwise: .first([]))),
      Column(
        "total", .decimal, nullable: true, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "Without tax, negative; null for type tax",
        value: .condition(
          .isOneOf(.input("type"), ["tax"]),
          then: .first([]),
          otherwise: .sum([
            .condition(
              .isOneOf(.input("type"), ["shipping"]),
              then: .meta("cost"), otherwise: .meta("_line_total"))
          ]))),
      Column(
        "total_tax", .decimal, nullable: true, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "Tax, negative; null for type tax",
        value: .condition(
          .isOneOf(.input("type"), ["tax"]),
          then: .first([]),
          otherwise: .sum([
            .condition(
              .isOneOf(.input("type"), ["shipping"]),
              then: .first([.meta("total_tax"), .taxTotal(.meta("taxes"))]),
              otherwise: .first([.meta("_line_tax"), .taxTotal(.meta("_line_tax_data"))]))
          ]))),
      Column(
        "rate_id", .int64, nullable: true, group: "Financial",
        presets: [], additive: false, privacy: .none,
        "Tax rate, type tax only",
        value: .condition(
          .isOneOf(.input("type"), ["tax"]),
          then: .first([.meta("rate_id"), .text("0")]),
          otherwise: .first([]))),
      Column(
        "tax_total", .decimal, nullable: true, group: "Financial",
        presets: [], additive: true, privacy: .none,
        "Tax on items and fees by rate, type tax only",
        value: .condition(
          .isOneOf(.input("type"), ["tax"]),
          then: .sum([.meta("tax_amount")]),
          otherwise: .first([]))),
      Column(
        "shipping_tax_total", .decimal, nullable: true, group: "Financial",
        presets: [], additive: true, privacy: .none,
        "Tax on shipping by rate, type tax only",
        value: .condition(
          .isOneOf(.input("type"), ["tax"]),
          then: .sum([.meta("shipping_tax_amount")]),
          otherwise: .first([]))),
      Column(
        "currency", .string, nullable: true, group: "Financial",
        presets: [.analytics], additive: false, privacy: .none,
        "Currency",
        value: .input("refund_currency")),
      Column(
        "date_created", .dateTime, nullable: true, group: "Dates",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "When the refund was made, store-local",
        value: .local(.input("date_created_gmt"))),
      Column(
        "date_created_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "When the refund was made, UTC",
        value: .input("date_created_gmt")),
    ])
}
