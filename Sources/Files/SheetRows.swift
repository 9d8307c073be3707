internal import Bytes
package import Delivery
package import Model
package import Runtime
internal import Spreadsheet

/// Rows as sheets of a workbook: numbers, truth values and dates as such where a cell holds them
/// exactly, as text where it does not; a new sheet when one is full.
package struct SheetRows: ~Copyable {
  private var workbook: Workbook
  private let name: String
  private let columns: [Column]
  private var sheetCount = 0
  private var text = ByteBuffer(capacity: 4096)

  /// The first second of a sheet's calendar that is no guess: 1900-03-01.
  private static let firstSecond: Int64 = -2_203_891_200

  private init(workbook: consuming Workbook, name: String, columns: [Column]) {
    self.workbook = workbook
    self.name = name
    self.columns = columns
  }

  /// Begins a workbook at that path with sheets of that name.
  package static func create(
    path: String, name: String, columns: [Column]
  ) throws(Fault) -> SheetRows {
    var sheets = SheetRows(workbook: try Workbook.create(path), name: name, columns: columns)
    try sheets.addSheet()
    return sheets
  }

  private mutating func addSheet() throws(Fault) {
    sheetCount += 1
    try workbook.addSheet(
      sheetCount == 1 ? name : "\(name) \(sheetCount)", headings: columns.map(\.name))
  }

  /// Writes every row in the buffer.
  package mutating func write(_ rows: borrowing RowBuffer) throws(Fault) {
    for place in rows.rows {
      if workbook.isSheetFull { try addSheet() }
      try write(row: rows.bytes.bytes(at: place.start, length: place.length))
      workbook.endRow()
    }
  }

  /// Writes the file.
  package mutating func close() throws(Fault) {
    try workbook.close()
  }

  private mutating func write(row: RawSpan) throws(Fault) {
    var cells = RowCells(row)
    for index in columns.indices {
      switch cells.next() {
      case .null: break
      case .boolean(let flag): try workbook.write(boolean: flag, column: index)
      case .number(let range): try write(number: row.extracting(range), column: index)
      case .text(let place): try write(text: place, of: row, column: index)
      }
    }
  }

  private mutating func write(number: RawSpan, column: Int) throws(Fault) {
    if let value = Self.double(number) {
      try workbook.write(number: value, column: column)
    } else {
      try workbook.write(text: number, column: column)
    }
  }

  /// The number, when a sheet keeps all of its digits.
  private static func double(_ number: RawSpan) -> Double? {
    var digits = 0
    var hasBegun = false
    for index in 0..<number.byteCount {
      let byte = number.byte(at: index)
      if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") { break }
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { continue }
      if byte != UInt8(ascii: "0") { hasBegun = true }
      if hasBegun { digits += 1 }
    }
    return digits <= Spreadsheet.digitsMax ? Double(number.text()) : nil
  }

  private mutating func write(
    text place: JSONText, of row: RawSpan, column: Int
  ) throws(Fault) {
    if columns[column].type == .dateTime {
      // Without the Z of UTC columns; their names say it.
      let span = row.extracting(place.start..<min(place.end, place.start + 19))
      if let time = CivilTime(span), time.seconds >= Self.firstSecond {
        return try workbook.write(date: time.parts, column: column)
      }
    }
    text.removeAll()
    text.append(place, of: row)
    try Self.write(text, column: column, to: &workbook)
  }

  private static func write(
    _ text: borrowing ByteBuffer, column: Int, to workbook: inout Workbook
  ) throws(Fault) {
    try workbook.write(text: text.bytes, column: column)
  }
}
