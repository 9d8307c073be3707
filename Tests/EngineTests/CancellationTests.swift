import Connector
import Emulator
import Engine
import Runtime
import Testing
import Testkit

/// Runs that are asked to end while they wait.
struct CancellationTests {
  private static let ask =
    "INSERT IGNORE INTO wp_wkpbic_cancellations SELECT MAX(id), UTC_TIMESTAMP() FROM wp_wkpbic_runs"

  private static func throttle(_ rehearsal: Rehearsal) {
    var rule = FaultRule(
      .status(429, .message, isDone: false, retryAfterSeconds: 3392), on: .postRows)
    rule.nth = 2
    rehearsal.emulator.add(rule)
  }

  @Test func anHoursWaitIsCutShort() throws {
    let rehearsal = try Rehearsal("cancelled_wait")
    Self.throttle(rehearsal)
    let before = rehearsal.clock.now
    let outcome = try rehearsal.sync { progress in
      guard progress.rowsPushed > 0, progress.waiting?.seconds ?? 0 > 60 else { return }
      do {
        try rehearsal.server.run(Self.ask, in: rehearsal.database)
      } catch {
        Issue.record(error)
      }
    }
    #expect(outcome.fault?.cause == "somebody has cancelled the run")
    #expect(rehearsal.clock.now.seconds(since: before) < 120)
    // Nothing of it was lost: the next one sends the rest.
    #expect(try rehearsal.sync().fault == nil)
    try rehearsal.expectEqual()
    #expect(rehearsal.emulator.requestCount(.postRows) == 4)
  }

  @Test func aPassDoesNotWaitForAnHour() throws {
    let rehearsal = try Rehearsal("short_pass")
    try rehearsal.setOption("wkpbic_entities", "a:1:{i:0;s:6:\"orders\";}")
    Self.throttle(rehearsal)
    let before = rehearsal.clock.now
    let order = SyncOrder(
      entities: nil, batchRows: 400, patienceSeconds: 60, waitsForLease: false)
    var connector = try rehearsal.connector()
    let pass = try connector.syncDue(secondsMax: 50, order) { _ in }
    #expect(pass.outcomes.map(\.isUnfinished) == [true])
    #expect(pass.outcomes.first?.fault == nil && pass.outcomes.first?.rows == 400)
    #expect(rehearsal.clock.now.seconds(since: before) < 130)
    // The next one waits, too, as the service has asked everybody to; then it goes on.
    let next = try connector.syncDue(secondsMax: 50, order) { _ in }
    #expect(next.outcomes.map(\.isUnfinished) == [true] && next.outcomes.first?.rows == 0)
    rehearsal.clock.advance(seconds: 3600)
    let last = try connector.syncDue(secondsMax: 50, order) { _ in }
    #expect(last.outcomes.map(\.isUnfinished) == [false])
    try rehearsal.expectEqual()
  }
}
