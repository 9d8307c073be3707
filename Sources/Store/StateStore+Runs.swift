internal import MariaDB
package import Runtime

/// One run of one entity, as the log shows it.
package struct RunRecord: Sendable, Equatable {
  /// Rises with every run.
  package var id: Int64
  /// What was synced.
  package var entity: String
  /// The profile that asked for it; empty without one.
  package var profile: String
  /// How rows travelled.
  package var mode: String
  /// How it stands, or ended.
  package var status: Status
  /// Rows that were acknowledged.
  package var rowsPushed: Int
  /// Rows that were left out.
  package var rowsFailed: Int
  /// How long it took.
  package var durationMilliseconds: Int
  /// When it began.
  package var startedAt: Instant
  /// When it ended; nil while it runs.
  package var completedAt: Instant?
  /// Why it failed; nil when it did not.
  package var error: String?
  /// Our id of the dataset; empty before it was known.
  package var datasetID = ""
  /// The table in it; empty before it was known.
  package var tableName = ""

  /// How a run stands, or ended.
  package enum Status: String, Sendable, CaseIterable {
    /// It waits for another run of the same table.
    case queued
    case running
    /// The table holds what the shop holds.
    case completed
    /// All but some rows are there.
    case partial
    case failed
    case cancelled
  }
}

/// Which runs are looked for.
package struct RunFilter: Sendable, Equatable {
  /// The newest so many.
  package var limit: Int
  /// Only of this entity.
  package var entity: String?
  /// Only those that stand, or ended, so.
  package var status: RunRecord.Status?
  /// Only those that began then or later.
  package var since: Instant?
  /// Newer ones that are passed over.
  package var offset: Int

  package init(
    limit: Int, entity: String?, status: RunRecord.Status?, since: Instant?, offset: Int = 0
  ) {
    self.limit = limit
    self.offset = offset
    self.entity = entity
    self.status = status
    self.since = since
  }
}

extension StateStore {
  /// Notes that a run is wanted, queued until it is started; returns its id.
  package mutating func beginRun(
    entity: String, profile: String = "", datasetID: String, tableName: String, mode: String,
    rowsTotal: Int
  ) throws(Fault) -> Int64 {
    try write(
      """
      INSERT INTO {prefix}wkpbic_runs
        (entity, profile, dataset_id, table_name, mode, status, rows_total, started_at)
      VALUES (?, ?, ?, ?, ?, 'queued', ?, {now})
      """,
      [
        .text(entity), .text(profile), .text(datasetID), .text(tableName), .text(mode),
        .integer(Int64(rowsTotal)),
      ], "noting a run")
    return insertedID
  }

  /// Notes that a run has its table for itself and begins, in which mode.
  package mutating func startRun(runID: Int64, mode: String) throws(Fault) {
    try write(
      """
      UPDATE {prefix}wkpbic_runs
      SET status = 'running', mode = ?, started_at = {now}, completed_at = NULL, error = NULL
      WHERE id = ?
      """, [.text(mode), .integer(runID)], "noting a run's start")
  }

  /// Notes how far a run is.
  package mutating func noteProgress(runID: Int64, rowsPushed: Int) throws(Fault) {
    try write(
      "UPDATE {prefix}wkpbic_runs SET rows_pushed = ? WHERE id = ?",
      [.integer(Int64(rowsPushed)), .integer(runID)], "noting progress")
  }

  /// Notes how a run ended.
  package mutating func endRun(
    runID: Int64, status: RunRecord.Status, rowsPushed: Int, rowsFailed: Int, seconds: Double,
    error: String?
  ) throws(Fault) {
    try write(
      """
      UPDATE {prefix}wkpbic_runs
      SET status = ?, rows_pushed = ?, rows_failed = ?, duration_ms = ?, completed_at = {now},
        error = ?
      WHERE id = ?
      """,
      [
        .text(status.rawValue), .integer(Int64(rowsPushed)), .integer(Int64(rowsFailed)),
        .integer(Int64(seconds * 1000)), error.map(Value.text) ?? .null, .integer(runID),
      ], "noting a run's end")
  }

  /// Marks runs that say they wait or run although nobody holds a lease for them.
  ///
  /// Those of the last minute are left alone: they may be about to take one.
  package mutating func closeAbandonedRuns(
    isDead: (LeaseOwner) -> Bool
  ) throws(Fault) {
    let open = try rows(
      """
      SELECT r.id, l.owner, COALESCE(l.expires_at < {now}, 1)
      FROM {prefix}wkpbic_runs r LEFT JOIN {prefix}wkpbic_leases l
        ON l.run_id = r.id AND l.expires_at >= {now}
      WHERE r.status IN ('queued', 'running') AND r.started_at < {now} - INTERVAL 60 SECOND
      ORDER BY r.id DESC LIMIT 1000
      """, [:], "looking for abandoned runs")
    for row in open {
      if row.integer(2) == 0, let owner = LeaseOwner(row.text(1)), !isDead(owner) { continue }
      try write(
        """
        UPDATE {prefix}wkpbic_runs SET status = 'failed', completed_at = {now}, error = ?
        WHERE id = ? AND status IN ('queued', 'running')
        """, [.text(Self.abandoned), .integer(row.integer(0))], "closing an abandoned run")
    }
  }

