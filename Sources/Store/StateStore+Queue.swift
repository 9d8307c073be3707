internal import MariaDB
package import Runtime

// Runs that are promised before they begin.
extension StateStore {
  /// Notes a run that somebody is told of before it begins; returns its id.
  package mutating func queueRun(
    entity: String, profile: String, datasetID: String, tableName: String
  ) throws(Fault) -> Int64 {
    try write(
      """
      INSERT INTO {prefix}wkpbic_runs
        (entity, profile, dataset_id, table_name, mode, status, started_at)
      VALUES (?, ?, ?, ?, 'auto', 'queued', {now})
      """, [.text(entity), .text(profile), .text(datasetID), .text(tableName)], "queueing a run")
    return insertedID
  }

  /// Notes where a promised run goes, now that this is known.
  package mutating func placeRun(
    runID: Int64, datasetID: String, tableName: String, mode: String, rowsTotal: Int
  ) throws(Fault) {
    try write(
      """
      UPDATE {prefix}wkpbic_runs
      SET dataset_id = ?, table_name = ?, mode = ?, rows_total = ?, started_at = {now}
      WHERE id = ?
      """,
      [
        .text(datasetID), .text(tableName), .text(mode), .integer(Int64(rowsTotal)),
        .integer(runID),
      ], "noting a run")
  }

  /// Keeps promised runs that still wait for others of this process from looking abandoned.
  package mutating func keepQueued(_ runs: [Int64]) throws(Fault) {
    for id in runs {
      try write(
        """
        UPDATE {prefix}wkpbic_runs SET started_at = {now} WHERE id = ? AND status = 'queued'
        """, [.integer(id)], "keeping a queued run")
    }
  }
}
