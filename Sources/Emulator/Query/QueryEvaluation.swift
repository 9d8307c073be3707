internal import Runtime

/// Computes a query over a snapshot of a dataset.
struct QueryEvaluation {
  let tables: [Table]
  let now: Instant
  let memory: QueryMemory

  init(_ dataset: Dataset, at now: Instant) {
    tables = dataset.tables
    self.now = now
    memory = QueryMemory(dataset)
  }

  /// Names and rows of the one table that a query returns.
  struct Result {
    var columns: [String]
    var rows: [[CellValue]]
  }

  /// Which rows an expression sees.
  struct Context {
    /// By table; all visible rows of a table that is not there.
    var rows: [Int: [RowID]] = [:]
    /// Columns that a summary groups by: a condition on them would replace the grouping.
    var grouped: Set<Place> = []
    /// The row that is looked at, if any.
    var current = Current.none
    /// How many measures stand around the expression.
    var measures = 0
  }

  enum Current {
    case none
    case row(table: Int, RowID)
    /// One of the different values of a column, and the rows that have it.
    case value(Place, CellValue, [RowID])
  }

  enum TableValue {
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

  func summary(
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
    for group in groups(places, of: members(table, context)) {
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

  func groups(
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

  // MARK: Names

  func table(_ name: String) throws(QueryError) -> Int {
    let wanted = name.lowercased()
    guard let found = tables.firstIndex(where: { $0.schema.name.lowercased() == wanted }) else {
      throw QueryError("Cannot find table '\(name)'")
    }
    return found
  }

  func place(_ name: QuerySyntax.ColumnName) throws(QueryError) -> Place {
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
