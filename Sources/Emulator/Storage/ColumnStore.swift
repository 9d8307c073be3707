/// One column of a batch: each different value once, and which of them a row has.
struct ColumnStore: Sendable {
  /// The different values; rows with code 0 are blank, code 1 is the first value.
  private let values: [CellValue]
  /// Instead of `values` for text: all bytes in a row, and where each text ends.
  private let text: [UInt8]
  private let textEnds: [UInt32]
  private let codes: PackedNumbers

  init(_ builder: ColumnBuilder) {
    codes = PackedNumbers(builder.codes)
    if builder.type == .string {
      var text: [UInt8] = []
      var ends: [UInt32] = []
      for value in builder.values {
        if case .string(let bytes) = value { text += bytes }
        ends.append(UInt32(text.count))
      }
      self.text = text
      textEnds = ends
      values = []
    } else {
      values = builder.values
      text = []
      textEnds = []
    }
  }

  subscript(row: Int) -> CellValue {
    value(code: codes[row])
  }

  /// How many different values there are, blank included as code 0.
  var codeCount: Int { max(values.count, textEnds.count) + 1 }

  func code(row: Int) -> Int { codes[row] }

  func value(code: Int) -> CellValue {
    if code == 0 { return .blank }
    if textEnds.isEmpty { return values[code - 1] }
    let start = code == 1 ? 0 : Int(textEnds[code - 2])
    return .string(Array(text[start..<Int(textEnds[code - 1])]))
  }
}

/// A column of a batch that is still being read.
struct ColumnBuilder {
  let type: DataType
  private(set) var values: [CellValue] = []
  private(set) var codes: [UInt32] = []
  private var known: [CellValue: UInt32] = [:]
  private var last: (value: CellValue, code: UInt32) = (.blank, 0)

  init(_ type: DataType, rowCount: Int = 0) {
    self.type = type
    codes.reserveCapacity(rowCount)
  }

  /// Gives the row a value; rows that were passed over are blank.
  mutating func set(_ value: CellValue, row: Int) {
    fill(to: row)
    codes.append(code(value))
  }

  /// Makes all rows up to `count` blank that have no value yet.
  mutating func fill(to count: Int) {
    precondition(codes.count <= count, "a row has one value")
    while codes.count < count { codes.append(0) }
  }

  /// Forgets rows from `count` on.
  mutating func truncate(to count: Int) {
    if codes.count > count { codes.removeLast(codes.count - count) }
  }

  private mutating func code(_ value: CellValue) -> UInt32 {
    if value == .blank { return 0 }
    if value == last.value { return last.code }
    if let code = known[value] {
      last = (value, code)
      return code
    }
    values.append(value)
    let code = UInt32(values.count)
    known[value] = code
    last = (value, code)
    return code
  }
}
