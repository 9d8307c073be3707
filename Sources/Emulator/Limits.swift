/// The documented limits of push datasets and of queries.
///
/// A value, so that a test can reach an edge without a million rows; nothing else changes them.
package struct Limits: Sendable, Equatable {
  /// Columns of one table.
  package var columnsPerTable = 75
  /// Tables of one dataset.
  package var tablesPerDataset = 75
  /// Relationships of one dataset.
  package var relationshipsPerDataset = 75
  /// Rows of one POST.
  package var rowsPerPost = 10_000
  /// Rows to one dataset in an hour.
  package var rowsPerHour = 1_000_000
  /// POSTs to one dataset at the same time.
  package var pendingPosts = 5
  /// POSTs to one dataset in a minute.
  package var postsPerMinute = 120
  /// Applies to the whole dataset once a table of it has `largeTableRows`.
  package var postsPerHourWhenLarge = 120
  /// Rows from which a table is large.
  package var largeTableRows = 250_000
  /// Rows that a table keeps under the policy that drops the oldest.
  package var rowsKeptFIFO = 200_000
  /// Rows that a table takes under the policy that keeps all.
  package var rowsKeptMax = 5_000_000
  /// UTF-16 units of one string value.
  package var stringUnits = 4000
  /// Queries of one client in a minute.
  package var queriesPerMinute = 120
  /// Rows of one answer.
  package var queryRows = 100_000
  /// Values of one answer.
  package var queryValues = 1_000_000
  /// Bytes of one answer's rows; the row that goes beyond is the last.
  package var queryBytes = 15_000_000

  package init() {}
}
