internal import MariaDB
package import Runtime

/// A firing of an alert: what was seen, and the mail about it.
package struct AlertFiring: Sendable, Equatable {
  /// Which alert.
  package var alertID: Int64
  /// What was watched.
  package var metric: String
  /// The figure, as people read it.
  package var value: String
  /// What it was compared with.
  package var threshold: String
  /// Addresses with commas between.
  package var recipients: String
  /// The mail's subject.
  package var subject: String
  /// The mail's text.
  package var body: String
  /// What tells the mail from all others.
  package var mailID: String
  /// Whether there is a server to hand the mail to; nobody tries without.
  package var hasServer: Bool

  package init(
    alertID: Int64, metric: String, value: String, threshold: String, recipients: String,
    subject: String, body: String, mailID: String, hasServer: Bool
  ) {
    self.alertID = alertID
    self.metric = metric
    self.value = value
    self.threshold = threshold
    self.recipients = recipients
    self.subject = subject
    self.body = body
    self.mailID = mailID
    self.hasServer = hasServer
  }
}

/// How the mail about a firing stands.
package enum AlertMailState: String, Sendable, CaseIterable {
  /// For its first attempt, or the next.
  case waiting
  /// Somebody is at it.
  case sending
  case sent
  /// It was tried often enough.
  case failed
  /// No mail server is configured.
  case noServer = "no_mail_server"
}

/// A mail that waits.
package struct AlertMail: Sendable, Equatable {
  /// The firing's number.
  package var id: Int64
  /// Which alert.
  package var alertID: Int64
  /// Addresses with commas between.
  package var recipients: String
  /// The mail's subject.
  package var subject: String
  /// The mail's text.
  package var body: String
  /// What tells the mail from all others.
  package var mailID: String
  /// Attempts before.
  package var attempts: Int
}

// What alerts do: they fire, once for all who look at the same time, and their mails are sent.
extension StateStore {
  /// Seconds after which a mail that somebody was sending is taken up by others: longer than any
  /// attempt lasts.
  static let alertSendSecondsMax = 600

  /// Takes an alert for having fired and notes the mail about it; false when somebody else has done
  /// so since its record was read, or it rests.
  package mutating func fireAlert(
    _ firing: AlertFiring, triggerCount: Int64, restsMinutes: Int64
  ) throws(Fault) -> Bool {
    try transaction("noting that an alert fired") { (store) throws(Fault) in
      let taken = try store.write(
        """
        UPDATE {prefix}wkpbic_alerts
        SET status = 'triggered', last_triggered_at = {now}, trigger_count = trigger_count + 1
        WHERE id = ? AND trigger_count = ?
          AND (last_triggered_at IS NULL OR last_triggered_at <= {now} - INTERVAL ? MINUTE)
        """, [.integer(firing.alertID), .integer(triggerCount), .integer(restsMinutes)],
        "noting that an alert fired")
      guard taken > 0 else { return false }
      let state = firing.hasServer ? AlertMailState.waiting : .noServer
      try store.write(
        """
        INSERT INTO {prefix}wkpbic_alert_history
          (alert_id, fired_at, metric, value, threshold, recipients, subject, body, mail_id, state,
            next_at)
        VALUES (?, {now}, ?, ?, ?, ?, ?, ?, ?, ?, {now})
        """,
        [
          .integer(firing.alertID), .text(firing.metric), .text(firing.value),
          .text(firing.threshold), .text(firing.recipients), .text(firing.subject),
          .text(firing.body), .text(firing.mailID), .text(state.rawValue),
        ], "noting that an alert fired")
      return true
    }
  }

  /// Notes that an alert's figure is what it was waiting for, or no longer is.
  package mutating func noteAlertStatus(id: Int64, isTriggered: Bool) throws(Fault) {
    let status = Value.text(isTriggered ? "triggered" : "ok")
    try write(
      "UPDATE {prefix}wkpbic_alerts SET status = ? WHERE id = ? AND status <> ?",
      [status, .integer(id), status], "noting how an alert stands")
  }

