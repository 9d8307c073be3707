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
    for entity in Catalogue.entities {
      var source = try source(entity, shop, readRequest(.standard, .wire))
      reports.append(
        EntityReport(
          slug: entity.slug, label: entity.label,
          status: entity.isEnabledByDefault ? .enabled : .disabled, rows: try source.count()))
    }
    return reports
  }

  func source(
    _ entity: Entity, _ shop: Shop, _ request: ReadRequest
  ) throws(Fault) -> ShopSource {
    try ShopSource.open(entity, shop: shop, request, configuration.database)
  }

  /// What is asked for unless somebody says otherwise.
  func readRequest(_ filter: RowFilter, _ dialect: RowDialect) -> ReadRequest {
    ReadRequest(filter: filter, dialect: dialect, dateType: .created, now: clock.now)
  }

  /// The entities of those slugs; every enabled one when none are named.
  func chosen(_ slugs: [String]?) throws(Fault) -> [Entity] {
    guard let slugs else { return Catalogue.entities.filter(\.isEnabledByDefault) }
    var entities: [Entity] = []
    for slug in slugs {
      guard let entity = Catalogue.entity(slug) else {
        let known = Catalogue.entities.map(\.slug).joined(separator: ", ")
        throw Fault(
          .usage, operation: "choosing entities", subject: slug,
          cause: "there is no such entity", hint: "Choose among: \(known)",
          recovery: .operator)
      }
      entities.append(entity)
    }
    return entities
  }
}
