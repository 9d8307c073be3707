extension Catalogue {
  /// One row per subscription of WooCommerce Subscriptions.
  package static let subscriptions = Entity(
    slug: "subscriptions", label: "Subscriptions",
    description:
      """
      One row per subscription of WooCommerce Subscriptions. Only offered when rows of \
      that type exist or the plugin is active.
      """,
    icon: "dashicons-update", kind: .fact, key: ["id"],
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
        "id", .int64, nullable: false, group: "Subscription",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Subscription id",
        value: .input("id")),
      Column(
        "parent_id", .int64, nullable: false, group: "Subscription",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Order that started it, 0 = none",
        value: .input("parent_id")),
      Column(
        "status", .string, nullable: false, group: "Subscription",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Status without wc-",
        value: .status(.input("status"))),
      Column(
        "customer_id", .int64, nullable: false, group: "Subscription",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "User",
        value: .input("customer_id")),
      Column(
        "billing_email", .string, nullable: true, group: "Subscription",
        presets: [], additive: false, privacy: .contact,
        "E-mail",
        value: .input("billing_email")),
      Column(
        "billing_country", .string, nullable: true, group: "Subscription",
        presets: [.analytics], additive: false, privacy: .none,
        "Country",
        value: .input("billing_country")),
      Column(
        "payment_method", .string, nullable: true, group: "Subscription",
        presets: [.analytics], additive: false, privacy: .none,
        "Gateway id",
        value: .input("payment_method")),
      Column(
        "payment_method_title", .string, nullable: true, group: "Subscription",
        presets: [], additive: false, privacy: .none,
        "Gateway title",
        value: .input("payment_method_title")),
      Column(
        "requires_manual_renewal", .boolean, nullable: false, group: "Subscription",
        presets: [.analytics], additive: false, privacy: .none,
        "Renewed by hand",
        value: .isOneOf(.meta("_requires_manual_renewal"), ["true"])),
      Column(
        "created_via", .string, nullable: true, group: "Subscription",
        presets: [], additive: false, privacy: .none,
        "checkout, admin ...",
        value: .input("created_via")),
      Column(
        "billing_period", .string, nullable: true, group: "Schedule",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "day, week, month, year",
        value: .meta("_billing_period")),
      Column(
        "billing_interval", .int64, nullable: false, group: "Schedule",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Periods between payments",
        value: .first([.meta("_billing_interval"), .text("1")])),
      Column(
        "trial_period", .string, nullable: true, group: "Schedule",
        presets: [], additive: false, privacy: .none,
        "Unit of the trial",
        value: .meta("_trial_period")),
      Column(
        "suspension_count", .int64, nullable: false, group: "Schedule",
        presets: [], additive: false, privacy: .none,
        "Times suspended by the customer",
        value: .meta("_suspension_count")),
      Column(
        "items", .string, nullable: true, group: "Schedule",
        presets: [.analytics], additive: false, privacy: .none,
        "Names of the line items joined by ', '",
        value: .input("items")),
      Column(
        "item_count", .decimal, nullable: false, group: "Schedule",
        presets: [.analytics], additive: true, privacy: .none,
        "Units per period",
        value: .input("item_count")),
      Column(
        "currency", .string, nullable: true, group: "Financial",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Currency",
        value: .input("currency")),
      Column(
        "total", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "Recurring total, gross",
        value: .rounded(.input("total"))),
      Column(
        "total_tax", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "Recurring tax",
        value: .rounded(.sum([.input("cart_tax"), .input("shipping_tax")]))),
      Column(
        "shipping_total", .decimal, nullable: false, group: "Financial",
        presets: [], additive: true, privacy: .none,
        "Recurring shipping",
        value: .input("shipping_total")),
      Column(
        "discount_total", .decimal, nullable: false, group: "Financial",
        presets: [], additive: true, privacy: .none,
        "Recurring discount",
        value: .input("discount_total")),
      Column(
        "monthly_recurring_revenue", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        """
        total per month while status is active or pending-cancel, else 0: day x \
        365/12, week x 52/12, month x 1, year / 12, each divided by \
        billing_interval; 8 decimals
        """,
        value: .condition(
          .isOneOf(.status(.input("status")), ["active", "pending-cancel"]),
          then: .monthly(
            .column("total"), period: .meta("_billing_period"),
            interval: .meta("_billing_interval")),
          otherwise: .sum([]))),
      Column(
        "renewal_count", .int64, nullable: false, group: "Financial",
        presets: [.analytics], additive: false, privacy: .none,
        "Renewal orders in a paid status",
        value: .input("renewal_count")),
      Column(
        "renewal_total", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: false, privacy: .none,
        "Sum of their total",
        value: .input("renewal_total")),
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
        "date_modified_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [], additive: false, privacy: .none,
        "Last modification, UTC",
        value: .input("date_modified_gmt")),
      Column(
        "start_date_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Start, UTC",
        value: .first([.meta("_schedule_start"), .input("date_created_gmt")])),
      Column(
        "trial_end_date_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [], additive: false, privacy: .none,
        "End of the trial, UTC",
        value: .meta("_schedule_trial_end")),
      Column(
        "next_payment_date_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Next payment, UTC",
        value: .meta("_schedule_next_payment")),
      Column(
        "last_payment_date_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Newest paid order of it, UTC",
        value: .input("last_payment_date_gmt")),
      Column(
        "cancelled_date_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Cancelled, UTC",
        value: .meta("_schedule_cancelled")),
      Column(
        "end_date_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "End, UTC",
        value: .meta("_schedule_end")),
    ],
    requirement: Entity.Requirement(
      plugin: "woocommerce-subscriptions/woocommerce-subscriptions.php",
      label: "WooCommerce Subscriptions"))
}
