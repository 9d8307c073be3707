internal import Model
package import Runtime

extension TableSchema {
  /// The table with what it must keep: a column that was once made cannot be taken away, nor get
  /// another type.
  ///
  /// Columns that are no longer delivered stay, hidden and without new values.
  package func keeping(_ known: [(name: String, type: String)]) throws(Fault) -> TableSchema {
    var kept: [ColumnSchema] = []
    for (name, type) in known {
      if let column = columns.first(where: { $0.name == name }) {
        guard column.dataType.rawValue == type else {
          throw SchemaRule.broken(
            "\(self.name)[\(name)]",
            "the table has it as \(type), and it would be \(column.dataType.rawValue) now",
            hint: "Choose the type \(type), or leave the column out")
        }
        continue
      }
      guard let type = ColumnType(rawValue: type) else { continue }
      kept.append(ColumnSchema(keptName: name, type))
    }
    guard columns.count + kept.count <= PowerBI.columnsMax else {
      throw SchemaRule.broken(
        name,
        "its \(kept.count) former columns and \(columns.count) present ones are more than "
          + "\(PowerBI.columnsMax), and columns cannot be removed",
        hint: "Choose fewer new columns")
    }
    return try TableSchema(
      name: name, description: description, columns: columns + kept, measures: measures)
  }
}
