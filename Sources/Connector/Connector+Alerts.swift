internal import Bytes
internal import Insight
package import Runtime
package import Store

/// What a look at one alert came to.
package struct AlertReport: Sendable {
  /// The alert's number.
  package var id: Int64
  /// What people call it.
  package var name: String
  /// What it watches, and how far back.
  package var metric: String
  /// When it fires, such as `above 10`.
  package var condition: String
  /// The figure as people read it; nil when there is none, or nobody looked.
  package var value: String?
  /// What came of it.
  package var outcome: Outcome

  /// What can come of a look.
  package enum Outcome: Sendable, Equatable {
    /// It is switched off.
    case off
    /// There is no such figure.
    case noData
    /// All is as it should be.
    case calm
    /// It has fired before and rests until then.
    case resting(until: Instant)
    /// It has fired.
    case fired
    /// Somebody else looked at the same time, and it has fired for them.
    case firedElsewhere
    /// The figure cannot be read, or the definition not understood.
    case unknown(Fault)
  }
}

/// What became of a mail about an alert.
package struct AlertDelivery: Sendable, Equatable {
  /// Which alert.
  package var alertID: Int64
  /// Addresses with commas between.
  package var recipients: String
  /// How the mail stands.
  package var state: AlertMailState
  /// Why it was not sent, or who was refused; nil when all is well.
  package var error: String?
}

/// A look at all alerts.
package struct AlertPass: Sendable {
  /// One for each alert.
  package var reports: [AlertReport]
  /// One for each mail that was tried.
  package var deliveries: [AlertDelivery]
}

extension Connector {
  /// Seconds between looks at the alerts while nothing is synced.
  private static let idleLookSeconds = 300

  /// Whether a definition, as JSON, is one that an alert can have.
  package static func understandsAlert(_ definition: String) -> Bool {
    let record = DefinitionRecord(
      id: 0, name: "", definition: definition, status: "", lastTriggeredAt: nil, triggerCount: 0)
    return alert(record) != nil
  }

  /// When an alert fires, in words, and what it watches; nil when it cannot be understood.
  package static func alertWords(
    _ record: DefinitionRecord
  ) -> (metric: String, condition: String, recipients: String, isEnabled: Bool)? {
    alert(record).map { alert in
      (
        "\(alert.metric.rawValue) \(alert.window.rawValue)",
        "\(alert.rule.condition.rawValue) \(alert.rule.thresholdText)", alert.recipients,
        alert.isEnabled
      )
    }
  }

  /// Looks at every alert now: those whose figure is what they wait for fire, and their mails and
  /// those that still wait are sent.
  ///
  /// Several processes may look at once: one of them fires an alert, and one sends its mail.
  package func checkAlerts() throws(Fault) -> AlertPass {
    var store = try openStore()
    try store.requireCurrentSchema()
    _ = try store.noteAlertLook(afterSeconds: 0)
    return try checkAlerts(&store)
  }

  /// Looks at the alerts once something was synced, or could not be; whatever fails here is no
  /// failure of the sync.
  func lookAtAlertsAfterSync(_ faults: [Fault]) {
    if interruption.isRaised { return }
    let failure = faults.first { $0.recovery != .interrupted && $0.code != .busy }
    attempt { (store) throws(Fault) in
      if let failure { try store.noteSyncFailure(failure.line) }
      _ = try store.noteAlertLook(afterSeconds: 0)
      _ = try checkAlerts(&store)
    }
  }

  /// Looks at the alerts although nothing was synced, now and then, and sends what still waits.
  func lookAtAlertsInPassing() {
    if interruption.isRaised { return }
    attempt { (store) throws(Fault) in
      if try store.noteAlertLook(afterSeconds: Self.idleLookSeconds) {
        _ = try checkAlerts(&store)
      } else {
        _ = try deliverAlertMails(&store)
      }
    }
  }

  private func attempt(_ body: (inout StateStore) throws(Fault) -> Void) {
    do throws(Fault) {
      var store = try openStore()
      // Who syncs without tables has been told so.
      guard try store.schemaState() == .current else { return }
      try body(&store)
    } catch {
      if error.recovery != .interrupted {
        log.warning("\(error.failure); the alerts are looked at again with the next sync or pass")
      }
    }
  }

