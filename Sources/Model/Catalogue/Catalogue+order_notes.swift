extension Catalogue {
  /// One row per note of an order.
  package static let orderNotes = Entity(
    slug: "order_notes", label: "Order Notes",
    description: "One row per note of an order.",
    icon: "dashicons-edit", kind: .fact, key: ["id"],
    delivery: .signed, mainDate: "date_created",
    exclusion: Entity.Exclusion(
      column: "status of the order", values: ["auto-draft", "trash", "checkout-draft"]),
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
        "id", .int64, nullable: false, group: "Note",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Comment id",
        value: .input("id")),
      Column(
        "order_id", .int64, nullable: false, group: "Note",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Order",
        value: .input("order_id")),
      Column(
        "content", .string, nullable: true, group: "Note",
        presets: [.essential, .analytics], additive: false, privacy: .personal,
        "Text as stored (may hold HTML)",
        value: .input("content")),
      Column(
        "is_customer_note", .boolean, nullable: false, group: "Note",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Sent to the buyer",
        value: .isTrue(.meta("is_customer_note"))),
      Column(
        "added_by", .string, nullable: false, group: "Note",
        presets: [.analytics], additive: false, privacy: .none,
        "system for WooCommerce's own notes, else the author's name",
        value: .first([
          // WooCommerce signs its own notes with its name in the site's language.
          .choice(.input("author"), ["WooCommerce": "system", "ووکامرس": "system"]),
          .input("author"),
        ])),
      Column(
        "date_created", .dateTime, nullable: true, group: "Dates",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "When written, store-local",
        value: .input("date_created")),
      Column(
        "date_created_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "When written, UTC",
        value: .input("date_created_gmt")),
    ])
}
