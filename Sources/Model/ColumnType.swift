/// The types of a column, spelled as Power BI spells them.
package enum ColumnType: String, Sendable, CaseIterable {
  case int64 = "Int64"
  case double = "Double"
  case decimal = "Decimal"
  case boolean = "Boolean"
  case dateTime = "DateTime"
  case string = "String"
}
