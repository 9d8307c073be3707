import Bytes
import Testing

/// Division of decimals, rounded half away from zero.
struct DivisionTests {
  private func decimal(_ text: String) throws -> ExactDecimal {
    let bytes = Array(text.utf8)
    let value = ExactDecimal(bytes.rawSpan)
    return try #require(value)
  }

  @Test(arguments: [
    ("32", "3", 8, "10.66666667"), ("-32", "3", 8, "-10.66666667"), ("20", "1.5", 8, "13.33333333"),
    ("1", "8", 2, "0.13"), ("-1", "8", 2, "-0.13"), ("1", "-8", 2, "-0.13"), ("1", "8", 3, "0.125"),
    ("0", "7", 8, "0"), ("0.000000004", "1", 8, "0"), ("0.000000005", "1", 8, "0.00000001"),
    ("10", "0.25", 0, "40"), ("2.5", "1", 0, "3"), ("-2.5", "1", 0, "-3"), ("0.3", "0.1", 8, "3"),
    ("123456789012345678.12345678", "3", 8, "41152263004115226.04115226"),
    ("1", "123456789012345678.12345678", 8, "0"),
  ])
  func quotientsAreThoseOfPaper(_ value: String, _ divisor: String, _ places: Int, _ is: String)
    throws
  {
    let result = try decimal(value).divided(by: decimal(divisor), places: places)
    let quotient = try #require(result)
    #expect(quotient.subtracting(try decimal(`is`))?.isZero == true, "\(quotient)")
  }

  @Test func whatDoesNotFitIsNil() throws {
    let huge = ExactDecimal(mantissa: .max, scale: 0)
    #expect(huge.divided(by: try decimal("1"), places: 8) == nil)
    #expect(huge.divided(by: try decimal("0.01"), places: 0) == nil)
    #expect(huge.multiplied(by: 2) == nil)
    #expect(try decimal("1.25").multiplied(by: -4)?.subtracting(try decimal("-5"))?.isZero == true)
  }
}
