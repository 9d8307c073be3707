import Runtime
import Store
import Testing
import Testkit

/// Alerts fire once, and their mails are sent by one.
@Suite struct AlertStateTests {
  private func fixture(_ name: String, alerts: Int = 1) throws -> Fixture {
    let fixture = try Fixture(name)
    var store = try fixture.store()
    _ = try store.install()
    for number in 1...alerts {
      _ = try store.insertDefinition(.alert, name: "a\(number)", definition: "{}")
    }
    return fixture
  }

  private func firing(_ id: Int64 = 1, hasServer: Bool = true) -> AlertFiring {
    AlertFiring(
      alertID: id, metric: "total_sales", value: "12.50", threshold: "10",
      recipients: "a@shop.test", subject: "S", body: "B", mailID: "m.\(id)", hasServer: hasServer)
  }

  @Test func itFiresForOneOfManyThatSawTheSame() throws {
    let fixture = try fixture("alerts_many")
    let winners = Lock(0)
    let firing = firing()
    let threads = (0..<8).map { _ in
      TestThread {
        guard var store = try? fixture.store() else { return }
        let isOurs = try? store.fireAlert(firing, triggerCount: 0, restsMinutes: 0)
        if isOurs == true { winners.withLock { $0 += 1 } }
      }
    }
    for thread in threads { thread.join() }
    #expect(winners.withLock { $0 } == 1)
    var store = try fixture.store()
    #expect(try store.alertHistoryCount(alertID: 1) == 1)
    let record = try #require(try store.definitions(.alert).first)
    #expect(record.triggerCount == 1 && record.status == "triggered")
    #expect(record.lastTriggeredAt == fixture.clock.now)
  }

  @Test func itRestsByTheDatabasesClock() throws {
    let fixture = try fixture("alerts_rest")
    var store = try fixture.store()
    #expect(try store.fireAlert(firing(), triggerCount: 0, restsMinutes: 10))
    fixture.clock.advance(seconds: 599)
    #expect(try !store.fireAlert(firing(), triggerCount: 1, restsMinutes: 10))
    fixture.clock.advance(seconds: 1)
    // Somebody who has not seen that it fired.
    #expect(try !store.fireAlert(firing(), triggerCount: 0, restsMinutes: 10))
    #expect(try store.fireAlert(firing(), triggerCount: 1, restsMinutes: 10))
    #expect(try store.alertHistory(alertID: 1, limit: 10, offset: 0).map(\.id) == [2, 1])
    #expect(try store.alertHistory(alertID: 1, limit: 10, offset: 1).map(\.id) == [1])
  }

  @Test func aMailIsTakenByOne() throws {
    let fixture = try fixture("alerts_mail")
    var store = try fixture.store()
    var other = try fixture.store()
    _ = try store.fireAlert(firing(), triggerCount: 0, restsMinutes: 0)
    let mail = try #require(try store.waitingAlertMails(limit: 5).first)
    #expect(mail.mailID == "m.1" && mail.attempts == 0 && mail.recipients == "a@shop.test")
    #expect(try store.claimAlertMail(mail))
    #expect(try !other.claimAlertMail(mail))
    #expect(try other.waitingAlertMails(limit: 5).isEmpty)
    try store.noteAlertMail(id: mail.id, .sent, error: nil, retrySeconds: nil)
    let history = try #require(try store.alertHistory(alertID: 1, limit: 1, offset: 0).first)
    #expect(history.state == .sent && history.attempts == 1 && history.error == nil)
    #expect(history.endedAt == fixture.clock.now)
    fixture.clock.advance(seconds: 100_000)
    #expect(try store.waitingAlertMails(limit: 5).isEmpty)
  }

  @Test func aFailedMailWaitsForItsTime() throws {
    let fixture = try fixture("alerts_retry")
    var store = try fixture.store()
    _ = try store.fireAlert(firing(), triggerCount: 0, restsMinutes: 0)
    let mail = try #require(try store.waitingAlertMails(limit: 5).first)
    #expect(try store.claimAlertMail(mail))
    try store.noteAlertMail(id: mail.id, .failed, error: "550", retrySeconds: 300)
    fixture.clock.advance(seconds: 299)
    #expect(try store.waitingAlertMails(limit: 5).isEmpty)
    fixture.clock.advance(seconds: 1)
    let again = try #require(try store.waitingAlertMails(limit: 5).first)
    #expect(again.attempts == 1 && again.mailID == mail.mailID)
    #expect(try store.claimAlertMail(again))
    try store.noteAlertMail(id: mail.id, .failed, error: "550", retrySeconds: nil)
    fixture.clock.advance(seconds: 100_000)
    #expect(try store.waitingAlertMails(limit: 5).isEmpty)
    let history = try store.alertHistory(alertID: 1, limit: 1, offset: 0).first
    #expect(history?.state == .failed && history?.attempts == 2 && history?.error == "550")
  }

