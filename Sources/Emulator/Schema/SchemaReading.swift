internal import Bytes

/// Reads the bodies that declare datasets and tables, refusing whatever is not exactly right.
struct SchemaReading {
  let limits: Limits
  let behaviour: Behaviour

  private static let summaries = [
    "default", "none", "sum", "min", "max", "count", "average", "distinctcount",
  ]
  private static let categories = [
    "address", "city", "continent", "country", "image", "imageurl", "latitude", "longitude",
    "organization", "place", "postalcode", "stateorprovince", "weburl",
  ]
  private static let filterings = ["OneDirection", "BothDirections", "Automatic"]
  /// `Streaming` alone keeps no rows to query; this stand-in does not have it.
  private static let modes = ["Push", "PushStreaming"]
  /// UTF-16 units of a table's name at most.
  private static let tableNameUnits = 100

  /// The body of a dataset's creation.
  func dataset(_ json: JSONValue) throws(Refusal) -> DatasetSchema {
    let body = try Members(
      json, of: "Dataset", target: "dataset",
      allowing: ["name", "tables", "relationships", "defaultMode", "datasources"])
    let name = try body.text("name", isRequired: true) ?? ""
    if name.isEmpty { throw .invalid("The name of a dataset is empty", target: "dataset.name") }
    let mode = try body.text("defaultMode") ?? "Push"
    guard Self.modes.contains(mode) else {
      throw .invalid("Unknown default mode '\(mode)'", target: "dataset.defaultMode")
    }
    let tables = try self.tables(body)
    let relationships = try self.relationships(body, among: tables)
    return DatasetSchema(name: name, tables: tables, relationships: relationships, mode: mode)
  }

  private func tables(_ body: Members) throws(Refusal) -> [TableSchema] {
    let declared = try body.list("tables", isRequired: true)
    guard !declared.isEmpty, declared.count <= limits.tablesPerDataset else {
      throw .invalid(
        "A dataset has 1 to \(limits.tablesPerDataset) tables, not \(declared.count)",
        target: "dataset.tables")
    }
    var tables: [TableSchema] = []
    for json in declared { tables.append(try table(json)) }
    try Self.distinct(tables.map(\.name), "table", target: "dataset.tables")
    let measures = tables.flatMap { $0.measures.map(\.name) }
    try Self.distinct(measures, "measure", target: "dataset.tables")
    return tables
  }

  /// The body of a table, in a creation or by itself.
  func table(_ json: JSONValue) throws(Refusal) -> TableSchema {
    let body = try Members(
      json, of: "Table", target: "table",
      allowing: ["name", "columns", "measures", "isHidden", "description"])
    let name = try body.text("name", isRequired: true) ?? ""
    try Self.checkTableName(name, target: "table.name")
    _ = try body.flag("isHidden")
    _ = try body.text("description")
    let declared = try body.list("columns", isRequired: true)
    guard !declared.isEmpty, declared.count <= limits.columnsPerTable else {
      throw .invalid(
        "A table has 1 to \(limits.columnsPerTable) columns, not \(declared.count)",
        target: "table.columns")
    }
    var columns: [ColumnSchema] = []
    for json in declared { columns.append(try column(json)) }
    var measures: [MeasureSchema] = []
    for json in try body.list("measures") { measures.append(try measure(json)) }
    try Self.distinct(
      columns.map(\.name) + measures.map(\.name), "column or measure", target: "table.columns")
    for column in columns {
      guard let sorter = column.sortByColumn else { continue }
      guard columns.contains(where: { $0.name == sorter }), sorter != column.name else {
        throw .invalid("No column '\(sorter)' to sort by", target: "column.sortByColumn")
      }
    }
    return TableSchema(name: name, columns: columns, measures: measures)
  }

