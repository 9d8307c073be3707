internal import Insight
internal import Mail
package import Runtime
package import Store

/// What a try of an alert shows.
package struct AlertTrial: Sendable {
  /// The figure now, as people read it; nil when there is none.
  package var value: String?
  /// How the figure stands: `ok`, `met` or `no_data`.
  package var state: String
  /// Whether the alert would fire at a look now.
  package var wouldFire: Bool
  /// Until when it rests, whatever the figure is; nil when it does not.
  package var restsUntil: Instant?
  /// What became of the sample.
  package var delivery: AlertDelivery
}

extension Connector {
  /// Seconds until a mail that could not be sent is tried again, after each failure; then never.
  ///
  /// The first time the next look is soon enough.
  static let mailRetryWaits = [0, 300, 1800, 10_800]
  /// Mails sent in one pass at most; the others wait for the next.
  private static let mailsOfPassMax = 20
  /// Seconds that a pass spends on mails at most, but for the last one's own.
  private static let mailSecondsOfPassMax = 60.0

  /// Sends mails that wait.
  func deliverAlertMails(_ store: inout StateStore) throws(Fault) -> [AlertDelivery] {
    let mails = try store.waitingAlertMails(limit: Self.mailsOfPassMax)
    if mails.isEmpty { return [] }
    let settings = Result { () throws(Fault) in try mailSettings() }
    let startedAt = clock.monotonicSeconds
    var deliveries: [AlertDelivery] = []
    for mail in mails {
      if interruption.isRaised { break }
      if clock.monotonicSeconds - startedAt > Self.mailSecondsOfPassMax { break }
      guard try store.claimAlertMail(mail) else { continue }
      deliveries.append(try deliver(mail, settings, &store))
    }
    return deliveries
  }

  /// Sends a mail that this process has taken, and notes what became of it.
  private func deliver(
    _ mail: AlertMail, _ settings: Result<MailSettings, Fault>, _ store: inout StateStore
  ) throws(Fault) -> AlertDelivery {
    let text = AlertMessage(
      recipients: mail.recipients, subject: mail.subject, body: mail.body, mailID: mail.mailID)
    var delivery = AlertDelivery(
      alertID: mail.alertID, recipients: mail.recipients, state: .sent, error: nil)
    var retrySeconds: Int?
    do throws(Fault) {
      guard let refused = try send(text, try settings.get()) else {
        delivery.state = .noServer
        delivery.error = Self.noServer
        try store.noteAlertMail(
          id: mail.id, .noServer, error: delivery.error, retrySeconds: nil)
        return delivery
      }
      delivery.error = refused
    } catch {
      delivery.error = error.line
      let isStopped = error.recovery == .interrupted
      retrySeconds =
        isStopped
        ? 0 : mail.attempts < Self.mailRetryWaits.count ? Self.mailRetryWaits[mail.attempts] : nil
      delivery.state = retrySeconds == nil ? .failed : .waiting
      if !isStopped { log.warning(error.line) }
    }
    try store.noteAlertMail(
      id: mail.id, delivery.state, error: delivery.error, retrySeconds: retrySeconds)
    return delivery
  }

  /// What there is to say of alerts that fired where there is nobody to hand mail to.
  static func unsent(
    _ reports: [AlertReport], _ settings: Result<MailSettings, Fault>
  ) -> [AlertDelivery] {
    guard let known = try? settings.get(), known.server == nil else { return [] }
    return reports.filter { $0.outcome == .fired }.map {
      AlertDelivery(alertID: $0.id, recipients: "", state: .noServer, error: noServer)
    }
  }

  private static let noServer = "no mail server is configured. \(noServerHint)."

  /// Hands a message to the server; returns who was refused, nil in all when there is no server.
  private func send(
    _ message: AlertMessage, _ settings: MailSettings
  ) throws(Fault) -> String?? {
    guard let server = settings.server, let from = settings.from else { return nil }
    guard let recipients = MailAddress.list(message.recipients), !recipients.isEmpty,
      recipients.count <= Mail.recipientsMax
    else {
      throw Fault(
        .configuration, operation: "sending a mail", subject: server.host,
        cause: "there are no addresses to send it to, or more than \(Mail.recipientsMax)",
        hint: "Name them in the alert's notify_email, or with wkpbic configure --alert-email",
        recovery: .operator)
    }
    let mail = MailMessage(
      from: from, recipients: recipients, subject: message.subject, text: message.body,
      date: clock.now, id: message.mailID)
    let refused = try Mail.send(mail, through: server, interruption: interruption)
    if refused.isEmpty { return .some(nil) }
    return .some(
      refused.map { "\($0.address) was refused: \($0.reply)" }.joined(separator: "; "))
  }

  /// Looks at one alert's figure and sends a sample of its mail; nothing is noted, and the alert
  /// does not fire.
  package func tryAlert(_ record: DefinitionRecord) throws(Fault) -> AlertTrial {
    guard let alert = Self.alert(record) else {
      throw Fault(
        .usage, operation: "trying an alert", subject: record.name,
        cause: "its definition cannot be understood", hint: "Change it first",
        recovery: .operator)
    }
    var store = try openStore()
    try store.requireCurrentSchema()
    var figures = try AlertFigures(self, for: [alert])
    let figure = try figures.figure(alert, &store)
    let verdict = alert.verdict(figure.value)
    let rests = alert.quietUntil(
      now: try store.serverTime(), lastTriggeredAt: record.lastTriggeredAt)
    let message = figures.message(alert, figure, isSample: true)
    return AlertTrial(
      value: figures.text(figure, alert), state: verdict.rawValue,
      wouldFire: verdict == .met && rests == nil && alert.isEnabled, restsUntil: rests,
      delivery: sample(record.id, alert, message))
  }

  private func sample(
    _ id: Int64, _ alert: Alert, _ message: AlertText
  ) -> AlertDelivery {
    var delivery = AlertDelivery(
      alertID: id, recipients: alert.recipients, state: .sent, error: nil)
    do throws(Fault) {
      let settings = try mailSettings()
      if alert.recipients.isEmpty { delivery.recipients = settings.standardRecipients }
      let text = AlertMessage(
        recipients: delivery.recipients, subject: message.subject, body: message.body,
        mailID: Self.mailID(id))
      if let refused = try send(text, settings) {
        delivery.error = refused
      } else {
        delivery.state = .noServer
        delivery.error = Self.noServer
      }
    } catch {
      delivery.state = .failed
      delivery.error = error.line
    }
    return delivery
  }

  /// When an alert fired, newest first; a page of it.
  package func alertHistory(
    id: Int64, limit: Int, offset: Int
  ) throws(Fault) -> (records: [AlertHistoryRecord], total: Int) {
    var store = try openStore()
    try store.requireCurrentSchema()
    let total = try store.alertHistoryCount(alertID: id)
    let records = try store.alertHistory(alertID: id, limit: limit, offset: offset)
    return (records, total)
  }
}

/// A mail about an alert, as it is kept.
private struct AlertMessage {
  var recipients, subject, body, mailID: String
}
