package import Bytes

/// Encoded rows on their way: reused from page to page and batch to batch.
///
/// A row is the JSON members of the catalogue's columns, without braces. The buffer holds at most
/// one page.
package struct RowBuffer: ~Copyable {
  /// The rows' bytes, one after the other.
  package var bytes: ByteBuffer
  /// Where each row stands, in the order of their keys.
  package private(set) var rows: [Place] = []
  /// Values that no type can hold and that became null or 0.
  package var unrepresentedCount = 0

  package init() {
    bytes = ByteBuffer(capacity: 1 << 16)
  }

  /// One row in the buffer.
  package struct Place: Sendable, Equatable {
    /// The key; entities whose key is no number count their rows.
    package var key: Int64
    /// Offset of the row's first byte.
    package var start: Int
    /// Bytes of the row.
    package var length: Int
    /// The main date as YYYYMMDD, 0 when there is none.
    package var dateKey: Int32
  }

  /// Rows in the buffer.
  package var count: Int { rows.count }

  /// Whether no row is in it.
  package var isEmpty: Bool { rows.isEmpty }

  /// Ends the row whose bytes were written from `start` on.
  package mutating func endRow(key: Int64, start: Int, dateKey: Int32) {
    precondition(start <= bytes.count)
    rows.append(Place(key: key, start: start, length: bytes.count - start, dateKey: dateKey))
  }

  /// Forgets all rows from the `count`th on.
  package mutating func truncate(toRows count: Int) {
    if count >= rows.count { return }
    bytes.truncate(to: rows[count].start)
    rows.removeSubrange(count...)
  }

  /// Forgets all rows and keeps the memory.
  package mutating func removeAll() {
    bytes.removeAll()
    rows.removeAll(keepingCapacity: true)
  }
}
