package import Delivery
internal import MariaDB
package import Runtime

/// Notes of what happened in the shop, and how far they may be forgotten.
package struct HintPage: Sendable, Equatable {
  /// In the order of their ids.
  package var hints: [Hint]
  /// What is to be kept as consumed once these hints are: the next run begins after it.
  ///
  /// Hints behind it were noted a moment ago, and others with lower ids may become visible yet.
  package var settledID: Int64
  /// Whether there are more than were asked for: then what they touched is not known, and only a
  /// sweep covers them.
  package var hasMore: Bool

  package init(hints: [Hint], settledID: Int64, hasMore: Bool) {
    self.hints = hints
    self.settledID = settledID
    self.hasMore = hasMore
  }
}

extension StateStore {
  /// The notes after an id, at most `limit`.
  ///
  /// Ids are given when a row is written, and rows are seen when their transaction ends, so a low
  /// id may come after a high one. Therefore `settledID` stays before everything noted within
  /// `Store.hintSettleSeconds`: such notes are read again by the next run, which costs a look at
  /// rows that are the same. A transaction that was open for longer is not seen; the sweep finds
  /// what it did. When the table ends before `id` it was made anew, and is read from its beginning.
  package mutating func hints(after id: Int64, limit: Int) throws(Fault) -> HintPage {
    precondition(limit > 0, "a page holds a hint")
    let start = try lastHintID() < id ? 0 : id
    let found = try rows(
      """
      SELECT id, kind, object_id,
        noted_at >= {now} - INTERVAL {settle} SECOND AND noted_at <= {now} + INTERVAL 1 DAY
      FROM {prefix}wkpbic_hints WHERE id > {after} ORDER BY id LIMIT {limit}
      """,
      [
        "after": .integer(start), "limit": .integer(Int64(limit) + 1),
        "settle": .integer(Store.hintSettleSeconds),
      ], "reading hints")
    return Self.page(found.prefix(limit), after: start, hasMore: found.count > limit)
  }

  private static func page(
    _ rows: ArraySlice<StateRow>, after start: Int64, hasMore: Bool
  ) -> HintPage {
    let settled = rows.prefix { $0.integer(3) == 0 }
    return HintPage(
      hints: rows.map { Hint(id: $0.integer(0), kind: $0.text(1), objectID: $0.integer(2)) },
      settledID: settled.last?.integer(0) ?? start, hasMore: hasMore)
  }

  /// The highest id so far; 0 when nothing was ever noted.
  package mutating func lastHintID() throws(Fault) -> Int64 {
    try rows("SELECT MAX(id) FROM {prefix}wkpbic_hints", [:], "reading hints").first?.integer(0)
      ?? 0
  }

  /// Forgets notes up to an id, which every table has consumed, some thousands at a time; true
  /// when none of them is left.
  ///
  /// The last note stays: old servers count from the beginning when the table is empty and they
  /// are started anew.
  package mutating func deleteHints(upTo id: Int64) throws(Fault) -> Bool {
    let count = try write(
      """
      DELETE FROM {prefix}wkpbic_hints
      WHERE id <= ? AND id < (SELECT last FROM
        (SELECT COALESCE(MAX(id), 0) AS last FROM {prefix}wkpbic_hints) AS newest)
      ORDER BY id LIMIT ?
      """, [.integer(id), .integer(Store.hintsDeletedAtOnce)], "forgetting hints")
    return count < UInt64(Store.hintsDeletedAtOnce)
  }
}
