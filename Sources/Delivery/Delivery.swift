/// How rows travel: from a source, in batches, at a pace, to a destination.
///
/// May know: bytes, limits, time. Must not know: which source, which destination.
/// Invariant: a row is encoded once; what is sent, hashed and kept are the same bytes.
package enum Delivery {
  /// Rows of a batch at most (push-datasets-limitations: 10,000 rows a request).
  package static let batchRowsMax = 10_000
  /// Bytes of a batch at most: under the 16 MB of a push request, with room for its frame.
  package static let batchBytesMax = 15_000_000
  /// Rows that a table takes when nothing is ever dropped from it; then a POST fails.
  package static let tableRowsMax = 5_000_000
}