  /// Marks a table's other runs that say they run: who holds its lease knows that they do not.
  package mutating func abandonRuns(
    tableName: String, datasetID: String, but runID: Int64
  ) throws(Fault) {
    try write(
      """
      UPDATE {prefix}wkpbic_runs SET status = 'failed', completed_at = {now}, error = ?
      WHERE table_name = ? AND dataset_id = ? AND status = 'running' AND id <> ?
      """, [.text(Self.abandoned), .text(tableName), .text(datasetID), .integer(runID)],
      "closing abandoned runs")
  }

  private static var abandoned: String { "the process ended before the run did" }

  /// Forgets finished runs of longer ago, some thousands at a time.
  package mutating func deleteRuns(olderThanDays days: Int) throws(Fault) {
    try write(
      """
      DELETE FROM {prefix}wkpbic_runs
      WHERE started_at < {now} - INTERVAL ? DAY AND status NOT IN ('queued', 'running')
      ORDER BY id LIMIT 5000
      """, [.integer(Int64(days))], "shortening the log")
  }

  /// The newest finished run, of any entity.
  package mutating func lastRun() throws(Fault) -> RunRecord? {
    try rows(
      """
      SELECT id, entity, profile, mode, status, rows_pushed, rows_failed, duration_ms, started_at,
        completed_at, error, dataset_id, table_name
      FROM {prefix}wkpbic_runs WHERE status IN ('completed', 'partial')
      ORDER BY id DESC LIMIT 1
      """, [:], "reading the log"
    ).first.map(Self.run)
  }

  /// The newest runs that the filter lets through, newest first.
  package mutating func runs(_ filter: RunFilter) throws(Fault) -> [RunRecord] {
    try rows(
      """
      SELECT id, entity, profile, mode, status, rows_pushed, rows_failed, duration_ms, started_at,
        completed_at, error, dataset_id, table_name
      FROM {prefix}wkpbic_runs
      WHERE ({entity} IS NULL OR entity = {entity}) AND ({status} IS NULL OR status = {status})
        AND ({since} IS NULL OR started_at >= {since})
      ORDER BY id DESC LIMIT {limit} OFFSET {offset}
      """,
      [
        "entity": filter.entity.map { .text($0) } ?? .null,
        "status": filter.status.map { .text($0.rawValue) } ?? .null,
        "since": filter.since.map { .text($0.text) } ?? .null,
        "limit": .integer(Int64(filter.limit)), "offset": .integer(Int64(filter.offset)),
      ], "reading the log"
    ).map(Self.run)
  }

  /// How many rows completed runs of an entity brought, the first and the last of them.
  package mutating func growth(
    entity: String
  ) throws(Fault) -> (from: (at: Instant, rows: Int), to: (at: Instant, rows: Int))? {
    let found = try rows(
      """
      (SELECT completed_at, rows_pushed FROM {prefix}wkpbic_runs
        WHERE entity = {entity} AND status = 'completed' ORDER BY id LIMIT 1)
      UNION ALL
      (SELECT completed_at, rows_pushed FROM {prefix}wkpbic_runs
        WHERE entity = {entity} AND status = 'completed' ORDER BY id DESC LIMIT 1)
      """, ["entity": .text(entity)], "reading the log"
    ).compactMap { row in
      StateTime.instant(row.optionalText(0)).map { (at: $0, rows: Int(row.integer(1))) }
    }
    guard let first = found.first, let last = found.last else { return nil }
    return (first, last)
  }

  static func run(_ row: StateRow) -> RunRecord {
    RunRecord(
      id: row.integer(0), entity: row.text(1), profile: row.text(2), mode: row.text(3),
      status: RunRecord.Status(rawValue: row.text(4)) ?? .failed,
      rowsPushed: Int(row.integer(5)), rowsFailed: Int(row.integer(6)),
      durationMilliseconds: Int(row.integer(7)),
      startedAt: StateTime.instant(row.text(8)) ?? Instant(unixSeconds: 0),
      completedAt: StateTime.instant(row.optionalText(9)), error: row.optionalText(10),
      datasetID: row.text(11), tableName: row.text(12))
  }
}
