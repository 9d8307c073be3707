package import Bytes
internal import CXLSXWriter
package import Runtime

/// A workbook that is being written to a file: sheets one after the other, rows from the top.
///
/// The library keeps one row in memory and the finished ones in a temporary file beside the
/// workbook, readable by its owner only.
@safe
package struct Workbook: ~Copyable {
  private let book: UnsafeMutablePointer<lxw_workbook>
  private let path: String
  private var sheet: UnsafeMutablePointer<lxw_worksheet>?
  private let bold: UnsafeMutablePointer<lxw_format>
  private let date: UnsafeMutablePointer<lxw_format>
  private var row: UInt32 = 0
  private var isClosed = false
  /// Reused for the zero byte that C strings need.
  private var text = ByteBuffer(capacity: 4096)

  /// Width of a column in characters.
  private static let columnWidth = 18.0

  /// Begins a workbook; the file's place is taken at once, its content comes with `close`.
  package static func create(_ path: String) throws(Fault) -> Workbook {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let book = unsafe folder.withCString { folder in
      var options = unsafe lxw_workbook_options(
        constant_memory: 1, tmpdir: UnsafeMutablePointer(mutating: folder), use_zip64: 0)
      return unsafe workbook_new_opt(path, &options)
    }
    guard let book = unsafe book, let bold = unsafe workbook_add_format(book),
      let date = unsafe workbook_add_format(book)
    else { throw fault("creating the workbook", path, "out of memory") }
    unsafe format_set_bold(bold)
    unsafe format_set_num_format(date, "yyyy-mm-dd hh:mm:ss")
    return unsafe Workbook(book: book, path: path, bold: bold, date: date)
  }

  private init(
    book: UnsafeMutablePointer<lxw_workbook>, path: String,
    bold: UnsafeMutablePointer<lxw_format>, date: UnsafeMutablePointer<lxw_format>
  ) {
    unsafe self.book = unsafe book
    self.path = path
    unsafe self.bold = unsafe bold
    unsafe self.date = unsafe date
  }

  deinit {
    if !isClosed { unsafe lxw_workbook_free(book) }
  }

  /// Begins a sheet with a row of headings that stays in sight.
  package mutating func addSheet(_ name: String, headings: [String]) throws(Fault) {
    guard let sheet = unsafe workbook_add_worksheet(book, name) else {
      throw Self.fault("adding the sheet \(name)", path, "the name is taken or not allowed")
    }
    unsafe self.sheet = unsafe sheet
    let last = UInt16(max(headings.count - 1, 0))
    unsafe worksheet_set_column(sheet, 0, last, Self.columnWidth, nil)
    unsafe worksheet_freeze_panes(sheet, 1, 0)
    for (index, heading) in headings.enumerated() {
      let error = unsafe worksheet_write_string(sheet, 0, UInt16(index), heading, bold)
      try check(error, "writing the headings of \(name)")
    }
    row = 1
  }

  /// Whether the sheet takes another row.
  package var isSheetFull: Bool { row >= UInt32(Spreadsheet.rowsMax) }

  /// Ends the row: the next cells go into the next one.
  package mutating func endRow() {
    row += 1
  }

  /// A number that a double holds as it is written.
  package mutating func write(number: Double, column: Int) throws(Fault) {
    try check(
      unsafe worksheet_write_number(sheet, row, UInt16(column), number, nil), "writing a number")
  }

  /// True or false.
  package mutating func write(boolean: Bool, column: Int) throws(Fault) {
    let error = unsafe worksheet_write_boolean(
      sheet, row, UInt16(column), boolean ? 1 : 0, nil)
    try check(error, "writing a truth value")
  }

  /// A moment of 1900-03-01 or later: the calendar of sheets has a day too many before.
  package mutating func write(date: CivilTime.Parts, column: Int) throws(Fault) {
    var time = lxw_datetime(
      year: Int32(date.year), month: Int32(date.month), day: Int32(date.day),
      hour: Int32(date.hour), min: Int32(date.minute), sec: Double(date.second))
    let error = unsafe worksheet_write_datetime(
      sheet, row, UInt16(column), &time, self.date)
    try check(error, "writing a date")
  }

  /// UTF-8 text, never a formula.
  ///
  /// What XML cannot hold (U+0000, U+FFFE, U+FFFF) becomes U+FFFD.
  package mutating func write(text span: RawSpan, column: Int) throws(Fault) {
    text.removeAll()
    text.appendCellText(span)
    text.append(0 as UInt8)
    let error = unsafe text.bytes.withUnsafeBytes { bytes in
      unsafe worksheet_write_string(
        sheet, row, UInt16(column), bytes.baseAddress?.assumingMemoryBound(to: CChar.self), nil)
    }
    try check(error, "writing a text")
  }

  /// Writes the file's content; nothing can be added after.
  package mutating func close() throws(Fault) {
    isClosed = true
    try check(unsafe workbook_close(book), "finishing the workbook")
  }

  private func check(_ error: lxw_error, _ operation: String) throws(Fault) {
    if error == LXW_NO_ERROR { return }
    let text = unsafe lxw_strerror(error).map { unsafe String(cString: $0) } ?? "error"
    throw Self.fault(operation, path, text)
  }

  private static func fault(_ operation: String, _ subject: String, _ cause: String) -> Fault {
    Fault(
      .file, operation: operation, subject: subject, cause: cause,
      hint: "Check the path, its permissions and the room on the disk, or export as csv",
      recovery: .operator)
  }
}

extension ByteBuffer {
  /// Appends UTF-8 as a cell can hold it: without the three characters that XML 1.0 has no form
  /// for, and with an escape before what a reader would take for one (`_x0041_` is read as `A`,
  /// ECMA-376 part 1, 22.9.2.19).
  fileprivate mutating func appendCellText(_ span: RawSpan) {
    var start = 0
    var index = 0
    while index < span.byteCount {
      let length = Self.lengthWithoutForm(span, index)
      let isEscape = length == 0 && Self.isEscape(span, index)
      if length == 0, !isEscape {
        index += 1
        continue
      }
      append(span.extracting(start..<index))
      if isEscape { append("_x005F_") } else { append("\u{FFFD}") }
      index += max(length, 1)
      start = index
    }
    append(span.extracting(start..<span.byteCount))
  }

  /// Bytes of a character that XML cannot hold; 0 when it can.
  private static func lengthWithoutForm(_ span: RawSpan, _ index: Int) -> Int {
    let byte = span.byte(at: index)
    if byte == 0 { return 1 }
    guard byte == 0xEF, index + 2 < span.byteCount else { return 0 }
    return span.byte(at: index + 1) == 0xBF && span.byte(at: index + 2) >= 0xBE ? 3 : 0
  }

  private static func isEscape(_ span: RawSpan, _ index: Int) -> Bool {
    guard index + 6 < span.byteCount, span.byte(at: index) == UInt8(ascii: "_"),
      span.byte(at: index + 1) == UInt8(ascii: "x"),
      span.byte(at: index + 6) == UInt8(ascii: "_")
    else { return false }
    return (2...5).allSatisfy { offset in
      let byte = span.byte(at: index + offset)
      return (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte)
        || (0x61...0x66).contains(byte)
    }
  }
}
