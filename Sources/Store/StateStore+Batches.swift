package import Delivery
internal import MariaDB
package import Runtime

/// A batch goes planned → sending → committed, or ends abandoned. Each step states the lease under
/// which it is taken: who lost the lease takes none.
extension StateStore {
  /// Notes a batch under a number that was taken for it; staging may begin.
  package mutating func planBatch(
    _ number: Int64, of table: LedgerTable, under lease: Lease
  ) throws(Fault) {
    try transaction("planning a batch") { store throws(Fault) in
      try store.requireHeld(lease, "planning a batch")
      try store.write(
        """
        INSERT IGNORE INTO {prefix}wkpbic_batches
          (dataset_id, table_name, number, state, generation, run_id, planned_at)
        VALUES (?, ?, ?, 'planned', ?, ?, {now})
        """,
        [
          .text(table.datasetID), .text(table.name), .integer(number),
          .integer(lease.generation), .integer(lease.runID),
        ], "planning a batch")
      try store.requireState(
        number, of: table, [.planned], generation: lease.generation, "planning a batch")
    }
  }

  /// Notes what a planned batch carries and that it may be sent from now on: all of its pages are
  /// staged.
  ///
  /// The table is not complete until the run says so.
  package mutating func beginSending(
    _ number: Int64, of table: LedgerTable, _ figures: BatchFigures, under lease: Lease
  ) throws(Fault) {
    try transaction("noting a batch") { store throws(Fault) in
      try store.requireHeld(lease, "noting a batch")
      try store.requireState(
        number, of: table, [.planned, .sending], generation: lease.generation, "noting a batch")
      try store.write(
        """
        UPDATE {prefix}wkpbic_batches
        SET state = 'sending', row_count = ?, byte_count = ?, body_sha256 = ?, started_at = {now}
        WHERE dataset_id = ? AND table_name = ? AND number = ? AND state = 'planned'
        """,
        [
          .integer(Int64(figures.rowCount)), .integer(Int64(figures.byteCount)),
          .text(figures.bodySHA256), .text(table.datasetID), .text(table.name),
          .integer(number),
        ], "noting a batch")
      try store.write(
        """
        UPDATE {prefix}wkpbic_tables SET last_push_at = {now},
          state = IF(state IN ('empty', 'complete'), 'incomplete', state)
        WHERE dataset_id = ? AND table_name = ?
        """, [.text(table.datasetID), .text(table.name)], "noting a batch")
    }
  }

  /// The service has refused the batch, so nothing of it can arrive: it is planned again, and may
  /// be sent again under its number.
  package mutating func replanBatch(
    _ number: Int64, of table: LedgerTable, under lease: Lease
  ) throws(Fault) {
    let operation = "noting a refused batch"
    try transaction(operation) { store throws(Fault) in
      try store.requireHeld(lease, operation)
      try store.requireState(
        number, of: table, [.planned, .sending], generation: lease.generation, operation)
      try store.write(
        """
        UPDATE {prefix}wkpbic_batches SET state = 'planned', started_at = NULL
        WHERE dataset_id = ? AND table_name = ? AND number = ?
        """, [.text(table.datasetID), .text(table.name), .integer(number)], operation)
    }
  }

  /// Forgets a planned batch: nothing of it was sent, or the service has refused it.
  package mutating func withdrawBatch(
    _ number: Int64, of table: LedgerTable, under lease: Lease
  ) throws(Fault) {
    let operation = "withdrawing a batch"
    try transaction(operation) { store throws(Fault) in
      try store.requireHeld(lease, operation)
      try store.deleteStaged(number, of: table, operation)
      try store.write(
        """
        DELETE FROM {prefix}wkpbic_batches
        WHERE dataset_id = ? AND table_name = ? AND number = ? AND state = 'planned'
        """, [.text(table.datasetID), .text(table.name), .integer(number)], operation)
    }
  }

