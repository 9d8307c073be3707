internal import Bytes
package import Model

/// What a survey has seen of one meta key.
package struct MetaTally: Sendable {
  /// The key, as the shop spells it.
  package let key: String
  /// Rows that have it.
  package private(set) var rowCount = 0
  /// The shape of a value: letters as x, digits as 9; empty when no row has a value.
  package private(set) var example = ""
  private var lastObject: Int64?
  private var valueCount = 0
  private var isInteger = true
  private var isNumber = true
  private var isWordOfTruth = true
  private var isTime = true

  init(key: String) {
    self.key = key
  }

  /// The type that every value seen fits.
  package var type: ColumnType {
    if valueCount == 0 { return .string }
    if isInteger { return .int64 }
    if isNumber { return .decimal }
    if isWordOfTruth { return .boolean }
    return isTime ? .dateTime : .string
  }

  mutating func take(object: Int64, _ value: RawSpan?) {
    if object == lastObject { return }
    lastObject = object
    rowCount += 1
    guard let value, value.byteCount > 0 else { return }
    valueCount += 1
    if example.isEmpty { example = MetaShape.text(value) }
    isInteger = isInteger && Self.isInteger(value)
    isNumber = isNumber && Self.isNumber(value)
    isWordOfTruth = isWordOfTruth && Self.isWordOfTruth(value)
    isTime = isTime && CivilTime(value) != nil
  }

  /// Whole numbers as they are counted with: `007` is a code.
  private static func isInteger(_ value: RawSpan) -> Bool {
    guard value.byteCount <= 18, isNumber(value), let number = NumberText(value) else {
      return false
    }
    return number.exponent == 0
      && number.end - number.start + (number.isNegative ? 1 : 0)
        == value.byteCount
      && number.fractionDigits == 0
  }

  private static func isNumber(_ value: RawSpan) -> Bool {
    guard let number = NumberText(value), number.start == (number.isNegative ? 1 : 0),
      value.byte(at: value.byteCount - 1) > 0x20
    else { return false }
    let first = value.byte(at: number.start)
    let next = number.start + 1 < value.byteCount ? value.byte(at: number.start + 1) : 0
    return !(first == UInt8(ascii: "0") && next >= 0x30 && next <= 0x39)
  }

  private static func isWordOfTruth(_ value: RawSpan) -> Bool {
    value.equals("yes") || value.equals("no") || value.equals("true") || value.equals("false")
  }
}

/// The shape of a value, without the value.
enum MetaShape {
  /// Characters of a shape at most.
  private static let charactersMax = 24

  static func text(_ value: RawSpan) -> String {
    if let kind = serialized(value) { return kind }
    var shape = ""
    for (index, character) in value.text().enumerated() {
      if index == charactersMax { return shape + "…" }
      shape.append(mask(character))
    }
    return shape
  }

  private static func mask(_ character: Character) -> Character {
    if character.isNumber { return "9" }
    if character.isUppercase { return "X" }
    let isMark = character.isASCII && (character.isPunctuation || character.isSymbol)
    if isMark { return character }
    return character.isWhitespace ? " " : "x"
  }

  /// `array(3)` or `object`, when it is one.
  private static func serialized(_ value: RawSpan) -> String? {
    guard value.byteCount > 4, value.byte(at: 1) == UInt8(ascii: ":") else { return nil }
    if value.starts(with: "O:") || value.starts(with: "C:") { return "object" }
    guard value.starts(with: "a:") else { return nil }
    let digits = value.text().dropFirst(2).prefix { $0.isASCII && $0.isNumber }
    return digits.isEmpty ? nil : "array(\(digits))"
  }
}
