internal import Bytes

/// Reads PHP's own format one token at a time from borrowed bytes.
///
/// For the way of a row: nothing is allocated, depth is bounded, and what has been read stays
/// good when the bytes end too early. `PHPUnserializer` makes values of the whole.
package struct PHPScanner: ~Escapable {
  private let bytes: RawSpan
  /// Offset of the next byte.
  package private(set) var position = 0
  /// How many arrays and objects are open.
  package private(set) var depth = 0
  /// Keys and values that each open one still has.
  private var remaining: InlineArray<16, Int> = .init(repeating: 0)

  /// Levels of nesting at most.
  package static let depthMax = 16

  @_lifetime(copy bytes)
  package init(_ bytes: RawSpan) {
    self.bytes = bytes
  }

  /// A key, a value, or the end of what was opened; texts and numbers are ranges of the bytes.
  package enum Token: Sendable, Equatable {
    case open, close
    case text(Range<Int>)
    /// An integer or a float, as it is spelled.
    case number(Range<Int>, isFloat: Bool)
    /// A boolean, null, a reference, or another value without a text.
    case other
  }

  /// The next token; nil when the value has ended.
  @_lifetime(self: copy self)
  package mutating func next() throws(PHPFormatError) -> Token? {
    if depth == 0, position > 0 { return nil }
    if depth > 0 {
      if remaining[depth - 1] == 0 {
        try expect(UInt8(ascii: "}"))
        depth -= 1
        return .close
      }
      remaining[depth - 1] -= 1
    }
    return try value()
  }

  @_lifetime(self: copy self)
  private mutating func value() throws(PHPFormatError) -> Token {
    guard let kind = peek() else { throw error("unexpected end") }
    position += 1
    switch kind {
    case UInt8(ascii: "a"):
      try expect(UInt8(ascii: ":"))
      return try open()
    case UInt8(ascii: "O"):
      _ = try text()
      try expect(UInt8(ascii: ":"))
      return try open()
    case UInt8(ascii: "s"):
      let range = try text()
      try expect(UInt8(ascii: ";"))
      return .text(range)
    case UInt8(ascii: "i"): return .number(try rest(), isFloat: false)
    case UInt8(ascii: "d"): return .number(try rest(), isFloat: true)
    case UInt8(ascii: "b"), UInt8(ascii: "R"), UInt8(ascii: "r"):
      _ = try rest()
      return .other
    case UInt8(ascii: "N"):
      try expect(UInt8(ascii: ";"))
      return .other
    default: throw error("no such kind of value")
    }
  }

  /// `2:{`.
  @_lifetime(self: copy self)
  private mutating func open() throws(PHPFormatError) -> Token {
    let elements = try count()
    try expect(UInt8(ascii: ":"))
    try expect(UInt8(ascii: "{"))
    if depth == Self.depthMax { throw error("deeper than \(Self.depthMax)") }
    remaining[depth] = 2 * elements
    depth += 1
    return .open
  }

  /// `:5:"total"`, without what follows.
  @_lifetime(self: copy self)
  private mutating func text() throws(PHPFormatError) -> Range<Int> {
    try expect(UInt8(ascii: ":"))
    let length = try count()
    try expect(UInt8(ascii: ":"))
    try expect(UInt8(ascii: "\""))
    guard length < bytes.byteCount - position else { throw error("longer than the rest") }
    let start = position
    position += length
    try expect(UInt8(ascii: "\""))
    return start..<(start + length)
  }

  /// `:…;`, and where the dots stand.
  @_lifetime(self: copy self)
  private mutating func rest() throws(PHPFormatError) -> Range<Int> {
    try expect(UInt8(ascii: ":"))
    let start = position
    while let byte = peek(), byte != UInt8(ascii: ";") { position += 1 }
    try expect(UInt8(ascii: ";"))
    return start..<(position - 1)
  }

  /// Elements and bytes at most: far more than a cell holds.
  private static let countMax = 1 << 30

  @_lifetime(self: copy self)
  private mutating func count() throws(PHPFormatError) -> Int {
    let start = position
    var value = 0
    while let byte = peek(), PHPByte.isDigit(byte) {
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
      if value > Self.countMax { throw error("too large a number") }
      position += 1
    }
    if position == start { throw error("expected a digit") }
    return value
  }

  private func peek() -> UInt8? {
    position < bytes.byteCount ? bytes.byte(at: position) : nil
  }

  @_lifetime(self: copy self)
  private mutating func expect(_ byte: UInt8) throws(PHPFormatError) {
    guard peek() == byte else { throw error("an unexpected byte") }
    position += 1
  }

  private func error(_ reason: String) -> PHPFormatError {
    PHPFormatError(offset: position, reason: reason)
  }
}
