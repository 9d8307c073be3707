package import Bytes
internal import Delivery
internal import Files
internal import MariaDB
internal import Model
package import Runtime
internal import WooCommerce

/// An entity as people choose among them; without rows, which take time to count.
package struct EntityDescription: Sendable, Equatable {
  /// The name in addresses.
  package var slug: String
  /// The name for people.
  package var label: String
  /// What its rows are.
  package var description: String
  /// A dashicon of WordPress.
  package var icon: String
  /// Why the shop has no rows of it; nil when it can have some.
  package var reason: String?
}

/// A column as people choose among them.
package struct ColumnDescription: Sendable, Equatable {
  /// The name in the destination.
  package var name: String
  /// The type, as Power BI spells it.
  package var type: String
  /// Whether "there is none" is a value.
  package var isNullable: Bool
  /// The heading under which it is shown.
  package var group: String
  package var description: String
}

extension Connector {
  /// Rows of a preview at most.
  package static let previewRowsMax = 100

  /// All entities, those too that the shop cannot have.
  package func entityDescriptions() throws(Fault) -> [EntityDescription] {
    let (reading, shop) = try shopReading()
    var descriptions: [EntityDescription] = []
    for entity in try readyEntities(reading) {
      descriptions.append(
        EntityDescription(
          slug: entity.slug, label: entity.label, description: entity.description,
          icon: entity.icon, reason: try unavailability(of: entity, shop, reading)))
    }
    return descriptions
  }

  /// The columns that an entity delivers on this site.
  package func columns(of slug: String) throws(Fault) -> [ColumnDescription] {
    let (reading, _) = try shopReading()
    return try readyEntity(try catalogued(slug), reading).columns.map { column in
      ColumnDescription(
        name: column.name, type: column.type.rawValue, isNullable: column.isNullable,
        group: column.group, description: column.description)
    }
  }

  /// How many rows the shop has of an entity.
  package func rowCount(of slug: String) throws(Fault) -> Int {
    let (reading, shop) = try shopReading()
    let entity = try readyEntity(try catalogued(slug), reading)
    return try rowCount(of: entity, shop, .standard, reading)
  }

  private func shopReading() throws(Fault) -> (ShopReading, Shop) {
    var connection = try Connection.open(configuration.database)
    let reading = try reading(&connection)
    return (reading, try shop(reading, &connection))
  }

  /// The first rows of an entity, as exports show them.
  package func preview(of slug: String, limit: Int) throws(Fault) -> [JSONValue] {
    precondition((1...Self.previewRowsMax).contains(limit), "a preview is short")
    let entity = try readyEntity(slug, columns: nil, meta: nil)
    var source = try source(entity, try shop(), readRequest(.standard, .file))
    var lines = NDJSONLines()
    var count = 0
    var cursor = Cursor.after(0)
    while cursor != .end, count < limit {
      if interruption.isRaised { throw Self.interrupted("reading a preview", slug) }
      var rows = RowBuffer()
      cursor = try source.read(after: cursor, into: &rows)
      lines.append(rows)
      count += rows.count
    }
    let text = lines.bytes.array()
    return try text.split(separator: UInt8(ascii: "\n")).prefix(limit).map {
      (line) throws(Fault) in try Self.row(Array(line), slug)
    }
  }

  private static func row(_ line: [UInt8], _ slug: String) throws(Fault) -> JSONValue {
    do {
      return try JSONValue(line)
    } catch {
      throw Fault(
        .data, operation: "reading a preview", subject: slug, cause: error.reason,
        recovery: .operator)
    }
  }
}
