// What an expression comes to.
extension QueryEvaluation {
  /// Measures within measures at most.
  private static let measuresMax = 20

  func value(
    _ expression: QuerySyntax.Expression, _ context: Context
  ) throws(QueryError) -> CellValue {
    switch expression {
    case .constant(let value): return value
    case .column(let name): return try current(name, context)
    case .countRows(let table):
      let count = try tableValue(table, context).count
      return count == 0 ? .blank : .integer(Int64(count))
    case .aggregate(let aggregate, let name):
      let place = try place(name)
      return try self.aggregate(aggregate, place, visible(place.table, context))
    case .sumOver(let table, let inner): return try sum(table, inner, context)
    case .coalesce(let all):
      for item in all {
        let value = try value(item, context)
        if value != .blank { return value }
      }
      return .blank
    case .calculate(let inner, let filters): return try calculation(inner, filters, context)
    case .operation(let operation, let left, let right):
      return try QueryArithmetic.apply(
        operation, try value(left, context), try value(right, context))
    case .divide(let left, let right, let other):
      let divisor = try value(right, context)
      if QueryArithmetic.double(divisor) ?? 0 == 0 {
        return try other.map { (expression) throws(QueryError) in try value(expression, context) }
          ?? .blank
      }
      return try QueryArithmetic.apply(.divide, try value(left, context), divisor)
    case .measure(let name): return try measure(name, context)
    case .not(let inner): return .boolean(!QueryArithmetic.isTrue(try value(inner, context)))
    case .isBlank(let inner): return .boolean(try value(inner, context) == .blank)
    case .membership(let inner, let list):
      let value = try value(inner, context)
      return .boolean(list.contains { QueryArithmetic.order(value, $0) == 0 })
    }
  }

  func current(
    _ name: QuerySyntax.ColumnName, _ context: Context
  ) throws(QueryError) -> CellValue {
    let place = try place(name)
    switch context.current {
    case .row(let table, let row) where table == place.table: return cell(place, row)
    case .value(let known, let value, _) where known == place: return value
    default:
      throw QueryError(
        "A single value for column '\(name.column)' in table '\(name.table)' cannot be determined")
    }
  }

  func sum(
    _ table: QuerySyntax.TableExpression, _ inner: QuerySyntax.Expression, _ context: Context
  ) throws(QueryError) -> CellValue {
    var sum = CellValue.blank
    var innerContext = context
    switch try tableValue(table, context) {
    case .rows(let table, let rows):
      for row in rows {
        innerContext.current = .row(table: table, row)
        sum = try QueryArithmetic.apply(.add, sum, try value(inner, innerContext))
      }
    case .values(let place, let values):
      for item in values {
        innerContext.current = .value(place, item.value, item.rows)
        sum = try QueryArithmetic.apply(.add, sum, try value(inner, innerContext))
      }
    }
    return sum
  }

  func calculation(
    _ inner: QuerySyntax.Expression, _ filters: [QuerySyntax.Filter], _ context: Context
  ) throws(QueryError) -> CellValue {
    var next = context
    switch context.current {
    case .none: break
    case .value(let place, _, let rows): next.rows[place.table] = rows
    case .row: throw QueryError("CALCULATE inside an iteration over rows is not known")
    }
    next.current = .none
    for filter in filters {
      switch filter {
      case .table(let expression): next = try restricted(next, by: expression)
      case .condition(let condition): next = try restricted(next, to: condition, keeps: false)
      case .kept(let condition): next = try restricted(next, to: condition, keeps: true)
      }
    }
    return try value(inner, next)
  }

  /// Rows for which a condition on one column holds.
  ///
  /// A condition replaces what the context says of its column, unless it is to be kept.
  private func restricted(
    _ context: Context, to condition: QuerySyntax.Expression, keeps: Bool
  ) throws(QueryError) -> Context {
    guard let place = try singlePlace(condition) else {
      throw QueryError("A condition of CALCULATE names one column")
    }
    if !keeps, context.grouped.contains(place) {
      throw QueryError("A condition on a grouped column is not known")
    }
    var next = context
    let rows = members(place.table, context)
    next.rows[place.table] = try matching(rows, place.table, condition, context)
    return next
  }

  /// A measure is computed as if CALCULATE stood around it.
  private func measure(_ name: String, _ context: Context) throws(QueryError) -> CellValue {
    guard let known = memory.measures[name.lowercased()] else {
      throw QueryError("The measure [\(name)] cannot be found")
    }
    var inner = context
    inner.measures += 1
    if inner.measures > Self.measuresMax { throw QueryError("[\(name)] depends on itself") }
    return try calculation(try QueryParser.expression(known), [], inner)
  }

  func restricted(
    _ context: Context, by expression: QuerySyntax.TableExpression
  ) throws(QueryError) -> Context {
    var next = context
    switch try tableValue(expression, context) {
    case .rows(let table, let rows): next.rows[table] = rows
    case .values(let place, let values): next.rows[place.table] = values.flatMap(\.rows)
    }
    return next
  }

  func aggregate(
    _ aggregate: QuerySyntax.Aggregate, _ place: Place, _ rows: [RowID]
  ) throws(QueryError) -> CellValue {
    let type = tables[place.table].schema.columns[place.column].type
    switch aggregate {
    case .sum, .average:
      if !type.isNumeric { throw QueryError("\(aggregate.rawValue) needs a column of numbers") }
      var sum = CellValue.blank
      var count: Int64 = 0
      for row in rows {
        let value = cell(place, row)
        if value != .blank { count += 1 }
        sum = try QueryArithmetic.apply(.add, sum, value)
      }
      if aggregate == .sum || count == 0 { return sum }
      return try QueryArithmetic.apply(.divide, sum, .integer(count))
    case .minimum, .maximum:
      let sign = aggregate == .minimum ? -1 : 1
      var best = CellValue.blank
      for row in rows {
        let value = cell(place, row)
        if value == .blank { continue }
        if best == .blank || QueryArithmetic.order(value, best) == sign { best = value }
      }
      return best
    case .distinctCount:
      let values = Set(rows.map { QueryArithmetic.folded(cell(place, $0)) })
      return values.isEmpty ? .blank : .integer(Int64(values.count))
    case .count, .countBlank:
      let wanted = aggregate == .countBlank
      let count = rows.count { (cell(place, $0) == .blank) == wanted }
      return count == 0 ? .blank : .integer(Int64(count))
    }
  }
}
