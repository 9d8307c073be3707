extension Catalogue {
  /// One row per product brand.
  package static let brands = Entity(
    slug: "brands", label: "Product Brands",
    description: "One row per product brand. WooCommerce 9.6 or later; no rows before.",
    icon: "dashicons-awards", kind: .dimension, key: ["id"],
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
        "name", .string, nullable: true, group: "Term",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Name, entities decoded",
        value: .unescaped(.input("name"))),
      Column(
        "slug", .string, nullable: true, group: "Term",
        presets: [.analytics], additive: false, privacy: .none,
        "Slug, percent-encoded as stored",
        value: .input("slug")),
      Column(
        "parent_id", .int64, nullable: false, group: "Term",
        presets: [.analytics], additive: false, privacy: .none,
        "Parent brand, 0 = top",
        value: .input("parent_id")),
      Column(
        "description", .string, nullable: true, group: "Term",
        presets: [], additive: false, privacy: .none,
        "Description as stored",
        value: .input("description")),
      Column(
        "count", .int64, nullable: false, group: "Term",
        presets: [.analytics], additive: false, privacy: .none,
        "Products shown, as WooCommerce counts",
        value: .meta("product_count_product_brand")),
    ])
}
