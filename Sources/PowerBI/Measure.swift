internal import Bytes
package import Model

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
      expression: "COUNTROWS(FILTER(VALUES(\(DAX.column(table, key))), "
        + "CALCULATE(SUM(\(DAX.column(table, EngineColumn.sign.rawValue)))) > 0))",
      formatString: "#,0", description: "\(entity.label) that hold, each counted once")
  }

  var json: JSONValue {
    .object([
      "name": .string(name), "expression": .string(expression),
      "formatString": .string(formatString), "description": .string(description),
    ])
  }
}