  /// Mails that may be tried now, oldest first; of alerts that are gone none.
  package mutating func waitingAlertMails(limit: Int) throws(Fault) -> [AlertMail] {
    try rows(
      """
      SELECT history.id, history.alert_id, history.recipients, history.subject, history.body,
        history.mail_id, history.attempts
      FROM {prefix}wkpbic_alert_history AS history
      JOIN {prefix}wkpbic_alerts AS alert ON alert.id = history.alert_id
      WHERE history.state IN ('waiting', 'sending') AND history.next_at <= {now}
      ORDER BY history.id LIMIT {limit}
      """, ["limit": .integer(Int64(limit))], "looking for mails that wait"
    ).map { row in
      AlertMail(
        id: row.integer(0), alertID: row.integer(1), recipients: row.text(2),
        subject: row.text(3), body: row.text(4), mailID: row.text(5),
        attempts: Int(row.integer(6)))
    }
  }

  /// Takes a mail to be sent; false when somebody else has taken it.
  package mutating func claimAlertMail(_ mail: AlertMail) throws(Fault) -> Bool {
    let taken = try write(
      """
      UPDATE {prefix}wkpbic_alert_history
      SET state = 'sending', attempts = attempts + 1, next_at = {now} + INTERVAL ? SECOND
      WHERE id = ? AND attempts = ? AND state IN ('waiting', 'sending') AND next_at <= {now}
      """,
      [
        .integer(Int64(Self.alertSendSecondsMax)), .integer(mail.id),
        .integer(Int64(mail.attempts)),
      ], "taking a mail to be sent")
    return taken > 0
  }

  /// Notes how an attempt at a mail that this process has taken ended.
  ///
  /// `retrySeconds` is when a failed one is tried again; nil when it never is.
  package mutating func noteAlertMail(
    id: Int64, _ state: AlertMailState, error: String?, retrySeconds: Int?
  ) throws(Fault) {
    let operation = "noting how a mail ended"
    if let retrySeconds {
      try write(
        """
        UPDATE {prefix}wkpbic_alert_history
        SET state = 'waiting', next_at = {now} + INTERVAL ? SECOND, error = ?
        WHERE id = ? AND state = 'sending'
        """, [.integer(Int64(retrySeconds)), error.map(Value.text) ?? .null, .integer(id)],
        operation)
      return
    }
    try write(
      """
      UPDATE {prefix}wkpbic_alert_history SET state = ?, ended_at = {now}, error = ?
      WHERE id = ? AND state = 'sending'
      """, [.text(state.rawValue), error.map(Value.text) ?? .null, .integer(id)], operation)
  }

  /// Notes that all alerts are looked at; false when somebody has done so less than so many seconds
  /// ago.
  package mutating func noteAlertLook(afterSeconds seconds: Int) throws(Fault) -> Bool {
    let changed = try write(
      """
      UPDATE {prefix}wkpbic_alert_look SET looked_at = {now}
      WHERE id = 1 AND looked_at <= {now} - INTERVAL ? SECOND
      """, [.integer(Int64(seconds))], "noting a look at the alerts")
    return changed > 0
  }

  /// Notes that a sync failed, and why: it may have done so before any of its runs began.
  package mutating func noteSyncFailure(_ failure: String) throws(Fault) {
    try write(
      "UPDATE {prefix}wkpbic_alert_look SET failed_at = {now}, failure = ? WHERE id = 1",
      [.text(failure)], "noting that a sync failed")
  }

  /// Why a sync failed last, if that was in the last so many seconds.
  package mutating func syncFailure(withinSeconds seconds: Int64) throws(Fault) -> String? {
    let found = try rows(
      """
      SELECT failure FROM {prefix}wkpbic_alert_look
      WHERE id = 1 AND failed_at >= {now} - INTERVAL {seconds} SECOND
      """, ["seconds": .integer(seconds)], "looking for a failed sync")
    return found.first?.optionalText(0)
  }
}
