package import Bytes

/// How a table learns of changes.
package enum ChangeStyle: Sendable, Hashable {
  /// A changed or vanished row is taken back by its exact negation.
  case signed
  /// New and changed rows as they are; nothing is taken back.
  case append
}

/// What a comparison has found, in rows.
package struct ChangeCounts: Sendable, Hashable {
  /// Rows that the ledger does not have, those that came back included.
  package var inserted = 0
  /// Rows that are different.
  package var updated = 0
  /// Rows that have vanished.
  package var deleted = 0
  /// Rows that are as they were sent.
  package var unchanged = 0

  package init() {}

  /// Rows that are not as they were sent.
  package var changed: Int { inserted + updated + deleted }
}

/// The rows that a batch carries, with their signs and versions.
package struct ChangeRows: ~Copyable {
  /// The rows' members, one after the other; after `makeBody` the body of a request.
  package internal(set) var bytes = ByteBuffer(capacity: 1 << 16)
  /// What the body bears; nil while the rows are plain.
  var stamp: BatchStamp?
  /// Where each stands, in the order in which they are sent.
  package private(set) var rows: [Place] = []
  /// What was found so far.
  package private(set) var counts = ChangeCounts()
  let negation: RowNegation
  let style: ChangeStyle

  /// `additive` are the columns that a compensating row negates.
  package init(_ style: ChangeStyle, additive: [String]) {
    self.style = style
    negation = RowNegation(additive: additive)
  }

  /// One row of the batch.
  package struct Place: Sendable, Hashable {
    /// The key of the row.
    package var key: Int64
    /// 1, or -1 where it takes another back.
    package var sign: Int
    /// The version that it brings or takes back.
    package var version: Int64
    /// Offset of its first byte among plain rows.
    package var start: Int
    /// Bytes of it.
    package var length: Int
    /// Its `_date_key`, 0 when there is none.
    package var dateKey: Int32
  }

  /// Whether nothing is to be sent.
  package var isEmpty: Bool { rows.isEmpty }
  /// Whether all of it is about rows of one key.
  package var isOfOneKey: Bool { !rows.isEmpty && rows.first?.key == rows.last?.key }
  /// No fewer bytes than the batch's body has.
  package var bodyBytesMax: Int {
    Self.frameBytes + plainBytes + rows.count * Self.stampBytesMax
  }
  /// Bytes of the plain rows.
  var plainBytes: Int { rows.last.map { $0.start + $0.length } ?? 0 }

  /// Forgets all and keeps the memory.
  package mutating func removeAll() {
    truncate(to: Mark())
  }

  /// How far the rows have come.
  struct Mark {
    fileprivate var bytes = 0
    fileprivate var rows = 0
    fileprivate var counts = ChangeCounts()

    var isEmpty: Bool { rows == 0 }
  }

  var mark: Mark { Mark(bytes: plainBytes, rows: rows.count, counts: counts) }

  mutating func truncate(to mark: Mark) {
    if mark.isEmpty { stamp = nil }
    precondition(stamp == nil, "a body does not change")
    bytes.truncate(to: mark.bytes)
    rows.removeSubrange(mark.rows...)
    counts = mark.counts
  }

  func exceeds(_ limit: BatchLimit) -> Bool {
    rows.count > limit.rows || bodyBytesMax > limit.bytes
  }

  mutating func noteUnchanged() { counts.unchanged += 1 }

  mutating func insert(_ entry: LedgerEntry, _ row: RawSpan) {
    counts.inserted += 1
    bring(entry, row)
  }

  mutating func update(
    _ entry: LedgerEntry, _ row: RawSpan, from old: LedgerEntry, _ oldRow: RawSpan
  ) throws(NegationError) {
    counts.updated += 1
    try takeBack(old, oldRow)
    bring(entry, row)
  }

  mutating func delete(_ old: LedgerEntry, _ oldRow: RawSpan) throws(NegationError) {
    counts.deleted += 1
    try takeBack(old, oldRow)
  }

  private mutating func bring(_ entry: LedgerEntry, _ row: RawSpan) {
    let start = bytes.count
    bytes.append(row)
    end(entry, sign: 1, start: start)
  }

  private mutating func takeBack(_ old: LedgerEntry, _ row: RawSpan) throws(NegationError) {
    if style == .append { return }
    let start = bytes.count
    try negation.append(row, to: &bytes)
    end(old, sign: -1, start: start)
  }

  private mutating func end(_ entry: LedgerEntry, sign: Int, start: Int) {
    precondition(stamp == nil, "a body does not change")
    rows.append(
      Place(
        key: entry.key, sign: sign, version: entry.version, start: start,
        length: bytes.count - start, dateKey: entry.dateKey))
  }
}
