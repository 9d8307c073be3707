extension Catalogue {
  /// One row per product review.
  package static let reviews = Entity(
    slug: "reviews", label: "Product Reviews",
    description: "One row per product review.",
    icon: "dashicons-star-filled", kind: .fact, key: ["id"],
    delivery: .signed, mainDate: "date_created",
    exclusion: Entity.Exclusion(
      column: "status", values: ["spam", "trash"]),
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
        "id", .int64, nullable: false, group: "Review",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Comment id",
        value: .input("id")),
      Column(
        "product_id", .int64, nullable: false, group: "Review",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Product",
        value: .input("product_id")),
      Column(
        "product_name", .string, nullable: true, group: "Review",
        presets: [.analytics], additive: false, privacy: .none,
        "Name of the product",
        value: .input("product_name")),
      Column(
        "status", .string, nullable: false, group: "Review",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "approved, hold, spam, trash",
        value: .input("status")),
      Column(
        "reviewer", .string, nullable: true, group: "Review",
        presets: [], additive: false, privacy: .personal,
        "Name given",
        value: .input("reviewer")),
      Column(
        "reviewer_email", .string, nullable: true, group: "Review",
        presets: [], additive: false, privacy: .contact,
        "E-mail given",
        value: .input("reviewer_email")),
      Column(
        "user_id", .int64, nullable: false, group: "Review",
        presets: [.analytics], additive: false, privacy: .none,
        "User, 0 = guest",
        value: .input("user_id")),
      Column(
        "review", .string, nullable: true, group: "Review",
        presets: [.analytics], additive: false, privacy: .none,
        "Text as stored",
        value: .input("review")),
      Column(
        "rating", .int64, nullable: true, group: "Review",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "1 to 5; null when none was given",
        value: .nonzero(.meta("rating"))),
      Column(
        "verified", .boolean, nullable: false, group: "Review",
        presets: [.analytics], additive: false, privacy: .none,
        """
        From somebody who bought the product. When WooCommerce has not stored it \
        yet: an order in a paid status (processing, completed) of the same user \
        - or, for guests, the same e-mail - has the product
        """,
        value: .condition(
          .any([.isMissing(.meta("verified")), .isOneOf(.meta("verified"), [""])]),
          then: .any([
            .isOneOf(.input("user_has_bought"), ["1"]), .isOneOf(.input("guest_has_bought"), ["1"]),
          ]), otherwise: .not(.isOneOf(.meta("verified"), ["0"])))),
      Column(
        "date_created", .dateTime, nullable: true, group: "Dates",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "When written, store-local",
        value: .input("date_created")),
      Column(
        "date_created_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "When written, UTC",
        value: .input("date_created_gmt")),
    ])
}