  private func column(_ json: JSONValue) throws(Refusal) -> ColumnSchema {
    let body = try Members(
      json, of: "Column", target: "column",
      allowing: [
        "name", "dataType", "formatString", "sortByColumn", "dataCategory", "isHidden",
        "summarizeBy",
      ])
    let name = try body.text("name", isRequired: true) ?? ""
    try Self.checkName(name, target: "column.name")
    let typeName = try body.text("dataType", isRequired: true) ?? ""
    guard let type = DataType(name: typeName) else {
      throw .invalid("Unknown data type '\(typeName)'", target: "column.dataType")
    }
    if type == .decimal, !behaviour.acceptsDecimal {
      throw .invalid("Data type 'Decimal' is not supported", target: "column.dataType")
    }
    var column = ColumnSchema(name: name, type: type)
    column.isHidden = try body.flag("isHidden") ?? false
    column.formatString = try body.text("formatString")
    column.sortByColumn = try body.text("sortByColumn")
    column.dataCategory = try body.word("dataCategory", among: Self.categories)
    column.summarizeBy = try body.word("summarizeBy", among: Self.summaries)
    return column
  }

  private func measure(_ json: JSONValue) throws(Refusal) -> MeasureSchema {
    let body = try Members(
      json, of: "Measure", target: "measure",
      allowing: ["name", "expression", "formatString", "description", "isHidden"])
    let name = try body.text("name", isRequired: true) ?? ""
    try Self.checkName(name, target: "measure.name")
    let expression = try body.text("expression", isRequired: true) ?? ""
    if expression.allSatisfy(\.isWhitespace) {
      throw .invalid("The expression of a measure is empty", target: "measure.expression")
    }
    _ = try body.text("formatString")
    _ = try body.text("description")
    _ = try body.flag("isHidden")
    return MeasureSchema(name: name, expression: expression)
  }

  private func relationships(
    _ body: Members, among tables: [TableSchema]
  ) throws(Refusal) -> [RelationshipSchema] {
    let declared = try body.list("relationships")
    guard declared.count <= limits.relationshipsPerDataset else {
      throw .invalid(
        "A dataset has at most \(limits.relationshipsPerDataset) relationships",
        target: "dataset.relationships")
    }
    var relationships: [RelationshipSchema] = []
    for json in declared { relationships.append(try relationship(json, among: tables)) }
    try Self.distinct(
      relationships.map(\.name), "relationship", target: "dataset.relationships")
    try Self.checkPaths(relationships)
    return relationships
  }

  /// Of two ways between the same tables only one could be active, and relationships of a push
  /// dataset always are.
  private static func checkPaths(_ relationships: [RelationshipSchema]) throws(Refusal) {
    for start in Set(relationships.map(\.fromTable)) {
      var reached: Set<String> = [start]
      var open = [start]
      while let table = open.popLast() {
        for relationship in relationships where relationship.fromTable == table {
          guard reached.insert(relationship.toTable).inserted else {
            throw .invalid(
              "There are ambiguous paths between '\(start)' and '\(relationship.toTable)'",
              target: "dataset.relationships")
          }
          open.append(relationship.toTable)
        }
      }
    }
  }

  private func relationship(
    _ json: JSONValue, among tables: [TableSchema]
  ) throws(Refusal) -> RelationshipSchema {
    let target = "relationship"
    let body = try Members(
      json, of: "Relationship", target: target,
      allowing: [
        "name", "fromTable", "fromColumn", "toTable", "toColumn", "crossFilteringBehavior",
      ])
    let relationship = RelationshipSchema(
      name: try body.text("name", isRequired: true) ?? "",
      fromTable: try body.text("fromTable", isRequired: true) ?? "",
      fromColumn: try body.text("fromColumn", isRequired: true) ?? "",
      toTable: try body.text("toTable", isRequired: true) ?? "",
      toColumn: try body.text("toColumn", isRequired: true) ?? "")
    try Self.checkTableName(relationship.name, target: "relationship.name")
    if let filtering = try body.text("crossFilteringBehavior"),
      !Self.filterings.contains(filtering)
    {
      throw .invalid(
        "Unknown value '\(filtering)'", target: "relationship.crossFilteringBehavior")
    }
    let from = try Self.type(tables, relationship.fromTable, relationship.fromColumn)
    let to = try Self.type(tables, relationship.toTable, relationship.toColumn)
    if from != to {
      throw .invalid(
        "The columns of relationship '\(relationship.name)' have different types", target: target)
    }
    if relationship.fromTable == relationship.toTable {
      throw .invalid("A relationship joins two tables", target: target)
    }
    return relationship
  }

