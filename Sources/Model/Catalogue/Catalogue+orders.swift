extension Catalogue {
  /// One row per order (refunds are in refunds, subscriptions in subscriptions).
  package static let orders = Entity(
    slug: "orders", label: "Orders",
    description: "One row per order (refunds are in refunds, subscriptions in subscriptions).",
    icon: "dashicons-cart", kind: .fact, key: ["id"],
    delivery: .signed, mainDate: "date_created",
    exclusion: Entity.Exclusion(
      column: "status", values: ["auto-draft", "trash", "checkout-draft"]),
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
        "id", .int64, nullable: false, group: "Order Info",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Order id",
        value: .input("id")),
      Column(
        "number", .string, nullable: false, group: "Order Info",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        Order number as shown. The id as text, unless an active \
        sequential-number plugin (option active_plugins) keeps one in \
        _order_number / _order_number_formatted
        """,
        value: .either(
          .sequentialOrderNumbers,
          .first([.meta("_order_number_formatted"), .meta("_order_number"), .input("id")]),
          .input("id"))),
      Column(
        "parent_id", .int64, nullable: false, group: "Order Info",
        presets: [], additive: false, privacy: .none,
        "Parent order, 0 when none or when that order does not exist",
        value: .input("parent_id")),
      Column(
        "status", .string, nullable: false, group: "Order Info",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Status without the wc- prefix",
        value: .status(.input("status"))),
      Column(
        "created_via", .string, nullable: true, group: "Order Info",
        presets: [.analytics], additive: false, privacy: .none,
        "checkout, admin, rest-api, store-api ...",
        value: .input("created_via")),
      Column(
        "customer_id", .int64, nullable: false, group: "Order Info",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "WordPress user id, 0 = guest",
        value: .input("customer_id")),
      Column(
        "is_guest", .boolean, nullable: false, group: "Order Info",
        presets: [.analytics], additive: false, privacy: .none,
        "No user is attached",
        value: .isZero(.column("customer_id"))),
      Column(
        "customer_lookup_id", .int64, nullable: true, group: "Order Info",
        presets: [.analytics], additive: false, privacy: .none,
        "Key into customer_lookup (guests too)",
        value: .input("customer_lookup_id")),
      Column(
        "customer_type", .string, nullable: true, group: "Order Info",
        presets: [.analytics], additive: false, privacy: .none,
        """
        new or returning, as WooCommerce Analytics says: st.returning_customer 0 \
        = new, 1 = returning, null when unknown
        """,
        value: .choice(.input("returning_customer"), ["0": "new", "1": "returning"])),
      Column(
        "customer_note", .string, nullable: true, group: "Order Info",
        presets: [], additive: false, privacy: .personal,
        "Note the buyer left at checkout",
        value: .input("customer_note")),
      Column(
        "payment_method", .string, nullable: true, group: "Order Info",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Gateway id",
        value: .input("payment_method")),
      Column(
        "payment_method_title", .string, nullable: true, group: "Order Info",
        presets: [.analytics], additive: false, privacy: .none,
        "Gateway title at the time of the order",
        value: .input("payment_method_title")),
      Column(
        "transaction_id", .string, nullable: true, group: "Order Info",
        presets: [], additive: false, privacy: .identifier,
        "Transaction id of the gateway",
        value: .input("transaction_id")),
      Column(
        "customer_ip_address", .string, nullable: true, group: "Order Info",
        presets: [], additive: false, privacy: .identifier,
        "IP address of the buyer",
        value: .input("customer_ip_address")),
      Column(
        "item_count", .decimal, nullable: false, group: "Order Info",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "Units ordered: sum of the quantities of the line items, refunds not deducted",
        value: .input("item_count")),
      Column(
        "coupon_codes", .string, nullable: true, group: "Order Info",
        presets: [.analytics], additive: false, privacy: .none,
        "Coupon codes in item order, joined by ', '",
        value: .input("coupon_codes")),
      Column(
        "shipping_method", .string, nullable: true, group: "Order Info",
        presets: [.analytics], additive: false, privacy: .none,
        "Titles of the shipping lines in item order, joined by ', '",
        value: .input("shipping_method")),
      Column(
        "billing_first_name", .string, nullable: true, group: "Billing",
        presets: [.analytics], additive: false, privacy: .personal,
        "Billing: first name",
        value: .input("billing_first_name")),
      Column(
        "billing_last_name", .string, nullable: true, group: "Billing",
        presets: [.analytics], additive: false, privacy: .personal,
        "Billing: last name",
        value: .input("billing_last_name")),
      Column(
        "billing_company", .string, nullable: true, group: "Billing",
        presets: [], additive: false, privacy: .personal,
        "Billing: company",
        value: .input("billing_company")),
      Column(
        "billing_address_1", .string, nullable: true, group: "Billing",
        presets: [], additive: false, privacy: .contact,
        "Billing: address line 1",
        value: .input("billing_address_1")),
      Column(
        "billing_address_2", .string, nullable: true, group: "Billing",
        presets: [], additive: false, privacy: .contact,
        "Billing: address line 2",
        value: .input("billing_address_2")),
      Column(
        "billing_city", .string, nullable: true, group: "Billing",
        presets: [.analytics], additive: false, privacy: .personal,
        "Billing: city",
        value: .input("billing_city")),
      Column(
        "billing_state", .string, nullable: true, group: "Billing",
        presets: [.analytics], additive: false, privacy: .none,
        "Billing: state or province code",
        value: .input("billing_state")),
      Column(
        "billing_postcode", .string, nullable: true, group: "Billing",
        presets: [], additive: false, privacy: .personal,
        "Billing: postcode",
        value: .input("billing_postcode")),
      Column(
        "billing_country", .string, nullable: true, group: "Billing",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Billing: country, ISO 3166-1 alpha-2",
        value: .input("billing_country")),
      Column(
        "billing_email", .string, nullable: true, group: "Billing",
        presets: [.essential], additive: false, privacy: .contact,
        "Billing: e-mail",
        value: .input("billing_email")),
      Column(
        "billing_phone", .string, nullable: true, group: "Billing",
        presets: [], additive: false, privacy: .contact,
        "Billing: phone",
        value: .input("billing_phone")),
      Column(
        "shipping_first_name", .string, nullable: true, group: "Shipping",
        presets: [.analytics], additive: false, privacy: .personal,
        "Shipping: first name",
        value: .input("shipping_first_name")),
      Column(
        "shipping_last_name", .string, nullable: true, group: "Shipping",
        presets: [.analytics], additive: false, privacy: .personal,
        "Shipping: last name",
        value: .input("shipping_last_name")),
      Column(
        "shipping_company", .string, nullable: true, group: "Shipping",
        presets: [], additive: false, privacy: .personal,
        "Shipping: company",
        value: .input("shipping_company")),
      Column(
        "shipping_address_1", .string, nullable: true, group: "Shipping",
        presets: [], additive: false, privacy: .contact,
        "Shipping: address line 1",
        value: .input("shipping_address_1")),
      Column(
        "shipping_address_2", .string, nullable: true, group: "Shipping",
        presets: [], additive: false, privacy: .contact,
        "Shipping: address line 2",
        value: .input("shipping_address_2")),
      Column(
        "shipping_city", .string, nullable: true, group: "Shipping",
        presets: [.analytics], additive: false, privacy: .personal,
        "Shipping: city",
        value: .input("shipping_city")),
      Column(
        "shipping_state", .string, nullable: true, group: "Shipping",
        presets: [.analytics], additive: false, privacy: .none,
        "Shipping: state or province code",
        value: .input("shipping_state")),
      Column(
        "shipping_postcode", .string, nullable: true, group: "Shipping",
        presets: [], additive: false, privacy: .personal,
        "Shipping: postcode",
        value: .input("shipping_postcode")),
      Column(
        "shipping_country", .string, nullable: true, group: "Shipping",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Shipping: country, ISO 3166-1 alpha-2",
        value: .input("shipping_country")),
      Column(
        "currency", .string, nullable: true, group: "Financial",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "ISO currency of all amounts of the order",
        value: .input("currency")),
      Column(
        "prices_include_tax", .boolean, nullable: false, group: "Financial",
        presets: [.analytics], additive: false, privacy: .none,
        "Catalogue prices included tax when the order was made",
        value: .isOneOf(.input("prices_include_tax"), ["1", "yes"])),
      Column(
        "total", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        """
        Gross total the buyer owes, tax and shipping included, refunds not \
        deducted, rounded half away from zero to the store's price decimals
        """,
        value: .rounded(.input("total"))),
      Column(
        "total_stored", .decimal, nullable: false, group: "Financial",
        presets: [], additive: true, privacy: .none,
        """
        The same without rounding, for currencies with more decimals than the \
        store's setting
        """,
        value: .input("total")),
      Column(
        "subtotal", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        """
        Line items before discounts, without tax. Each line rounded to the \
        store's price decimals, then added; with option \
        woocommerce_tax_round_at_subtotal = yes added first, then rounded
        """,
        value: .either(
          .roundAtSubtotal, .rounded(.input("subtotal_exact")), .input("subtotal_by_line"))),
      Column(
        "discount_total", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "Discount without tax",
        value: .input("discount_total")),
      Column(
        "discount_tax", .decimal, nullable: false, group: "Financial",
        presets: [], additive: true, privacy: .none,
        "Tax saved by the discount",
        value: .input("discount_tax")),
      Column(
        "shipping_total", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "Shipping without tax",
        value: .input("shipping_total")),
      Column(
        "shipping_tax", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "Tax on shipping",
        value: .input("shipping_tax")),
      Column(
        "cart_tax", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "Tax on line items and fees",
        value: .input("cart_tax")),
      Column(
        "total_tax", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        """
        All tax: cart_tax + shipping_tax, rounded to the store's price decimals. \
        No column holds it
        """,
        value: .rounded(.sum([.input("cart_tax"), .input("shipping_tax")]))),
      Column(
        "fees_total", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "Fees without tax",
        value: .input("fees_total")),
      Column(
        "net_total", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        """
        Net sales: total - total_tax - shipping_total (what WooCommerce \
        Analytics calls net, before refunds)
        """,
        value: .difference(
          .column("total"), [.column("total_tax"), .column("shipping_total")])),
      Column(
        "total_refunded", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "Refunded so far, positive: sum of the amounts of the order's refunds",
        value: .negated(.input("refunds_total"))),
      Column(
        "total_tax_refunded", .decimal, nullable: false, group: "Financial",
        presets: [], additive: true, privacy: .none,
        "Tax part of the refunds, positive",
        value: .negated(.input("refunds_tax"))),
      Column(
        "total_after_refunds", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "total - total_refunded",
        value: .difference(.column("total"), [.column("total_refunded")])),
      Column(
        "cogs_total_value", .decimal, nullable: true, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        """
        Cost of goods sold of the order; null when the feature is off (option \
        woocommerce_feature_cost_of_goods_sold_enabled is not yes)
        """,
        value: .when(
          .costOfGoods, .sum([.meta("_cogs_total_value")]))),
      Column(
        "date_created", .dateTime, nullable: true, group: "Dates",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Creation, store-local",
        value: .local(.input("date_created_gmt"))),
      Column(
        "date_created_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Creation, UTC",
        value: .input("date_created_gmt")),
      Column(
        "date_modified_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Last modification, UTC",
        value: .input("date_modified_gmt")),
      Column(
        "date_paid", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Payment, store-local",
        value: .local(.input("date_paid_gmt"))),
      Column(
        "date_paid_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Payment, UTC",
        value: .input("date_paid_gmt")),
      Column(
        "date_completed", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Completion, store-local",
        value: .local(.input("date_completed_gmt"))),
      Column(
        "date_completed_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [], additive: false, privacy: .none,
        "Completion, UTC",
        value: .input("date_completed_gmt")),
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
      Column(
        "attribution_source_type", .string, nullable: true, group: "Attribution",
        presets: [.analytics], additive: false, privacy: .none,
        "utm, organic, referral, typein, admin, mobile_app ...",
        value: .meta("_wc_order_attribution_source_type")),
      Column(
        "attribution_utm_source", .string, nullable: true, group: "Attribution",
        presets: [.analytics], additive: false, privacy: .none,
        "UTM source",
        value: .meta("_wc_order_attribution_utm_source")),
      Column(
        "attribution_utm_medium", .string, nullable: true, group: "Attribution",
        presets: [.analytics], additive: false, privacy: .none,
        "UTM medium",
        value: .meta("_wc_order_attribution_utm_medium")),
      Column(
        "attribution_utm_campaign", .string, nullable: true, group: "Attribution",
        presets: [.analytics], additive: false, privacy: .none,
        "UTM campaign",
        value: .meta("_wc_order_attribution_utm_campaign")),
      Column(
        "attribution_device_type", .string, nullable: true, group: "Attribution",
        presets: [.analytics], additive: false, privacy: .none,
        "Desktop, Mobile, Tablet",
        value: .meta("_wc_order_attribution_device_type")),
    ])
}
