extension Catalogue {
  /// One row per tax rate.
  package static let taxRates = Entity(
    slug: "tax_rates", label: "Tax Rates",
    description: "One row per tax rate.",
    icon: "dashicons-calculator", kind: .dimension, key: ["id"],
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
        "id", .int64, nullable: false, group: "Rate",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Rate id, joins order_taxes.rate_id",
        value: .input("id")),
      Column(
        "country", .string, nullable: true, group: "Rate",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Country, null = any",
        value: .input("country")),
      Column(
        "state", .string, nullable: true, group: "Rate",
        presets: [.analytics], additive: false, privacy: .none,
        "State, null = any",
        value: .input("state")),
      Column(
        "postcodes", .string, nullable: true, group: "Rate",
        presets: [], additive: false, privacy: .none,
        "Postcodes or patterns in location_id order, joined by ', '",
        value: .input("postcodes")),
      Column(
        "cities", .string, nullable: true, group: "Rate",
        presets: [], additive: false, privacy: .none,
        "Cities in location_id order, joined by ', '",
        value: .input("cities")),
      Column(
        "rate", .decimal, nullable: false, group: "Rate",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Percentage",
        value: .input("rate")),
      Column(
        "name", .string, nullable: true, group: "Rate",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Name",
        value: .input("name")),
      Column(
        "rate_code", .string, nullable: true, group: "Rate",
        presets: [.analytics], additive: false, privacy: .none,
        """
        COUNTRY-STATE-NAME-PRIORITY in upper case, empty parts left out; TAX for \
        an empty name; joins order_taxes.rate_code
        """,
        value: .upperCased(.input("rate_code"))),
      Column(
        "priority", .int64, nullable: false, group: "Rate",
        presets: [.analytics], additive: false, privacy: .none,
        "Priority",
        value: .input("priority")),
      Column(
        "compound", .boolean, nullable: false, group: "Rate",
        presets: [.analytics], additive: false, privacy: .none,
        "On top of lower priorities",
        value: .isOneOf(.input("compound"), ["1"])),
      Column(
        "shipping", .boolean, nullable: false, group: "Rate",
        presets: [.analytics], additive: false, privacy: .none,
        "Applies to shipping",
        value: .isOneOf(.input("shipping"), ["1"])),
      Column(
        "rate_order", .int64, nullable: false, group: "Rate",
        presets: [], additive: false, privacy: .none,
        "Position",
        value: .input("rate_order")),
      Column(
        "class", .string, nullable: false, group: "Rate",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Tax class slug; standard for the standard class",
        value: .input("class")),
    ])
}
