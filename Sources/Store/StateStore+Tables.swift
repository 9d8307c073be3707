package import Delivery
internal import MariaDB
package import Runtime

/// A destination table as we know it.
package struct TableRecord: Sendable, Equatable {
  /// Our own id of its dataset.
  package var datasetID: String
  /// What it is called there.
  package var name: String
  /// The slug of the entity whose rows it holds.
  package var entity: String
  /// Columns that it was made with.
  package var columnCount: Int
  /// What we know of its rows.
  package var state: State
  /// The number that the next batch takes.
  package var nextBatch: Int64
  /// Rows that were acknowledged since it was last cleared.
  package var rowCount: Int
  /// Largest body that the service has let through so far; nil when none was refused.
  package var bodyBytesMax: Int?
  /// When rows were last sent, or the table last cleared; nil before the first time.
  package var lastPushAt: Instant?
  /// Seconds since then, by the server's clock; nil before the first time.
  package var secondsSincePush: Double?
  /// How its rows stand there; nil when no row was sent since rows are remembered.
  package var delivery: DeliveryRecord?
  /// Which rows of the entity it is to hold, as text of the room that reads it; empty for all.
  package var selection = ""
  /// The profile that has chosen them; 0 when none has.
  package var profileID: Int64 = 0

  /// What we know of the rows of a table.
  package enum State: String, Sendable {
    /// Nothing was ever sent.
    case empty
    /// We asked to clear it, and do not know yet whether that happened.
    case clearing
    /// A batch is under way, and we do not know yet whether it arrived: written by programs that
    /// kept no ledger.
    case sending
    /// Not all rows are there; those that are, the ledger knows.
    case incomplete
    /// Nobody knows what it holds: the next run clears first.
    case doubtful
    /// It holds what the last run read.
    case complete
  }
}

extension StateStore {
  /// All tables of a dataset.
  package mutating func tables(datasetID: String) throws(Fault) -> [TableRecord] {
    let found = try rows(
      """
      SELECT t.dataset_id, t.table_name, t.entity, t.column_count, t.state, t.next_batch,
        t.row_count, t.body_bytes_max, t.last_push_at,
        TIMESTAMPDIFF(SECOND, t.last_push_at, {now}), d.mode, d.keeps_images, d.shape_text,
        d.cleared_at, d.swept_at, d.pending_until,
        TIMESTAMPDIFF(SECOND, {now}, d.late_until), d.looked_at, COALESCE(d.hint_id, 0),
        COALESCE(s.selection, ''), COALESCE(s.profile_id, 0)
      FROM {prefix}wkpbic_tables t LEFT JOIN {prefix}wkpbic_deliveries d
        ON d.dataset_id = t.dataset_id AND d.table_name = t.table_name
      LEFT JOIN {prefix}wkpbic_streams s
        ON s.dataset_id = t.dataset_id AND s.table_name = t.table_name
      WHERE t.dataset_id = {dataset} ORDER BY t.table_name
      """, ["dataset": .text(datasetID)], "reading tables")
    return found.map { row in
      TableRecord(
        datasetID: row.text(0), name: row.text(1), entity: row.text(2),
        columnCount: Int(row.integer(3)),
        state: TableRecord.State(rawValue: row.text(4)) ?? .incomplete,
        nextBatch: row.integer(5), rowCount: Int(row.integer(6)),
        bodyBytesMax: row.integer(7) == 0 ? nil : Int(row.integer(7)),
        lastPushAt: StateTime.instant(row.optionalText(8)),
        secondsSincePush: row.optionalText(9).flatMap { Double($0) },
        delivery: DeliveryRecord(row, from: 10), selection: row.text(19),
        profileID: row.integer(20))
    }
  }

  /// A table of a dataset; nil when it has none of that name.
  package mutating func table(_ place: LedgerTable) throws(Fault) -> TableRecord? {
    try tables(datasetID: place.datasetID).first { $0.name == place.name }
  }

  /// Notes a table of a dataset; the same again changes nothing.
  package mutating func insertTable(
    datasetID: String, name: String, entity: String, columnCount: Int
  ) throws(Fault) {
    try write(
      """
      INSERT IGNORE INTO {prefix}wkpbic_tables
        (dataset_id, table_name, entity, column_count, state) VALUES (?, ?, ?, ?, 'empty')
      """,
      [.text(datasetID), .text(name), .text(entity), .integer(Int64(columnCount))],
      "noting a table")
  }

  /// Notes a table's state and how many rows it holds.
  package mutating func setTable(
    datasetID: String, name: String, state: TableRecord.State, rowCount: Int
  ) throws(Fault) {
    try write(
      """
      UPDATE {prefix}wkpbic_tables SET state = ?, row_count = ?, last_push_at = {now}
      WHERE dataset_id = ? AND table_name = ?
      """,
      [
        .text(state.rawValue), .integer(Int64(rowCount)), .text(datasetID), .text(name),
      ], "noting a table's state")
  }

  /// Takes a batch number for good, before anything is noted or sent under it.
  package mutating func takeBatchNumber(datasetID: String, name: String) throws(Fault) -> Int64 {
    guard let table = try table(LedgerTable(datasetID: datasetID, name: name)) else {
      preconditionFailure("a batch belongs to a noted table")
    }
    let changed = try write(
      """
      UPDATE {prefix}wkpbic_tables SET next_batch = next_batch + 1
      WHERE dataset_id = ? AND table_name = ? AND next_batch >= ?
      """,
      [.text(datasetID), .text(name), .integer(table.nextBatch)], "taking a batch number")
    precondition(changed == 1, "the table's row is there")
    return table.nextBatch
  }

  /// Remembers that bodies larger than that are refused.
  package mutating func setBodyLimit(
    datasetID: String, name: String, bytes: Int
  ) throws(Fault) {
    try write(
      """
      UPDATE {prefix}wkpbic_tables SET body_bytes_max = ?
      WHERE dataset_id = ? AND table_name = ?
      """, [.integer(Int64(bytes)), .text(datasetID), .text(name)], "noting a body limit")
  }
}
