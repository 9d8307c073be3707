internal import MariaDB
package import Runtime

// The log as pages, for those who leaf through it.
extension StateStore {
  /// How many runs of an entity there are, and of a status; nil for any.
  package mutating func runCount(
    entity: String?, status: RunRecord.Status?
  ) throws(Fault) -> Int {
    let found = try rows(
      """
      SELECT COUNT(*) FROM {prefix}wkpbic_runs
      WHERE ({entity} IS NULL OR entity = {entity}) AND ({status} IS NULL OR status = {status})
      """, Self.places(entity, status), "counting the log")
    return Int(found.first?.integer(0) ?? 0)
  }

  /// One run; nil when there is none of that id.
  package mutating func run(id: Int64) throws(Fault) -> RunRecord? {
    try rows(
      """
      SELECT id, entity, profile, mode, status, rows_pushed, rows_failed, duration_ms, started_at,
        completed_at, error, dataset_id, table_name
      FROM {prefix}wkpbic_runs WHERE id = {run}
      """, ["run": .integer(id)], "reading the log"
    ).first.map(Self.run)
  }

  /// The latest finished run of each entity, newest first.
  package mutating func latestRuns() throws(Fault) -> [RunRecord] {
    try rows(
      """
      SELECT id, entity, profile, mode, status, rows_pushed, rows_failed, duration_ms, started_at,
        completed_at, error, dataset_id, table_name
      FROM {prefix}wkpbic_runs
      WHERE id IN (
        SELECT MAX(id) FROM {prefix}wkpbic_runs
        WHERE status IN ('completed', 'partial', 'failed', 'cancelled') GROUP BY entity)
      ORDER BY id DESC
      """, [:], "reading the log"
    ).map(Self.run)
  }

  private static func places(
    _ entity: String?, _ status: RunRecord.Status?
  ) -> [String: Literal] {
    [
      "entity": entity.map { .text($0) } ?? .null,
      "status": status.map { .text($0.rawValue) } ?? .null,
    ]
  }

  /// Notes that a queued run never began.
  package mutating func endQueuedRun(
    runID: Int64, status: RunRecord.Status, error: String?
  ) throws(Fault) {
    try write(
      """
      UPDATE {prefix}wkpbic_runs SET status = ?, completed_at = {now}, error = ?
      WHERE id = ? AND status = 'queued'
      """,
      [.text(status.rawValue), error.map(Value.text) ?? .null, .integer(runID)],
      "noting a run's end")
  }
}
