import Bytes
import Insight
import Runtime
import Testing

/// Definitions, verdicts and the rest after firing.
@Suite struct AlertTests {
  private func alert(_ json: String) throws -> Alert? {
    Alert(name: "n", definition: try JSONValue(Array(json.utf8)))
  }

  @Test func whatIsNotSaidIsStandard() throws {
    let alert = try #require(try alert(#"{"metric":"refund_rate"}"#))
    #expect(alert.rule.condition == .above && alert.rule.threshold.isZero)
    #expect(alert.window == .day && alert.cooldownMinutes == 60 && alert.isEnabled)
  }

  @Test(arguments: [
    #"{}"#, #"{"metric":"profit"}"#, #"{"metric":"order_count","condition":"near"}"#,
    #"{"metric":"order_count","window":"1y"}"#, #"{"metric":"order_count","threshold":"x"}"#,
    #"{"metric":"order_count","condition":"between","threshold":1}"#,
  ])
  func whatNoAlertCanMeanIsNone(_ json: String) throws {
    #expect(try alert(json) == nil)
  }

  @Test func aFigureThatThereIsNotMeetsNothing() throws {
    for condition in ["above", "below", "equals"] {
      let alert = try #require(
        try alert(#"{"metric":"average_order_value","condition":"\#(condition)"}"#))
      #expect(alert.verdict(nil) == .noData)
    }
    #expect(try alert(#"{"metric":"order_count","condition":"equals"}"#)?.verdict(.zero) == .met)
    #expect(try alert(#"{"metric":"order_count"}"#)?.verdict(.zero) == .calm)
  }

  @Test func itRestsUntilItsMinutesAreOver() throws {
    let alert = try #require(try alert(#"{"metric":"order_count","cooldown_minutes":10}"#))
    let fired = Instant(unixSeconds: 1_000_000)
    func quiet(_ seconds: Double) -> Instant? {
      alert.quietUntil(now: fired.adding(seconds: seconds), lastTriggeredAt: fired)
    }
    #expect(quiet(0) == fired.adding(seconds: 600) && quiet(599.9) != nil)
    #expect(quiet(600) == nil)
    #expect(alert.quietUntil(now: fired, lastTriggeredAt: nil) == nil)
    let eager = try #require(try self.alert(#"{"metric":"order_count","cooldown_minutes":0}"#))
    #expect(eager.quietUntil(now: fired, lastTriggeredAt: fired) == nil)
  }
}

/// What is written of an alert.
@Suite struct AlertTextTests {
  private func text(
    _ json: String, name: String = "Sales", value: String? = "12.50", isSample: Bool = false
  ) throws -> AlertText {
    let alert = try #require(Alert(name: name, definition: try JSONValue(Array(json.utf8))))
    return AlertText(
      alert,
      .init(value: value, timestamp: "2026-04-10 15:00", store: "shop.example", detail: "More."),
      isSample: isSample)
  }

  @Test func placesAreFilledOnce() throws {
    let own = try text(
      #"{"metric":"total_sales","condition":"between","threshold":1,"threshold_max":2.50,"#
        + #""subject":"{metric}={value}","body":"{threshold} {timestamp} {value {x} {Value}}{"}"#)
    #expect(own.subject == "total_sales=12.50")
    #expect(own.body == "1 – 2.5 2026-04-10 15:00 {value {x} {Value}}{")
    // What is put in has places itself: they stay.
    #expect(
      try text(#"{"metric":"total_sales","subject":"{value}"}"#, value: "{metric}").subject
        == "{metric}")
  }

  @Test func theUsualWordsSayWhatWhyAndWhen() throws {
    let usual = try text(#"{"metric":"total_sales","condition":"below","threshold":100}"#)
    #expect(usual.subject == "[shop.example] Sales: total_sales is 12.50")
    for words in [
      "Total sales in the last 24 hours: 12.50\nMore.\n", "\"Sales\" waits for: below 100\n",
      "Looked at: 2026-04-10 15:00\n", "Shop: shop.example\n",
    ] {
      #expect(usual.body.contains(words), "\(usual.body)")
    }
    #expect(try text(#"{"metric":"low_stock_count"}"#).body.hasPrefix("The number of products"))
    #expect(try !text(#"{"metric":"low_stock_count"}"#).body.contains("24 hours"))
    #expect(try text(#"{"metric":"refund_rate"}"#, value: nil).subject.hasSuffix(" is no data"))
  }

  @Test func aSampleSaysThatItIsOne() throws {
    let sample = try text(#"{"metric":"total_sales","subject":"S","body":"B"}"#, isSample: true)
    #expect(sample.subject == "Test: S")
    #expect(sample.body == "This is a test: the alert has not fired.\n\nB")
  }

  @Test func aSubjectIsOneLineWhateverIsInIt() throws {
    let evil = try text(
      #"{"metric":"total_sales"}"#, name: "x\r\nBcc: all@shop.test\u{2028}\u{7F}\u{85}")
    #expect(evil.subject.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
    #expect(evil.subject.contains("x  Bcc: all@shop.test   :"))
    let long = String(repeating: "ä", count: 1000)
    #expect(
      try text(#"{"metric":"total_sales"}"#, name: long).subject.unicodeScalars.count == 200)
  }

  @Test(arguments: [
    ("12.5", 2, "12.50"), ("12", 2, "12.00"), ("0.005", 2, "0.01"), ("-3.125", 2, "-3.13"),
    ("7", 0, "7"), ("1.5", 0, "2"), ("0", 3, "0.000"),
  ])
  func numbersHaveTheirPlaces(_ value: String, _ places: Int, _ text: String) throws {
    let number = ExactDecimal(Array(value.utf8).rawSpan)
    #expect(number.map { AlertText.number($0, places: places) } == text)
  }
}
