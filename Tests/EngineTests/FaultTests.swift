import Bytes
import Connector
import Emulator
import Engine
import Runtime
import Testing
import Testkit

/// What a sync does when the service misbehaves: each fault really happens, on the wire.
struct FaultTests {
  @Test func aQuietDay() throws {
    let rehearsal = try Rehearsal("quiet")
    let outcome = try rehearsal.sync()
    #expect(outcome.fault == nil)
    try rehearsal.expectEqual()
    #expect(try rehearsal.tableState() == "complete")
    #expect(rehearsal.emulator.requestCount(.postRows) == 3)
    #expect(rehearsal.emulator.requestCount(.deleteRows) == 0)
    // The same again finds nothing to send; all anew clears first.
    #expect(try rehearsal.sync().rows == 0)
    #expect(rehearsal.emulator.requestCount(.postRows) == 3)
    try rehearsal.expectEqual()
    #expect(try rehearsal.sync(full: true).rows == outcome.rows)
    #expect(rehearsal.emulator.requestCount(.deleteRows) == 1)
    try rehearsal.expectEqual()
    #expect(rehearsal.emulator.datasets.count == 1)
  }

  @Test func retryAfterIsHonouredToTheSecond() throws {
    let rehearsal = try Rehearsal("throttled")
    var rule = FaultRule(
      .status(429, .message, isDone: false, retryAfterSeconds: 3392), on: .postRows)
    rule.nth = 2
    rehearsal.emulator.add(rule)
    let before = rehearsal.clock.now
    let outcome = try rehearsal.sync(patienceSeconds: 5)
    #expect(outcome.fault == nil)
    #expect(rehearsal.clock.now.seconds(since: before) >= 3392)
    #expect(rehearsal.clock.now.seconds(since: before) < 3500)
    try rehearsal.expectEqual()
  }

  /// Replies that leave open whether the rows are stored, and whether they are.
  static let doubts: [(String, FaultRule.Effect)] = [
    ("reset_before", .reset(isDone: false)),
    ("reset_after", .reset(isDone: true)),
    ("status_503", .status(503, .html, isDone: false, retryAfterSeconds: nil)),
    ("status_503_done", .status(503, .html, isDone: true, retryAfterSeconds: nil)),
    ("status_500_done", .status(500, .gateway, isDone: true, retryAfterSeconds: nil)),
    ("status_408", .status(408, .empty, isDone: false, retryAfterSeconds: nil)),
    ("truncated", .truncated(bytes: 20)),
    ("late_landing", .lateLanding(seconds: 40)),
  ]

  @Test(arguments: doubts)
  func aLostReplyNeitherLosesNorDoublesARow(_ name: String, _ effect: FaultRule.Effect) throws {
    let rehearsal = try Rehearsal(name)
    var rule = FaultRule(effect, on: .postRows)
    rule.nth = 2
    rehearsal.emulator.add(rule)
    let outcome = try rehearsal.sync()
    #expect(outcome.fault == nil)
    try rehearsal.expectEqual("\(name)")
    #expect(rehearsal.emulator.faults.first?.struck == 1)
  }

  @Test func rowsThatQueriesSeeLateAreNotSentTwice() throws {
    let rehearsal = try Rehearsal("late_visibility")
    var late = FaultRule(.lateVisibility(seconds: 120), on: .postRows)
    late.nth = 2
    rehearsal.emulator.add(late)
    var reset = FaultRule(.reset(isDone: true), on: .postRows)
    reset.nth = 2
    rehearsal.emulator.add(reset)
    #expect(try rehearsal.sync().fault == nil)
    try rehearsal.expectEqual()
  }

  @Test func whereQueriesAreForbiddenADoubtfulTableIsBegunAnew() throws {
    let rehearsal = try Rehearsal("forbidden")
    rehearsal.emulator.behaviour.allowsQueries = false
    var rule = FaultRule(.reset(isDone: true), on: .postRows)
    rule.nth = 2
    rehearsal.emulator.add(rule)
    #expect(try rehearsal.sync().fault == nil)
    try rehearsal.expectEqual()
    #expect(rehearsal.emulator.requestCount(.deleteRows) == 1)
  }

