internal import Delivery
internal import MariaDB
internal import Model
package import Runtime
internal import WooCommerce

/// An entity as lists show it.
package struct EntityReport: Sendable, Equatable {
  /// The name in commands.
  package var slug: String
  /// The name for people.
  package var label: String
  /// Whether it is delivered.
  package var status: Status
  /// Rows that the shop holds of it.
  package var rows: Int

  /// Whether an entity is delivered, and whether it could be.
  package enum Status: String, Sendable { case enabled, disabled, unavailable }
}

extension Connector {
  /// All entities with their row counts.
  package func entities() throws(Fault) -> [EntityReport] {
    let shop = try shop()
    var reports: [EntityReport] = []
    for entity in try readyEntities() {
      var source = try source(entity, shop, .standard, .wire)
      reports.append(
        EntityReport(
          slug: entity.slug, label: entity.label,
          status: entity.isEnabledByDefault ? .enabled : .disabled, rows: try source.count()))
    }
    return reports
  }

  func source(
    _ entity: Entity, _ shop: Shop, _ filter: RowFilter, _ dialect: RowDialect
  ) throws(Fault) -> EntitySource {
    try EntitySource.open(
      entity, shop: shop, filter: filter, dialect: dialect, configuration.database)
  }

  /// The entities of those slugs; every enabled one when none are named.
  func chosen(_ slugs: [String]?) throws(Fault) -> [Entity] {
    // Wrong words are told before anything is opened.
    for slug in slugs ?? [] { _ = try catalogued(slug) }
    let ready = try readyEntities()
    guard let slugs else { return ready.filter(\.isEnabledByDefault) }
    return slugs.flatMap { slug in ready.filter { $0.slug == slug } }
  }
}
