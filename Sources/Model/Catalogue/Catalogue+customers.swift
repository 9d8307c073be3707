extension Catalogue {
  /// One row per WordPress user, with profile and lifetime figures.
  package static let customers = Entity(
    slug: "customers", label: "Customers",
    description:
      """
      One row per WordPress user, whatever the role, with the WooCommerce profile and lifetime \
      figures. Guests are in customer_lookup.
      """,
    icon: "dashicons-groups", kind: .dimension, key: ["id"],
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
        "id", .int64, nullable: false, group: "Profile",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "User id",
        value: .input("id")),
      Column(
        "username", .string, nullable: true, group: "Profile",
        presets: [], additive: false, privacy: .identifier,
        "Login name",
        value: .input("username")),
      Column(
        "email", .string, nullable: true, group: "Profile",
        presets: [.essential], additive: false, privacy: .contact,
        "Account e-mail",
        value: .input("email")),
      Column(
        "first_name", .string, nullable: true, group: "Profile",
        presets: [.analytics], additive: false, privacy: .personal,
        "First name",
        value: .meta("first_name")),
      Column(
        "last_name", .string, nullable: true, group: "Profile",
        presets: [.analytics], additive: false, privacy: .personal,
        "Last name",
        value: .meta("last_name")),
      Column(
        "display_name", .string, nullable: true, group: "Profile",
        presets: [], additive: false, privacy: .personal,
        "Public name",
        value: .input("display_name")),
      Column(
        "role", .string, nullable: true, group: "Profile",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        First role that is registered (option {prefix}user_roles), customer when \
        there is none
        """,
        value: .role(.input("capabilities"))),
      Column(
        "is_paying_customer", .boolean, nullable: false, group: "Profile",
        presets: [.analytics], additive: false, privacy: .none,
        "Has paid at least once",
        value: .isOneOf(.meta("paying_customer"), ["1"])),
      Column(
        "billing_first_name", .string, nullable: true, group: "Billing",
        presets: [], additive: false, privacy: .personal,
        "Billing: first name",
        value: .meta("billing_first_name")),
      Column(
        "billing_last_name", .string, nullable: true, group: "Billing",
        presets: [], additive: false, privacy: .personal,
        "Billing: last name",
        value: .meta("billing_last_name")),
      Column(
        "billing_company", .string, nullable: true, group: "Billing",
        presets: [], additive: false, privacy: .personal,
        "Billing: company",
        value: .meta("billing_company")),
      Column(
        "billing_address_1", .string, nullable: true, group: "Billing",
        presets: [], additive: false, privacy: .contact,
        "Billing: address 1",
        value: .meta("billing_address_1")),
      Column(
        "billing_address_2", .string, nullable: true, group: "Billing",
        presets: [], additive: false, privacy: .contact,
        "Billing: address 2",
        value: .meta("billing_address_2")),
      Column(
        "billing_city", .string, nullable: true, group: "Billing",
        presets: [.analytics], additive: false, privacy: .personal,
        "Billing: city",
        value: .meta("billing_city")),
      Column(
        "billing_state", .string, nullable: true, group: "Billing",
        presets: [.analytics], additive: false, privacy: .none,
        "Billing: state",
        value: .meta("billing_state")),
      Column(
        "billing_postcode", .string, nullable: true, group: "Billing",
        presets: [], additive: false, privacy: .personal,
        "Billing: postcode",
        value: .meta("billing_postcode")),
      Column(
        "billing_country", .string, nullable: true, group: "Billing",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Billing: country",
        value: .meta("billing_country")),
      Column(
        "billing_phone", .string, nullable: true, group: "Billing",
        presets: [], additive: false, privacy: .contact,
        "Billing: phone",
        value: .meta("billing_phone")),
      Column(
        "billing_email", .string, nullable: true, group: "Billing",
        presets: [], additive: false, privacy: .contact,
        "Billing: email",
        value: .meta("billing_email")),
      Column(
        "shipping_first_name", .string, nullable: true, group: "Shipping",
        presets: [], additive: false, privacy: .personal,
        "Shipping: first name",
        value: .meta("shipping_first_name")),
      Column(
        "shipping_last_name", .string, nullable: true, group: "Shipping",
        presets: [], additive: false, privacy: .personal,
        "Shipping: last name",
        value: .meta("shipping_last_name")),
      Column(
        "shipping_company", .string, nullable: true, group: "Shipping",
        presets: [], additive: false, privacy: .personal,
        "Shipping: company",
        value: .meta("shipping_company")),
      Column(
        "shipping_address_1", .string, nullable: true, group: "Shipping",
        presets: [], additive: false, privacy: .contact,
        "Shipping: address 1",
        value: .meta("shipping_address_1")),
      Column(
        "shipping_address_2", .string, nullable: true, group: "Shipping",
        presets: [], additive: false, privacy: .contact,
        "Shipping: address 2",
        value: .meta("shipping_address_2")),
      Column(
        "shipping_city", .string, nullable: true, group: "Shipping",
        presets: [.analytics], additive: false, privacy: .personal,
        "Shipping: city",
        value: .meta("shipping_city")),
      Column(
        "shipping_state", .string, nullable: true, group: "Shipping",
        presets: [.analytics], additive: false, privacy: .none,
        "Shipping: state",
        value: .meta("shipping_state")),
      Column(
        "shipping_postcode", .string, nullable: true, group: "Shipping",
        presets: [], additive: false, privacy: .personal,
        "Shipping: postcode",
        value: .meta("shipping_postcode")),
      Column(
        "shipping_country", .string, nullable: true, group: "Shipping",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Shipping: country",
        value: .meta("shipping_country")),
      Column(
        "shipping_phone", .string, nullable: true, group: "Shipping",
        presets: [], additive: false, privacy: .contact,
        "Shipping: phone",
        value: .meta("shipping_phone")),
      Column(
        "order_count", .int64, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        Orders of the user in any status but trash, auto-draft, draft and new \
        (checkout-draft counts, as in WooCommerce)
        """,
        value: .input("order_count")),
      Column(
        "total_spent", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        Sum of total over the paid statuses (processing, completed). Refunds are \
        not deducted, currencies are added as they are
        """,
        value: .input("total_spent")),
      Column(
        "date_created", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Registration, store-local",
        value: .local(.input("date_created_gmt"))),
      Column(
        "date_created_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Registration, UTC",
        value: .input("date_created_gmt")),
      Column(
        "date_modified_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Last profile change, UTC",
        value: .meta("last_update")),
      Column(
        "last_order_id", .int64, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        """
        Last order placed: the highest order id of the user among those counted \
        in order_count (not the newest date)
        """,
        value: .input("last_order_id")),
      Column(
        "last_order_date_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Its creation, UTC",
        value: .input("last_order_date_gmt")),
    ])
}
