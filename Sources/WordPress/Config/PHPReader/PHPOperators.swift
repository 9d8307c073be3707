/// What PHP's operators make of known values.
enum PHPOperators {
  static func unary(_ word: String, _ value: PHPValue, at place: PHPRefusal) throws(PHPStop)
    -> PHPValue
  {
    switch word {
    case "!": return .boolean(!value.isTrue)
    case "-": return try arithmetic("*", value, .integer(-1), at: place)
    case "+": return try arithmetic("*", value, .integer(1), at: place)
    default:
      guard case .integer(let number) = value else { throw .refused(place) }
      return .integer(~number)
    }
  }

  static func binary(
    _ word: String, _ left: PHPValue, _ right: PHPValue, at place: PHPRefusal
  ) throws(PHPStop) -> PHPValue {
    switch word {
    case ".":
      return .string(try string(left, at: place) + string(right, at: place))
    case "===": return .boolean(identical(left, right))
    case "!==": return .boolean(!identical(left, right))
    case "==": return .boolean(try looselyEqual(left, right, at: place))
    case "!=", "<>": return .boolean(!(try looselyEqual(left, right, at: place)))
    case "<": return .boolean(try order(left, right, at: place) < 0)
    case "<=": return .boolean(try order(left, right, at: place) <= 0)
    case ">": return .boolean(try order(left, right, at: place) > 0)
    case ">=": return .boolean(try order(left, right, at: place) >= 0)
    case "<=>": return .integer(Int64(try order(left, right, at: place)))
    case "xor": return .boolean(left.isTrue != right.isTrue)
    case "|", "&", "^", "<<", ">>": return try bits(word, left, right, at: place)
    case "+":
      if case .array(let one) = left, case .array(let two) = right {
        return .array(union(one, two))
      }
      return try arithmetic(word, left, right, at: place)
    default: return try arithmetic(word, left, right, at: place)
    }
  }

  static func string(_ value: PHPValue, at place: PHPRefusal) throws(PHPStop) -> [UInt8] {
    guard let bytes = value.scalarBytes else { throw .refused(place) }
    return bytes
  }

  /// `===`: same type, same value; strings byte by byte.
  static func identical(_ left: PHPValue, _ right: PHPValue) -> Bool {
    left == right
  }

  private static func union(_ left: PHPArray, _ right: PHPArray) -> PHPArray {
    var result = left
    for entry in right.entries where result[entry.key] == nil { result[entry.key] = entry.value }
    return result
  }

  private static func bits(
    _ word: String, _ left: PHPValue, _ right: PHPValue, at place: PHPRefusal
  ) throws(PHPStop) -> PHPValue {
    guard case .integer(let one) = left, case .integer(let two) = right else {
      throw .refused(place)
    }
    switch word {
    case "|": return .integer(one | two)
    case "&": return .integer(one & two)
    case "^": return .integer(one ^ two)
    case "<<" where two >= 0: return .integer(one << two)
    case ">>" where two >= 0: return .integer(one >> two)
    default: throw .refused(place)
    }
  }

  // MARK: Numbers

  enum Number {
    case integer(Int64)
    case float(Double)

    var double: Double {
      switch self {
      case .integer(let number): Double(number)
      case .float(let number): number
      }
    }
  }

  static func arithmetic(
    _ word: String, _ left: PHPValue, _ right: PHPValue, at place: PHPRefusal
  ) throws(PHPStop) -> PHPValue {
    guard let one = number(left), let two = number(right) else { throw .refused(place) }
    if case .integer(let first) = one, case .integer(let second) = two,
      let result = exact(word, first, second)
    {
      return .integer(result)
    }
    switch word {
    case "+": return .float(one.double + two.double)
    case "-": return .float(one.double - two.double)
    case "*": return .float(one.double * two.double)
    case "/" where two.double != 0: return .float(one.double / two.double)
    default: throw .refused(place)
    }
  }

  /// The result when it is an integer; `**` only where it is one.
  private static func exact(_ word: String, _ left: Int64, _ right: Int64) -> Int64? {
    switch word {
    case "+": return checked(left.addingReportingOverflow(right))
    case "-": return checked(left.subtractingReportingOverflow(right))
    case "*": return checked(left.multipliedReportingOverflow(by: right))
    case "/":
      guard right != 0, right != -1, left % right == 0 else { return nil }
      return left / right
    case "%":
      guard right != 0 else { return nil }
      return right == -1 ? 0 : left % right
    case "**":
      guard right >= 0, right < 64 else { return nil }
      var result: Int64 = 1
      for _ in 0..<right {
        guard let next = checked(result.multipliedReportingOverflow(by: left)) else { return nil }
        result = next
      }
      return result
    default: return nil
    }
  }

