extension ByteBuffer {
  /// What replaces the end of a text that is too long.
  package static let truncationMark: StaticString = "…[truncated]"
  /// UTF-16 units of the mark.
  package static let truncationMarkUnits = 12

  /// A JSON string of at most `unitsMax` UTF-16 units.
  ///
  /// A longer text is cut at a whole scalar and ends with the truncation mark, mark included in
  /// the limit. Malformed UTF-8 becomes U+FFFD; control characters are escaped, nothing is lost.
  package mutating func appendJSONString(_ text: RawSpan, unitsMax: Int) {
    precondition(unitsMax >= Self.truncationMarkUnits)
    // A UTF-16 unit never takes less than one byte of UTF-8: short texts need no counting.
    if text.byteCount <= unitsMax || UTF16Fit(text, unitsMax: unitsMax).isWhole {
      appendJSONString(text)
      return
    }
    let fit = UTF16Fit(text, unitsMax: unitsMax - Self.truncationMarkUnits)
    append(UInt8(ascii: "\""))
    appendJSONEscaped(text.extracting(0..<fit.byteCount))
    append(Self.truncationMark)
    append(UInt8(ascii: "\""))
  }

  /// A JSON string of any length.
  package mutating func appendJSONString(_ text: RawSpan) {
    append(UInt8(ascii: "\""))
    appendJSONEscaped(text)
    append(UInt8(ascii: "\""))
  }

  /// A JSON string.
  package mutating func appendJSONString(_ text: String) {
    appendJSONString(Array(text.utf8).rawSpan)
  }

  private mutating func appendJSONEscaped(_ text: RawSpan) {
    var runStart = 0
    var index = 0
    while index < text.byteCount {
      index = Self.endOfPlainWords(text, from: index)
      if index == text.byteCount { break }
      let byte = text.byte(at: index)
      if byte >= 0x20 && byte < 0x80 && byte != 0x22 && byte != 0x5C {
        index += 1
        continue
      }
      if byte >= 0x80 {
        let scalar = DecodedScalar(text, at: index)
        if !scalar.isValid {
          append(text.extracting(runStart..<index))
          append(Bytes.replacement.0)
          append(Bytes.replacement.1)
          append(Bytes.replacement.2)
          runStart = index + scalar.length
        }
        index += scalar.length
        continue
      }
      append(text.extracting(runStart..<index))
      appendEscape(byte)
      index += 1
      runStart = index
    }
    append(text.extracting(runStart..<index))
  }

  /// Skips eight bytes at a time as long as all eight stand for themselves.
  private static func endOfPlainWords(_ text: RawSpan, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var index = start
    while index + 8 <= text.byteCount {
      let word = unsafe text.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      let quotes = word ^ (ones &* 0x22)
      let backslashes = word ^ (ones &* 0x5C)
      // The top bit of a byte of these is set where it is a quote, a backslash or below 0x20;
      // borrows may set it elsewhere too, which costs a slower look and nothing else.
      let special =
        (quotes &- ones) | (backslashes &- ones) | (word &- ones &* 0x20) | word
      if special & (ones &* 0x80) != 0 { return index }
      index += 8
    }
    return index
  }

  private mutating func appendEscape(_ byte: UInt8) {
    append(UInt8(ascii: "\\"))
    switch byte {
    case 0x22, 0x5C: append(byte)
    case 0x08: append(UInt8(ascii: "b"))
    case 0x09: append(UInt8(ascii: "t"))
    case 0x0A: append(UInt8(ascii: "n"))
    case 0x0C: append(UInt8(ascii: "f"))
    case 0x0D: append(UInt8(ascii: "r"))
    default:
      append("u00")
      append(Self.hexDigit(byte >> 4))
      append(Self.hexDigit(byte & 15))
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
