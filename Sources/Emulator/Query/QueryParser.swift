internal import Bytes

/// Reads the small part of DAX that counting and proving needs; everything else is refused.
struct QueryParser {
  private let tokens: [QueryToken]
  private var position = 0
  private var depth = 0
  private var operations = 0

  /// Bytes of a query, levels of nesting, and operators, at most.
  private static let lengthMax = 100_000
  private static let depthMax = 60
  private static let operationsMax = 500

  static func parse(_ query: String) throws(QueryError) -> QuerySyntax {
    if query.utf8.count > lengthMax { throw QueryError("The query is too long") }
    var parser = QueryParser(tokens: try QueryTokens.all(of: query))
    guard parser.takeName("EVALUATE") else {
      throw QueryError("The query must begin with EVALUATE")
    }
    let syntax = try parser.result()
    if parser.current != .end { throw QueryError("Text after the end of the query") }
    return syntax
  }

  /// The DAX of a measure.
  static func expression(_ text: String) throws(QueryError) -> QuerySyntax.Expression {
    if text.utf8.count > lengthMax { throw QueryError("The expression is too long") }
    var parser = QueryParser(tokens: try QueryTokens.all(of: text))
    let expression = try parser.expression()
    if parser.current != .end { throw QueryError("Text after the end of the expression") }
    return expression
  }

  private init(tokens: [QueryToken]) {
    self.tokens = tokens
  }

  private var current: QueryToken { tokens[position] }

  private mutating func advance() -> QueryToken {
    let token = tokens[position]
    if token != .end { position += 1 }
    return token
  }

  private mutating func takeName(_ name: String) -> Bool {
    guard case .name(let found) = current, found.uppercased() == name else { return false }
    position += 1
    return true
  }

  private mutating func take(_ mark: String) -> Bool {
    guard current == .mark(mark) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ mark: String) throws(QueryError) {
    if !take(mark) { throw QueryError("Expected '\(mark)'") }
  }

  private mutating func enter() throws(QueryError) {
    depth += 1
    if depth > Self.depthMax { throw QueryError("The query is nested too deeply") }
  }

  private mutating func result() throws(QueryError) -> QuerySyntax {
    if takeName("ROW") {
      try expect("(")
      let columns = try named()
      return .row(columns)
    }
    guard takeName("SUMMARIZECOLUMNS") else {
      throw QueryError("Only ROW and SUMMARIZECOLUMNS can be evaluated")
    }
    try expect("(")
    var columns: [QuerySyntax.ColumnName] = []
    var filters: [QuerySyntax.TableExpression] = []
    while true {
      if case .text = current { break }
      if case .name(let name) = current, name.uppercased() == "FILTER" {
        filters.append(try table())
      } else {
        columns.append(try column())
      }
      if take(")") { return .summary(by: columns, filters: filters, columns: []) }
      try expect(",")
    }
    return .summary(by: columns, filters: filters, columns: try named())
  }

  /// Names and expressions up to the closing bracket: `"a", expression, …)`.
  private mutating func named() throws(QueryError) -> [QuerySyntax.Named] {
    var all: [QuerySyntax.Named] = []
    repeat {
      guard case .text(let name) = advance() else { throw QueryError("Expected a name in quotes") }
      if all.contains(where: { $0.name.lowercased() == name.lowercased() }) {
        throw QueryError("The name \"\(name)\" stands there twice")
      }
      try expect(",")
      all.append(QuerySyntax.Named(name: name, expression: try expression()))
    } while take(",")
    try expect(")")
    return all
  }

  private mutating func column() throws(QueryError) -> QuerySyntax.ColumnName {
    let table: String
    switch advance() {
    case .name(let name), .quotedName(let name): table = name
    default: throw QueryError("Expected a column as 'table'[column]")
    }
    guard case .column(let name) = advance() else {
      throw QueryError("Expected a column as 'table'[column]")
    }
    return QuerySyntax.ColumnName(table: table, column: name)
  }

  private mutating func table() throws(QueryError) -> QuerySyntax.TableExpression {
    try enter()
    defer { depth -= 1 }
    if takeName("FILTER") {
      try expect("(")
      let inner = try table()
      try expect(",")
      let condition = try expression()
      try expect(")")
      return .filter(inner, condition)
    }
    if takeName("VALUES") || takeName("DISTINCT") {
      try expect("(")
      let column = try column()
      try expect(")")
      return .values(column)
    }
    switch advance() {
    case .name(let name), .quotedName(let name): return .table(name)
    default: throw QueryError("Expected a table")
    }
  }

