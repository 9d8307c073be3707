/// The types of columns.
package enum DataType: String, Sendable, CaseIterable {
  case int64 = "Int64"
  case double = "Double"
  case boolean = "Boolean"
  case dateTime = "DateTime"
  case string = "String"
  case decimal = "Decimal"

  /// By name, without regard to case, as the service reads it.
  init?(name: String) {
    let lowered = name.lowercased()
    guard let type = Self.allCases.first(where: { $0.rawValue.lowercased() == lowered }) else {
      return nil
    }
    self = type
  }

  var isNumeric: Bool {
    self == .int64 || self == .double || self == .decimal
  }
}

struct ColumnSchema: Sendable, Equatable {
  var name: String
  var type: DataType
  var isHidden = false
  var formatString: String?
  var sortByColumn: String?
  var dataCategory: String?
  var summarizeBy: String?
}

struct MeasureSchema: Sendable, Equatable {
  var name: String
  var expression: String
}

struct TableSchema: Sendable, Equatable {
  var name: String
  var columns: [ColumnSchema]
  var measures: [MeasureSchema]
}

struct RelationshipSchema: Sendable, Equatable {
  var name: String
  var fromTable: String
  var fromColumn: String
  var toTable: String
  var toColumn: String
}

struct DatasetSchema: Sendable, Equatable {
  var name: String
  var tables: [TableSchema]
  var relationships: [RelationshipSchema]
  var mode: String
}
