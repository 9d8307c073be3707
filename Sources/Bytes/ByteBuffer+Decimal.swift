extension ByteBuffer {
  /// A decimal number in plain notation, as JSON writes numbers: no exponent, no leading or
  /// trailing zeros, no minus before zero.
  package mutating func append(_ value: ExactDecimal) {
    var digits: InlineArray<40, UInt8> = .init(repeating: 0)
    var position = 40
    var magnitude = value.mantissa.magnitude
    while magnitude > UInt128(UInt64.max) {
      position -= 1
      digits[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude % 10)
      magnitude /= 10
    }
    // Division of 128 bits is a call; nearly all figures fit into 64.
    var rest = UInt64(magnitude)
    while rest > 0 {
      position -= 1
      digits[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    if position == 40 {
      append(UInt8(ascii: "0"))
      return
    }
    var end = 40
    var scale = value.scale
    while scale > 0, digits[end - 1] == UInt8(ascii: "0") {
      end -= 1
      scale -= 1
    }
    if value.mantissa < 0 { append(UInt8(ascii: "-")) }
    let integerDigits = end - position - scale
    if integerDigits <= 0 {
      append("0.")
      for _ in 0..<(-integerDigits) { append(UInt8(ascii: "0")) }
    }
    for index in position..<end {
      if integerDigits > 0, index == end - scale { append(UInt8(ascii: ".")) }
      append(digits[index])
    }
  }

  /// A number from text, digit for digit in plain notation; false, and nothing written, when the
  /// text is not a number or its plain notation would be longer than `NumberText.exponentMax`.
  package mutating func append(number text: RawSpan) -> Bool {
    guard let number = NumberText(text) else { return false }
    if number.exponent != 0 {
      guard let value = ExactDecimal(text) else { return false }
      append(value)
      return true
    }
    if number.end - number.start > NumberText.exponentMax { return false }
    appendPlain(text, number)
    return true
  }

  private mutating func appendPlain(_ text: RawSpan, _ number: NumberText) {
    let zero = UInt8(ascii: "0")
    let point = UInt8(ascii: ".")
    var start = number.start
    var end = number.end
    if number.fractionDigits > 0 {
      while text.byte(at: end - 1) == zero { end -= 1 }
    }
    if text.byte(at: end - 1) == point { end -= 1 }
    while start < end, text.byte(at: start) == zero { start += 1 }
    if start == end {
      append(zero)
      return
    }
    if number.isNegative { append(UInt8(ascii: "-")) }
    if text.byte(at: start) == point { append(zero) }
    append(text.extracting(start..<end))
  }
}
