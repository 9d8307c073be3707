extension Catalogue {
  /// One row per customer of WooCommerce Analytics, guests among them.
  package static let customerLookup = Entity(
    slug: "customer_lookup", label: "Customers incl. Guests",
    description:
      """
      One row per customer of WooCommerce Analytics: registered users who ordered or \
      registered as customers, and guests (one row per e-mail).
      """,
    icon: "dashicons-id-alt", kind: .dimension, key: ["customer_id"],
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
        "customer_id", .int64, nullable: false, group: "Customer",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Key of the lookup table; not the user id",
        value: .input("customer_id")),
      Column(
        "user_id", .int64, nullable: true, group: "Customer",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "User id, null = guest",
        value: .input("user_id")),
      Column(
        "is_guest", .boolean, nullable: false, group: "Customer",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "No account",
        value: .isZero(.input("user_id"))),
      Column(
        "username", .string, nullable: true, group: "Customer",
        presets: [], additive: false, privacy: .identifier,
        "Login name",
        value: .input("username")),
      Column(
        "first_name", .string, nullable: true, group: "Customer",
        presets: [], additive: false, privacy: .personal,
        "First name",
        value: .input("first_name")),
      Column(
        "last_name", .string, nullable: true, group: "Customer",
        presets: [], additive: false, privacy: .personal,
        "Last name",
        value: .input("last_name")),
      Column(
        "email", .string, nullable: true, group: "Customer",
        presets: [.essential], additive: false, privacy: .contact,
        "E-mail",
        value: .input("email")),
      Column(
        "country", .string, nullable: true, group: "Customer",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Country",
        value: .input("country")),
      Column(
        "state", .string, nullable: true, group: "Customer",
        presets: [.analytics], additive: false, privacy: .none,
        "State",
        value: .input("state")),
      Column(
        "city", .string, nullable: true, group: "Customer",
        presets: [.analytics], additive: false, privacy: .personal,
        "City",
        value: .input("city")),
      Column(
        "postcode", .string, nullable: true, group: "Customer",
        presets: [], additive: false, privacy: .personal,
        "Postcode",
        value: .input("postcode")),
      Column(
        "orders_count", .int64, nullable: false, group: "Figures",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Orders",
        value: .input("orders_count")),
      Column(
        "total_spend", .decimal, nullable: false, group: "Figures",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Sum of total_sales, refunds deducted",
        value: .input("total_spend")),
      Column(
        "avg_order_value", .decimal, nullable: false, group: "Figures",
        presets: [.analytics], additive: false, privacy: .none,
        "total_spend / orders_count, 0 when none",
        value: .quotient(
          .input("total_spend"), by: .input("orders_count"), places: Model.quotientPlaces)),
      Column(
        "date_registered", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Registration, store-local",
        value: .local(.input("date_registered_gmt"))),
      Column(
        "date_registered_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [], additive: false, privacy: .none,
        "Registration, UTC",
        value: .input("date_registered_gmt")),
      Column(
        "date_last_active_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Last seen, UTC",
        value: .input("date_last_active_gmt")),
      Column(
        "date_last_order", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Newest order, store-local",
        value: .local(.input("date_last_order_gmt"))),
    ])
}
