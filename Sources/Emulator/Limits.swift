/// The documented limits of push datasets and of queries.
///
/// A value, so that a test can reach an edge without a million rows; nothing else changes them.
package struct Limits: Sendable, Equatable {
  package var columnsPerTable = 75
  package var tablesPerDataset = 75
  package var relationshipsPerDataset = 75
  package var rowsPerPost = 10_000
  package var rowsPerHour = 1_000_000
  package var pendingPosts = 5
  package var postsPerMinute = 120
  /// Applies to the whole dataset once a table of it has `largeTableRows`.
  package var postsPerHourWhenLarge = 120
  package var largeTableRows = 250_000
  package var rowsKeptFIFO = 200_000
  package var rowsKeptMax = 5_000_000
  /// UTF-16 units of one string value.
  package var stringUnits = 4000
  package var queriesPerMinute = 120
  package var queryRows = 100_000
  package var queryValues = 1_000_000

  package init() {}
}
