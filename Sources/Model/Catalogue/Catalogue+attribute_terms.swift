extension Catalogue {
  /// One row per value of a global attribute.
  package static let attributeTerms = Entity(
    slug: "attribute_terms", label: "Attribute Terms",
    description: "One row per value of a global attribute.",
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
        "id", .int64, nullable: false, group: "Term",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Term id",
        value: .input("id")),
      Column(
        "attribute_id", .int64, nullable: false, group: "Term",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Attribute",
        value: .input("attribute_id")),
      Column(
        "taxonomy", .string, nullable: false, group: "Term",
        presets: [.analytics], additive: false, privacy: .none,
        "Taxonomy",
        value: .input("taxonomy")),
      Column(
        "name", .string, nullable: true, group: "Term",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Value, entities decoded",
        value: .unescaped(.input("name"))),
      Column(
        "slug", .string, nullable: true, group: "Term",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Slug, percent-encoded as stored; what variations store",
        value: .input("slug")),
      Column(
        "description", .string, nullable: true, group: "Term",
        presets: [], additive: false, privacy: .none,
        "Description",
        value: .input("description")),
      Column(
        "count", .int64, nullable: false, group: "Term",
        presets: [.analytics], additive: false, privacy: .none,
        "Products with it",
        value: .input("count")),
    ])
}
