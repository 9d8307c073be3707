internal import Runtime

/// The rows of one POST.
struct Chunk: Sendable {
  /// By position in the table's columns; a column that was added later is not there: blank.
  let columns: [ColumnStore]
  let rowCount: Int
  /// Queries see the rows from then on.
  var visibleAt: Instant
  /// Rows at the front that retention has dropped.
  var droppedRows = 0

  /// Rows that are still there.
  var rows: Range<Int> { droppedRows..<rowCount }

  func value(column: Int, row: Int) -> CellValue {
    column < columns.count ? columns[column][row] : .blank
  }
}
