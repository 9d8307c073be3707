internal import Bytes

/// Why bytes are not a serialized value.
package struct PHPFormatError: Error, Sendable, Equatable {
  /// Offset of the byte where reading stopped.
  package var offset: Int
  /// What is wrong there.
  package var reason: String
}

/// Reads PHP's own format as `unserialize()` does, without making objects of anything.
///
/// Every byte is untrusted: lengths and counts are checked against what is left before anything is
/// allocated, and depth is bounded.
package struct PHPUnserializer: ~Escapable {
  private let bytes: RawSpan
  /// Offset of the next byte.
  package private(set) var position = 0
  private var depth = 0
  /// For each value met so far, whether it is an object.
  private var slots: [Bool] = []
  /// Whether a key came twice, and whether anything refers to a slot.
  private var hasRepeatedKey = false
  private var hasReference = false

  /// Levels of nesting at most; PHP allows 4096, nobody writes a hundred.
  package static let depthMax = 512
  /// A key and a value take no less: `i:0;N;`.
  private static let elementBytesMin = 6

  @_lifetime(copy bytes)
  private init(_ bytes: RawSpan) {
    self.bytes = bytes
  }

  /// The value that the bytes begin with; what follows it is ignored, as PHP does.
  package static func unserialize(_ bytes: RawSpan) throws(PHPFormatError) -> PHPValue {
    var reader = PHPUnserializer(bytes)
    let value = try reader.value()
    // A value that is overwritten has still taken a number, so the others' would be wrong.
    if reader.hasRepeatedKey && reader.hasReference {
      throw reader.error("a repeated key beside references")
    }
    return value
  }

  /// The value that the bytes begin with.
  package static func unserialize(_ bytes: [UInt8]) throws(PHPFormatError) -> PHPValue {
    try unserialize(bytes.rawSpan)
  }

  @_lifetime(self: copy self)
  private mutating func value() throws(PHPFormatError) -> PHPValue {
    guard let kind = peek() else { throw error("unexpected end") }
    switch kind {
    case UInt8(ascii: "a"), UInt8(ascii: "O"): return try nested(kind)
    case UInt8(ascii: "R"), UInt8(ascii: "r"): return try reference(kind)
    default:
      let value = try leaf(kind)
      if case .enumeration = value {
        slots.append(true)
      } else {
        slots.append(kind == UInt8(ascii: "C"))
      }
      return value
    }
  }

  @_lifetime(self: copy self)
  private mutating func leaf(_ kind: UInt8) throws(PHPFormatError) -> PHPValue {
    switch kind {
    case UInt8(ascii: "N"):
      position += 1
      try expect(";")
      return .null
    case UInt8(ascii: "b"): return try boolean()
    case UInt8(ascii: "i"): return .integer(try integer())
    case UInt8(ascii: "d"): return .float(try float())
    case UInt8(ascii: "s"), UInt8(ascii: "S"): return .string(try string())
    case UInt8(ascii: "E"): return try enumeration()
    case UInt8(ascii: "C"): return try custom()
    default: throw error("no such kind of value")
    }
  }

  // MARK: Scalars

  @_lifetime(self: copy self)
  private mutating func boolean() throws(PHPFormatError) -> PHPValue {
    try mark()
    let flag = peek()
    guard flag == UInt8(ascii: "0") || flag == UInt8(ascii: "1") else { throw error("no boolean") }
    position += 1
    try expect(";")
    return .boolean(flag == UInt8(ascii: "1"))
  }

  /// Numbers out of range become the nearest one in range.
  @_lifetime(self: copy self)
  private mutating func integer() throws(PHPFormatError) -> Int64 {
    try mark()
    let isNegative = peek() == UInt8(ascii: "-")
    if isNegative || peek() == UInt8(ascii: "+") { position += 1 }
    let start = position
    var value: Int64 = 0
    var isClamped = false
    while let byte = peek(), PHPByte.isDigit(byte) {
      let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
      let digit = Int64(byte - UInt8(ascii: "0"))
      let (sum, carry) = scaled.addingReportingOverflow(isNegative ? -digit : digit)
      isClamped = isClamped || overflow || carry
      value = sum
      position += 1
    }
    if position == start { throw error("expected a digit") }
    try expect(";")
    return isClamped ? (isNegative ? .min : .max) : value
  }

  @_lifetime(self: copy self)
  private mutating func float() throws(PHPFormatError) -> Double {
    try mark()
    let start = position
    while let byte = peek(), byte != UInt8(ascii: ";"), position - start < Self.floatBytesMax {
      position += 1
    }
    let text = bytes.extracting(start..<position)
    try expect(";")
    if text.equals("INF") { return .infinity }
    if text.equals("-INF") { return -.infinity }
    if text.equals("NAN") { return .nan }
    guard Self.isFloat(text), let value = Double(Self.padded(text)) else {
      position = start
      throw error("no number")
    }
    return value
  }

  /// Text of a number at most; PHP prints 24 bytes.
  private static let floatBytesMax = 512

  /// Whether this is `[+-]?(digits[.digits]|.digits|digits.)([eE][+-]?digits)?`.
  private static func isFloat(_ text: RawSpan) -> Bool {
    var index = 0
    func isAt(_ one: UInt8, _ two: UInt8, _ text: borrowing RawSpan, _ index: Int) -> Bool {
      index < text.byteCount && (text.byte(at: index) == one || text.byte(at: index) == two)
    }
    if isAt(0x2B, 0x2D, text, index) { index += 1 }
    var digits = skipDigits(text, &index)
    if isAt(0x2E, 0x2E, text, index) {
      index += 1
      digits += skipDigits(text, &index)
    }
    if digits == 0 { return false }
    if isAt(0x65, 0x45, text, index) {
      index += 1
      if isAt(0x2B, 0x2D, text, index) { index += 1 }
      if skipDigits(text, &index) == 0 { return false }
    }
    return index == text.byteCount
  }

  private static func skipDigits(_ text: RawSpan, _ index: inout Int) -> Int {
    let start = index
    while index < text.byteCount, PHPByte.isDigit(text.byte(at: index)) { index += 1 }
    return index - start
  }

  /// With a zero where Swift wants a digit beside the point.
  private static func padded(_ text: RawSpan) -> String {
    var out: [UInt8] = []
    for index in 0..<text.byteCount {
      let byte = text.byte(at: index)
      let isPoint = byte == UInt8(ascii: ".")
      if isPoint, !PHPByte.isDigit(out.last ?? 0) { out.append(UInt8(ascii: "0")) }
      out.append(byte)
      let next = index + 1 < text.byteCount ? text.byte(at: index + 1) : 0
      if isPoint, !PHPByte.isDigit(next) { out.append(UInt8(ascii: "0")) }
    }
    return String(decoding: out, as: UTF8.self)
  }

  // MARK: Strings and names

  @_lifetime(self: copy self)
  private mutating func string() throws(PHPFormatError) -> [UInt8] {
    let isEscaped = peek() == UInt8(ascii: "S")
    try mark()
    let length = try count()
    try expect(":")
    let text = isEscaped ? try escaped(length) : try quoted(length)
    try expect(";")
    return text
  }

  @_lifetime(self: copy self)
  private mutating func quoted(_ length: Int) throws(PHPFormatError) -> [UInt8] {
    try expect("\"")
    guard length <= bytes.byteCount - position else { throw error("longer than the rest") }
    let text = bytes.extracting(position..<(position + length)).array()
    position += length
    try expect("\"")
    return text
  }

  /// A string with `\HH` for bytes; the length counts the bytes meant.
  @_lifetime(self: copy self)
  private mutating func escaped(_ length: Int) throws(PHPFormatError) -> [UInt8] {
    try expect("\"")
    guard length <= bytes.byteCount - position else { throw error("longer than the rest") }
    var text: [UInt8] = []
    text.reserveCapacity(length)
    while text.count < length {
      guard let byte = peek() else { throw error("unexpected end") }
      position += 1
      if byte != UInt8(ascii: "\\") {
        text.append(byte)
        continue
      }
      guard position + 2 <= bytes.byteCount, let high = PHPByte.hexValue(bytes.byte(at: position)),
        let low = PHPByte.hexValue(bytes.byte(at: position + 1))
      else { throw error("bad escape") }
      text.append(UInt8(high << 4 | low))
      position += 2
    }
    try expect("\"")
    return text
  }

  /// A class's name: `8:"stdClass"`.
  @_lifetime(self: copy self)
  private mutating func className() throws(PHPFormatError) -> [UInt8] {
    let start = position
    let length = try count()
    try expect(":")
    let name = try quoted(length)
    let isName = name.allSatisfy { PHPByte.isName($0) || $0 == UInt8(ascii: "\\") }
    guard isName, !name.isEmpty else {
      position = start
      throw error("no class name")
    }
    return name
  }

  @_lifetime(self: copy self)
  private mutating func enumeration() throws(PHPFormatError) -> PHPValue {
    try mark()
    let start = position
    let length = try count()
    try expect(":")
    let name = try quoted(length)
    try expect(";")
    guard let colon = name.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon < name.count - 1
    else {
      position = start
      throw error("no case of an enumeration")
    }
    return .enumeration(name)
  }

  @_lifetime(self: copy self)
  private mutating func custom() throws(PHPFormatError) -> PHPValue {
    try mark()
    let name = try className()
    try expect(":")
    let length = try count()
    try expect(":")
    try expect("{")
    guard length <= bytes.byteCount - position else { throw error("longer than the rest") }
    let payload = bytes.extracting(position..<(position + length)).array()
    position += length
    try expect("}")
    return .custom(name: name, payload: payload)
  }

  // MARK: Arrays, objects, references

  @_lifetime(self: copy self)
  private mutating func nested(_ kind: UInt8) throws(PHPFormatError) -> PHPValue {
    guard depth < Self.depthMax else { throw error("deeper than \(Self.depthMax)") }
    depth += 1
    let value = kind == UInt8(ascii: "a") ? try array() : try object()
    depth -= 1
    return value
  }

  @_lifetime(self: copy self)
  private mutating func array() throws(PHPFormatError) -> PHPValue {
    try mark()
    slots.append(false)
    let count = try elementCount()
    var array = PHPArray()
    for _ in 0..<count {
      let key = try key()
      hasRepeatedKey = hasRepeatedKey || array[key] != nil
      array[key] = try value()
    }
    try expect("}")
    return .array(array)
  }

  @_lifetime(self: copy self)
  private mutating func object() throws(PHPFormatError) -> PHPValue {
    try mark()
    let name = try className()
    slots.append(true)
    try expect(":")
    let count = try elementCount()
    let isPlain = name.map(PHPStringFunctions.lower) == Array("stdclass".utf8)
    var object = PHPObject(className: name, properties: PHPObjectProperties())
    for _ in 0..<count {
      var key = try propertyKey()
      // Only a class that writes itself has integers for names.
      if isPlain { key = .string(key.bytes) }
      hasRepeatedKey = hasRepeatedKey || object.properties[key] != nil
      object.properties[key] = try value()
    }
    try expect("}")
    return .object(object)
  }

  /// `12:{`, checked against what the rest can hold.
  @_lifetime(self: copy self)
  private mutating func elementCount() throws(PHPFormatError) -> Int {
    let count = try count()
    try expect(":")
    try expect("{")
    guard count <= (bytes.byteCount - position) / Self.elementBytesMin else {
      throw error("more elements than the rest can hold")
    }
    return count
  }

  @_lifetime(self: copy self)
  private mutating func key() throws(PHPFormatError) -> PHPKey {
    switch try propertyKey() {
    case .integer(let number): return .integer(number)
    case .string(let bytes): return PHPKey(bytes: bytes)
    }
  }

  @_lifetime(self: copy self)
  private mutating func propertyKey() throws(PHPFormatError) -> PHPKey {
    switch peek() {
    case UInt8(ascii: "i"): return .integer(try integer())
    case UInt8(ascii: "s"), UInt8(ascii: "S"): return .string(try string())
    default: throw error("no key")
    }
  }

  @_lifetime(self: copy self)
  private mutating func reference(_ kind: UInt8) throws(PHPFormatError) -> PHPValue {
    try mark()
    let slot = try count()
    try expect(";")
    guard slot >= 1, slot <= slots.count else { throw error("a reference to nothing") }
    hasReference = true
    if kind == UInt8(ascii: "R") { return .reference(slot: slot) }
    guard slots[slot - 1] else { throw error("a handle of what is no object") }
    slots.append(true)
    return .sameObject(slot: slot)
  }

  // MARK: Bytes

  private func peek() -> UInt8? {
    position < bytes.byteCount ? bytes.byte(at: position) : nil
  }

  /// Passes the kind's letter and its colon.
  @_lifetime(self: copy self)
  private mutating func mark() throws(PHPFormatError) {
    position += 1
    try expect(":")
  }

  @_lifetime(self: copy self)
  private mutating func expect(_ byte: Unicode.Scalar) throws(PHPFormatError) {
    guard peek() == UInt8(ascii: byte) else { throw error("expected \(byte)") }
    position += 1
  }

  /// A length or count: digits only, no sign.
  @_lifetime(self: copy self)
  private mutating func count() throws(PHPFormatError) -> Int {
    let start = position
    var value = 0
    while let byte = peek(), PHPByte.isDigit(byte) {
      guard value < 1 << 48 else { throw error("too large a number") }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
      position += 1
    }
    if position == start { throw error("expected a digit") }
    return value
  }

  private func error(_ reason: String) -> PHPFormatError {
    PHPFormatError(offset: position, reason: reason)
  }
}
