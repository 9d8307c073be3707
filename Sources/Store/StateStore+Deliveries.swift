package import Delivery
internal import MariaDB
package import Runtime

/// How the rows of a table stand at the destination.
package struct DeliveryRecord: Sendable, Equatable {
  /// What was made of changes so far.
  package var mode: DeliveryMode
  /// Whether the ledger keeps rows as they were sent, so that they can be taken back.
  package var keepsImages: Bool
  /// The columns and rules that the rows were made under, a line each.
  package var shape: [String]
  /// When the table was last cleared; nil before the first time.
  package var clearedAt: Instant?
  /// When all rows were last compared with the shop's; nil before the first time.
  package var sweptAt: Instant?
  /// When the table will be cleared and filled anew, where that waits for a quiet hour.
  package var pendingUntil: Instant?
  /// Seconds until no lost request to clear can arrive any more, by the server's clock, negative
  /// afterwards; nil when none was lost since the table was last found whole.
  package var secondsLate: Double?

  /// When rows were last compared, all or those that hints named, by the server's clock.
  package var lookedAt: Instant?
  /// The last event of the shop that was looked at.
  package var hintID: Int64 = 0

  package init(mode: DeliveryMode, keepsImages: Bool, shape: [String]) {
    self.mode = mode
    self.keepsImages = keepsImages
    self.shape = shape
  }

  /// From the columns of a query, from `mode` on; nil where there is none.
  init?(_ row: StateRow, from index: Int) {
    guard let mode = row.optionalText(index) else { return nil }
    self.init(
      mode: DeliveryMode(rawValue: mode) ?? .replace, keepsImages: row.integer(index + 1) == 1,
      shape: row.text(index + 2).split(separator: "\n").map(String.init))
    clearedAt = StateTime.instant(row.optionalText(index + 3))
    sweptAt = StateTime.instant(row.optionalText(index + 4))
    pendingUntil = StateTime.instant(row.optionalText(index + 5))
    secondsLate = row.optionalText(index + 6).flatMap { Double($0) }
    lookedAt = StateTime.instant(row.optionalText(index + 7))
    hintID = row.integer(index + 8)
  }
}

/// Where a run has looked for changes.
package struct LookRecord: Sendable, Equatable {
  /// When it began, by the server's clock.
  package var at: Instant
  /// The last event of the shop that it has seen.
  package var hintID: Int64
  /// Whether it has compared all rows.
  package var isSweep: Bool

  package init(at: Instant, hintID: Int64, isSweep: Bool) {
    self.at = at
    self.hintID = hintID
    self.isSweep = isSweep
  }
}

extension StateStore {
  /// Forgets all that a table holds, and notes that it is about to be cleared and how its rows
  /// will stand.
  ///
  /// Batches that may still be under way are forgotten with it: who clears must know when the
  /// last of them can land.
  package mutating func beginClearing(
    _ table: LedgerTable, as delivery: DeliveryRecord, under lease: Lease
  ) throws(Fault) {
    let operation = "noting a clearing"
    try transaction(operation) { store throws(Fault) in
      try store.requireHeld(lease, operation)
      let place: [Value] = [.text(table.datasetID), .text(table.name)]
      try store.deleteLedger(of: table, operation)
      try store.write(
        "DELETE FROM {prefix}wkpbic_batches WHERE dataset_id = ? AND table_name = ?", place,
        operation)
      try store.write(
        """
        UPDATE {prefix}wkpbic_tables SET state = 'clearing', last_push_at = {now}
        WHERE dataset_id = ? AND table_name = ?
        """, place, operation)
      try store.note(delivery, of: table, operation)
    }
  }

  /// Notes that a request to clear was lost and may still arrive for so many seconds, whoever
  /// looks then.
  package mutating func noteLateClearing(
    _ table: LedgerTable, seconds: Double
  ) throws(Fault) {
    try write(
      """
      UPDATE {prefix}wkpbic_deliveries SET late_until = {now} + INTERVAL ? SECOND
      WHERE dataset_id = ? AND table_name = ?
      """,
      [
        .integer(Int64(seconds.rounded(.up))), .text(table.datasetID), .text(table.name),
      ], "noting a lost request")
  }

