/// What the product remembers, in tables beside WordPress's own.
///
/// May know: its own tables, and how they came to be. Must not know: entities' SQL, destinations.
/// Invariant: every figure that a later run relies on is written before the act that it speaks of,
/// or after its acknowledgement, never in between.
package enum Store {
  /// Seconds for which a lease holds without being renewed.
  package static let leaseSeconds = 30
  /// How often a transaction is tried when the connection is lost or others block it.
  static let transactionAttempts = 3
  /// Seconds for which a hint is read again: what notes them ends its transaction within that.
  package static let hintSettleSeconds: Int64 = 600
  /// Hints that one statement deletes at most, so that nobody waits for it.
  static let hintsDeletedAtOnce: Int64 = 5000
}
