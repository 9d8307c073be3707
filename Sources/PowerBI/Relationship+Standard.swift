package import Model

extension Relationship {
  /// Which column of a fact points to which table, by the catalogue's names.
  ///
  /// Keys are numbers: the service compares texts without regard to case, so that two keys of the
  /// shop may be one there.
  private static let rules: [(columns: [String], entity: String, key: String)] = [
    ([EngineColumn.dateKey.rawValue, dateKey], "calendar", dateKey),
    (["customer_id", "order_customer_id", "user_id"], "customers", "id"),
    (["customer_lookup_id"], "customer_lookup", "customer_id"),
    (["product_id"], "products", "id"),
    (["variation_id"], "product_variations", "id"),
    (["coupon_id"], "coupons", "id"),
    (["rate_id"], "tax_rates", "id"),
  ]

  private static let dateKey = "date_key"

  /// The relationships that a dataset of these tables bears: from facts, and figures by day, to
  /// tables whose keys are unique because they are replaced as a whole.
  ///
  /// Two facts are never related, since a key stands in a signed table more than once; nor are two
  /// tables that facts point to, since there would be two ways from one to the fact.
  package static func standard(_ tables: [(entity: Entity, name: String)]) -> [Relationship] {
    tables.filter { $0.entity.kind == .fact || $0.entity.kind == .report }.flatMap { fact in
      rules.compactMap { rule in
        relationship(from: fact.entity, fact.name, rule.columns, rule.key, tables, rule.entity)
      }
    }
  }

  private static func relationship(
    from fact: Entity, _ name: String, _ candidates: [String], _ key: String,
    _ tables: [(entity: Entity, name: String)], _ slug: String
  ) -> Relationship? {
    let target = tables.first { $0.entity.slug == slug && identifies(key, $0.entity) }
    guard let target, let type = type(of: key, in: target.entity),
      let column = candidates.first(where: { self.type(of: $0, in: fact) != nil }),
      self.type(of: column, in: fact) == type
    else { return nil }
    return Relationship(
      fromTable: name, fromColumn: column, toTable: target.name, toColumn: key)
  }

  /// Whether a column alone names one row: it is the whole key, or says the same as the key.
  private static func identifies(_ column: String, _ entity: Entity) -> Bool {
    guard entity.delivery == .replace else { return false }
    return entity.key == [column] || column == dateKey && entity.key == ["date"]
  }

  private static func type(of column: String, in entity: Entity) -> ColumnType? {
    if let found = entity.columns.first(where: { $0.name == column }) { return found.type }
    return EngineColumn.all(of: entity).first { $0.rawValue == column }?.type
  }
}