  private static func type(
    _ tables: [TableSchema], _ table: String, _ column: String
  ) throws(Refusal) -> DataType {
    guard
      let found = tables.first(where: { $0.name == table })?.columns.first(where: {
        $0.name == column
      })
    else { throw .invalid("No column '\(table)'[\(column)]", target: "relationship") }
    return found.type
  }

  /// Both readings of the published pattern allow these: letters, digits, a few marks, and what
  /// lies beyond ASCII.
  private static func checkTableName(_ name: String, target: String) throws(Refusal) {
    let isPlain = name.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x09, 0x0A, 0x0D, 0x20, 0x23, 0x2D, 0x30...0x39, 0x40...0x5A, 0x5E...0x5F, 0x61...0x7A,
        0x7E...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF:
        true
      default: false
      }
    }
    guard isPlain, !name.isEmpty, name.utf16.count <= tableNameUnits else {
      throw .invalid("'\(name)' cannot be a name", target: target)
    }
  }

  private static func checkName(_ name: String, target: String) throws(Refusal) {
    let isPrintable = name.unicodeScalars.allSatisfy {
      $0.value >= 0x20 || $0.value == 0x09 || $0.value == 0x0A || $0.value == 0x0D
    }
    guard isPrintable, !name.isEmpty else {
      throw .invalid("'\(name)' cannot be a name", target: target)
    }
  }

  private static func distinct(
    _ names: [String], _ what: String, target: String
  ) throws(Refusal) {
    var seen: Set<String> = []
    for name in names where !seen.insert(name.lowercased()).inserted {
      throw .invalid("There are two of the \(what) '\(name)'", target: target)
    }
  }
}

/// An object of a request, its property names checked.
private struct Members {
  private let json: JSONValue
  private let target: String

  init(
    _ json: JSONValue, of type: String, target: String, allowing names: [String]
  ) throws(Refusal) {
    guard let members = json.members else {
      throw .invalid("Expected an object", target: target)
    }
    var seen: Set<String> = []
    for member in members {
      guard names.contains(member.name) else {
        throw .invalid(
          "The property '\(member.name)' does not exist on type "
            + "'Microsoft.PowerBI.ServiceContracts.Api.\(type)'. Make sure to only use property "
            + "names that are defined by the type.", target: target)
      }
      guard seen.insert(member.name).inserted else {
        throw .invalid("The property '\(member.name)' stands there twice", target: target)
      }
    }
    self.json = json
    self.target = target
  }

  private func value(_ name: String, isRequired: Bool) throws(Refusal) -> JSONValue? {
    if let value = json[name], !value.isNull { return value }
    if !isRequired { return nil }
    throw .invalid("The property '\(name)' is required", target: "\(target).\(name)")
  }

  func text(_ name: String, isRequired: Bool = false) throws(Refusal) -> String? {
    guard let value = try value(name, isRequired: isRequired) else { return nil }
    guard let text = value.string else {
      throw .invalid("The property '\(name)' is text", target: "\(target).\(name)")
    }
    return text
  }

  func flag(_ name: String) throws(Refusal) -> Bool? {
    guard let value = try value(name, isRequired: false) else { return nil }
    guard let flag = value.boolean else {
      throw .invalid("The property '\(name)' is true or false", target: "\(target).\(name)")
    }
    return flag
  }

  func list(_ name: String, isRequired: Bool = false) throws(Refusal) -> [JSONValue] {
    guard let value = try value(name, isRequired: isRequired) else { return [] }
    guard let list = value.array else {
      throw .invalid("The property '\(name)' is a list", target: "\(target).\(name)")
    }
    return list
  }

  /// Text that is one of some words, whatever its case.
  func word(_ name: String, among words: [String]) throws(Refusal) -> String? {
    guard let text = try text(name) else { return nil }
    guard words.contains(text.lowercased()) else {
      throw .invalid("Unknown value '\(text)'", target: "\(target).\(name)")
    }
    return text
  }
}
