extension Catalogue {
  /// One row per global attribute.
  package static let attributes = Entity(
    slug: "attributes", label: "Product Attributes",
    description: "One row per global attribute.",
    icon: "dashicons-filter", kind: .dimension, key: ["id"],
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
        "id", .int64, nullable: false, group: "Attribute",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Attribute id",
        value: .input("id")),
      Column(
        "name", .string, nullable: false, group: "Attribute",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Name without pa_",
        value: .input("name")),
      Column(
        "label", .string, nullable: true, group: "Attribute",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Label",
        value: .unescaped(.input("label"))),
      Column(
        "taxonomy", .string, nullable: false, group: "Attribute",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Taxonomy of its terms, joins product_attributes.attribute",
        value: .input("taxonomy")),
      Column(
        "type", .string, nullable: true, group: "Attribute",
        presets: [.analytics], additive: false, privacy: .none,
        "select ...",
        value: .input("type")),
      Column(
        "order_by", .string, nullable: true, group: "Attribute",
        presets: [], additive: false, privacy: .none,
        "menu_order, name, name_num, id",
        value: .input("order_by")),
      Column(
        "has_archives", .boolean, nullable: false, group: "Attribute",
        presets: [], additive: false, privacy: .none,
        "Has archive pages",
        value: .isOneOf(.input("has_archives"), ["1"])),
    ])
}
