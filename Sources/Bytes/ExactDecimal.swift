/// A decimal number, exact: an integer and the place of its point.
///
/// Holds every value of MariaDB's DECIMAL(26,8) and sums of billions of them. What does not fit
/// is reported as nil, never rounded and never passed through a binary float.
package struct ExactDecimal: Sendable, Hashable {
  /// The digits, without the point.
  package var mantissa: Int128
  /// How many of the digits stand after the point.
  package var scale: Int

  /// Digits after the point at most: beyond, a value does not fit.
  package static let scaleMax = 30

  /// Zero, without places.
  package static let zero = ExactDecimal(mantissa: 0, scale: 0)

  package init(mantissa: Int128, scale: Int) {
    precondition(scale >= 0 && scale <= Self.scaleMax)
    self.mantissa = mantissa
    self.scale = scale
  }

  package init(_ integer: Int64) {
    self.init(mantissa: Int128(integer), scale: 0)
  }

  /// Reads `[+-]digits[.digits][e[+-]digits]`, white space around it allowed as PHP's `is_numeric`
  /// does; nil for anything else, and for what does not fit.
  package init?(_ text: RawSpan) {
    guard let number = NumberText(text) else { return nil }
    // Eighteen characters of digits fit into 64 bits, and shop figures are no longer.
    let plainEnd = min(number.end, number.start + 18)
    var plain: Int64 = 0
    for index in number.start..<plainEnd {
      let byte = text.byte(at: index)
      if byte == UInt8(ascii: ".") { continue }
      plain = plain * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    var mantissa = Int128(plain)
    for index in plainEnd..<number.end {
      let byte = text.byte(at: index)
      if byte == UInt8(ascii: ".") { continue }
      let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int128(byte - UInt8(ascii: "0")))
      if overflow || carry { return nil }
      mantissa = sum
    }
    if number.isNegative { mantissa = -mantissa }
    let scale = number.fractionDigits - number.exponent
    if mantissa == 0 {
      self = .zero
    } else if scale < 0 {
      guard let scaled = Self.scaled(mantissa, by: -scale) else { return nil }
      self.init(mantissa: scaled, scale: 0)
    } else {
      guard let (digits, places) = Self.fitted(mantissa, scale: scale) else { return nil }
      self.init(mantissa: digits, scale: places)
    }
  }

  /// Drops trailing zeros until the scale is allowed; nil when that is not enough.
  private static func fitted(_ mantissa: Int128, scale: Int) -> (Int128, Int)? {
    var digits = mantissa
    var places = scale
    while places > scaleMax {
      let (quotient, remainder) = digits.quotientAndRemainder(dividingBy: 10)
      if remainder != 0 { return nil }
      digits = quotient
      places -= 1
    }
    return (digits, places)
  }

  private static func scaled(_ value: Int128, by powers: Int) -> Int128? {
    if powers == 0 { return value }
    if powers > 38 { return value == 0 ? 0 : nil }
    if powers <= 18, let short = Int64(exactly: value) {
      return Int128(short) * Int128(powerOfTen(powers))
    }
    var result = value
    for _ in 0..<powers {
      let (product, overflow) = result.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      result = product
    }
    return result
  }

  /// The same amount with the other sign.
  package var negated: ExactDecimal {
    ExactDecimal(mantissa: -mantissa, scale: scale)
  }

  /// Whether it is zero, in however many places.
  package var isZero: Bool { mantissa == 0 }

  /// The sum, or nil when it does not fit.
  package func adding(_ other: ExactDecimal) -> ExactDecimal? {
    let places = max(scale, other.scale)
    guard let left = Self.scaled(mantissa, by: places - scale),
      let right = Self.scaled(other.mantissa, by: places - other.scale)
    else { return nil }
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? nil : ExactDecimal(mantissa: sum, scale: places)
  }

  /// The difference, or nil when it does not fit.
  package func subtracting(_ other: ExactDecimal) -> ExactDecimal? {
    adding(other.negated)
  }

  /// The product, or nil when it does not fit.
  package func multiplied(by other: ExactDecimal) -> ExactDecimal? {
    let (product, overflow) = mantissa.multipliedReportingOverflow(by: other.mantissa)
    if overflow { return nil }
    guard let (digits, places) = Self.fitted(product, scale: scale + other.scale) else {
      return nil
    }
    return ExactDecimal(mantissa: digits, scale: places)
  }

  /// Rounded to `places` digits after the point, half away from zero, as PHP's `round`.
  package func rounded(to places: Int) -> ExactDecimal {
    precondition(places >= 0 && places <= Self.scaleMax)
    if scale <= places { return self }
    if scale - places <= 18, let short = Int64(exactly: mantissa) {
      let rounded = Self.rounded(short, dividedBy: Self.powerOfTen(scale - places))
      return ExactDecimal(mantissa: Int128(rounded), scale: places)
    }
    var divisor: Int128 = 1
    for _ in 0..<(scale - places) { divisor *= 10 }
    return ExactDecimal(
      mantissa: Self.rounded(mantissa, dividedBy: divisor), scale: places)
  }

  /// The quotient, half away from zero; the divisor is a power of ten from 10 on.
  private static func rounded<Integer: FixedWidthInteger & SignedInteger>(
    _ value: Integer, dividedBy divisor: Integer
  ) -> Integer {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    if remainder.magnitude < divisor.magnitude / 2 { return quotient }
    return value < 0 ? quotient - 1 : quotient + 1
  }

  /// Up to the eighteenth, which is the last that fits.
  private static func powerOfTen(_ exponent: Int) -> Int64 {
    precondition(exponent >= 0 && exponent <= 18)
    var power: Int64 = 1
    for _ in 0..<exponent { power *= 10 }
    return power
  }
}

