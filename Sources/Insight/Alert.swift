package import Bytes
package import Runtime

/// An alert as somebody has defined it.
package struct Alert: Sendable, Equatable {
  /// What people call it.
  package var name: String
  /// What is watched.
  package var metric: AlertMetric
  /// When it fires.
  package var rule: AlertRule
  /// How far it looks back.
  package var window: AlertWindow
  /// Addresses with commas between; empty for the site's usual one.
  package var recipients: String
  /// The subject, with places; empty for the usual one.
  package var subject: String
  /// The text, with places; empty for the usual one.
  package var body: String
  /// Minutes after it fired before it fires again.
  package var cooldownMinutes: Int64
  /// Whether it is looked at.
  package var isEnabled: Bool

  /// Reads a definition; nil when it says something that no alert can mean.
  package init?(name: String, definition: JSONValue) {
    guard let metric = definition["metric"]?.string.flatMap(AlertMetric.init),
      let condition = AlertRule.Condition(
        rawValue: definition["condition"]?.string ?? AlertRule.Condition.above.rawValue),
      let window = AlertWindow(
        rawValue: definition["window"]?.string ?? AlertWindow.day.rawValue),
      let threshold = Self.number(definition["threshold"] ?? .number("0")),
      let rule = AlertRule(
        condition, threshold, max: definition["threshold_max"].flatMap(Self.number))
    else { return nil }
    self.name = name
    self.metric = metric
    self.rule = rule
    self.window = window
    recipients = definition["notify_email"]?.string ?? ""
    subject = definition["subject"]?.string ?? ""
    body = definition["body"]?.string ?? ""
    cooldownMinutes = definition["cooldown_minutes"]?.integer ?? 60
    isEnabled = definition["enabled"]?.boolean ?? true
  }

  private static func number(_ value: JSONValue) -> ExactDecimal? {
    guard case .number(let text) = value else { return nil }
    return ExactDecimal(Array(text.utf8).rawSpan)
  }

  /// What a figure means for it; nil stands for a figure that there is not.
  package func verdict(_ value: ExactDecimal?) -> Verdict {
    guard let value else { return .noData }
    return rule.isMet(by: value) ? .met : .calm
  }

  /// What a figure means.
  package enum Verdict: String, Sendable {
    /// There is no such figure: a rate of nothing is not zero.
    case noData = "no_data"
    /// All is as it should be.
    case calm = "ok"
    /// It is what the alert waits for.
    case met = "met"
  }

  /// When it may fire again; nil when it may now.
  package func quietUntil(now: Instant, lastTriggeredAt: Instant?) -> Instant? {
    guard let lastTriggeredAt else { return nil }
    let end = lastTriggeredAt.adding(seconds: Double(cooldownMinutes) * 60)
    return end > now ? end : nil
  }
}