  /// A batch did not arrive and is sent once more: it is abandoned, and all that is staged for it
  /// goes to a planned batch of a new number.
  package mutating func renumberBatch(
    _ number: Int64, as fresh: Int64, of table: LedgerTable, under lease: Lease
  ) throws(Fault) {
    let operation = "planning a batch again"
    try transaction(operation) { store throws(Fault) in
      try store.requireHeld(lease, operation)
      let state = try store.requireState(
        number, of: table, [.sending, .abandoned], generation: lease.generation, operation)
      if state == .abandoned { return }
      try store.end(number, of: table, .abandoned, under: lease, operation)
      try store.write(
        """
        INSERT INTO {prefix}wkpbic_batches
          (dataset_id, table_name, number, state, generation, run_id, planned_at)
        VALUES (?, ?, ?, 'planned', ?, ?, {now})
        """,
        [
          .text(table.datasetID), .text(table.name), .integer(fresh),
          .integer(lease.generation), .integer(lease.runID),
        ], operation)
      try store.write(
        """
        UPDATE {prefix}wkpbic_ledger_staged SET batch = ?
        WHERE dataset_id = ? AND table_name = ? AND batch = ?
        """,
        [.integer(fresh), .text(table.datasetID), .text(table.name), .integer(number)],
        operation)
    }
  }

  /// The batch arrived: its staged pages become the ledger, all of them or none, and the table
  /// holds its rows.
  ///
  /// A batch that is committed already stays so. A planned one may be committed when there was
  /// nothing to send. The lease may be a later one than the batch was planned under: a new owner
  /// settles what an old one left.
  package mutating func commitBatch(
    _ number: Int64, of table: LedgerTable, under lease: Lease
  ) throws(Fault) {
    let operation = "committing a batch"
    try transaction(operation) { store throws(Fault) in
      try store.requireHeld(lease, operation)
      let state = try store.requireState(
        number, of: table, [.planned, .sending, .committed], generation: nil, operation)
      if state == .committed { return }
      try store.end(number, of: table, .committed, under: lease, operation)
      try store.moveStaged(number, of: table, operation)
      try store.write(
        """
        UPDATE {prefix}wkpbic_tables t INNER JOIN {prefix}wkpbic_batches b
          ON b.dataset_id = t.dataset_id AND b.table_name = t.table_name
        SET t.row_count = t.row_count + b.row_count, t.last_push_at = {now}
        WHERE b.dataset_id = ? AND b.table_name = ? AND b.number = ?
        """, [.text(table.datasetID), .text(table.name), .integer(number)], operation)
    }
  }

  /// The batch did not arrive: nothing of it counts, and its staged pages go.
  package mutating func abandonBatch(
    _ number: Int64, of table: LedgerTable, under lease: Lease
  ) throws(Fault) {
    let operation = "abandoning a batch"
    try transaction(operation) { store throws(Fault) in
      try store.requireHeld(lease, operation)
      let state = try store.requireState(
        number, of: table, [.planned, .sending, .abandoned], generation: nil, operation)
      if state != .abandoned {
        try store.end(number, of: table, .abandoned, under: lease, operation)
      }
      try store.deleteStaged(number, of: table, operation)
    }
  }

  private mutating func end(
    _ number: Int64, of table: LedgerTable, _ state: BatchRecord.State, under lease: Lease,
    _ operation: String
  ) throws(Fault) {
    try write(
      """
      UPDATE {prefix}wkpbic_batches SET state = ?, generation = ?, ended_at = {now}
      WHERE dataset_id = ? AND table_name = ? AND number = ?
      """,
      [
        .text(state.rawValue), .integer(lease.generation), .text(table.datasetID),
        .text(table.name), .integer(number),
      ], operation)
  }

