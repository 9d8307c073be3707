import Bytes
import Testing

private func plain(_ text: String) -> String? {
  var buffer = ByteBuffer()
  let bytes = Array(text.utf8)
  guard buffer.append(number: bytes.rawSpan) else { return nil }
  return buffer.bytes.text()
}

private func exact(_ text: String) -> ExactDecimal? {
  let bytes = Array(text.utf8)
  return ExactDecimal(bytes.rawSpan)
}

private func text(_ value: ExactDecimal) -> String {
  var buffer = ByteBuffer()
  buffer.append(value)
  return buffer.bytes.text()
}

struct DecimalTests {
  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("0.00", "0"), ("00012.500", "12.5"), ("+7", "7"), (".5", "0.5"),
    ("-.5", "-0.5"), ("5.", "5"), ("75.75000000", "75.75"), ("100", "100"), ("1e3", "1000"),
    ("1.0E-5", "0.00001"), ("-1.5e+2", "-150"), ("1.2345678901234568E+17", "123456789012345680"),
    (" 12 ", "12"),
    (
      "123456789012345678901234567890.12345678",
      "123456789012345678901234567890.12345678"
    ),
    ("0.10000000000000000000000000000000000000001", "0.10000000000000000000000000000000000000001"),
  ])
  func numbersKeepEveryDigitInPlainNotation(_ input: String, _ expected: String) {
    #expect(plain(input) == expected)
  }

  @Test(arguments: [
    "", " ", "abc", "12abc", "1,5", "1.2.3", "-", ".", "0x1A", "1e", "1e+", "--1", "1 2", "NaN",
    "INF", "1e401", "\u{0}1",
  ])
  func whatIsNoNumberIsRefused(_ input: String) {
    #expect(plain(input) == nil)
    #expect(exact(input) == nil)
  }

  @Test(arguments: [
    ("2.345", 2, "2.35"), ("-2.345", 2, "-2.35"), ("2.344999", 2, "2.34"), ("0.5", 0, "1"),
    ("-0.5", 0, "-1"), ("0.49", 0, "0"), ("1.005", 2, "1.01"), ("99.995", 2, "100"),
    ("12", 2, "12"), ("0.000000005", 8, "0.00000001"),
  ])
  func roundingIsHalfAwayFromZero(_ input: String, _ places: Int, _ expected: String) throws {
    let value = try #require(exact(input))
    #expect(text(value.rounded(to: places)) == expected)
  }

  @Test func sumsAreExactWhereDoubleIsNot() throws {
    var sum = ExactDecimal.zero
    let tenth = try #require(exact("0.1"))
    for _ in 0..<1000 { sum = try #require(sum.adding(tenth)) }
    #expect(text(sum) == "100")
    let large = try #require(exact("999999999999999999.99999999"))
    let one = try #require(exact("0.00000001"))
    #expect(large.adding(one).map(text) == "1000000000000000000")
    #expect(one.subtracting(large).map(text) == "-999999999999999999.99999998")
  }

  @Test func productsAreExact() throws {
    let price = try #require(exact("19.99999999"))
    let count = try #require(exact("-2.5"))
    #expect(price.multiplied(by: count).map(text) == "-49.999999975")
    #expect(price.multiplied(by: .zero).map(text) == "0")
    let tiny = ExactDecimal(mantissa: 2, scale: 30)
    #expect(
      tiny.multiplied(by: ExactDecimal(mantissa: 5, scale: 1)).map(text)
        == "0.000000000000000000000000000001")
    #expect(tiny.multiplied(by: ExactDecimal(mantissa: 1, scale: 1)) == nil)
    let most = ExactDecimal(mantissa: .max, scale: 0)
    #expect(most.multiplied(by: ExactDecimal(2)) == nil)
  }

  @Test(arguments: [
    ("1", 3, 4, "0.3333"), ("2", 3, 4, "0.6667"), ("-2", 3, 4, "-0.6667"), ("185", 4, 12, "46.25"),
    ("0.00005", 1, 4, "0.0001"), ("0.00015", 3, 4, "0.0001"), ("7", -2, 0, "-4"), ("0", 5, 2, "0"),
    ("0.000049999", 1, 4, "0"), ("123456789012345678.12345678", 2, 8, "61728394506172839.06172839"),
  ])
  func quotientsAreRoundedHalfAwayFromZero(
    _ dividend: String, _ divisor: Int64, _ places: Int, _ expected: String
  ) throws {
    let value = try #require(exact(dividend))
    #expect(value.divided(by: ExactDecimal(divisor), places: places).map(text) == expected)
  }

  @Test func whatCannotBeDividedIsNil() {
    #expect(ExactDecimal(1).divided(by: .zero, places: 2) == nil)
    #expect(ExactDecimal(mantissa: .max, scale: 0).divided(by: ExactDecimal(3), places: 2) == nil)
  }

  @Test func whatDoesNotFitIsReported() throws {
    #expect(exact(String(repeating: "9", count: 40)) == nil)
    #expect(exact("1e39") == nil)
    let most = ExactDecimal(mantissa: .max, scale: 0)
    #expect(most.adding(ExactDecimal(1)) == nil)
    #expect(most.adding(ExactDecimal(mantissa: 1, scale: 1)) == nil)
  }

  @Test(arguments: [
    ("42", 42), ("-7", -7), ("9223372036854775807", Int64.max), ("12.9", 12), ("-12.9", -12),
    ("1e3", 1000),
  ])
  func integersAreReadAsPHPCastsThem(_ input: String, _ expected: Int64) {
    #expect(IntegerText.value(Array(input.utf8).rawSpan) == expected)
  }

  @Test(arguments: ["9223372036854775808", "18446744073709551615", "", "x"])
  func integersThatDoNotFitAreNil(_ input: String) {
    #expect(IntegerText.value(Array(input.utf8).rawSpan) == nil)
  }
}
