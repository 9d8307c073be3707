extension Catalogue {
  /// The admin orders list as a flat table.
  package static let orderGrid = Entity(
    slug: "order_grid", label: "Order Grid",
    description: "The admin orders list as a flat table.",
    icon: "dashicons-grid-view", kind: .fact, key: ["id"],
    delivery: .signed, mainDate: "date_created",
    exclusion: Entity.Exclusion(
      column: "status", values: ["auto-draft", "trash", "checkout-draft"]),
    isEnabledByDefault: false,
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
        "id", .int64, nullable: false, group: "Order Info",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Order id",
        value: .input("id")),
      Column(
        "order_number", .string, nullable: false, group: "Order Info",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Number with a leading #",
        value: .joined(
          [
            .text("#"),
            .either(
              .sequentialOrderNumbers,
              .first([.meta("_order_number_formatted"), .meta("_order_number"), .input("id")]),
              .input("id")),
          ], separator: "")),
      Column(
        "buyer", .string, nullable: true, group: "Order Info",
        presets: [.essential], additive: false, privacy: .personal,
        """
        Billing first and last name; else company; else the user's display name \
        with each word capitalised (ASCII); else null
        """,
        value: .condition(
          .hasText([.input("billing_first_name"), .input("billing_last_name")]),
          then: .trimmed(
            .joined(
              [.input("billing_first_name"), .input("billing_last_name")], separator: " ")),
          otherwise: .condition(
            .hasText([.input("billing_company")]), then: .trimmed(.input("billing_company")),
            otherwise: .capitalized(.input("user_display_name"))))),
      Column(
        "status", .string, nullable: false, group: "Order Info",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Status without wc-",
        value: .status(.input("status"))),
      Column(
        "created_via", .string, nullable: true, group: "Order Info",
        presets: [.analytics], additive: false, privacy: .none,
        "checkout, admin ...",
        value: .input("created_via")),
      Column(
        "customer_id", .int64, nullable: false, group: "Order Info",
        presets: [.analytics], additive: false, privacy: .none,
        "User id, 0 = guest",
        value: .input("customer_id")),
      Column(
        "item_count", .decimal, nullable: false, group: "Order Info",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "Units",
        value: .input("item_count")),
      Column(
        "coupon_codes", .string, nullable: true, group: "Order Info",
        presets: [.analytics], additive: false, privacy: .none,
        "Coupon codes",
        value: .input("coupon_codes")),
      Column(
        "has_customer_note", .boolean, nullable: false, group: "Order Info",
        presets: [], additive: false, privacy: .none,
        "The buyer left a note",
        value: .hasText([.input("customer_note")])),
      Column(
        "billing_address", .string, nullable: true, group: "Billing",
        presets: [], additive: false, privacy: .contact,
        """
        Name, company, address lines, city, state, postcode, country code; the \
        ones that are not empty joined by ', '
        """,
        value: .joined(
          [
            .trimmed(
              .joined(
                [.input("billing_first_name"), .input("billing_last_name")], separator: " ")),
            .input("billing_company"), .input("billing_address_1"), .input("billing_address_2"),
            .input("billing_city"), .input("billing_state"), .input("billing_postcode"),
            .input("billing_country"),
          ], separator: ", ")),
      Column(
        "billing_email", .string, nullable: true, group: "Billing",
        presets: [], additive: false, privacy: .contact,
        "E-mail",
        value: .input("billing_email")),
      Column(
        "billing_phone", .string, nullable: true, group: "Billing",
        presets: [], additive: false, privacy: .contact,
        "Phone",
        value: .input("billing_phone")),
      Column(
        "billing_country", .string, nullable: true, group: "Billing",
        presets: [.analytics], additive: false, privacy: .none,
        "Country",
        value: .input("billing_country")),
      Column(
        "payment_via", .string, nullable: true, group: "Billing",
        presets: [.analytics], additive: false, privacy: .none,
        "Title of the gateway",
        value: .input("payment_method_title")),
      Column(
        "transaction_id", .string, nullable: true, group: "Billing",
        presets: [], additive: false, privacy: .identifier,
        "Transaction id",
        value: .input("transaction_id")),
      Column(
        "ship_to", .string, nullable: true, group: "Shipping",
        presets: [], additive: false, privacy: .contact,
        "Shipping address, same form",
        value: .joined(
          [
            .trimmed(
              .joined(
                [.input("shipping_first_name"), .input("shipping_last_name")], separator: " ")),
            .input("shipping_company"), .input("shipping_address_1"), .input("shipping_address_2"),
            .input("shipping_city"), .input("shipping_state"), .input("shipping_postcode"),
            .input("shipping_country"),
          ], separator: ", ")),
      Column(
        "shipping_method", .string, nullable: true, group: "Shipping",
        presets: [.analytics], additive: false, privacy: .none,
        "Titles of the shipping lines",
        value: .input("shipping_method")),
      Column(
        "currency", .string, nullable: true, group: "Financial",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Currency",
        value: .input("currency")),
      Column(
        "total", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "Gross total",
        value: .rounded(.input("total"))),
      Column(
        "total_tax", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "All tax",
        value: .rounded(.sum([.input("cart_tax"), .input("shipping_tax")]))),
      Column(
        "net_total", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "total - total_tax - shipping_total",
        value: .difference(
          .column("total"), [.column("total_tax"), .input("shipping_total")])),
      Column(
        "total_refunded", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "Refunded, positive",
        value: .negated(.input("refunds_total"))),
      Column(
        "total_after_refunds", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "total - total_refunded",
        value: .difference(.column("total"), [.column("total_refunded")])),
      Column(
        "date_created", .dateTime, nullable: true, group: "Dates",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Creation, store-local",
        value: .local(.input("date_created_gmt"))),
      Column(
        "date_created_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Creation, UTC",
        value: .input("date_created_gmt")),
      Column(
        "date_paid", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Payment, store-local",
        value: .local(.input("date_paid_gmt"))),
      Column(
        "date_completed", .dateTime, nullable: true, group: "Dates",
        presets: [], additive: false, privacy: .none,
        "Completion, store-local",
        value: .local(.input("date_completed_gmt"))),
      Column(
        "origin", .string, nullable: false, group: "Attribution",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        Origin as the admin list shows it: by source_type utm 'Source: X', \
        organic 'Organic: X', referral 'Referral: X' (X = utm_source without \
        surrounding parentheses, first ASCII letter upper-cased), typein \
        'Direct', mobile_app 'Mobile app', admin 'Web admin', pos 'Point of \
        Sale', anything else or nothing 'Unknown'. English wording always
        """,
        value: .origin(
          type: .meta("_wc_order_attribution_source_type"),
          source: .meta("_wc_order_attribution_utm_source"))),
    ])
}
