extension Catalogue {
  /// One row per product and category it is directly in, for the many-to-many relation.
  package static let productCategories = Entity(
    slug: "product_categories", label: "Product-Category Bridge",
    description:
      "One row per product and category it is directly in, for the many-to-many relation.",
    icon: "dashicons-networking", kind: .bridge, key: ["product_id", "category_id"],
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
        "category_id", .int64, nullable: false, group: "Bridge",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Category",
        value: .input("category_id")),
      Column(
        "category_name", .string, nullable: true, group: "Bridge",
        presets: [.analytics], additive: false, privacy: .none,
        "Name, entities decoded",
        value: .unescaped(.input("category_name"))),
    ])
}
