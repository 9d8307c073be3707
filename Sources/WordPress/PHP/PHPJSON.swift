internal import Bytes

/// JSON as WordPress prints it: `wp_json_encode`.
package enum PHPJSON {
  /// How the text is laid out; the default is what the REST API answers with.
  package struct Options: Sendable, Equatable {
    /// Four spaces a level (`JSON_PRETTY_PRINT`).
    package var isPretty = false
    /// `/` as it is (`JSON_UNESCAPED_SLASHES`).
    package var keepsSlashes = false
    /// Letters as they are (`JSON_UNESCAPED_UNICODE`).
    package var keepsLetters = false

    package init() {}
  }

  /// Why a value has no JSON, in PHP's words.
  package enum Failure: String, Error, Sendable {
    case notFinite = "Inf and NaN cannot be JSON encoded"
    case depth = "Maximum stack depth exceeded"
    case unsupported = "Type is not supported"
  }

  /// Levels of nesting at most, as in WordPress.
  private static let depthMax = 512

  /// The value's JSON; bytes that are not UTF-8 become `?`, as WordPress's second try prints them.
  package static func encode(
    _ value: PHPValue, options: Options
  ) throws(Failure) -> [UInt8] {
    var writer = Writer(options: options)
    try writer.append(value, level: 0)
    return writer.out
  }

  private struct Writer {
    let options: Options
    var out: [UInt8] = []

    mutating func append(_ value: PHPValue, level: Int) throws(Failure) {
      switch value {
      case .null: out += "null".utf8
      case .boolean(let flag): out += (flag ? "true" : "false").utf8
      case .integer(let number): out += String(number).utf8
      case .float(let number):
        guard number.isFinite else { throw .notFinite }
        out += PHPFloat.text(number, precision: .shortest, exponent: "e")
      case .string(let bytes): append(text: bytes)
      case .array(let array):
        if array.isList {
          try append(list: array.values, level: level)
        } else {
          try append(members: array.entries.map { ($0.key.bytes, $0.value) }, level: level)
        }
      case .object(let object):
        // Names with a NUL in front are not public.
        let members = object.properties.entries.filter { $0.key.bytes.first != 0 }
        try append(members: members.map { ($0.key.bytes, $0.value) }, level: level)
      case .enumeration, .custom, .reference, .sameObject: throw .unsupported
      }
    }

    private mutating func append(list: [PHPValue], level: Int) throws(Failure) {
      guard level < depthMax else { throw .depth }
      out.append(UInt8(ascii: "["))
      for (index, element) in list.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        newLine(level + 1)
        try append(element, level: level + 1)
      }
      if !list.isEmpty { newLine(level) }
      out.append(UInt8(ascii: "]"))
    }

    private mutating func append(
      members: [([UInt8], PHPValue)], level: Int
    ) throws(Failure) {
      guard level < depthMax else { throw .depth }
      out.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        newLine(level + 1)
        append(text: member.0)
        out += (options.isPretty ? ": " : ":").utf8
        try append(member.1, level: level + 1)
      }
      if !members.isEmpty { newLine(level) }
      out.append(UInt8(ascii: "}"))
    }

    private mutating func newLine(_ level: Int) {
      if !options.isPretty { return }
      out.append(0x0A)
      out += repeatElement(0x20, count: level * 4)
    }

    private mutating func append(text: [UInt8]) {
      let span = text.rawSpan
      out.append(UInt8(ascii: "\""))
      var index = 0
      while index < span.byteCount {
        let scalar = DecodedScalar(span, at: index)
        if !scalar.isValid {
          out.append(UInt8(ascii: "?"))
        } else if scalar.value < 0x80 {
          append(ascii: UInt8(scalar.value))
        } else if options.keepsLetters && scalar.value != 0x2028 && scalar.value != 0x2029 {
          out += text[index..<(index + scalar.length)]
        } else {
          append(escaped: scalar.value)
        }
        index += scalar.length
      }
      out.append(UInt8(ascii: "\""))
    }

    private mutating func append(ascii byte: UInt8) {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "/"):
        if !options.keepsSlashes { out.append(UInt8(ascii: "\\")) }
        out.append(byte)
      case 0x08: out += "\\b".utf8
      case 0x09: out += "\\t".utf8
      case 0x0A: out += "\\n".utf8
      case 0x0C: out += "\\f".utf8
      case 0x0D: out += "\\r".utf8
      case 0..<0x20: append(unit: UInt32(byte))
      default: out.append(byte)
      }
    }

    private mutating func append(escaped value: UInt32) {
      if value < 0x10000 {
        append(unit: value)
        return
      }
      append(unit: 0xD800 + (value - 0x10000) >> 10)
      append(unit: 0xDC00 + (value - 0x10000) & 0x3FF)
    }

    private mutating func append(unit: UInt32) {
      let digits = Array("0123456789abcdef".utf8)
      out += "\\u".utf8
      for shift in [12, 8, 4, 0] { out.append(digits[Int(unit >> UInt32(shift) & 15)]) }
    }
  }
}