  @Test func aMailWhoseSenderDiedIsTakenUp() throws {
    let fixture = try fixture("alerts_died")
    var store = try fixture.store()
    _ = try store.fireAlert(firing(), triggerCount: 0, restsMinutes: 0)
    let mail = try #require(try store.waitingAlertMails(limit: 5).first)
    #expect(try store.claimAlertMail(mail))
    fixture.clock.advance(seconds: 599)
    #expect(try store.waitingAlertMails(limit: 5).isEmpty)
    fixture.clock.advance(seconds: 1)
    let left = try #require(try store.waitingAlertMails(limit: 5).first)
    #expect(left.attempts == 1)
    #expect(try store.claimAlertMail(left))
    #expect(try !store.claimAlertMail(left))
  }

  @Test func mailsOfAlertsThatAreGoneAreNotSent() throws {
    let fixture = try fixture("alerts_gone", alerts: 2)
    var store = try fixture.store()
    _ = try store.fireAlert(firing(1), triggerCount: 0, restsMinutes: 0)
    _ = try store.fireAlert(firing(2), triggerCount: 0, restsMinutes: 0)
    _ = try store.deleteDefinition(.alert, id: 1)
    #expect(try store.waitingAlertMails(limit: 5).map(\.alertID) == [2])
    // Without a server nobody tries.
    _ = try store.fireAlert(firing(2, hasServer: false), triggerCount: 1, restsMinutes: 0)
    #expect(try store.waitingAlertMails(limit: 5).count == 1)
    #expect(try store.alertHistory(alertID: 2, limit: 1, offset: 0).first?.state == .noServer)
  }

  @Test func historyIsForgottenInItsTime() throws {
    let fixture = try fixture("alerts_old")
    var store = try fixture.store()
    _ = try store.fireAlert(firing(), triggerCount: 0, restsMinutes: 0)
    fixture.clock.advance(seconds: 30 * 86_400)
    try store.deleteAlertHistory(olderThanDays: 30)
    #expect(try store.alertHistoryCount(alertID: 1) == 1)
    fixture.clock.advance(seconds: 1)
    try store.deleteAlertHistory(olderThanDays: 30)
    #expect(try store.alertHistoryCount(alertID: 1) == 0)
  }

  @Test func looksInPassingAreFarApart() throws {
    let fixture = try fixture("alerts_look")
    var store = try fixture.store()
    #expect(try store.noteAlertLook(afterSeconds: 300))
    #expect(try !store.noteAlertLook(afterSeconds: 300))
    fixture.clock.advance(seconds: 300)
    #expect(try store.noteAlertLook(afterSeconds: 300))
    fixture.clock.advance(seconds: 1)
    #expect(try store.noteAlertLook(afterSeconds: 0))
    #expect(try !store.noteAlertLook(afterSeconds: 300))
  }

  @Test func runsAreCountedByHowTheyEnded() throws {
    let fixture = try fixture("alerts_runs")
    try fixture.server.run(
      """
      INSERT INTO wp_wkpbic_runs (entity, profile, mode, status, started_at, completed_at) VALUES
      ('orders', '', 'signed', 'failed', '2026-04-10 11:00:00', '2026-04-10 12:00:00'),
      ('orders', 'Daily', 'signed', 'failed', '2026-04-10 11:00:00', '2026-04-10 12:30:00'),
      ('orders', 'Daily', 'signed', 'completed', '2026-04-10 11:00:00', '2026-04-10 12:30:00'),
      ('orders', 'Daily', 'signed', 'partial', '2026-04-10 11:00:00', '2026-04-10 13:00:00'),
      ('orders', 'Daily', 'signed', 'cancelled', '2026-04-10 11:00:00', '2026-04-10 12:30:00'),
      ('orders', 'Daily', 'signed', 'running', '2026-04-10 11:00:00', NULL),
      ('orders', 'Daily', 'signed', 'failed', '2026-04-10 11:00:00', '2026-04-10 11:59:59')
      """, in: fixture.database)
    var store = try fixture.store()
    // The clock stands at 13:00.
    let profiles = try store.tallyRuns(ofProfiles: true, withinSeconds: 3600)
    #expect(profiles.completed == 1 && profiles.partial == 1 && profiles.failed == 1)
    let all = try store.tallyRuns(ofProfiles: false, withinSeconds: 3600)
    #expect(all.completed == 1 && all.partial == 1 && all.failed == 2)
  }

  @Test func removalTakesTheHistoryAlong() throws {
    let fixture = try fixture("alerts_drop")
    var store = try fixture.store()
    #expect(try store.tableNames().contains("wp_wkpbic_alert_history"))
    try store.dropTables()
    #expect(try store.tableNames().isEmpty)
  }
}
