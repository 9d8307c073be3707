package import Bytes

/// What is written to people about an alert.
package struct AlertText: Sendable, Equatable {
  /// One line.
  package var subject: String
  /// Lines.
  package var body: String

  /// What is put into the places.
  package struct Facts: Sendable {
    /// The figure, as people read it; nil when there is none.
    package var value: String?
    /// When it was looked at, in the site's own time.
    package var timestamp: String
    /// What the shop is called.
    package var store: String
    /// More about the figure; empty when there is nothing to say.
    package var detail: String

    package init(value: String?, timestamp: String, store: String, detail: String) {
      self.value = value
      self.timestamp = timestamp
      self.store = store
      self.detail = detail
    }
  }

  private static let noValue = "no data"
  /// Characters of a subject at most.
  private static let subjectMax = 200

  /// Fills the alert's places `{metric}`, `{value}`, `{threshold}` and `{timestamp}`; a sample says
  /// that it is one.
  package init(_ alert: Alert, _ facts: Facts, isSample: Bool = false) {
    let value = facts.value ?? Self.noValue
    let places = [
      "metric": alert.metric.rawValue, "value": value, "threshold": alert.rule.thresholdText,
      "timestamp": facts.timestamp,
    ]
    let title =
      alert.subject.isEmpty
      ? "[\(facts.store)] \(alert.name): \(alert.metric.rawValue) is \(value)"
      : Self.filled(alert.subject, places)
    subject = Self.line((isSample ? "Test: " : "") + title)
    body =
      (isSample ? "This is a test: the alert has not fired.\n\n" : "")
      + (alert.body.isEmpty
        ? Self.standard(alert, value, facts) : Self.filled(alert.body, places))
  }

  private static func standard(_ alert: Alert, _ value: String, _ facts: Facts) -> String {
    let rule = "\(alert.rule.condition.rawValue) \(alert.rule.thresholdText)"
    let period = alert.metric == .lowStockCount ? "" : " in \(alert.window.label)"
    var lines = [
      "\(alert.metric.label)\(period): \(value)", "The alert \"\(alert.name)\" waits for: \(rule)",
      "Looked at: \(facts.timestamp)", "Shop: \(facts.store)",
    ]
    if !facts.detail.isEmpty { lines.insert(facts.detail, at: 1) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Fills places from left to right, once: what is put in is not looked at again.
  static func filled(_ text: String, _ places: [String: String]) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      result += rest[..<open]
      rest = rest[open...]
      let name = rest.dropFirst().prefix { $0 != "}" && $0 != "{" }
      if name.endIndex < rest.endIndex, rest[name.endIndex] == "}",
        let value = places[String(name)]
      {
        result += value
        rest = rest[rest.index(after: name.endIndex)...]
      } else {
        result += "{"
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }

  /// On one line, whatever somebody has called their alert, and not longer than people read.
  private static func line(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(subjectMax) {
      let isPlain =
        scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && scalar.value != 0x2028
        && scalar.value != 0x2029
      line.append(isPlain ? scalar : " ")
    }
    return String(line)
  }

  /// A number with all its digits, and no more.
  package static func number(_ value: ExactDecimal) -> String {
    var buffer = ByteBuffer(capacity: 48)
    buffer.append(value)
    return buffer.bytes.text()
  }

  /// A number with so many digits after the point.
  package static func number(_ value: ExactDecimal, places: Int) -> String {
    let text = number(value.rounded(to: places))
    if places == 0 { return text }
    let digits = text.split(separator: ".", omittingEmptySubsequences: false)
    let fraction = digits.count > 1 ? String(digits[1]) : ""
    return "\(digits[0]).\(fraction)\(String(repeating: "0", count: places - fraction.count))"
  }
}
