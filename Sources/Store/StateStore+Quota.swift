internal import MariaDB
package import Runtime

/// What a dataset was sent lately, as it stood at one moment.
package struct QuotaRecord: Sendable, Equatable {
  /// Rises with every change; 0 when nothing was ever noted.
  package var revision: Int64
  /// Text of whoever knows the limits; empty when nothing was ever noted.
  package var state: String
  /// Acknowledged rows of the dataset's largest table.
  package var largestTable: Int
  /// The moment, by the server's clock.
  package var now: Instant
}

extension StateStore {
  /// How a dataset stands now.
  package mutating func quota(datasetID: String) throws(Fault) -> QuotaRecord {
    let found = try rows(
      """
      SELECT COALESCE(q.revision, 0), COALESCE(q.state, ''),
        (SELECT COALESCE(MAX(t.row_count), 0) FROM {prefix}wkpbic_tables t
          WHERE t.dataset_id = {dataset}),
        TIMESTAMPDIFF(MICROSECOND, '1970-01-01', {now})
      FROM (SELECT 1) one LEFT JOIN {prefix}wkpbic_quota q ON q.dataset_id = {dataset}
      """, ["dataset": .text(datasetID)], "reading the quota")
    guard let row = found.first else { preconditionFailure("one row joins to one row") }
    return QuotaRecord(
      revision: row.integer(0), state: row.text(1), largestTable: Int(row.integer(2)),
      now: Instant(unixMicroseconds: row.integer(3)))
  }

  /// Changes what is noted, unless somebody else has done so since `revision`; false then.
  ///
  /// When the reply was lost it also says false, though it has happened: who notes it again notes
  /// too much, not too little.
  package mutating func setQuota(
    datasetID: String, state: String, revision: Int64
  ) throws(Fault) -> Bool {
    if revision == 0 {
      return try write(
        """
        INSERT IGNORE INTO {prefix}wkpbic_quota (dataset_id, revision, state) VALUES (?, 1, ?)
        """, [.text(datasetID), .text(state)], "noting the quota") == 1
    }
    return try write(
      """
      UPDATE {prefix}wkpbic_quota SET revision = revision + 1, state = ?
      WHERE dataset_id = ? AND revision = ?
      """, [.text(state), .text(datasetID), .integer(revision)], "noting the quota") == 1
  }
}
