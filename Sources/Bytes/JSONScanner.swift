/// Why bytes are not the JSON that was expected.
package struct JSONError: Error, Sendable, Equatable {
  /// Offset of the byte where reading stopped.
  package var offset: Int
  /// What is wrong there.
  package var reason: String

  package init(offset: Int, reason: String) {
    self.offset = offset
    self.reason = reason
  }
}

/// Reads JSON one token at a time from borrowed bytes, strictly by RFC 8259.
///
/// Strings must be UTF-8 without unpaired surrogates. The caller sees ranges, not copies; depth
/// is bounded, nothing is allocated.
package struct JSONScanner: ~Escapable {
  private let bytes: RawSpan
  /// Offset of the next byte to read.
  package private(set) var position = 0
  /// One bit a level: set inside an object.
  private var objects: UInt64 = 0
  private var depth = 0
  private var expects = Expectation.value

  /// Levels of nesting at most.
  package static let depthMax = 60

  @_lifetime(copy bytes)
  package init(_ bytes: RawSpan) {
    self.bytes = bytes
  }

  /// Over the members of an object without its braces; who scans knows how many there are.
  @_lifetime(copy bytes)
  package init(members bytes: RawSpan) {
    self.bytes = bytes
    depth = 1
    objects = 1
    expects = .firstKeyOrEnd
  }

  /// A token; strings and numbers are ranges of the bytes.
  package enum Token: Sendable, Equatable {
    case objectStart, objectEnd, arrayStart, arrayEnd
    case key(JSONText)
    case string(JSONText)
    case number(Range<Int>)
    case boolean(Bool)
    case null
    case end
  }

  private enum Expectation {
    case value, firstKeyOrEnd, firstElementOrEnd, commaOrEnd, nothing
  }

  /// The next token; `end` after the one value and trailing white space.
  @_lifetime(self: copy self)
  package mutating func next() throws(JSONError) -> Token {
    skipSpace()
    switch expects {
    case .nothing:
      if position < bytes.byteCount { throw error("text after the value") }
      return .end
    case .value:
      return try value()
    case .firstKeyOrEnd:
      if peek() == UInt8(ascii: "}") { return close(.objectEnd) }
      return try key()
    case .firstElementOrEnd:
      if peek() == UInt8(ascii: "]") { return close(.arrayEnd) }
      return try value()
    case .commaOrEnd:
      return try afterValue()
    }
  }

  @_lifetime(self: copy self)
  private mutating func afterValue() throws(JSONError) -> Token {
    let isObject = objects & 1 == 1
    let byte = peek()
    if byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
      return close(isObject ? .objectEnd : .arrayEnd)
    }
    guard byte == UInt8(ascii: ",") else {
      throw error(isObject ? "expected , or }" : "expected , or ]")
    }
    position += 1
    skipSpace()
    return isObject ? try key() : try value()
  }

  @_lifetime(self: copy self)
  private mutating func key() throws(JSONError) -> Token {
    guard peek() == UInt8(ascii: "\"") else { throw error("expected a name in quotes") }
    let text = try string()
    skipSpace()
    guard peek() == UInt8(ascii: ":") else { throw error("expected :") }
    position += 1
    expects = .value
    return .key(text)
  }

  @_lifetime(self: copy self)
  private mutating func value() throws(JSONError) -> Token {
    guard let byte = peek() else { throw error("unexpected end") }
    switch byte {
    case UInt8(ascii: "{"): return try open(.objectStart)
    case UInt8(ascii: "["): return try open(.arrayStart)
    case UInt8(ascii: "\""):
      let text = try string()
      valueEnded()
      return .string(text)
    case UInt8(ascii: "t"): return try literal("true", .boolean(true))
    case UInt8(ascii: "f"): return try literal("false", .boolean(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw error("expected a value")
    }
  }

  @_lifetime(self: copy self)
  private mutating func open(_ token: Token) throws(JSONError) -> Token {
    if depth == Self.depthMax { throw error("nested too deeply") }
    position += 1
    depth += 1
    objects = objects << 1 | (token == .objectStart ? 1 : 0)
    expects = token == .objectStart ? .firstKeyOrEnd : .firstElementOrEnd
    return token
  }

  @_lifetime(self: copy self)
  private mutating func close(_ token: Token) -> Token {
    position += 1
    depth -= 1
    objects >>= 1
    valueEnded()
    return token
  }

  @_lifetime(self: copy self)
  private mutating func valueEnded() {
    expects = depth == 0 ? .nothing : .commaOrEnd
  }

  @_lifetime(self: copy self)
  private mutating func literal(
    _ text: StaticString, _ token: Token
  ) throws(JSONError) -> Token {
    let length = text.utf8CodeUnitCount
    guard position + length <= bytes.byteCount,
      bytes.extracting(position..<(position + length)).equals(text)
    else { throw error("expected \(text)") }
    position += length
    valueEnded()
    return token
  }

  @_lifetime(self: copy self)
  private mutating func number() throws(JSONError) -> Token {
    let start = position
    if peek() == UInt8(ascii: "-") { position += 1 }
    if peek() == UInt8(ascii: "0") {
      position += 1
    } else {
      try digits()
    }
    if peek() == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if let byte = peek(), byte | 0x20 == UInt8(ascii: "e") {
      position += 1
      if let sign = peek(), sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
        position += 1
      }
      try digits()
    }
    valueEnded()
    return .number(start..<position)
  }

  @_lifetime(self: copy self)
  private mutating func digits() throws(JSONError) {
    let start = position
    while let byte = peek(), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
      position += 1
    }
    if position == start { throw error("expected a digit") }
  }

  /// Reads a string and checks every byte of it.
  @_lifetime(self: copy self)
  private mutating func string() throws(JSONError) -> JSONText {
    position += 1
    var text = JSONText(start: position, end: position, hasEscapes: false, utf16Count: 0)
    while let byte = peek() {
      if byte == UInt8(ascii: "\"") {
        text.end = position
        position += 1
        return text
      }
      if byte == UInt8(ascii: "\\") {
        text.hasEscapes = true
        text.utf16Count += try escape()
      } else if byte < 0x20 {
        throw error("control character in a string")
      } else {
        let scalar = DecodedScalar(bytes, at: position)
        if !scalar.isValid { throw error("not UTF-8") }
        text.utf16Count += scalar.value > 0xFFFF ? 2 : 1
        position += scalar.length
      }
    }
    throw error("unexpected end of a string")
  }

  /// Passes one escape, or a pair that makes a surrogate pair; returns its UTF-16 units.
  @_lifetime(self: copy self)
  private mutating func escape() throws(JSONError) -> Int {
    guard position + 1 < bytes.byteCount else { throw error("unexpected end of an escape") }
    let kind = bytes.byte(at: position + 1)
    guard kind == UInt8(ascii: "u") else {
      guard JSONText.simpleEscape(kind) != nil else { throw error("unknown escape") }
      position += 2
      return 1
    }
    guard let unit = JSONText.hexUnit(bytes, at: position + 2) else { throw error("bad \\u") }
    position += 6
    if unit & 0xF800 != 0xD800 { return 1 }
    guard unit < 0xDC00, position + 1 < bytes.byteCount,
      bytes.byte(at: position) == UInt8(ascii: "\\"),
      bytes.byte(at: position + 1) == UInt8(ascii: "u"),
      let low = JSONText.hexUnit(bytes, at: position + 2), low & 0xFC00 == 0xDC00
    else { throw error("unpaired surrogate") }
    position += 6
    return 2
  }

  private func peek() -> UInt8? {
    position < bytes.byteCount ? bytes.byte(at: position) : nil
  }

  @_lifetime(self: copy self)
  private mutating func skipSpace() {
    while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      position += 1
    }
  }

  private func error(_ reason: String) -> JSONError {
    JSONError(offset: position, reason: reason)
  }
}

