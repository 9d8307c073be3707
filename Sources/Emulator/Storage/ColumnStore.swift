/// One column of a batch: each different value once, and which of them a row has.
struct ColumnStore: Sendable {
  private let type: DataType
  private let words: [UInt64]
  private let highWords: [UInt64]
  private let text: [UInt8]
  private let textEnds: [UInt32]
  private let codes: PackedNumbers

  init(_ builder: ColumnBuilder) {
    type = builder.type
    // Copies, so that what grew with room to spare is kept without it.
    words = Array(builder.words[...])
    highWords = Array(builder.highWords[...])
    text = Array(builder.text[...])
    textEnds = Array(builder.textEnds[...])
    codes = PackedNumbers(builder.codes)
  }

  subscript(row: Int) -> CellValue {
    value(code: codes[row])
  }

  /// How many different values there are, blank included as code 0.
  var codeCount: Int {
    type == .string ? textEnds.count + 1 : words.count + 1
  }

  func code(row: Int) -> Int { codes[row] }

  private func value(code: Int) -> CellValue {
    if code == 0 { return .blank }
    switch type {
    case .string:
      let start = code == 1 ? 0 : Int(textEnds[code - 2])
      return .string(Array(text[start..<Int(textEnds[code - 1])]))
    case .decimal:
      return CellValue(type, low: words[code - 1], high: highWords[code - 1])
    default:
      return CellValue(type, low: words[code - 1], high: 0)
    }
  }
}
