internal import MariaDB
package import Runtime

/// One run of one entity, as the log shows it.
package struct RunRecord: Sendable, Equatable {
  /// Rises with every run.
  package var id: Int64
  /// What was synced.
  package var entity: String
  /// How rows travelled.
  package var mode: String
  /// How it stands, or ended.
  package var status: Status
  /// Rows that were acknowledged.
  package var rowsPushed: Int
  /// How long it took.
  package var durationMilliseconds: Int
  /// When it began.
  package var startedAt: Instant
  /// When it ended; nil while it runs.
  package var completedAt: Instant?
  /// Why it failed; nil when it did not.
  package var error: String?

  /// How a run stands, or ended.
  package enum Status: String, Sendable {
    case queued, running, completed, partial, failed, cancelled
  }
}

extension StateStore {
  /// Notes that a run begins; returns its id.
  package mutating func beginRun(
    entity: String, datasetID: String, tableName: String, mode: String, rowsTotal: Int
  ) throws(Fault) -> Int64 {
    try write(
      """
      INSERT INTO {prefix}wkpbic_runs
        (entity, dataset_id, table_name, mode, status, rows_total, started_at)
      VALUES (?, ?, ?, ?, 'running', ?, ?)
      """,
      [
        .text(entity), .text(datasetID), .text(tableName), .text(mode),
        .integer(Int64(rowsTotal)), StateTime.value(clock.now),
      ], "noting a run")
    return insertedID
  }

  /// Notes how far a run is.
  package mutating func noteProgress(runID: Int64, rowsPushed: Int) throws(Fault) {
    try write(
      "UPDATE {prefix}wkpbic_runs SET rows_pushed = ? WHERE id = ?",
      [.integer(Int64(rowsPushed)), .integer(runID)], "noting progress")
  }

  /// Notes how a run ended.
  package mutating func endRun(
    runID: Int64, status: RunRecord.Status, rowsPushed: Int, seconds: Double, error: String?
  ) throws(Fault) {
    try write(
      """
      UPDATE {prefix}wkpbic_runs
      SET status = ?, rows_pushed = ?, duration_ms = ?, completed_at = ?, error = ? WHERE id = ?
      """,
      [
        .text(status.rawValue), .integer(Int64(rowsPushed)), .integer(Int64(seconds * 1000)),
        StateTime.value(clock.now), error.map(Value.text) ?? .null, .integer(runID),
      ], "noting a run's end")
  }

  /// Marks runs that say they run although their process is gone.
  package mutating func abandonRuns(entity: String, datasetID: String, but runID: Int64)
    throws(Fault)
  {
    try write(
      """
      UPDATE {prefix}wkpbic_runs SET status = 'failed', completed_at = ?, error = ?
      WHERE entity = ? AND dataset_id = ? AND status = 'running' AND id <> ?
      """,
      [
        StateTime.value(clock.now), .text("the process ended before the run did"),
        .text(entity), .text(datasetID), .integer(runID),
      ], "closing abandoned runs")
  }

  /// The newest finished run, of any entity.
  package mutating func lastRun() throws(Fault) -> RunRecord? {
    try rows(
      """
      SELECT id, entity, mode, status, rows_pushed, duration_ms, started_at, completed_at, error
      FROM {prefix}wkpbic_runs WHERE status IN ('completed', 'partial')
      ORDER BY id DESC LIMIT 1
      """, [:], "reading the log"
    ).first.map(Self.run)
  }

  private static func run(_ row: StateRow) -> RunRecord {
    RunRecord(
      id: row.integer(0), entity: row.text(1), mode: row.text(2),
      status: RunRecord.Status(rawValue: row.text(3)) ?? .failed,
      rowsPushed: Int(row.integer(4)), durationMilliseconds: Int(row.integer(5)),
      startedAt: StateTime.instant(row.text(6)) ?? Instant(unixSeconds: 0),
      completedAt: StateTime.instant(row.optionalText(7)), error: row.optionalText(8))
  }
}
