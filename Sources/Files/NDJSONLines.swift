package import Bytes
package import Delivery

/// Rows as a file holds them: one JSON object a line, exactly the catalogue's columns.
///
/// Files may know rows and their bytes, not where they come from. One page of rows is one filling
/// of a reused buffer.
package struct NDJSONLines: ~Copyable {
  /// The lines, each with its newline.
  package private(set) var bytes = ByteBuffer(capacity: 1 << 16)

  package init() {}

  /// The lines of all rows in the buffer.
  package mutating func fill(from rows: borrowing RowBuffer) {
    bytes.removeAll()
    for place in rows.rows {
      bytes.append(UInt8(ascii: "{"))
      bytes.append(rows.bytes.bytes(at: place.start, length: place.length))
      bytes.append("}\n")
    }
  }
}
