internal import Bytes

/// What operators do to values: BLANK counts as nothing, text is compared without regard to case.
enum QueryArithmetic {
  static func apply(
    _ operation: QuerySyntax.Operator, _ left: CellValue, _ right: CellValue
  ) throws(QueryError) -> CellValue {
    switch operation {
    case .add, .subtract, .multiply, .divide: try arithmetic(operation, left, right)
    case .identical: .boolean((left == .blank) == (right == .blank) && order(left, right) == 0)
    case .equal: .boolean(order(left, right) == 0)
    case .unequal: .boolean(order(left, right) != 0)
    case .less: .boolean(order(left, right).map { $0 < 0 } ?? false)
    case .lessOrEqual: .boolean(order(left, right).map { $0 <= 0 } ?? false)
    case .greater: .boolean(order(left, right).map { $0 > 0 } ?? false)
    case .greaterOrEqual: .boolean(order(left, right).map { $0 >= 0 } ?? false)
    case .and: .boolean(isTrue(left) && isTrue(right))
    case .or: .boolean(isTrue(left) || isTrue(right))
    }
  }

  static func isTrue(_ value: CellValue) -> Bool {
    switch value {
    case .boolean(let flag): flag
    case .integer(let number): number != 0
    case .double(let number): number != 0
    default: false
    }
  }

  /// -1, 0 or 1; nil when the two cannot be compared.
  static func order(_ left: CellValue, _ right: CellValue) -> Int? {
    switch (left, right) {
    case (.blank, .blank): 0
    case (.blank, _): order(zero(like: right), right)
    case (_, .blank): order(left, zero(like: left))
    case (.integer(let a), .integer(let b)): sign(a, b)
    case (.time(let a), .time(let b)): sign(a, b)
    case (.decimal(let a), .decimal(let b)): sign(a, b)
    case (.boolean(let a), .boolean(let b)): sign(a ? 1 : 0, b ? 1 : 0)
    case (.string, .string): sign(foldedText(left), foldedText(right))
    default:
      if let a = double(left), let b = double(right) { sign(a, b) } else { nil }
    }
  }

  private static func sign<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
    left < right ? -1 : left == right ? 0 : 1
  }

  private static func zero(like value: CellValue) -> CellValue {
    switch value {
    case .string: .string([])
    case .boolean: .boolean(false)
    case .time: .time(0)
    default: .integer(0)
    }
  }

  /// The value under which equal texts meet.
  static func folded(_ value: CellValue) -> CellValue {
    if case .string = value { .string(Array(foldedText(value).utf8)) } else { value }
  }

  private static func foldedText(_ value: CellValue) -> String {
    if case .string(let bytes) = value {
      String(decoding: bytes, as: UTF8.self).lowercased()
    } else {
      ""
    }
  }

  private static let decimalUnit: Int128 = 10_000

  static func double(_ value: CellValue) -> Double? {
    switch value {
    case .integer(let number): Double(number)
    case .double(let number): number
    case .decimal(let mantissa): Double(mantissa) / Double(decimalUnit)
    case .boolean(let flag): flag ? 1 : 0
    default: nil
    }
  }

  private static func decimal(_ value: CellValue) -> Int128? {
    switch value {
    case .integer(let number): Int128(number) * decimalUnit
    case .decimal(let mantissa): mantissa
    default: nil
    }
  }

  private static func arithmetic(
    _ operation: QuerySyntax.Operator, _ left: CellValue, _ right: CellValue
  ) throws(QueryError) -> CellValue {
    switch (left, right) {
    case (.blank, .blank): return .blank
    case (.blank, _), (_, .blank):
      if operation == .multiply { return .blank }
      if operation == .divide, left == .blank { return .blank }
      let zero = CellValue.integer(0)
      return try arithmetic(
        operation, left == .blank ? zero : left, right == .blank ? zero : right)
    case (.integer(let a), .integer(let b)) where operation != .divide:
      return .integer(try whole(operation, a, b))
    default: break
    }
    if operation != .divide, let a = decimal(left), let b = decimal(right) {
      return .decimal(try fixed(operation, a, b))
    }
    guard let a = double(left), let b = double(right) else {
      throw QueryError("Cannot convert a value to a number")
    }
    return .double(floating(operation, a, b))
  }

  private static func whole(
    _ operation: QuerySyntax.Operator, _ left: Int64, _ right: Int64
  ) throws(QueryError) -> Int64 {
    let (result, overflow) =
      switch operation {
      case .add: left.addingReportingOverflow(right)
      case .subtract: left.subtractingReportingOverflow(right)
      default: left.multipliedReportingOverflow(by: right)
      }
    if overflow { throw QueryError("An arithmetic overflow occurred") }
    return result
  }

  private static func fixed(
    _ operation: QuerySyntax.Operator, _ left: Int128, _ right: Int128
  ) throws(QueryError) -> Int128 {
    let (result, overflow) =
      switch operation {
      case .add: left.addingReportingOverflow(right)
      case .subtract: left.subtractingReportingOverflow(right)
      default: left.multipliedReportingOverflow(by: right)
      }
    if overflow { throw QueryError("An arithmetic overflow occurred") }
    return operation == .multiply ? result / decimalUnit : result
  }

  private static func floating(
    _ operation: QuerySyntax.Operator, _ left: Double, _ right: Double
  ) -> Double {
    switch operation {
    case .add: left + right
    case .subtract: left - right
    case .multiply: left * right
    default: left / right
    }
  }
}
