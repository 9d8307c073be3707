import Bytes
import Insight
import Testing

/// Conditions, to the last digit.
@Suite struct AlertRuleTests {
  private func number(_ text: String) throws -> ExactDecimal {
    let number = ExactDecimal(Array(text.utf8).rawSpan)
    return try #require(number, "\(text)")
  }

  private func rule(
    _ condition: AlertRule.Condition, _ low: String, _ high: String? = nil
  ) throws -> AlertRule? {
    AlertRule(condition, try number(low), max: try high.map(number))
  }

  @Test(arguments: [
    (AlertRule.Condition.above, "10", nil, ["10.01", "11"], ["10", "10.000", "9.99", "-11"]),
    (.below, "10", nil, ["9.99999999", "-1"], ["10", "10.0", "10.00000001"]),
    (.equals, "10.50", nil, ["10.5", "10.500"], ["10.49999999", "10.51", "-10.5"]),
    (.between, "-1", "2.5", ["-1", "2.50", "0"], ["-1.01", "2.51"]),
    (.outside, "-1", "2.5", ["-1.01", "2.51"], ["-1", "2.50", "0"]),
    (.between, "3", "3.00", ["3"], ["2.99", "3.01"]),
  ])
  func aFigureMeetsOrDoesNot(
    _ condition: AlertRule.Condition, _ low: String, _ high: String?, _ met: [String],
    _ calm: [String]
  ) throws {
    let rule = try #require(try rule(condition, low, high))
    for value in met { #expect(rule.isMet(by: try number(value)), "\(condition) \(value)") }
    for value in calm { #expect(!rule.isMet(by: try number(value)), "\(condition) \(value)") }
  }

  @Test func binaryFloatsWouldSaySomethingElse() throws {
    // As doubles 0.1 + 0.2 is above 0.3, and these sums of seventeen digits are one number.
    let sum = try #require(try number("0.1").adding(try number("0.2")))
    #expect(try rule(.equals, "0.3")?.isMet(by: sum) == true)
    let large = try #require(try rule(.above, "12345678901234567.89"))
    #expect(try large.isMet(by: number("12345678901234567.90")))
    #expect(try !large.isMet(by: number("12345678901234567.89")))
  }

  @Test func aRangeNeedsTwoEndsInOrderAndNumbersOfAShop() throws {
    #expect(try rule(.between, "2") == nil)
    #expect(try rule(.outside, "2", "1.99") == nil)
    #expect(try rule(.between, "2", "2.000") != nil)
    #expect(try rule(.above, "1", "0")?.thresholdMax == nil)
    #expect(try rule(.above, "1e18") == nil)
    #expect(try rule(.above, "999999999999999999") != nil)
    #expect(try rule(.below, "0.000000001") == nil)
    #expect(try rule(.below, "-0.00000001") != nil)
  }

  @Test func aFigureBeyondAllNumbersStandsWhereItsSignSays() throws {
    let huge = ExactDecimal(mantissa: .max, scale: 0)
    #expect(try rule(.above, "0.00000001")?.isMet(by: huge) == true)
    #expect(try rule(.below, "0.00000001")?.isMet(by: huge.negated) == true)
    #expect(try rule(.between, "0", "5.5")?.isMet(by: huge) == false)
  }
}
