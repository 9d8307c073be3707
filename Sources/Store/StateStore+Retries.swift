package import Delivery
internal import MariaDB
package import Runtime

/// A table whose sync failed, and when it is tried again.
package struct RetryRecord: Sendable, Equatable {
  /// Which table.
  package var table: LedgerTable
  /// The slug of the entity whose rows it holds.
  package var entity: String
  /// Syncs that have failed one after the other.
  package var attempts: Int
  /// When the next one is due; nil when somebody must ask for it.
  package var nextAt: Instant?
  /// When the last one failed.
  package var failedAt: Instant
  /// Why, as a person reads it.
  package var error: String
}

extension StateStore {
  /// Tables whose last sync failed, oldest failure first.
  package mutating func retries() throws(Fault) -> [RetryRecord] {
    try rows(
      """
      SELECT dataset_id, table_name, entity, attempts, next_at, failed_at, error
      FROM {prefix}wkpbic_retries ORDER BY failed_at, dataset_id, table_name
      """, [:], "reading the retry queue"
    ).map { row in
      RetryRecord(
        table: LedgerTable(datasetID: row.text(0), name: row.text(1)), entity: row.text(2),
        attempts: Int(row.integer(3)), nextAt: StateTime.instant(row.optionalText(4)),
        failedAt: StateTime.instant(row.text(5)) ?? Instant(unixSeconds: 0), error: row.text(6))
    }
  }

  /// Notes that a table's sync failed; returns when it is tried again, nil when it is not.
  ///
  /// `waits` are the seconds after the first failure, the second and so on.
  package mutating func noteFailure(
    of table: LedgerTable, entity: String, error: String, waits: [Int]
  ) throws(Fault) -> Instant? {
    let operation = "noting a failure"
    let place = ["dataset": Literal.text(table.datasetID), "table": .text(table.name)]
    let before = try rows(
      """
      SELECT attempts FROM {prefix}wkpbic_retries
      WHERE dataset_id = {dataset} AND table_name = {table}
      """, place, operation)
    let attempts = Int(before.first?.integer(0) ?? 0) + 1
    let wait: Value = attempts <= waits.count ? .integer(Int64(waits[attempts - 1])) : .null
    try write(
      """
      INSERT INTO {prefix}wkpbic_retries
        (dataset_id, table_name, entity, attempts, next_at, failed_at, error)
      VALUES (?, ?, ?, ?, {now} + INTERVAL ? SECOND, {now}, ?)
      ON DUPLICATE KEY UPDATE entity = VALUES(entity), attempts = VALUES(attempts),
        next_at = VALUES(next_at), failed_at = VALUES(failed_at), error = VALUES(error)
      """,
      [
        .text(table.datasetID), .text(table.name), .text(entity), .integer(Int64(attempts)),
        wait, .text(error),
      ], operation)
    let after = try rows(
      """
      SELECT next_at FROM {prefix}wkpbic_retries
      WHERE dataset_id = {dataset} AND table_name = {table}
      """, place, operation)
    return StateTime.instant(after.first?.optionalText(0))
  }

  /// Notes that a table's sync worked: nothing of it is tried again.
  package mutating func noteSuccess(of table: LedgerTable) throws(Fault) {
    try write(
      "DELETE FROM {prefix}wkpbic_retries WHERE dataset_id = ? AND table_name = ?",
      [.text(table.datasetID), .text(table.name)], "noting a success")
  }
}

extension StateStore {
  /// Asks a run that waits or is under way to end after its present batch; false when there is no
  /// such run.
  package mutating func askToCancel(runID: Int64) throws(Fault) -> Bool {
    let operation = "cancelling a run"
    let found = try rows(
      """
      SELECT id FROM {prefix}wkpbic_runs WHERE id = {run} AND status IN ('queued', 'running')
      """, ["run": .integer(runID)], operation)
    if found.isEmpty { return false }
    try write(
      "INSERT IGNORE INTO {prefix}wkpbic_cancellations (run_id, asked_at) VALUES (?, {now})",
      [.integer(runID)], operation)
    return true
  }

  /// Whether somebody wants a run to end.
  package mutating func isCancelled(runID: Int64) throws(Fault) -> Bool {
    let found = try rows(
      "SELECT run_id FROM {prefix}wkpbic_cancellations WHERE run_id = {run}",
      ["run": .integer(runID)], "looking for a cancellation")
    return !found.isEmpty
  }

  /// Runs that wait or are under way, newest first.
  package mutating func openRuns() throws(Fault) -> [Int64] {
    try rows(
      """
      SELECT id FROM {prefix}wkpbic_runs WHERE status IN ('queued', 'running')
      ORDER BY id DESC LIMIT 1000
      """, [:], "looking for runs"
    ).map { $0.integer(0) }
  }
}
