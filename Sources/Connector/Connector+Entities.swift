internal import Delivery
internal import MariaDB
internal import Model
package import Runtime
internal import WooCommerce
internal import WordPress

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
  /// Why it is unavailable; nil when it is not.
  package var reason: String?

  /// Whether an entity is delivered, and whether it could be.
  package enum Status: String, Sendable { case enabled, disabled, unavailable }
}

extension Connector {
  /// All entities with their row counts.
  package func entities() throws(Fault) -> [EntityReport] {
    let shop = try shop()
    let ready = try readyEntities()
    let enabled = Set(try enabled(ready).map(\.slug))
    var reports: [EntityReport] = []
    for entity in ready {
      var report = EntityReport(
        slug: entity.slug, label: entity.label,
        status: enabled.contains(entity.slug) ? .enabled : .disabled, rows: 0)
      if let reason = try unavailability(of: entity, shop) {
        report.status = .unavailable
        report.reason = reason
      } else {
        var source = try source(entity, shop, readRequest(.standard, .wire))
        report.rows = try source.count()
      }
      reports.append(report)
    }
    return reports
  }

  /// Why the shop has no rows of an entity and cannot get any; nil when it could.
  ///
  /// Rows that a plugin has left behind are worth delivering without it.
  func unavailability(
    of entity: Entity, _ shop: Shop, _ reading: ShopReading? = nil
  ) throws(Fault) -> String? {
    guard let requirement = entity.requirement, !shop.meets(requirement) else { return nil }
    let every = RowFilter(statuses: nil, isEveryStatus: true)
    if try rowCount(of: entity, shop, every, reading) > 0 { return nil }
    return "\(requirement.label) is not active, and there are no rows of it"
  }

  /// How many rows there are.
  ///
  /// Making ready to read an entity asks for the whole schema; the statement that counts is kept
  /// under the options it was made from, for as long as it runs.
  func rowCount(
    of entity: Entity, _ shop: Shop, _ filter: RowFilter, _ reading: ShopReading?
  ) throws(Fault) -> Int {
    let counting = ShopReading.Counting(
      slug: entity.slug, isEveryStatus: filter.isEveryStatus)
    if let statement = reading?[counting] {
      do throws(Fault) {
        return try count(statement)
      } catch {
        reading?[counting] = nil
      }
    }
    var source = try source(entity, shop, readRequest(filter, .wire))
    reading?[counting] = source.countStatement
    return try source.count()
  }

  private func count(_ statement: SQLText) throws(Fault) -> Int {
    var connection = try Connection.open(configuration.replica ?? configuration.database)
    let row = try connection.rows(statement, "counting rows").first
    return Int(String(decoding: row?[0] ?? [], as: UTF8.self)) ?? 0
  }

  /// Those entities of which the shop has rows or could have some.
  func available(_ entities: [Entity], _ shop: Shop) throws(Fault) -> [Entity] {
    var available: [Entity] = []
    for entity in entities where try unavailability(of: entity, shop) == nil {
      available.append(entity)
    }
    return available
  }

  func source(
    _ entity: Entity, _ shop: Shop, _ request: ReadRequest
  ) throws(Fault) -> ShopSource {
    do {
      guard let replica = configuration.replica else {
        return try ShopSource.open(entity, shop: shop, request, configuration.database)
      }
      return try ShopSource.open(
        entity, shop: shop, request, replica: replica, primary: configuration.database)
    } catch {
      throw ofReplica(error)
    }
  }

  /// What is asked for unless somebody says otherwise.
  func readRequest(_ filter: RowFilter, _ dialect: RowDialect) -> ReadRequest {
    ReadRequest(filter: filter, dialect: dialect, dateType: .created, now: clock.now)
  }

  /// The entities of those slugs; every enabled one when none are named.
  func chosen(_ slugs: [String]?) throws(Fault) -> [Entity] {
    // Wrong words are told before anything is opened.
    for slug in slugs ?? [] { _ = try catalogued(slug) }
    let ready = try readyEntities()
    guard let slugs else { return try enabled(ready) }
    return slugs.flatMap { slug in ready.filter { $0.slug == slug } }
  }

  private func enabled(_ ready: [Entity]) throws(Fault) -> [Entity] {
    let slugs = try enabledSlugs()
    return ready.filter { slugs?.contains($0.slug) ?? $0.isEnabledByDefault }
  }

  /// The slugs that the site has enabled; nil when it has not said.
  private func enabledSlugs() throws(Fault) -> Set<String>? {
    let name = "wkpbic_entities"
    var connection = try Connection.open(configuration.database)
    let site = try site(&connection)
    guard let list = try site.options.read([name], &connection).value(name)?.array else {
      return nil
    }
    return Set(list.values.compactMap(\.bytes).map { String(decoding: $0, as: UTF8.self) })
  }
}
