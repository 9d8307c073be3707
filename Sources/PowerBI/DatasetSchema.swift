internal import Bytes
package import Model
package import Runtime

/// A way from a foreign key to the one column that identifies a row of another table.
///
/// The other table must be one whose keys are unique, that is one that is replaced as a whole.
package struct Relationship: Sendable, Equatable {
  /// The table with the foreign key.
  package var fromTable: String
  /// The foreign key.
  package var fromColumn: String
  /// The table whose rows are named.
  package var toTable: String
  /// Its key, of one column.
  package var toColumn: String

  package init(fromTable: String, fromColumn: String, toTable: String, toColumn: String) {
    self.fromTable = fromTable
    self.fromColumn = fromColumn
    self.toTable = toTable
    self.toColumn = toColumn
  }

  /// The name that it bears at the service, of safe characters only.
  var name: String {
    let whole = "\(fromTable)-\(fromColumn)-\(toTable)-\(toColumn)"
    return String(String.UnicodeScalarView(whole.unicodeScalars.filter(SchemaRule.isSafe)))
  }

  var json: JSONValue {
    .object([
      "name": .string(name), "fromTable": .string(fromTable), "fromColumn": .string(fromColumn),
      "toTable": .string(toTable), "toColumn": .string(toColumn),
      "crossFilteringBehavior": .string("OneDirection"),
    ])
  }
}

/// A push dataset before it is made: what breaks a limit is refused here, not by the service.
package struct DatasetSchema: Sendable, Equatable {
  /// What people call the dataset.
  package let name: String
  /// Its tables.
  package let tables: [TableSchema]
  /// How its tables hang together.
  package let relationships: [Relationship]

  package init(
    name: String, tables: [TableSchema], relationships: [Relationship]
  ) throws(Fault) {
    guard !name.isEmpty, name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
    else { throw SchemaRule.broken(name, "a dataset needs a printable name", hint: "") }
    guard !tables.isEmpty, tables.count <= PowerBI.tablesMax else {
      throw SchemaRule.broken(
        name, "it has \(tables.count) tables, a dataset holds 1 to \(PowerBI.tablesMax)",
        hint: "Spread the tables over several datasets")
    }
    guard relationships.count <= PowerBI.relationshipsMax else {
      throw SchemaRule.broken(
        name, "it has \(relationships.count) relationships of \(PowerBI.relationshipsMax)",
        hint: "")
    }
    try SchemaRule.checkUnique(tables.map(\.name), in: name, "table")
    try SchemaRule.checkUnique(tables.flatMap(\.measures).map(\.name), in: name, "measure")
    try SchemaRule.checkUnique(relationships.map(\.name), in: name, "relationship")
    for relationship in relationships { try SchemaRule.check(relationship, tables) }
    try SchemaRule.checkPaths(relationships)
    self.name = name
    self.tables = tables
    self.relationships = relationships
  }

  /// The dataset of these tables with everything that belongs to it: relationships, and the
  /// shop's figures.
  package static func standard(
    name: String, _ tables: [(entity: Entity, name: String)], decimals: DecimalStorage,
    _ rules: Measure.Rules
  ) throws(Fault) -> DatasetSchema {
    let measures = Measure.standard(tables, rules)
    var schemas: [TableSchema] = []
    for table in tables {
      let plain = try TableSchema(table.entity, name: table.name, decimals: decimals)
      schemas.append(try plain.adding(measures[table.name] ?? []))
    }
    return try DatasetSchema(
      name: name, tables: schemas, relationships: Relationship.standard(tables))
  }

  var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("name", .string(name)), .init("defaultMode", .string("Push")),
      .init("tables", .array(tables.map(\.json))),
    ]
    if !relationships.isEmpty {
      members.append(.init("relationships", .array(relationships.map(\.json))))
    }
    return .object(members)
  }
}

/// What the service asks of names and references, held to before it is asked.
enum SchemaRule {
  /// Characters that both readings of the published pattern let pass.
  static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "A"..."Z", "a"..."z", "0"..."9", " ", "_", "#", "@", "^", "~", "-": true
    default: false
    }
  }

  static func checkName(_ name: String, of what: String) throws(Fault) {
    let isFitting = !name.isEmpty && name.utf8.count <= TableSchema.nameMax
    let isBlank = name.first == " " || name.last == " "
    guard isFitting, !isBlank, name.unicodeScalars.allSatisfy(isSafe) else {
      throw broken(
        name, "no \(what) can be called that",
        hint: "Use 1 to \(TableSchema.nameMax) of the characters A-Z a-z 0-9 _ # @ ^ ~ - and space")
    }
  }

  static func checkColumnName(_ name: String, in table: String) throws(Fault) {
    let isPrintable = name.unicodeScalars.allSatisfy {
      $0.value >= 0x20 && $0.value != 0x7F && $0 != "[" && $0 != "]"
    }
    guard !name.isEmpty, name.utf8.count <= TableSchema.nameMax, isPrintable else {
      throw broken(table, "no column can be called “\(name)”", hint: "Choose another name")
    }
  }

  /// Names are the same when only their case differs, as in DAX.
  static func checkUnique(_ names: [String], in place: String, _ what: String) throws(Fault) {
    var seen: Set<String> = []
    for name in names where !seen.insert(name.lowercased()).inserted {
      throw broken(place, "the \(what) \(name) stands twice", hint: "Choose another name")
    }
  }

  static func check(_ relationship: Relationship, _ tables: [TableSchema]) throws(Fault) {
    try checkName(relationship.name, of: "relationship")
    let from = try column(relationship.fromColumn, of: relationship.fromTable, tables)
    let to = try column(relationship.toColumn, of: relationship.toTable, tables)
    guard relationship.fromTable != relationship.toTable, from.dataType == to.dataType else {
      throw broken(relationship.name, "its two columns cannot be related", hint: "")
    }
  }

  /// There is one way at most from a table to another, or the service refuses it as ambiguous.
  static func checkPaths(_ relationships: [Relationship]) throws(Fault) {
    for start in Set(relationships.map(\.fromTable)).sorted() {
      var seen: Set<String> = [start]
      var open = [start]
      while let table = open.popLast() {
        for relationship in relationships where relationship.fromTable == table {
          guard seen.insert(relationship.toTable).inserted else {
            throw broken(
              relationship.name, "there are two ways from \(start) to \(relationship.toTable)",
              hint: "Leave one of the relationships out")
          }
          open.append(relationship.toTable)
        }
      }
    }
  }

  private static func column(
    _ name: String, of table: String, _ tables: [TableSchema]
  ) throws(Fault) -> ColumnSchema {
    let columns = tables.first { $0.name == table }?.columns
    guard let column = columns?.first(where: { $0.name == name }) else {
      throw broken("\(table)[\(name)]", "a relationship names a column that is not there", hint: "")
    }
    return column
  }

  static func broken(_ subject: String, _ cause: String, hint: String) -> Fault {
    Fault(
      .configuration, operation: "describing a dataset", subject: subject, cause: cause,
      hint: hint, recovery: .operator)
  }
}
