internal import MariaDB

/// What an event can have happened to, as whoever notes it says.
enum HintKind: String, CaseIterable {
  case order, refund, product, customer, coupon, review, note, term
}

/// How an entity tells which of its keys may have changed, made ready for one shop.
struct ChangePlan: Sendable {
  /// Nil when dates do not tell: there is nothing to ask, or an index is missing without which
  /// asking would read whole tables.
  let changes: [Change]?
  /// What events touch.
  let touches: [Touch]
  /// Finds the keys beside a range; nil where rows do not vanish among others.
  let beside: [UInt8]?

  /// A statement that brings keys changed since a moment.
  struct Change: Sendable {
    var name: String
    var template: [UInt8]
    /// Whether it looks at some ids of another table only.
    var isSliced: Bool
  }

  /// What events of one kind touch.
  struct Touch: Sendable {
    var kind: HintKind
    /// Whether the objects' ids are keys.
    var isKey: Bool
    /// Whether an object that is gone leaves open which keys it touched.
    var isUnknownWhenGone: Bool
    /// Brings objects and keys; nil when the objects' ids are all there is to say.
    var template: [UInt8]?
  }

  init(_ file: StatementFile, shop: Shop, schema: StoreSchema) {
    let sections = file.sections.filter { ReadPlan.isThere($0, schema) }
    let dated = sections.filter { $0.kind == .changed }
    let canTell = !dated.isEmpty && dated.allSatisfy { Self.hasIndex($0, shop, schema) }
    changes = canTell ? dated.map { Self.change($0, schema) } : nil
    touches = sections.filter { $0.kind == .touched }.map { Self.touch($0, schema) }
    beside = file.optional(.beside).map { ReadPlan.resolve($0.template, schema) }
  }

  private static func hasIndex(
    _ section: StatementFile.Section, _ shop: Shop, _ schema: StoreSchema
  ) -> Bool {
    guard let index = section.index else { return true }
    // The schema shows nothing of a network's users, whose tables have another prefix.
    return schema.indexes.contains(index) || shop.userPrefix != nil && index.hasPrefix("user")
  }

  private static func change(_ section: StatementFile.Section, _ schema: StoreSchema) -> Change {
    Change(
      name: section.name, template: ReadPlan.resolve(section.template, schema),
      isSliced: section.template.contains("{slice_after}"))
  }

  private static func touch(_ section: StatementFile.Section, _ schema: StoreSchema) -> Touch {
    guard let kind = HintKind(rawValue: section.name) else {
      preconditionFailure("unknown event \(section.name)")
    }
    return Touch(
      kind: kind, isKey: section.rules.contains(["itself"]),
      isUnknownWhenGone: !section.template.isEmpty && !section.rules.contains(["gone", "nothing"]),
      template: section.template.isEmpty ? nil : ReadPlan.resolve(section.template, schema))
  }
}
