/// What a query says, names still unresolved.
enum QuerySyntax {
  /// `ROW("a", …)`
  case row([Named])
  /// `SUMMARIZECOLUMNS('t'[c], …, FILTER(…), "a", …)`
  case summary(by: [ColumnName], filters: [TableExpression], columns: [Named])

  struct Named {
    var name: String
    var expression: Expression
  }

  struct ColumnName: Hashable {
    var table: String
    var column: String
  }

  indirect enum Expression {
    case constant(CellValue)
    case column(ColumnName)
    case countRows(TableExpression)
    case aggregate(Aggregate, ColumnName)
    case sumOver(TableExpression, Expression)
    case coalesce([Expression])
    case calculate(Expression, [Filter])
    case operation(Operator, Expression, Expression)
    /// What stands in for a division by nothing is BLANK unless said.
    case divide(Expression, Expression, Expression?)
    case measure(String)
    case not(Expression)
    case isBlank(Expression)
    case membership(Expression, [CellValue])
  }

  indirect enum TableExpression {
    case table(String)
    /// The different values of a column.
    case values(ColumnName)
    case filter(TableExpression, Expression)
  }

  enum Filter {
    case condition(Expression)
    /// A condition beside those that hold already.
    case kept(Expression)
    case table(TableExpression)
  }

  enum Aggregate: String {
    case sum = "SUM"
    case minimum = "MIN"
    case maximum = "MAX"
    case distinctCount = "DISTINCTCOUNT"
    case count = "COUNT"
    case countBlank = "COUNTBLANK"
    case average = "AVERAGE"
  }

  enum Operator: String {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case equal = "="
    case identical = "=="
    case unequal = "<>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case and = "&&"
    case or = "||"

    /// How tightly it binds.
    var strength: Int {
      switch self {
      case .or: 1
      case .and: 2
      case .add, .subtract: 4
      case .multiply, .divide: 5
      default: 3
      }
    }
  }
}