  private func checkAlerts(_ store: inout StateStore) throws(Fault) -> AlertPass {
    let records = try store.definitions(.alert)
    let alerts = records.map { Self.alert($0) }
    let live = alerts.compactMap { $0 }.filter(\.isEnabled)
    var reports: [AlertReport] = []
    var unsent: [AlertDelivery] = []
    if live.isEmpty {
      reports = zip(records, alerts).map { record, alert in
        Self.report(record, alert == nil ? Self.unreadable(record) : .off)
      }
    } else {
      var figures = try AlertFigures(self, for: live)
      let settings = Result { () throws(Fault) in try mailSettings() }
      for (record, alert) in zip(records, alerts) {
        reports.append(try look(at: record, alert, &figures, settings, &store))
      }
      unsent = Self.unsent(reports, settings)
    }
    return AlertPass(reports: reports, deliveries: unsent + (try deliverAlertMails(&store)))
  }

  /// Looks at one alert; only the wish to stop and the loss of the state tables end the pass.
  private func look(
    at record: DefinitionRecord, _ alert: Alert?, _ figures: inout AlertFigures,
    _ settings: Result<MailSettings, Fault>, _ store: inout StateStore
  ) throws(Fault) -> AlertReport {
    guard let alert else { return Self.report(record, Self.unreadable(record)) }
    if !alert.isEnabled { return Self.report(record, .off) }
    let figure: AlertFigures.Figure
    do throws(Fault) {
      figure = try figures.figure(alert, &store)
    } catch {
      if error.recovery == .interrupted { throw error }
      log.warning("\(error.failure); the alert \"\(alert.name)\" was not looked at")
      return Self.report(record, .unknown(error))
    }
    let text = figures.text(figure, alert)
    let verdict = alert.verdict(figure.value)
    guard verdict == .met else {
      try store.noteAlertStatus(id: record.id, isTriggered: false)
      return Self.report(record, verdict == .noData ? .noData : .calm, value: text)
    }
    let now = try store.serverTime()
    if let end = alert.quietUntil(now: now, lastTriggeredAt: record.lastTriggeredAt) {
      try store.noteAlertStatus(id: record.id, isTriggered: true)
      return Self.report(record, .resting(until: end), value: text)
    }
    let firing = firing(record, alert, figure, figures, settings)
    let isOurs = try store.fireAlert(
      firing, triggerCount: record.triggerCount, restsMinutes: alert.cooldownMinutes)
    return Self.report(record, isOurs ? .fired : .firedElsewhere, value: text)
  }

  private func firing(
    _ record: DefinitionRecord, _ alert: Alert, _ figure: AlertFigures.Figure,
    _ figures: AlertFigures, _ settings: Result<MailSettings, Fault>
  ) -> AlertFiring {
    let message = figures.message(alert, figure)
    // Settings that cannot be read now may be readable when the mail is sent.
    let known = try? settings.get()
    let standard = known?.standardRecipients ?? ""
    return AlertFiring(
      alertID: record.id, metric: alert.metric.rawValue,
      value: figures.text(figure, alert) ?? "",
      threshold: alert.rule.thresholdText,
      recipients: alert.recipients.isEmpty ? standard : alert.recipients,
      subject: message.subject, body: message.body, mailID: Self.mailID(record.id),
      hasServer: known == nil || known?.server != nil)
  }

  static func mailID(_ alertID: Int64) -> String { "alert.\(alertID).\(UniqueID.make())" }

  /// What somebody has defined; nil when it cannot be understood.
  static func alert(_ record: DefinitionRecord) -> Alert? {
    guard let definition = try? JSONValue(Array(record.definition.utf8)) else { return nil }
    return Alert(name: record.name, definition: definition)
  }

  private static func unreadable(_ record: DefinitionRecord) -> AlertReport.Outcome {
    .unknown(
      Fault(
        .data, operation: "reading an alert", subject: record.name,
        cause: "its definition cannot be understood", hint: "Change it, or delete it",
        recovery: .operator))
  }

  private static func report(
    _ record: DefinitionRecord, _ outcome: AlertReport.Outcome, value: String? = nil
  ) -> AlertReport {
    let words = alertWords(record)
    return AlertReport(
      id: record.id, name: record.name, metric: words?.metric ?? "",
      condition: words?.condition ?? "", value: value, outcome: outcome)
  }
}
