internal import Bytes

/// Reads the body of POST rows in one pass, strictly; all of it or nothing.
struct RowReading {
  private let limits: Limits
  private let behaviour: Behaviour
  private let names: [[UInt8]]
  private let positions: [[UInt8]: Int]
  private let types: [DataType]
  private var builders: [ColumnBuilder]
  /// The row in which a column was set last, to find keys that stand there twice.
  private var stamps: [Int]
  private var rowCount = 0
  /// Where the next key is expected: rows mostly repeat the order of the one before.
  private var expected = 0

  /// What the body held, and, when rows before a bad one are to be kept, why it ends there.
  struct Outcome {
    var columns: [ColumnStore]
    var rowCount: Int
    var refusal: Refusal?
  }

  static func read(
    _ body: RawSpan, _ columns: [ColumnSchema], limits: Limits, behaviour: Behaviour
  ) throws(Refusal) -> Outcome {
    var reading = RowReading(columns, limits: limits, behaviour: behaviour)
    var refusal: Refusal?
    do throws(Refusal) {
      try reading.readBody(body)
    } catch {
      if !behaviour.keepsPartialBatches || reading.rowCount == 0 { throw error }
      refusal = error
    }
    return reading.sealed(refusal)
  }

  private init(_ columns: [ColumnSchema], limits: Limits, behaviour: Behaviour) {
    self.limits = limits
    self.behaviour = behaviour
    names = columns.map { Array($0.name.utf8) }
    let spelled = behaviour.rowKeysAreExact ? names : columns.map { Self.folded($0.name) }
    positions = Dictionary(uniqueKeysWithValues: spelled.enumerated().map { ($1, $0) })
    types = columns.map(\.type)
    builders = types.map(ColumnBuilder.init)
    stamps = Array(repeating: -1, count: columns.count)
  }

  private static func folded(_ name: String) -> [UInt8] { Array(name.lowercased().utf8) }

  private consuming func sealed(_ refusal: Refusal?) -> Outcome {
    for index in builders.indices {
      builders[index].truncate(to: rowCount)
      builders[index].fill(to: rowCount)
    }
    return Outcome(columns: builders.map(ColumnStore.init), rowCount: rowCount, refusal: refusal)
  }

  private mutating func readBody(_ body: RawSpan) throws(Refusal) {
    var scanner = JSONScanner(body)
    guard try Self.next(&scanner) == .objectStart, case .key(let name) = try Self.next(&scanner),
      body.extracting(name.start..<name.end).equals("rows"),
      try Self.next(&scanner) == .arrayStart
    else { throw .invalid("The body is an object with one list, 'rows'", target: "rows") }
    while true {
      let token = try Self.next(&scanner)
      if token == .arrayEnd { break }
      guard token == .objectStart else {
        throw .invalid("Row \(rowCount) is not an object", target: "rows[\(rowCount)]")
      }
      if rowCount == limits.rowsPerPost {
        throw .invalid("More than \(limits.rowsPerPost) rows in one request", target: "rows")
      }
      try readRow(&scanner, body)
      rowCount += 1
    }
    guard try Self.next(&scanner) == .objectEnd, try Self.next(&scanner) == .end else {
      throw .invalid("The body is an object with one list, 'rows'", target: "rows")
    }
    if rowCount == 0 { throw .invalid("There are no rows", target: "rows") }
  }

  @_lifetime(scanner: copy scanner)
  private mutating func readRow(_ scanner: inout JSONScanner, _ body: RawSpan) throws(Refusal) {
    expected = 0
    while case .key(let key) = try Self.next(&scanner) {
      let column = try position(key, body)
      if stamps[column] == rowCount { throw refusal(column, "stands there twice") }
      stamps[column] = rowCount
      let token = try Self.next(&scanner)
      if token == .null { continue }
      if types[column] == .string {
        try setText(token, column, body)
      } else {
        builders[column].set(try value(token, column, body), row: rowCount)
      }
    }
  }

  /// The column that a key names.
  private mutating func position(_ key: JSONText, _ body: RawSpan) throws(Refusal) -> Int {
    if !key.hasEscapes, expected < names.count,
      body.extracting(key.start..<key.end).equals(names[expected])
    {
      expected += 1
      return expected - 1
    }
    let name = key.string(in: body)
    let spelled = behaviour.rowKeysAreExact ? Array(name.utf8) : Self.folded(name)
    guard let position = positions[spelled] else {
      throw .invalid(
        "The property '\(name)' does not exist on this table", target: "rows[\(rowCount)].\(name)")
    }
    expected = position + 1
    return position
  }

  private func value(
    _ token: JSONScanner.Token, _ column: Int, _ body: RawSpan
  ) throws(Refusal) -> CellValue {
    let type = types[column]
    let value: CellValue? =
      switch (type, token) {
      case (.int64, .number(let range)): CellText.integer(body.extracting(range))
      case (.double, .number(let range)): CellText.double(body.extracting(range))
      case (.decimal, .number(let range)): CellText.decimal(body.extracting(range))
      case (.boolean, .boolean(let flag)): .boolean(flag)
      case (.dateTime, .string(let text)) where !text.hasEscapes:
        CellText.time(body.extracting(text.start..<text.end))
      default: nil
      }
    guard let value else { throw refusal(column, "is not a valid \(type.rawValue)") }
    return value
  }

  private mutating func setText(
    _ token: JSONScanner.Token, _ column: Int, _ body: RawSpan
  ) throws(Refusal) {
    guard case .string(let text) = token else {
      throw refusal(column, "is not a valid \(DataType.string.rawValue)")
    }
    if text.utf16Count > limits.stringUnits {
      throw refusal(column, "is longer than \(limits.stringUnits) characters")
    }
    if text.hasEscapes {
      let plain = Array(text.string(in: body).utf8)
      builders[column].set(text: plain.rawSpan, row: rowCount)
    } else {
      builders[column].set(text: body.extracting(text.start..<text.end), row: rowCount)
    }
  }

  private func refusal(_ column: Int, _ what: String) -> Refusal {
    let name = String(decoding: names[column], as: UTF8.self)
    return .invalid(
      "The value of '\(name)' in row \(rowCount) \(what)", target: "rows[\(rowCount)].\(name)")
  }

  @_lifetime(scanner: copy scanner)
  private static func next(_ scanner: inout JSONScanner) throws(Refusal) -> JSONScanner.Token {
    do throws(JSONError) {
      return try scanner.next()
    } catch {
      throw .invalid("\(error.reason) at byte \(error.offset)", target: "rows")
    }
  }
}
