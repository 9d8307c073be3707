internal import Delivery
package import Runtime

/// Runs: reading, sending, noting, in that order, until a table holds what the shop holds.
///
/// May know: sources, destinations and the state that both are held against. Must not know: URLs,
/// arguments of commands, SQL.
/// Invariant: what the state says about a table is never better than what is true of it.
package enum Engine {
  /// Seconds after a request's time limit until "not there" is believed.
  package static let settleSeconds = 60.0
  /// Rows that are left out of a table at most; more, and it is the table that is refused.
  package static let setAsideMax = 10
  /// How often a table is begun anew because its contents became doubtful.
  package static let restartsMax = 3
  /// A table of so many rows is filled anew rather than corrected row by row when all of them
  /// change.
  package static let refilledRowsMax = 100_000
  /// Tables of up to so many rows are compared whole by every run.
  package static let sweptRowsMax = 200_000
  /// Larger ones once in so long; between, only where hints say.
  package static let sweepEverySeconds = 86_400.0
  /// Dates are believed to be late by so much: open transactions, background jobs, clocks.
  package static let hintOverlapSeconds = 900.0
  /// Events that are looked at one by one; more, and the table is swept.
  package static let hintsMax = 10_000
  /// Keys that hints may name; more, and the table is swept.
  package static let hintedKeysMax = 50_000
  /// Batches that were given up are looked for so long after they were sent.
  package static let abandonedSeconds = 86_400.0
  /// So many of them at most.
  package static let abandonedMax = 20

  /// What there is to say of a table that cannot hold so many rows.
  package static func tooManyRows(_ rows: Int, entity: String) -> Fault {
    Fault(
      .rejected, operation: "syncing \(entity)", subject: entity,
      cause: "it has \(rows) rows, and a table of a push dataset takes \(Delivery.tableRowsMax)",
      hint: "Leave \(entity) out of the sync (--entity), and export it as files",
      recovery: .stopStream)
  }
}