  private mutating func expression(above strength: Int = 0) throws(QueryError)
    -> QuerySyntax.Expression
  {
    try enter()
    defer { depth -= 1 }
    var left = try operand()
    while true {
      if operations > Self.operationsMax { throw QueryError("The query is too long") }
      if takeName("IN") {
        operations += 1
        left = .membership(left, try list())
        continue
      }
      guard case .mark(let mark) = current, let operation = QuerySyntax.Operator(rawValue: mark),
        operation.strength > strength
      else { return left }
      position += 1
      operations += 1
      left = .operation(operation, left, try expression(above: operation.strength))
    }
  }

  /// Constants in braces: `{1, 2}`.
  private mutating func list() throws(QueryError) -> [CellValue] {
    try expect("{")
    var values: [CellValue] = []
    repeat {
      let isNegative = take("-")
      switch advance() {
      case .number(let text): values.append(try Self.constant(isNegative ? "-" + text : text))
      case .text(let text) where !isNegative: values.append(.string(Array(text.utf8)))
      default: throw QueryError("Expected a number or text")
      }
    } while take(",")
    try expect("}")
    return values
  }

  private mutating func operand() throws(QueryError) -> QuerySyntax.Expression {
    try enter()
    defer { depth -= 1 }
    if takeName("NOT") { return .not(try operand()) }
    if take("-") {
      if case .number(let text) = current {
        position += 1
        return .constant(try Self.constant("-" + text))
      }
      return .operation(.subtract, .constant(.integer(0)), try operand())
    }
    if take("(") {
      let inner = try expression()
      try expect(")")
      return inner
    }
    switch current {
    case .number(let text):
      position += 1
      return .constant(try Self.constant(text))
    case .text(let text):
      position += 1
      return .constant(.string(Array(text.utf8)))
    case .quotedName: return .column(try column())
    case .column(let name):
      position += 1
      return .measure(name)
    case .name(let name):
      if case .column = tokens[position + 1] { return .column(try column()) }
      position += 1
      return try function(name.uppercased())
    default: throw QueryError("Expected an expression")
    }
  }

  private mutating func function(_ name: String) throws(QueryError) -> QuerySyntax.Expression {
    try expect("(")
    let expression: QuerySyntax.Expression
    switch name {
    case "COUNTROWS": expression = .countRows(try table())
    case "SUMX":
      let table = try table()
      try expect(",")
      expression = .sumOver(table, try self.expression())
    case "COALESCE": expression = .coalesce(try expressions())
    case "CALCULATE": expression = try calculation()
    case "DIVIDE":
      let left = try self.expression()
      try expect(",")
      let right = try self.expression()
      expression = .divide(left, right, take(",") ? try self.expression() : nil)
    case "ISBLANK": expression = .isBlank(try self.expression())
    case "BLANK": expression = .constant(.blank)
    case "TRUE": expression = .constant(.boolean(true))
    case "FALSE": expression = .constant(.boolean(false))
    default:
      guard let aggregate = QuerySyntax.Aggregate(rawValue: name) else {
        throw QueryError("The function \(name) is not known")
      }
      expression = .aggregate(aggregate, try column())
    }
    try expect(")")
    return expression
  }

  private mutating func expressions() throws(QueryError) -> [QuerySyntax.Expression] {
    var all: [QuerySyntax.Expression] = []
    repeat { all.append(try expression()) } while take(",")
    return all
  }

  private mutating func calculation() throws(QueryError) -> QuerySyntax.Expression {
    let inner = try expression()
    var filters: [QuerySyntax.Filter] = []
    while take(",") {
      if case .name(let name) = current, name.uppercased() == "FILTER" {
        filters.append(.table(try table()))
      } else if takeName("KEEPFILTERS") {
        try expect("(")
        filters.append(.kept(try expression()))
        try expect(")")
      } else {
        filters.append(.condition(try expression()))
      }
    }
    return .calculate(inner, filters)
  }

  /// A whole number stays whole; any other is a double.
  private static func constant(_ text: String) throws(QueryError) -> CellValue {
    if let integer = Int64(text) { return .integer(integer) }
    guard let double = Double(text) else { throw QueryError("\(text) is not a number") }
    return .double(double)
  }
}
