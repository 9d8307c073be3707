internal import Runtime

/// Computes a query over a snapshot of a dataset.
struct QueryEvaluation {
  private let tables: [Table]
  private let now: Instant

  init(_ dataset: Dataset, at now: Instant) {
    tables = dataset.tables
    self.now = now
  }

  /// Names and rows of the one table that a query returns.
  struct Result {
    var columns: [String]
    var rows: [[CellValue]]
  }

  /// Where a row stands.
  struct RowID {
    var chunk: Int
    var row: Int
  }

  /// Which rows an expression sees.
  private struct Context {
    /// By table; all visible rows of a table that is not there.
    var rows: [Int: [RowID]] = [:]
    /// Columns that a summary groups by: a condition on them would replace the grouping.
    var grouped: Set<Place> = []
    /// The row that is looked at, if any.
    var current = Current.none
  }

  private enum Current {
    case none
    case row(table: Int, RowID)
    /// One of the different values of a column, and the rows that have it.
    case value(Place, CellValue, [RowID])
  }

  /// A column of a table.
  private struct Place: Hashable {
    var table: Int
    var column: Int
  }

  private enum TableValue {
    case rows(table: Int, [RowID])
    case values(Place, [(value: CellValue, rows: [RowID])])

    var count: Int {
      switch self {
      case .rows(_, let rows): rows.count
      case .values(_, let values): values.count
      }
    }
  }

  func run(_ syntax: QuerySyntax) throws(QueryError) -> Result {
    switch syntax {
    case .row(let named):
      var row: [CellValue] = []
      for item in named { row.append(try value(item.expression, Context())) }
      return Result(columns: named.map { "[\($0.name)]" }, rows: [row])
    case .summary(let columns, let filters, let named):
      return try summary(columns, filters, named)
    }
  }

  // MARK: Summaries

  private func summary(
    _ names: [QuerySyntax.ColumnName], _ filters: [QuerySyntax.TableExpression],
    _ named: [QuerySyntax.Named]
  ) throws(QueryError) -> Result {
    var places: [Place] = []
    for name in names { places.append(try place(name)) }
    guard let table = places.first?.table, places.allSatisfy({ $0.table == table }) else {
      throw QueryError("A summary groups by columns of one table")
    }
    var context = Context()
    for filter in filters { context = try restricted(context, by: filter) }
    context.grouped = Set(places)
    let titles = places.map { place in
      let schema = tables[place.table].schema
      return "\(schema.name)[\(schema.columns[place.column].name)]"
    }
    var rows: [[CellValue]] = []
    for group in groups(places, of: visible(table, context)) {
      var inner = context
      inner.rows[table] = group.rows
      var values: [CellValue] = []
      for item in named { values.append(try value(item.expression, inner)) }
      // As DAX: a group for which everything is blank is not there.
      if named.isEmpty || values.contains(where: { $0 != .blank }) {
        rows.append(group.key + values)
      }
    }
    return Result(columns: titles + named.map { "[\($0.name)]" }, rows: rows)
  }

  private func groups(
    _ places: [Place], of rows: [RowID]
  ) -> [(key: [CellValue], rows: [RowID])] {
    var positions: [[CellValue]: Int] = [:]
    var groups: [(key: [CellValue], rows: [RowID])] = []
    for row in rows {
      let key = places.map { cell($0, row) }
      let folded = key.map(QueryArithmetic.folded)
      if let position = positions[folded] {
        groups[position].rows.append(row)
      } else {
        positions[folded] = groups.count
        groups.append((key, [row]))
      }
    }
    return groups
  }

  // MARK: Tables

  private func visible(_ table: Int, _ context: Context) -> [RowID] {
    if let rows = context.rows[table] { return rows }
    var rows: [RowID] = []
    rows.reserveCapacity(tables[table].rowCount)
    for (index, chunk) in tables[table].chunks.enumerated() where chunk.visibleAt <= now {
      for row in chunk.rows { rows.append(RowID(chunk: index, row: row)) }
    }
    return rows
  }

  private func cell(_ place: Place, _ row: RowID) -> CellValue {
    tables[place.table].chunks[row.chunk].value(column: place.column, row: row.row)
  }

  private func tableValue(
    _ expression: QuerySyntax.TableExpression, _ context: Context
  ) throws(QueryError) -> TableValue {
    switch expression {
    case .table(let name):
      let table = try table(name)
      return .rows(table: table, visible(table, context))
    case .values(let name):
      let place = try place(name)
      let found = groups([place], of: visible(place.table, context))
      return .values(place, found.map { ($0.key[0], $0.rows) })
    case .filter(let inner, let condition):
      return try filtered(try tableValue(inner, context), condition, context)
    }
  }