  @Test func whereQueriesAreForbiddenALateLandingIsWaitedForBeforeClearing() throws {
    let rehearsal = try Rehearsal("forbidden_late")
    rehearsal.emulator.behaviour.allowsQueries = false
    var rule = FaultRule(.lateLanding(seconds: 120), on: .postRows)
    rule.nth = 2
    rehearsal.emulator.add(rule)
    #expect(try rehearsal.sync().fault == nil)
    // Whatever was under way has landed by then.
    rehearsal.clock.advance(seconds: 600)
    try rehearsal.expectEqual()
    #expect(rehearsal.emulator.faults.first?.struck == 1)
  }

  @Test func aClearingThatLandsLateTakesNoRowsAway() throws {
    let rehearsal = try Rehearsal("late_clearing")
    #expect(try rehearsal.sync().fault == nil)
    rehearsal.emulator.add(FaultRule(.lateLanding(seconds: 90), on: .deleteRows))
    #expect(try rehearsal.sync(full: true).fault == nil)
    rehearsal.clock.advance(seconds: 600)
    try rehearsal.expectEqual()
    #expect(rehearsal.emulator.faults.first?.struck == 1)
  }

  @Test func aStaleTokenIsRenewedOnceAndNothingIsLost() throws {
    let rehearsal = try Rehearsal("token")
    var rule = FaultRule(.expiredToken, on: .postRows)
    rule.nth = 2
    rehearsal.emulator.add(rule)
    #expect(try rehearsal.sync().fault == nil)
    try rehearsal.expectEqual()
    #expect(rehearsal.emulator.requestCount(.token) == 2)
  }

  @Test func aBodyLimitIsFoundByHalvingAndRemembered() throws {
    let rehearsal = try Rehearsal("limit")
    var rule = FaultRule(.bodyLimit(bytes: 1_200_000), on: .postRows)
    rule.count = nil
    rehearsal.emulator.add(rule)
    #expect(try rehearsal.sync(batchRows: 1000).fault == nil)
    try rehearsal.expectEqual()
    let limit = try rehearsal.server.run(
      "SELECT body_bytes_max FROM wp_wkpbic_tables WHERE table_name = 'orders'",
      in: rehearsal.database)
    #expect(limit.trimmed() == "1000000")
    let posts = rehearsal.emulator.requestCount(.postRows)
    #expect(try rehearsal.sync(full: true, batchRows: 1000).fault == nil)
    // The second time nothing is refused any more.
    #expect(rehearsal.emulator.requestCount(.postRows) - posts < posts)
    try rehearsal.expectEqual()
  }

