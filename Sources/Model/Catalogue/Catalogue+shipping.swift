extension Catalogue {
  /// One row per shipping method of a zone; a zone without methods has one row with instance_id 0.
  package static let shipping = Entity(
    slug: "shipping", label: "Shipping Zones & Methods",
    description:
      """
      One row per shipping method of a zone; a zone without methods has one row with \
      instance_id 0.
      """,
    icon: "dashicons-location-alt", kind: .dimension, key: ["zone_id", "instance_id"],
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
        "zone_id", .int64, nullable: false, group: "Zone",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Zone, 0 = everywhere else",
        value: .input("zone_id")),
      Column(
        "zone_name", .string, nullable: true, group: "Zone",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Name; for zone 0 always 'Locations not covered by your other zones'",
        value: .input("zone_name")),
      Column(
        "zone_order", .int64, nullable: false, group: "Zone",
        presets: [.analytics], additive: false, privacy: .none,
        "Matching order",
        value: .input("zone_order")),
      Column(
        "zone_locations", .string, nullable: true, group: "Zone",
        presets: [.analytics], additive: false, privacy: .none,
        "Locations as type:code in location_id order, joined by ', '",
        value: .input("zone_locations")),
      Column(
        "location_count", .int64, nullable: false, group: "Zone",
        presets: [], additive: false, privacy: .none,
        "Number of locations",
        value: .input("location_count")),
      Column(
        "instance_id", .int64, nullable: false, group: "Method",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Method instance, 0 when the zone has none",
        value: .input("instance_id")),
      Column(
        "method_id", .string, nullable: true, group: "Method",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "flat_rate, free_shipping, local_pickup, or a plugin's",
        value: .input("method_id")),
      Column(
        "method_title", .string, nullable: true, group: "Method",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Title shown to buyers",
        value: .setting(
          .input("settings"), "title", or: .input("standard_title"))),
      Column(
        "enabled", .boolean, nullable: false, group: "Method",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Enabled",
        value: .isOneOf(.input("enabled"), ["1"])),
      Column(
        "method_order", .int64, nullable: false, group: "Method",
        presets: [], additive: false, privacy: .none,
        "Position in the zone",
        value: .input("method_order")),
      Column(
        "tax_status", .string, nullable: true, group: "Method",
        presets: [], additive: false, privacy: .none,
        "taxable or none",
        value: .setting(
          .input("settings"), "tax_status", or: .input("standard_tax_status"))),
      Column(
        "cost", .string, nullable: true, group: "Method",
        presets: [.analytics], additive: false, privacy: .none,
        "Cost as entered; may be a formula such as 10 * [qty]",
        value: .onlyFor(
          .input("method_id"), ["flat_rate", "local_pickup"],
          .setting(.input("settings"), "cost", or: .input("standard_amount")))),
      Column(
        "cost_amount", .decimal, nullable: true, group: "Method",
        presets: [.analytics], additive: false, privacy: .none,
        "The cost when it is a plain number",
        value: .plainNumber(.column("cost"))),
      Column(
        "min_amount", .decimal, nullable: true, group: "Method",
        presets: [], additive: false, privacy: .none,
        "Minimum order amount of free shipping",
        value: .plainNumber(
          .onlyFor(
            .input("method_id"), ["free_shipping"],
            .setting(.input("settings"), "min_amount", or: .input("standard_amount"))))),
      Column(
        "requires", .string, nullable: true, group: "Method",
        presets: [], additive: false, privacy: .none,
        "What free shipping requires",
        value: .onlyFor(
          .input("method_id"), ["free_shipping"],
          .setting(.input("settings"), "requires", or: .input("none")))),
    ])
}
