/// Integers in text.
package enum IntegerText {
  /// The integer that the bytes spell; a fraction is cut off towards zero, as PHP does; nil when
  /// the text is not a number or does not fit.
  package static func value(_ text: RawSpan) -> Int64? {
    if let plain = digits(text) { return plain }
    guard let number = ExactDecimal(text) else { return nil }
    var mantissa = number.mantissa
    for _ in 0..<number.scale { mantissa /= 10 }
    return Int64(exactly: mantissa)
  }

  /// The common case: at most 18 digits and nothing else.
  private static func digits(_ text: RawSpan) -> Int64? {
    if text.byteCount == 0 || text.byteCount > 18 { return nil }
    var value: Int64 = 0
    for index in 0..<text.byteCount {
      let byte = text.byte(at: index)
      if byte < UInt8(ascii: "0") || byte > UInt8(ascii: "9") { return nil }
      value = value * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    return value
  }
}
