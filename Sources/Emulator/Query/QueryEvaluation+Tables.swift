internal import Runtime

// Which rows an expression sees.
extension QueryEvaluation {
  /// The rows of a table that a context lets through, those of related tables included.
  func visible(_ table: Int, _ context: Context) -> [RowID] {
    let rows = reached(table, context)
    return memory.isRelated(to: table) ? rows.filter { !$0.isBlank } : rows
  }

  /// The same with the blank row that stands for keys without a row, as columns show it.
  func members(_ table: Int, _ context: Context) -> [RowID] {
    let rows = reached(table, context)
    let isOpen = memory.isRelated(to: table) && !isRestricted(table, context)
    guard isOpen, memory.relations.contains(where: { $0.to.table == table && hasStrays($0) })
    else { return rows }
    return rows + [.blank]
  }

  private func reached(_ table: Int, _ context: Context) -> [RowID] {
    var rows = context.rows[table]
    for relation in memory.relations where relation.from.table == table {
      guard isRestricted(relation.to.table, context) else { continue }
      let ones = reached(relation.to.table, context)
      rows = index(relation).rows(of: ones.map { keyed($0, relation) }, among: rows) { row in
        cell(relation.from, row)
      }
    }
    return rows ?? allRows(table)
  }

  /// The key of a row on the one side; nil for the blank row.
  private func keyed(_ row: RowID, _ relation: Relation) -> CellValue? {
    row.isBlank ? nil : cell(relation.to, row)
  }

  private func isRestricted(_ table: Int, _ context: Context) -> Bool {
    context.rows[table] != nil
      || memory.relations.contains {
        $0.from.table == table && isRestricted($0.to.table, context)
      }
  }

  private func allRows(_ table: Int) -> [RowID] {
    var rows: [RowID] = []
    rows.reserveCapacity(tables[table].rowCount)
    for (index, chunk) in tables[table].chunks.enumerated() where chunk.visibleAt <= now {
      for row in chunk.rows { rows.append(RowID(chunk: index, row: row)) }
    }
    return rows
  }

  private func hasStrays(_ relation: Relation) -> Bool { !index(relation).strays.isEmpty }

  private func index(_ relation: Relation) -> RelationIndex {
    if let known = memory.indexes[relation] { return known }
    let keys = allRows(relation.to.table).map { cell(relation.to, $0) }
    let made = RelationIndex(
      keys: Set(keys), rows: allRows(relation.from.table).map { ($0, cell(relation.from, $0)) })
    memory.indexes[relation] = made
    return made
  }

  func cell(_ place: Place, _ row: RowID) -> CellValue {
    if row.isBlank { return .blank }
    return tables[place.table].chunks[row.chunk].value(column: place.column, row: row.row)
  }

  func tableValue(
    _ expression: QuerySyntax.TableExpression, _ context: Context
  ) throws(QueryError) -> TableValue {
    switch expression {
    case .table(let name):
      let table = try table(name)
      return .rows(table: table, visible(table, context))
    case .values(let name):
      let place = try place(name)
      let found = groups([place], of: members(place.table, context))
      return .values(place, found.map { ($0.key[0], $0.rows) })
    case .filter(let inner, let condition):
      return try filtered(try tableValue(inner, context), condition, context)
    }
  }

  func filtered(
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
  func matching(
    _ rows: [RowID], _ table: Int, _ condition: QuerySyntax.Expression, _ context: Context
  ) throws(QueryError) -> [RowID] {
    var inner = context
    let single = try singlePlace(condition)
    var known: [Bool?] = []
    var knownChunk = -1
    var kept: [RowID] = []
    for row in rows {
      var code: Int?
      if let single, single.table == table, let chunk = chunk(table, row),
        single.column < chunk.columns.count
      {
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

  private func chunk(_ table: Int, _ row: RowID) -> Chunk? {
    row.isBlank ? nil : tables[table].chunks[row.chunk]
  }

  /// The one column that a condition names, if it is one.
  func singlePlace(_ condition: QuerySyntax.Expression) throws(QueryError) -> Place? {
    let columns = condition.columns
    guard columns.count == 1, let name = columns.first else { return nil }
    return try place(name)
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
    case .divide(let left, let right, let other):
      left.columns.union(right.columns).union(other?.columns ?? [])
    case .constant, .countRows, .aggregate, .sumOver, .calculate, .measure: []
    }
  }
}