  @Test func aRefusedRowIsSetAsideAndNamed() throws {
    let rehearsal = try Rehearsal("refused")
    // The stand-in's Double is IEEE: 400 digits are no finite number, and the shop may hold text.
    let id = try rehearsal.server.run(
      """
      ALTER TABLE wp_wc_order_operational_data MODIFY discount_tax_amount TEXT;
      SET @id = (SELECT id FROM wp_wc_orders WHERE type = 'shop_order'
        AND status = 'wc-completed' ORDER BY id LIMIT 1 OFFSET 300);
      UPDATE wp_wc_order_operational_data SET discount_tax_amount = REPEAT('9', 400)
      WHERE order_id = @id;
      SELECT @id;
      """, in: rehearsal.database
    ).trimmed()
    let outcome = try rehearsal.sync()
    let fault = try #require(outcome.fault)
    #expect(fault.cause.contains("1 rows were refused and left out (\(id))"))
    #expect(
      rehearsal.emulator.rowCount(dataset: Rehearsal.dataset, table: "orders")
        == outcome.rows)
    #expect(try rehearsal.tableState() == "incomplete")
  }

  @Test(arguments: [401, 403, 404])
  func whatOnlyAPersonCanMendFailsWithARemedyAndAFlag(_ status: Int) throws {
    let rehearsal = try Rehearsal("status_\(status)")
    var rule = FaultRule(
      .status(status, .gateway, isDone: false, retryAfterSeconds: nil), on: .postRows)
    rule.nth = 2
    rule.count = nil
    rehearsal.emulator.add(rule)
    let outcome = try rehearsal.sync()
    let fault = try #require(outcome.fault)
    #expect(!fault.hint.isEmpty)
    #expect(fault.number == status)
    #expect(outcome.rows == 400)
    #expect(try rehearsal.tableState() == "incomplete")
    var connector = try rehearsal.connector()
    #expect(try connector.status().attention.contains { $0.contains("orders") })
    // The next sync goes on.
    for fault in rehearsal.emulator.faults { rehearsal.emulator.removeFault(fault.id) }
    #expect(try rehearsal.sync().fault == nil)
    try rehearsal.expectEqual()
    #expect(try connector.status().attention.isEmpty)
  }

  @Test func aServiceThatStaysAwayIsGivenUpAfterPatience() throws {
    let rehearsal = try Rehearsal("away")
    var rule = FaultRule(
      .status(503, .html, isDone: false, retryAfterSeconds: nil), on: .deleteRows)
    rule.count = nil
    rehearsal.emulator.add(rule)
    let before = rehearsal.clock.now
    let outcome = try rehearsal.sync(full: true, patienceSeconds: 100)
    #expect(outcome.fault?.number == 503)
    #expect(rehearsal.clock.now.seconds(since: before) >= 100)
    #expect(rehearsal.clock.now.seconds(since: before) < 400)
    #expect(try rehearsal.tableState() == "clearing")
  }

  @Test func aSignInThatIsAwayForAWhileIsBorne() throws {
    let rehearsal = try Rehearsal("signin")
    var rule = FaultRule(
      .status(503, .html, isDone: false, retryAfterSeconds: nil), on: .token)
    rule.count = 4
    rehearsal.emulator.add(rule)
    let lists = FaultRule(
      .status(429, .bare, isDone: false, retryAfterSeconds: 600), on: .listDatasets)
    rehearsal.emulator.add(lists)
    #expect(try rehearsal.sync(patienceSeconds: 120).fault == nil)
    try rehearsal.expectEqual()
    rule.count = nil
    rehearsal.emulator.add(rule)
    let fault = #expect(throws: Fault.self) { try rehearsal.sync(patienceSeconds: 60) }
    #expect(fault?.number == 503)
    #expect(fault?.hint.contains("--wait") == true)
  }

  @Test func beingAskedToStopLeavesAFlagAndNoLease() throws {
    let rehearsal = try Rehearsal("stopped")
    let interruption = rehearsal.interruption
    let outcome = try rehearsal.sync { progress in
      if progress.rowsPushed > 0 { interruption.raise() }
    }
    #expect(outcome.fault?.recovery == .interrupted)
    #expect(try rehearsal.tableState() == "incomplete")
    let log = try rehearsal.server.run(
      "SELECT status FROM wp_wkpbic_runs ORDER BY id DESC LIMIT 1", in: rehearsal.database)
    #expect(log.trimmed() == "cancelled")
    let free = try rehearsal.server.run(
      "SELECT COUNT(*), SUM(expires_at < '2000-01-01') FROM wp_wkpbic_leases",
      in: rehearsal.database)
    #expect(free.trimmed() == "2 2")
  }

  @Test func aLostReplyToTheDatasetsCreationMakesNoSecondOne() throws {
    let rehearsal = try Rehearsal("creation")
    rehearsal.emulator.add(FaultRule(.reset(isDone: true), on: .createDataset))
    #expect(try rehearsal.sync().fault == nil)
    #expect(rehearsal.emulator.datasets.count == 1)
    try rehearsal.expectEqual()
  }

  @Test func aDatasetThatIsGoneIsMadeAgainAndSaidSo() throws {
    let rehearsal = try Rehearsal("gone")
    #expect(try rehearsal.sync().fault == nil)
    try rehearsal.server.run(
      "UPDATE wp_wkpbic_datasets SET powerbi_id = '00000000-0000-4000-8000-000000000000'",
      in: rehearsal.database)
    let outcome = try rehearsal.sync()
    #expect(outcome.fault == nil)
    #expect(outcome.remarks.contains { $0.contains("gone") })
    #expect(rehearsal.emulator.datasets.count == 2)
  }
}