  private func filtered(
    _ value: TableValue, _ condition: QuerySyntax.Expression, _ context: Context
  ) throws(QueryError) -> TableValue {
    var inner = context
    switch value {
    case .rows(let table, let rows):
      return .rows(table: table, try matching(rows, table, condition, context))
    case .values(let place, let values):
      var kept: [(value: CellValue, rows: [RowID])] = []
      for item in values {
        inner.current = .value(place, item.value, item.rows)
        if QueryArithmetic.isTrue(try self.value(condition, inner)) { kept.append(item) }
      }
      return .values(place, kept)
    }
  }

  /// The rows for which a condition holds.
  ///
  /// A condition on a single column is computed once for each different value of a batch.
  private func matching(
    _ rows: [RowID], _ table: Int, _ condition: QuerySyntax.Expression, _ context: Context
  ) throws(QueryError) -> [RowID] {
    var inner = context
    let single = try singlePlace(condition)
    var known: [Bool?] = []
    var knownChunk = -1
    var kept: [RowID] = []
    for row in rows {
      let chunk = tables[table].chunks[row.chunk]
      var code: Int?
      if let single, single.table == table, single.column < chunk.columns.count {
        if knownChunk != row.chunk {
          known = Array(repeating: nil, count: chunk.columns[single.column].codeCount)
          knownChunk = row.chunk
        }
        code = chunk.columns[single.column].code(row: row.row)
      }
      let isKept: Bool
      if let code, let answer = known[code] {
        isKept = answer
      } else {
        inner.current = .row(table: table, row)
        isKept = QueryArithmetic.isTrue(try value(condition, inner))
        if let code { known[code] = isKept }
      }
      if isKept { kept.append(row) }
    }
    return kept
  }

  /// The one column that a condition names, if it is one.
  private func singlePlace(_ condition: QuerySyntax.Expression) throws(QueryError) -> Place? {
    let columns = condition.columns
    guard columns.count == 1, let name = columns.first else { return nil }
    return try place(name)
  }

  // MARK: Values

  private func value(
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
    case .not(let inner): return .boolean(!QueryArithmetic.isTrue(try value(inner, context)))
    case .isBlank(let inner): return .boolean(try value(inner, context) == .blank)
    case .membership(let inner, let list):
      let value = try value(inner, context)
      return .boolean(list.contains { QueryArithmetic.order(value, $0) == 0 })
    }
  }

  private func current(
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

  private func sum(
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

  private func calculation(
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
      case .condition(let condition):
        guard let place = try singlePlace(condition) else {
          throw QueryError("A condition of CALCULATE names one column")
        }
        if next.grouped.contains(place) {
          throw QueryError("A condition on a grouped column is not known")
        }
        let rows = visible(place.table, next)
        next.rows[place.table] = try matching(rows, place.table, condition, next)
      }
    }
    return try value(inner, next)
  }

  private func restricted(
    _ context: Context, by expression: QuerySyntax.TableExpression
  ) throws(QueryError) -> Context {
    var next = context
    switch try tableValue(expression, context) {
    case .rows(let table, let rows): next.rows[table] = rows
    case .values(let place, let values): next.rows[place.table] = values.flatMap(\.rows)
    }
    return next
  }

  private func aggregate(
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

  // MARK: Names

  private func table(_ name: String) throws(QueryError) -> Int {
    let wanted = name.lowercased()
    guard let found = tables.firstIndex(where: { $0.schema.name.lowercased() == wanted }) else {
      throw QueryError("Cannot find table '\(name)'")
    }
    return found
  }

  private func place(_ name: QuerySyntax.ColumnName) throws(QueryError) -> Place {
    let table = try table(name.table)
    let wanted = name.column.lowercased()
    guard
      let column = tables[table].schema.columns.firstIndex(where: {
        $0.name.lowercased() == wanted
      })
    else { throw QueryError("Column '\(name.column)' in table '\(name.table)' cannot be found") }
    return Place(table: table, column: column)
  }
}

extension QuerySyntax.Expression {
  /// The different columns that a condition names outside of aggregates.
  fileprivate var columns: Set<QuerySyntax.ColumnName> {
    switch self {
    case .column(let name): [name]
    case .operation(_, let left, let right): left.columns.union(right.columns)
    case .not(let inner), .isBlank(let inner), .membership(let inner, _): inner.columns
    case .coalesce(let all): all.reduce(into: []) { $0.formUnion($1.columns) }
    case .constant, .countRows, .aggregate, .sumOver, .calculate: []
    }
  }
}