/// The parts of a number in text, checked against the grammar.
package struct NumberText: Sendable, Equatable {
  /// Where the digits (and the point) begin and end.
  package var start: Int
  /// The offset behind the last digit.
  package var end: Int
  /// Whether a minus stood before it.
  package var isNegative: Bool
  /// Digits behind the point.
  package var fractionDigits: Int
  /// The power of ten behind the `e`; 0 without one.
  package var exponent: Int

  /// Exponents beyond this are nonsense in a shop.
  package static let exponentMax = 400

  /// Nil when the text is not a number by PHP's `is_numeric` (hexadecimal is not).
  package init?(_ text: RawSpan) {
    var index = 0
    var end = text.byteCount
    while index < end, Self.isSpace(text.byte(at: index)) { index += 1 }
    while end > index, Self.isSpace(text.byte(at: end - 1)) { end -= 1 }
    isNegative = false
    if index < end, text.byte(at: index) == UInt8(ascii: "-") {
      isNegative = true
      index += 1
    } else if index < end, text.byte(at: index) == UInt8(ascii: "+") {
      index += 1
    }
    start = index
    fractionDigits = 0
    exponent = 0
    var digits = 0
    var hasPoint = false
    while index < end {
      let byte = text.byte(at: index)
      if Self.isDigit(byte) {
        digits += 1
        if hasPoint { fractionDigits += 1 }
      } else if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else {
        break
      }
      index += 1
    }
    self.end = index
    if digits == 0 { return nil }
    if index == end { return }
    guard text.byte(at: index) | 0x20 == UInt8(ascii: "e"), index + 1 < end else { return nil }
    guard let parsed = Self.exponent(text, from: index + 1, to: end) else { return nil }
    exponent = parsed
  }

  private static func exponent(_ text: RawSpan, from start: Int, to end: Int) -> Int? {
    var index = start
    var isNegative = false
    if text.byte(at: index) == UInt8(ascii: "-") || text.byte(at: index) == UInt8(ascii: "+") {
      isNegative = text.byte(at: index) == UInt8(ascii: "-")
      index += 1
    }
    if index == end { return nil }
    var value = 0
    while index < end {
      let byte = text.byte(at: index)
      guard isDigit(byte) else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
      if value > exponentMax { return nil }
      index += 1
    }
    return isNegative ? -value : value
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
  }
}
