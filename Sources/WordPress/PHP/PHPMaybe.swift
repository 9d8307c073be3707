internal import Bytes

/// WordPress's wrappers around PHP's format, as options and meta values go through them.
package enum PHPMaybe {
  /// What WordPress stores for a value: arrays and objects serialized, strings that look
  /// serialized serialized once more, everything else as it is.
  package static func serialize(_ value: PHPValue) -> PHPValue {
    switch value {
    case .array, .object, .enumeration, .custom: .string(PHPSerializer.serialize(value))
    case .string(let bytes) where isSerialized(bytes.rawSpan, isStrict: false):
      .string(PHPSerializer.serialize(value))
    default: value
    }
  }

  /// The text that stands in the database for a value.
  package static func stored(_ value: PHPValue) -> [UInt8] {
    serialize(value).scalarBytes ?? []
  }

  /// What WordPress makes of a stored text; a damaged one reads as false, as it does there.
  package static func unserialize(_ bytes: [UInt8]) -> PHPValue {
    guard isSerialized(bytes.rawSpan, isStrict: true) else { return .string(bytes) }
    let text = PHPStringFunctions.trimmed(bytes)
    return (try? PHPUnserializer.unserialize(text)) ?? .boolean(false)
  }

  /// Whether WordPress takes a text for serialized; `isStrict` wants nothing after it.
  package static func isSerialized(_ bytes: RawSpan, isStrict: Bool) -> Bool {
    let text = bytes.trimmed()
    if text.equals("N;") { return true }
    guard text.byteCount >= 4, text.byte(at: 1) == UInt8(ascii: ":") else { return false }
    guard isStrict ? endsWell(text) : holdsEnd(text) else { return false }
    switch text.byte(at: 0) {
    case UInt8(ascii: "s"): return isString(text, isStrict: isStrict) && hasLength(text)
    case UInt8(ascii: "a"), UInt8(ascii: "O"), UInt8(ascii: "E"): return hasLength(text)
    case UInt8(ascii: "b"), UInt8(ascii: "i"), UInt8(ascii: "d"):
      return isNumber(text, isStrict: isStrict)
    default: return false
    }
  }

  private static func endsWell(_ text: RawSpan) -> Bool {
    let last = text.byte(at: text.byteCount - 1)
    return last == UInt8(ascii: ";") || last == UInt8(ascii: "}")
  }

  private static func holdsEnd(_ text: RawSpan) -> Bool {
    let semicolon = first(UInt8(ascii: ";"), in: text)
    let brace = first(UInt8(ascii: "}"), in: text)
    if semicolon == nil && brace == nil { return false }
    return semicolon.map { $0 >= 3 } ?? true && brace.map { $0 >= 4 } ?? true
  }

  private static func isString(_ text: RawSpan, isStrict: Bool) -> Bool {
    if isStrict { return text.byte(at: text.byteCount - 2) == UInt8(ascii: "\"") }
    return first(UInt8(ascii: "\""), in: text) != nil
  }

  /// Whether a number and a colon follow the kind.
  private static func hasLength(_ text: RawSpan) -> Bool {
    var index = 2
    while index < text.byteCount, PHPByte.isDigit(text.byte(at: index)) { index += 1 }
    return index > 2 && index < text.byteCount && text.byte(at: index) == UInt8(ascii: ":")
  }

  /// `^T:[0-9.E+-]+;`, and the end behind it when strict.
  private static func isNumber(_ text: RawSpan, isStrict: Bool) -> Bool {
    var index = 2
    while index < text.byteCount, isNumberByte(text.byte(at: index)) { index += 1 }
    guard index > 2, index < text.byteCount, text.byte(at: index) == UInt8(ascii: ";") else {
      return false
    }
    return !isStrict || index == text.byteCount - 1
  }

  private static func isNumberByte(_ byte: UInt8) -> Bool {
    PHPByte.isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "E")
      || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
  }

  private static func first(_ byte: UInt8, in text: RawSpan) -> Int? {
    for index in 0..<text.byteCount where text.byte(at: index) == byte { return index }
    return nil
  }
}
