package import Bytes
package import Delivery

/// Rows as a file holds them: one JSON object a line, exactly the catalogue's columns.
///
/// One page of rows is one filling of a reused buffer.
package struct NDJSONLines: ~Copyable {
  /// The lines, each with its newline.
  package private(set) var bytes = ByteBuffer(capacity: 1 << 16)

  package init() {}

  /// Forgets the lines that were written.
  package mutating func removeAll() {
    bytes.removeAll()
  }

  /// Appends a line for every row in the buffer.
  package mutating func append(_ rows: borrowing RowBuffer) {
    for place in rows.rows {
      bytes.append(UInt8(ascii: "{"))
      bytes.append(rows.bytes.bytes(at: place.start, length: place.length))
      bytes.append("}\n")
    }
  }
}
