extension Catalogue {
  /// One row per product, attribute and value.
  package static let productAttributes = Entity(
    slug: "product_attributes", label: "Product Attribute Values",
    description: "One row per product, attribute and value.",
    icon: "dashicons-networking", kind: .bridge, key: ["product_id", "attribute", "value"],
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
        "product_id", .int64, nullable: false, group: "Bridge",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Product",
        value: .input("product_id")),
      Column(
        "attribute", .string, nullable: false, group: "Bridge",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Taxonomy (pa_...) or the name of the product's own attribute",
        value: .input("attribute")),
      Column(
        "value", .string, nullable: false, group: "Bridge",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Value; terms with entities decoded",
        value: .input("value")),
      Column(
        "label", .string, nullable: true, group: "Bridge",
        presets: [.analytics], additive: false, privacy: .none,
        "Label of the attribute",
        value: .input("label")),
    ])
}
