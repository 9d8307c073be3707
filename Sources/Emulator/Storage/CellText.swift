internal import Bytes

/// Values of rows from their JSON text, by the rules of each type; nil is a refusal.
enum CellText {
  /// The first moment that a `DateTime` can hold.
  private static let yearMin = 1900
  /// Digits of a `Decimal`.
  private static let decimalDigits = 28

  /// Digits only, and neither the smallest nor the largest integer.
  static func integer(_ text: RawSpan) -> CellValue? {
    var index = 0
    let isNegative = text.byte(at: 0) == UInt8(ascii: "-")
    if isNegative { index = 1 }
    var value: Int64 = 0
    while index < text.byteCount {
      let byte = text.byte(at: index)
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
      if overflow || carry { return nil }
      value = sum
      index += 1
    }
    if value == Int64.max, !isNegative { return nil }
    return .integer(isNegative ? -value : value)
  }

  /// Any finite number but the largest and the smallest.
  static func double(_ text: RawSpan) -> CellValue? {
    guard let value = exactDouble(text) ?? Double(text.text()), value.isFinite,
      value.magnitude < Double.greatestFiniteMagnitude
    else { return nil }
    return .double(value == 0 ? 0 : value)
  }

  /// Up to 15 digits, at most 22 of them after the point: then one division is exact.
  private static func exactDouble(_ text: RawSpan) -> Double? {
    if text.byteCount > 16 { return nil }
    var index = text.byte(at: 0) == UInt8(ascii: "-") ? 1 : 0
    let isNegative = index == 1
    var mantissa: Int64 = 0
    var places = 0
    var hasPoint = false
    while index < text.byteCount {
      let byte = text.byte(at: index)
      if byte == UInt8(ascii: ".") {
        hasPoint = true
      } else {
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        mantissa = mantissa * 10 + Int64(byte - UInt8(ascii: "0"))
        if hasPoint { places += 1 }
      }
      index += 1
    }
    if mantissa >= 1 << 53 { return nil }
    let value = Double(mantissa) / powers[places]
    return isNegative ? -value : value
  }

  private static let powers: [Double] = (0...16).map { exponent in
    (0..<exponent).reduce(1.0) { power, _ in power * 10 }
  }

  /// Four places, more are rounded; 28 digits.
  static func decimal(_ text: RawSpan) -> CellValue? {
    guard let number = ExactDecimal(text)?.rounded(to: CellValue.decimalPlaces) else { return nil }
    var mantissa = number.mantissa
    for _ in number.scale..<CellValue.decimalPlaces {
      let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      mantissa = product
    }
    return String(mantissa.magnitude).utf8.count <= decimalDigits ? .decimal(mantissa) : nil
  }

  /// `YYYY-MM-DD[THH:MM:SS[.f…]][Z]` from 1900 on; other zones have to be converted by the sender.
  static func time(_ text: RawSpan) -> CellValue? {
    var end = text.byteCount
    if end == 0 { return nil }
    if text.byte(at: end - 1) == UInt8(ascii: "Z") { end -= 1 }
    let wall = text.extracting(0..<end)
    if end > 10, wall.byte(at: 10) != UInt8(ascii: "T") { return nil }
    if end == 10, text.byteCount > 10 { return nil }
    guard let time = CivilTime(wall), time.parts.year >= yearMin,
      let fraction = fraction(wall)
    else { return nil }
    return .time(time.seconds * CellValue.ticksPerSecond + fraction)
  }

  /// Ticks of a fraction of a second, rounded; digits after the ninth are refused.
  private static func fraction(_ wall: RawSpan) -> Int64? {
    if wall.byteCount <= 19 { return 0 }
    if wall.byteCount < 21 || wall.byteCount > 29 { return nil }
    var value: Int64 = 0
    var unit: Int64 = 1
    for index in 20..<wall.byteCount {
      let byte = wall.byte(at: index)
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int64(byte - UInt8(ascii: "0"))
      unit *= 10
    }
    return (value * CellValue.ticksPerSecond * 2 + unit) / (unit * 2)
  }
}
