package import Delivery
package import Runtime

/// A batch as the state tables know it.
package struct BatchRecord: Sendable, Equatable {
  /// Where its rows go.
  package var table: LedgerTable
  /// The `_batch` of its rows.
  package var number: Int64
  /// What is known of it.
  package var state: State
  /// The generation of the lease under which its state was last changed.
  package var generation: Int64
  /// The run that planned it.
  package var runID: Int64
  /// What it carries; all zeros and empty while it is planned.
  package var figures: BatchFigures
  /// When it was planned.
  package var plannedAt: Instant
  /// When its first byte could have been sent; nil before.
  package var startedAt: Instant?
  /// When its fate was noted; nil before.
  package var endedAt: Instant?
  /// Seconds since it started, by the server's clock; nil before.
  package var secondsSinceStart: Double?

  /// What is known of a batch.
  package enum State: String, Sendable {
    /// Pages are being staged; nothing was sent.
    case planned
    /// It was, or may have been, sent; whether it arrived is to be found out.
    case sending
    /// It arrived, and the ledger says so.
    case committed
    /// It did not arrive, and no row of it is counted on.
    case abandoned
  }
}

/// What a batch carries, noted before its first byte is sent.
package struct BatchFigures: Sendable, Equatable {
  /// Rows, compensating ones included.
  package var rowCount: Int
  /// Bytes of the body.
  package var byteCount: Int
  /// SHA-256 of the body, in hexadecimal digits.
  package var bodySHA256: String

  package init(rowCount: Int, byteCount: Int, bodySHA256: String) {
    self.rowCount = rowCount
    self.byteCount = byteCount
    self.bodySHA256 = bodySHA256
  }
}
