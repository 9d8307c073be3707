internal import Bytes
package import Model
package import Runtime

/// A figure that reports compute, in DAX.
package struct Measure: Sendable, Equatable {
  /// The name in the table, unique in the dataset.
  package var name: String
  /// The DAX.
  package var expression: String
  /// How reports write the figure.
  package var formatString: String
  package var description: String

  package init(name: String, expression: String, formatString: String, description: String) {
    self.name = name
    self.expression = expression
    self.formatString = formatString
    self.description = description
  }

  /// How many keys of a table hold, compensated rows left out; right in every delivery mode.
  package static func count(of entity: Entity, key: String, table: String) -> Measure {
    Measure(
      name: "\(table) count",
      expression: "COUNTROWS(FILTER(VALUES('\(table)'[\(key)]), "
        + "CALCULATE(SUM('\(table)'[\(EngineColumn.sign.rawValue)])) > 0))",
      formatString: "#,0", description: "\(entity.label) that hold, each counted once")
  }

  var json: JSONValue {
    .object([
      "name": .string(name), "expression": .string(expression),
      "formatString": .string(formatString), "description": .string(description),
    ])
  }
}

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
    try SchemaRule.checkName(name, of: "table")
    if name.lowercased() == "date" {
      throw SchemaRule.broken(
        name, "a table called Date does not work in Power BI", hint: "Call it Dates")
    }
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
