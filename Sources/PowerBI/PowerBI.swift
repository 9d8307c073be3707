/// Power BI's REST API and the sign-in before it: who may speak, which datasets there are, and
/// rows on their way into push datasets.
///
/// May know: Entra, Power BI, their limits and their ways of saying no. Must not know: the shop,
/// the database, when a run is due.
/// Invariant: every verb is one request (two when a token was stale), every reply that is not a
/// success becomes a Fault in one table, and nothing here waits or tries again by itself.
package enum PowerBI {
  /// Columns of a table at most (push-datasets-limitations).
  package static let columnsMax = 75
  /// Tables of a dataset at most.
  package static let tablesMax = 75
  /// Relationships of a dataset at most.
  package static let relationshipsMax = 75
}