  /// Locks the lease's row and throws when somebody else has it; until the transaction ends nobody
  /// can take it.
  mutating func requireHeld(_ lease: Lease, _ operation: String) throws(Fault) {
    let found = try rows(
      "SELECT generation FROM {prefix}wkpbic_leases WHERE name = {name} FOR UPDATE",
      ["name": .text(lease.name)], operation)
    guard found.first?.integer(0) == lease.generation else {
      throw Fault(
        .busy, operation: operation, subject: lease.name,
        cause: "another process has taken the table over", hint: "Let that one finish",
        recovery: .stopStream)
    }
  }

  /// Locks the batch's row; throws when it is in none of the states, or of another generation.
  @discardableResult
  private mutating func requireState(
    _ number: Int64, of table: LedgerTable, _ states: [BatchRecord.State], generation: Int64?,
    _ operation: String
  ) throws(Fault) -> BatchRecord.State {
    let found = try rows(
      """
      SELECT state, generation FROM {prefix}wkpbic_batches
      WHERE dataset_id = {dataset} AND table_name = {table} AND number = {number} FOR UPDATE
      """,
      [
        "dataset": .text(table.datasetID), "table": .text(table.name), "number": .integer(number),
      ], operation)
    guard let row = found.first, let state = BatchRecord.State(rawValue: row.text(0)),
      states.contains(state), generation.map({ $0 == row.integer(1) }) ?? true
    else {
      throw Fault(
        .data, operation: operation, subject: "\(table.name), batch \(number)",
        cause: found.first.map { "it is \($0.text(0)), of generation \($0.integer(1))" }
          ?? "nobody planned it",
        recovery: .stopStream)
    }
    return state
  }
}

extension StateStore {
  /// Batches of a table in any of these states, in the order of their numbers.
  package mutating func batches(
    of table: LedgerTable, in states: [BatchRecord.State]
  ) throws(Fault) -> [BatchRecord] {
    let found = try rows(
      """
      SELECT number, state, generation, run_id, row_count, byte_count, body_sha256,
        planned_at, started_at, ended_at, TIMESTAMPDIFF(SECOND, started_at, {now})
      FROM {prefix}wkpbic_batches
      WHERE dataset_id = {dataset} AND table_name = {table} AND state IN ({states})
      ORDER BY number
      """,
      [
        "dataset": .text(table.datasetID), "table": .text(table.name),
        "states": .list(states.map { .text($0.rawValue) }),
      ], "reading batches")
    return found.map { Self.batch($0, of: table) }
  }

  /// The first so many that a run has planned, in the order of their numbers.
  package mutating func batches(ofRun id: Int64, limit: Int) throws(Fault) -> [BatchRecord] {
    try rows(
      """
      SELECT number, state, generation, run_id, row_count, byte_count, body_sha256,
        planned_at, started_at, ended_at, TIMESTAMPDIFF(SECOND, started_at, {now}), dataset_id,
        table_name
      FROM {prefix}wkpbic_batches WHERE run_id = {run} ORDER BY number LIMIT {limit}
      """, ["run": .integer(id), "limit": .integer(Int64(limit))], "reading a run's batches"
    ).map { row in
      Self.batch(row, of: LedgerTable(datasetID: row.text(11), name: row.text(12)))
    }
  }

  private static func batch(_ row: StateRow, of table: LedgerTable) -> BatchRecord {
    BatchRecord(
      table: table, number: row.integer(0),
      state: BatchRecord.State(rawValue: row.text(1)) ?? .sending, generation: row.integer(2),
      runID: row.integer(3),
      figures: BatchFigures(
        rowCount: Int(row.integer(4)), byteCount: Int(row.integer(5)), bodySHA256: row.text(6)),
      plannedAt: StateTime.instant(row.text(7)) ?? Instant(unixSeconds: 0),
      startedAt: StateTime.instant(row.optionalText(8)),
      endedAt: StateTime.instant(row.optionalText(9)),
      secondsSinceStart: row.optionalText(10).flatMap { Double($0) })
  }
}