  /// Notes that a table is empty now.
  package mutating func endClearing(_ table: LedgerTable, under lease: Lease) throws(Fault) {
    let operation = "noting a clearing"
    try transaction(operation) { store throws(Fault) in
      try store.requireHeld(lease, operation)
      let place: [Value] = [.text(table.datasetID), .text(table.name)]
      try store.write(
        """
        UPDATE {prefix}wkpbic_tables
        SET state = 'incomplete', row_count = 0, last_push_at = {now}
        WHERE dataset_id = ? AND table_name = ?
        """, place, operation)
      try store.write(
        """
        UPDATE {prefix}wkpbic_deliveries SET cleared_at = {now}, pending_until = NULL
        WHERE dataset_id = ? AND table_name = ?
        """, place, operation)
    }
  }

  /// Notes how a table's rows stand, when that changes without clearing it.
  package mutating func setDelivery(
    _ table: LedgerTable, _ delivery: DeliveryRecord
  ) throws(Fault) {
    try note(delivery, of: table, "noting a delivery")
  }

  /// Notes that rows were compared and, unless `isComplete` is false, are there.
  package mutating func noteLook(
    _ table: LedgerTable, _ look: LookRecord, isComplete: Bool, under lease: Lease
  ) throws(Fault) {
    let operation = "noting a comparison"
    try transaction(operation) { store throws(Fault) in
      try store.requireHeld(lease, operation)
      let place: [Value] = [.text(table.datasetID), .text(table.name)]
      try store.write(
        """
        UPDATE {prefix}wkpbic_tables SET state = ? WHERE dataset_id = ? AND table_name = ?
        """, [.text(isComplete ? "complete" : "incomplete")] + place, operation)
      try store.write(
        """
        UPDATE {prefix}wkpbic_deliveries
        SET pending_until = NULL, late_until = NULL, hint_id = ?, looked_at = ?,
          swept_at = IF(?, {now}, swept_at)
        WHERE dataset_id = ? AND table_name = ?
        """,
        [
          .integer(look.hintID), StateTime.value(look.at), .integer(look.isSweep ? 1 : 0),
        ] + place, operation)
    }
  }

  /// The last event that every table has looked at which is not swept in any case: one that was
  /// not looked at for a day is.
  package mutating func lastConsumedHintID() throws(Fault) -> Int64 {
    let found = try rows(
      """
      SELECT COALESCE(MIN(hint_id), 0) FROM {prefix}wkpbic_deliveries
      WHERE looked_at > {now} - INTERVAL 1 DAY
      """, [:], "reading hints")
    return found.first?.integer(0) ?? 0
  }

  /// Now, by the server's clock.
  package mutating func serverTime() throws(Fault) -> Instant {
    let found = try rows("SELECT {now}", [:], "asking the time")
    guard let text = found.first?.optionalText(0), let now = StateTime.instant(text) else {
      preconditionFailure("the server tells the time")
    }
    return now
  }

  /// Notes when a table that has to be filled anew will be.
  package mutating func setPending(_ table: LedgerTable, until: Instant) throws(Fault) {
    try write(
      """
      UPDATE {prefix}wkpbic_deliveries SET pending_until = ?
      WHERE dataset_id = ? AND table_name = ?
      """, [StateTime.value(until), .text(table.datasetID), .text(table.name)],
      "noting a pending table")
  }

  private mutating func note(
    _ delivery: DeliveryRecord, of table: LedgerTable, _ operation: String
  ) throws(Fault) {
    try write(
      """
      INSERT INTO {prefix}wkpbic_deliveries
        (dataset_id, table_name, mode, keeps_images, shape_text) VALUES (?, ?, ?, ?, ?)
      ON DUPLICATE KEY UPDATE mode = VALUES(mode), keeps_images = VALUES(keeps_images),
        shape_text = VALUES(shape_text)
      """,
      [
        .text(table.datasetID), .text(table.name), .text(delivery.mode.rawValue),
        .integer(delivery.keepsImages ? 1 : 0),
        .text(delivery.shape.joined(separator: "\n")),
      ], operation)
  }
}
