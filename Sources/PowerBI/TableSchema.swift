internal import Bytes
package import Model
package import Runtime

/// A table as the service wants to hear of it.
package struct TableSchema: Sendable, Equatable {
  /// Characters of a table's name at most.
  package static let nameMax = 100
  /// UTF-16 units of a table's description at most.
  package static let descriptionUnitsMax = 4000

  /// What the table is called; rows are sent under this name.
  package let name: String
  package let description: String
  /// The entity's columns, then the engine's.
  package let columns: [ColumnSchema]
  /// Figures that ship with the table.
  package let measures: [Measure]

  /// The table of an entity: its columns in the catalogue's order, then the engine's.
  ///
  /// A selection is an entity with other columns.
  package init(_ entity: Entity, name: String, decimals: DecimalStorage) throws(Fault) {
    let columns =
      entity.columns.map { ColumnSchema($0, decimals: decimals) }
      + EngineColumn.all(of: entity).map { ColumnSchema($0) }
    var measures: [Measure] = []
    if entity.delivery == .signed, entity.key.count == 1, let key = entity.key.first {
      measures = [.count(of: entity, key: key, table: name)]
    }
    try self.init(
      name: name, description: Self.description(of: entity), columns: Self.sorted(columns),
      measures: measures)
  }

  /// A table of these columns; a Fault when the service would refuse it.
  package init(
    name: String, description: String, columns: [ColumnSchema], measures: [Measure]
  ) throws(Fault) {
    try Self.check(name: name)
    guard !columns.isEmpty, columns.count <= PowerBI.columnsMax else {
      throw SchemaRule.broken(
        name, "it has \(columns.count) columns, a table holds 1 to \(PowerBI.columnsMax)",
        hint: "Select fewer columns")
    }
    for column in columns { try SchemaRule.checkColumnName(column.name, in: name) }
    try SchemaRule.checkUnique(columns.map(\.name) + measures.map(\.name), in: name, "column")
    self.name = name
    self.description = description
    self.columns = columns
    self.measures = measures
  }

  /// A Fault when no table can be called that.
  package static func check(name: String) throws(Fault) {
    try SchemaRule.checkName(name, of: "table")
    if name.lowercased() == "date" {
      throw SchemaRule.broken(
        name, "a table called Date does not work in Power BI", hint: "Call it Dates")
    }
  }

  /// The same table with further measures behind those that it has.
  package func adding(_ more: [Measure]) throws(Fault) -> TableSchema {
    try TableSchema(
      name: name, description: description, columns: columns, measures: measures + more)
  }

  /// The measures as the service is given them, to know them again.
  package var measuresText: String {
    String(decoding: JSONValue.array(measures.map(\.json)).encoded(), as: UTF8.self)
  }

  var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("name", .string(name)), .init("columns", .array(columns.map(\.json))),
    ]
    if !measures.isEmpty { members.append(.init("measures", .array(measures.map(\.json)))) }
    if !description.isEmpty { members.append(.init("description", .string(description))) }
    return .object(members)
  }

  /// The entity's description and as many of its columns' as have room, whole lines only.
  private static func description(of entity: Entity) -> String {
    var text = entity.description
    for column in entity.columns where !column.description.isEmpty {
      let line = "\n\(column.name): \(column.description)"
      if text.utf16.count + line.utf16.count > descriptionUnitsMax { break }
      text += line
    }
    return text
  }

  /// Names of months and days stand in the order of their numbers.
  private static func sorted(_ columns: [ColumnSchema]) -> [ColumnSchema] {
    let orders = ["month_name": "month", "day_name": "day_of_week"]
    let names = Set(columns.map(\.name))
    return columns.map { column in
      var column = column
      column.sortByColumn = orders[column.name].flatMap { names.contains($0) ? $0 : nil }
      return column
    }
  }
}
