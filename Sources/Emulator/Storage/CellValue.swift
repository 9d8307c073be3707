internal import Bytes

/// One value of a stored row.
enum CellValue: Sendable, Hashable {
  case blank
  case integer(Int64)
  case double(Double)
  /// Ten-thousandths.
  case decimal(Int128)
  case boolean(Bool)
  /// Three-hundredths of a second since 1970, the service's own grain.
  case time(Int64)
  case string([UInt8])

  /// Digits after the point of a `Decimal`.
  static let decimalPlaces = 4
  /// The grain of a `DateTime`.
  static let ticksPerSecond: Int64 = 300
}

extension ByteBuffer {
  /// A stored value as JSON.
  mutating func append(cell: CellValue) {
    switch cell {
    case .blank: append("null")
    case .integer(let value): append(decimal: value)
    case .double(let value): append(double: value)
    case .decimal(let value):
      append(ExactDecimal(mantissa: value, scale: CellValue.decimalPlaces))
    case .boolean(let value): append(value ? "true" : "false")
    case .time(let ticks): appendTime(ticks)
    case .string(let bytes): appendJSONString(bytes.rawSpan)
    }
  }

  /// The shortest decimal that reads back as the same number; whole numbers without a point.
  private mutating func append(double value: Double) {
    let text = value.description
    append(utf8: text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
  }

  private mutating func appendTime(_ ticks: Int64) {
    let seconds = (ticks >= 0 ? ticks : ticks - CellValue.ticksPerSecond + 1) / 300
    let rest = ticks - seconds * CellValue.ticksPerSecond
    append(UInt8(ascii: "\""))
    append(CivilTime(seconds: seconds))
    if rest != 0 {
      append(UInt8(ascii: "."))
      append(padded: Int((rest * 10 + 1) / 3), width: 3)
    }
    append(UInt8(ascii: "\""))
  }
}
