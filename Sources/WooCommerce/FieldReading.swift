internal import Model
internal import SQL

/// How the meta keys that somebody chose are read: one statement beside the entity's own.
enum FieldReading {
  /// Characters of a value that may be serialized, at most; longer ones count as unrepresented.
  static let unitsMax: Int64 = 65_536

  /// The chosen keys.
  static func keys(of entity: Entity) -> [String] {
    var keys: [String] = []
    for column in entity.columns + entity.underlying {
      for case .field(let key) in column.value.references where !keys.contains(key) {
        keys.append(key)
      }
    }
    return keys
  }

  /// The statement that brings them; nil when none are chosen, or the shop has no such table.
  ///
  /// A page's keys are a range, or stand in the place `{ids}`.
  static func satellite(
    _ entity: Entity, _ shop: Shop, _ schema: StoreSchema, namesKeys: Bool,
    _ slots: inout SlotTable
  ) -> Satellite? {
    let keys = keys(of: entity)
    if keys.isEmpty { return nil }
    guard let section = section(.pairs, of: entity, shop, schema) else { return nil }
    return Satellite(
      name: "meta fields",
      shape: .pairs(NameTable(keys), slots: keys.map { slots.slot(field: $0) }, others: nil),
      template: ReadPlan.resolve(within(section.template, namesKeys: namesKeys), schema))
  }

  /// `{within:column}` becomes the condition that a column is a key of the page.
  private static func within(_ template: String, namesKeys: Bool) -> String {
    let mark = "{within:"
    guard let start = template.firstRange(of: mark),
      let end = template[start.upperBound...].firstIndex(of: "}")
    else { preconditionFailure("a statement of meta is bounded by its page") }
    let column = template[start.upperBound..<end]
    let condition =
      namesKeys ? "\(column) IN ({ids})" : "\(column) > {after} AND \(column) <= {upto}"
    return template[..<start.lowerBound] + condition + template[template.index(after: end)...]
  }

  /// The section of that kind for where the entity's meta stands in this shop.
  static func section(
    _ kind: StatementFile.Kind, of entity: Entity, _ shop: Shop, _ schema: StoreSchema
  ) -> StatementFile.Section? {
    guard let home = entity.metaHome else { return nil }
    let name = home == .order && shop.storage == .legacy ? MetaHome.post : home
    let section = StatementFile(SQL.meta).sections.first { section in
      section.kind == kind && section.name == name.rawValue
    }
    guard let section, section.table.map(schema.has) ?? true else { return nil }
    return section
  }
}
