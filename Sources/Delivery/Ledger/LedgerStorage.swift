package import Bytes
package import Runtime

/// Where pages are kept.
package protocol LedgerStorage: ~Copyable {
  /// Replaces `bytes` by the first page of the table that has an entry of the range or stands
  /// across its first key; nil, when there is none.
  ///
  /// Pages that are only staged are not seen.
  mutating func page(
    of table: LedgerTable, in range: KeyRange, into bytes: inout ByteBuffer
  ) throws(Fault) -> PageSummary?
  /// Replaces `bytes` by the last page whose keys are all before `key`; nil when there is none or
  /// it has more than `bytesMax` bytes.
  mutating func page(
    of table: LedgerTable, before key: Int64, bytesMax: Int, into bytes: inout ByteBuffer
  ) throws(Fault) -> PageSummary?
  /// Keeps a page beside the ledger until its batch is committed.
  ///
  /// It then replaces every page that begins within its keys. Doing it twice is doing it once.
  mutating func stage(
    _ page: RawSpan, _ summary: PageSummary, of table: LedgerTable, batch: Int64
  ) throws(Fault)
}