  private static func checked(_ result: (partialValue: Int64, overflow: Bool)) -> Int64? {
    result.overflow ? nil : result.partialValue
  }

  /// The number that arithmetic takes a value for; nil where PHP warns or fails.
  static func number(_ value: PHPValue) -> Number? {
    switch value {
    case .null: .integer(0)
    case .boolean(let flag): .integer(flag ? 1 : 0)
    case .integer(let number): .integer(number)
    case .float(let number): .float(number)
    case .string(let bytes): numeric(bytes)
    default: nil
    }
  }

  /// The number that a numeric string is; nil when it is not numeric.
  static func numeric(_ bytes: [UInt8]) -> Number? {
    let text = bytes.drop(while: PHPByte.isSpace).reversed().drop(while: PHPByte.isSpace).reversed()
    guard let last = text.last, PHPByte.isDigit(last) || last == UInt8(ascii: "."),
      text.allSatisfy({ PHPByte.isDigit($0) || "+-.eE".utf8.contains($0) })
    else { return nil }
    let string = String(decoding: Array(text), as: UTF8.self)
    if let integer = Int64(string) { return .integer(integer) }
    let unsigned = string.drop { $0 == "+" || $0 == "-" }
    guard unsigned.utf8.contains(where: PHPByte.isDigit), !unsigned.hasPrefix("e"),
      let float = Double(string.hasSuffix(".") ? string + "0" : string)
    else { return nil }
    return .float(float)
  }

  // MARK: Comparing

  /// `==` as PHP 8 compares.
  static func looselyEqual(
    _ left: PHPValue, _ right: PHPValue, at place: PHPRefusal
  ) throws(PHPStop) -> Bool {
    switch (left, right) {
    case (.array(let one), .array(let two)):
      if one.entries == two.entries { return true }
      if one.count != two.count { return false }
      throw .refused(place)
    case (.array(let array), .null), (.null, .array(let array)): return array.count == 0
    case (.array, .string), (.string, .array), (.array, .integer), (.integer, .array): return false
    default: return try order(left, right, at: place) == 0
    }
  }

  /// -1, 0 or 1 as PHP 8 orders scalars.
  static func order(
    _ left: PHPValue, _ right: PHPValue, at place: PHPRefusal
  ) throws(PHPStop) -> Int {
    switch (left, right) {
    case (.boolean, _), (_, .boolean), (.null, .integer), (.integer, .null), (.null, .float),
      (.float, .null):
      return Self.compare(left.isTrue ? 1 : 0, right.isTrue ? 1 : 0)
    case (.string(let one), .string(let two)):
      if let first = numeric(one), let second = numeric(two) { return compare(first, second) }
      return compare(one, two)
    case (.null, .null): return 0
    case (.null, .string(let text)): return text.isEmpty ? 0 : -1
    case (.string(let text), .null): return text.isEmpty ? 0 : 1
    case (.string(let text), _):
      guard let second = number(right) else { throw .refused(place) }
      if let first = numeric(text) { return compare(first, second) }
      return compare(text, try string(right, at: place))
    case (_, .string(let text)):
      guard let first = number(left) else { throw .refused(place) }
      if let second = numeric(text) { return compare(first, second) }
      return compare(try string(left, at: place), text)
    default:
      guard let first = number(left), let second = number(right) else { throw .refused(place) }
      return compare(first, second)
    }
  }

  private static func compare(_ left: Number, _ right: Number) -> Int {
    if case .integer(let one) = left, case .integer(let two) = right {
      return one < two ? -1 : one > two ? 1 : 0
    }
    return left.double < right.double ? -1 : left.double > right.double ? 1 : 0
  }

  private static func compare(_ left: Int, _ right: Int) -> Int {
    left < right ? -1 : left > right ? 1 : 0
  }

  private static func compare(_ left: [UInt8], _ right: [UInt8]) -> Int {
    left.lexicographicallyPrecedes(right) ? -1 : left == right ? 0 : 1
  }
}
