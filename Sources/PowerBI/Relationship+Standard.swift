package import Model

extension Relationship {
  /// Which column of a fact points to which table, by the catalogue's names.
  private static let rules: [(columns: [String], entity: String, key: String)] = [
    ([EngineColumn.dateKey.rawValue], "calendar", "date_key"),
    (["customer_id", "order_customer_id"], "customers", "id"),
    (["customer_lookup_id"], "customer_lookup", "customer_id"),
    (["product_id"], "products", "id"),
    (["variation_id"], "product_variations", "id"),
    (["coupon_id"], "coupons", "id"),
    (["rate_id"], "tax_rates", "id"),
  ]

  /// The relationships that a dataset of these tables bears: from facts to tables whose keys are
  /// unique because they are replaced as a whole.
  ///
  /// Two facts are never related, since a key stands in a signed table more than once.
  package static func standard(_ tables: [(entity: Entity, name: String)]) -> [Relationship] {
    tables.filter { $0.entity.kind == .fact }.flatMap { fact in
      rules.compactMap { rule in
        relationship(from: fact.entity, fact.name, rule.columns, rule.key, tables, rule.entity)
      }
    }
  }

  private static func relationship(
    from fact: Entity, _ name: String, _ candidates: [String], _ key: String,
    _ tables: [(entity: Entity, name: String)], _ slug: String
  ) -> Relationship? {
    let names = fact.columns.map(\.name) + EngineColumn.all(of: fact).map(\.rawValue)
    let targets = tables.filter { $0.entity.slug == slug && $0.entity.delivery == .replace }
    guard let column = candidates.first(where: names.contains), let target = targets.first,
      target.entity.columns.contains(where: { $0.name == key })
    else { return nil }
    return Relationship(
      fromTable: name, fromColumn: column, toTable: target.name, toColumn: key)
  }
}
