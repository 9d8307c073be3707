package import Bytes
package import Delivery
package import Model

/// Rows as lines of comma-separated values: RFC 4180, with a byte order mark, because Excel takes
/// UTF-8 for something else without one.
///
/// A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV
/// Injection"); numbers and dates are never texts, so a negative amount stays a number. NDJSON is
/// the format that changes nothing.
package struct CSVLines: ~Copyable {
  /// The lines, each with its CR LF.
  package private(set) var bytes = ByteBuffer(capacity: 1 << 16)
  private let types: [ColumnType]
  private var text = ByteBuffer(capacity: 4096)

  /// Lines of those columns; the first filling begins with their names.
  package init(_ columns: [Column]) {
    types = columns.map(\.type)
    bytes.append("\u{FEFF}")
    for (index, column) in columns.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(utf8: column.name)
    }
    bytes.append("\r\n")
  }

  /// Forgets the lines that were written.
  package mutating func removeAll() {
    bytes.removeAll()
  }

  /// Appends a line for every row in the buffer.
  package mutating func append(_ rows: borrowing RowBuffer) {
    for place in rows.rows {
      append(row: rows.bytes.bytes(at: place.start, length: place.length))
    }
  }

  private mutating func append(row: RawSpan) {
    var cells = RowCells(row)
    for index in types.indices {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      switch cells.next() {
      case .null: break
      case .boolean(let flag): bytes.append(flag ? "true" : "false")
      case .number(let range): bytes.append(row.extracting(range))
      case .text(let place):
        text.removeAll()
        if types[index] == .string { text.append(guardOf: place, in: row) }
        text.append(place, of: row)
        bytes.append(quotedIfNeeded: text)
      }
    }
    bytes.append("\r\n")
  }
}

extension ByteBuffer {
  /// An apostrophe when the text begins as a formula does.
  fileprivate mutating func append(guardOf text: JSONText, in bytes: RawSpan) {
    guard let first = text.string(in: bytes).unicodeScalars.first else { return }
    if "=+-@\t\r\n\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains(first) {
      append(UInt8(ascii: "'"))
    }
  }

  fileprivate mutating func append(quotedIfNeeded buffer: borrowing ByteBuffer) {
    let text = buffer.bytes
    var needsQuotes = false
    for index in 0..<text.byteCount {
      switch text.byte(at: index) {
      case UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A, 0x0D: needsQuotes = true
      case 0x20: if index == 0 || index == text.byteCount - 1 { needsQuotes = true }
      default: break
      }
    }
    guard needsQuotes else { return append(text) }
    append(UInt8(ascii: "\""))
    for index in 0..<text.byteCount {
      let byte = text.byte(at: index)
      if byte == UInt8(ascii: "\"") { append(byte) }
      append(byte)
    }
    append(UInt8(ascii: "\""))
  }
}
