package import Bytes
package import Delivery
internal import MariaDB
package import Runtime

extension StateStore: LedgerStorage {
  package mutating func page(
    of table: LedgerTable, in range: KeyRange, into bytes: inout ByteBuffer
  ) throws(Fault) -> PageSummary? {
    // The page across the first key begins before it, all others begin behind it: two seeks.
    if let across = try page(of: table, beginningUpTo: range.first, into: &bytes),
      across.keys.last >= range.first
    {
      return across
    }
    let row = try page(
      """
      SELECT first_key, last_key, entry_count, live_count, byte_count, page
      FROM {prefix}wkpbic_ledger
      WHERE dataset_id = {dataset} AND table_name = {table}
        AND first_key > {first} AND first_key <= {last}
      ORDER BY first_key LIMIT 1
      """, Self.places(table, ["first": .integer(range.first), "last": .integer(range.last)]),
      "reading the ledger", into: &bytes)
    return row.map(Self.summary)
  }

  private mutating func page(
    of table: LedgerTable, beginningUpTo key: Int64, into bytes: inout ByteBuffer
  ) throws(Fault) -> PageSummary? {
    let row = try page(
      """
      SELECT first_key, last_key, entry_count, live_count, byte_count,
        IF(last_key >= {key}, page, '')
      FROM {prefix}wkpbic_ledger
      WHERE dataset_id = {dataset} AND table_name = {table} AND first_key <= {key}
      ORDER BY first_key DESC LIMIT 1
      """, Self.places(table, ["key": .integer(key)]), "reading the ledger", into: &bytes)
    return row.map(Self.summary)
  }

  package mutating func page(
    of table: LedgerTable, before key: Int64, bytesMax: Int, into bytes: inout ByteBuffer
  ) throws(Fault) -> PageSummary? {
    let row = try page(
      """
      SELECT first_key, last_key, entry_count, live_count, byte_count,
        IF(last_key < {key} AND byte_count <= {most}, page, '')
      FROM {prefix}wkpbic_ledger
      WHERE dataset_id = {dataset} AND table_name = {table} AND first_key < {key}
      ORDER BY first_key DESC LIMIT 1
      """, Self.places(table, ["key": .integer(key), "most": .integer(Int64(bytesMax))]),
      "reading the ledger", into: &bytes)
    guard let summary = row.map(Self.summary), summary.keys.last < key,
      summary.byteCount <= bytesMax
    else { return nil }
    return summary
  }

  package mutating func stage(
    _ page: RawSpan, _ summary: PageSummary, of table: LedgerTable, batch: Int64
  ) throws(Fault) {
    try write(
      """
      REPLACE INTO {prefix}wkpbic_ledger_staged
        (dataset_id, table_name, batch, first_key, last_key, entry_count, live_count, byte_count,
        page)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(table.datasetID), .text(table.name), .integer(batch),
        .integer(summary.keys.first), .integer(summary.keys.last),
        .integer(Int64(summary.entryCount)), .integer(Int64(summary.liveCount)),
        .integer(Int64(summary.byteCount)), .bytes(page.array()),
      ], "staging the ledger")
  }

  private static func places(
    _ table: LedgerTable, _ more: [String: Literal]
  ) -> [String: Literal] {
    var places = more
    places["dataset"] = .text(table.datasetID)
    places["table"] = .text(table.name)
    return places
  }

  private static func summary(_ row: StateRow) -> PageSummary {
    let first = row.integer(0)
    return PageSummary(
      keys: KeyRange(first: first, last: max(first, row.integer(1))),
      entryCount: Int(row.integer(2)), liveCount: Int(row.integer(3)),
      byteCount: Int(row.integer(4)))
  }
}

/// How large a table's ledger is.
package struct LedgerSize: Sendable, Equatable {
  /// Pages of the ledger.
  package var pageCount: Int
  /// Rows that it remembers, vanished ones included.
  package var entryCount: Int
  /// Rows that the destination holds.
  package var liveCount: Int
  /// Bytes of all pages.
  package var byteCount: Int
}

extension StateStore {
  /// The highest key that a table's ledger knows; nil when it knows none.
  package mutating func lastLedgerKey(of table: LedgerTable) throws(Fault) -> Int64? {
    let found = try rows(
      """
      SELECT MAX(last_key) FROM {prefix}wkpbic_ledger
      WHERE dataset_id = {dataset} AND table_name = {table}
      """, Self.places(table, [:]), "reading the ledger")
    return found.first?.optionalText(0).flatMap { Int64($0) }
  }

  /// How large a table's ledger is now.
  package mutating func ledgerSize(of table: LedgerTable) throws(Fault) -> LedgerSize {
    let found = try rows(
      """
      SELECT COUNT(*), COALESCE(SUM(entry_count), 0), COALESCE(SUM(live_count), 0),
        COALESCE(SUM(byte_count), 0)
      FROM {prefix}wkpbic_ledger WHERE dataset_id = {dataset} AND table_name = {table}
      """, Self.places(table, [:]), "measuring the ledger")
    guard let row = found.first else { preconditionFailure("an aggregate has a row") }
    return LedgerSize(
      pageCount: Int(row.integer(0)), entryCount: Int(row.integer(1)),
      liveCount: Int(row.integer(2)), byteCount: Int(row.integer(3)))
  }

  mutating func deleteLedger(of table: LedgerTable, _ operation: String) throws(Fault) {
    let place: [Value] = [.text(table.datasetID), .text(table.name)]
    try write(
      "DELETE FROM {prefix}wkpbic_ledger_staged WHERE dataset_id = ? AND table_name = ?", place,
      operation)
    try write(
      "DELETE FROM {prefix}wkpbic_ledger WHERE dataset_id = ? AND table_name = ?", place,
      operation)
  }

  /// Inside a transaction: staged pages replace every page that begins within their keys.
  mutating func moveStaged(
    _ batch: Int64, of table: LedgerTable, _ operation: String
  ) throws(Fault) {
    let place: [Value] = [.text(table.datasetID), .text(table.name), .integer(batch)]
    try write(
      """
      DELETE old FROM {prefix}wkpbic_ledger_staged AS fresh
      INNER JOIN {prefix}wkpbic_ledger AS old
        ON old.dataset_id = fresh.dataset_id AND old.table_name = fresh.table_name
        AND old.first_key BETWEEN fresh.first_key AND fresh.last_key
      WHERE fresh.dataset_id = ? AND fresh.table_name = ? AND fresh.batch = ?
      """, place, operation)
    try write(
      """
      INSERT INTO {prefix}wkpbic_ledger
        (dataset_id, table_name, first_key, last_key, entry_count, live_count, byte_count, batch,
        page)
      SELECT dataset_id, table_name, first_key, last_key, entry_count, live_count, byte_count,
        batch, page
      FROM {prefix}wkpbic_ledger_staged
      WHERE dataset_id = ? AND table_name = ? AND batch = ?
      """, place, operation)
    try deleteStaged(batch, of: table, operation)
  }

  mutating func deleteStaged(
    _ batch: Int64, of table: LedgerTable, _ operation: String
  ) throws(Fault) {
    try write(
      """
      DELETE FROM {prefix}wkpbic_ledger_staged
      WHERE dataset_id = ? AND table_name = ? AND batch = ?
      """, [.text(table.datasetID), .text(table.name), .integer(batch)], operation)
  }
}