/// A string inside JSON bytes: where it stands, and how long it is once unescaped.
package struct JSONText: Sendable, Equatable {
  /// The bytes between the quotes.
  package var start: Int
  /// The offset of the closing quote.
  package var end: Int
  /// Whether a backslash stands in it.
  package var hasEscapes: Bool
  /// UTF-16 units after unescaping.
  package var utf16Count: Int

  package init(start: Int, end: Int, hasEscapes: Bool, utf16Count: Int) {
    self.start = start
    self.end = end
    self.hasEscapes = hasEscapes
    self.utf16Count = utf16Count
  }

  /// The string itself; `bytes` are those that were scanned.
  package func string(in bytes: RawSpan) -> String {
    if !hasEscapes { return bytes.extracting(start..<end).text() }
    var out: [UInt8] = []
    out.reserveCapacity(end - start)
    var index = start
    while index < end {
      let byte = bytes.byte(at: index)
      if byte != UInt8(ascii: "\\") {
        out.append(byte)
        index += 1
        continue
      }
      let kind = bytes.byte(at: index + 1)
      if let plain = Self.simpleEscape(kind) {
        out.append(plain)
        index += 2
        continue
      }
      let unit = Self.hexUnit(bytes, at: index + 2) ?? 0xFFFD
      index += 6
      var value = unit
      if unit & 0xFC00 == 0xD800, let low = Self.hexUnit(bytes, at: index + 2) {
        value = 0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF)
        index += 6
      }
      let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
      out.append(contentsOf: Array(String(Character(scalar)).utf8))
    }
    return String(decoding: out, as: UTF8.self)
  }

  static func simpleEscape(_ kind: UInt8) -> UInt8? {
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): kind
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "r"): 0x0D
    default: nil
    }
  }

  static func hexUnit(_ bytes: RawSpan, at start: Int) -> UInt32? {
    guard start + 4 <= bytes.byteCount else { return nil }
    var value: UInt32 = 0
    for index in start..<(start + 4) {
      let byte = bytes.byte(at: index)
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - 0x30)
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - 0x57)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - 0x37)
      default: return nil
      }
    }
    return value
  }
}
