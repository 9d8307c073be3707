extension Catalogue {
  /// One row per product category.
  package static let categories = Entity(
    slug: "categories", label: "Product Categories",
    description: "One row per product category.",
    icon: "dashicons-category", kind: .dimension, key: ["id"],
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
        "id", .int64, nullable: false, group: "Category",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Term id",
        value: .input("id")),
      Column(
        "name", .string, nullable: true, group: "Category",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Name, entities decoded",
        value: .unescaped(.input("name"))),
      Column(
        "slug", .string, nullable: true, group: "Category",
        presets: [.analytics], additive: false, privacy: .none,
        "Slug, percent-encoded as stored",
        value: .input("slug")),
      Column(
        "parent_id", .int64, nullable: false, group: "Category",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Parent category, 0 = top",
        value: .input("parent_id")),
      Column(
        "path", .string, nullable: true, group: "Category",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Names from the top joined by ' > ', entities decoded",
        value: .unescaped(.input("path"))),
      Column(
        "level", .int64, nullable: false, group: "Category",
        presets: [.analytics], additive: false, privacy: .none,
        "0 = top",
        value: .input("level")),
      Column(
        "description", .string, nullable: true, group: "Category",
        presets: [], additive: false, privacy: .none,
        "Description as stored",
        value: .input("description")),
      Column(
        "display", .string, nullable: true, group: "Category",
        presets: [], additive: false, privacy: .none,
        "default, products, subcategories, both",
        value: .first([.meta("display_type"), .text("default")])),
      Column(
        "menu_order", .int64, nullable: false, group: "Category",
        presets: [], additive: false, privacy: .none,
        "Sort position",
        value: .meta("order")),
      Column(
        "count", .int64, nullable: false, group: "Category",
        presets: [.analytics], additive: false, privacy: .none,
        "Products shown in it and below it, as WooCommerce counts",
        value: .meta("product_count_product_cat")),
      Column(
        "is_default", .boolean, nullable: false, group: "Category",
        presets: [], additive: false, privacy: .none,
        "The default category",
        value: .isOneOf(.input("is_default"), ["1"])),
    ])
}
