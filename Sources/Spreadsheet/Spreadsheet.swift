/// Workbooks that Excel opens, over libxlsxwriter, written row by row in constant memory.
///
/// May know: cells and what a sheet can hold. Must not know: entities, JSON, where rows come from.
/// Invariant: what a cell cannot hold exactly is written as text, never as something near it.
package enum Spreadsheet {
  /// Rows of a sheet at most (Excel specifications and limits).
  package static let rowsMax = 1_048_576
  /// Digits that a number of a sheet keeps: it is an IEEE double, shown with 15.
  package static let digitsMax = 15
}
