import Bytes
import Connector
import Delivery
import Emulator
import Engine
import PowerBI
import Runtime
import Store
import Testing
import Testkit

/// Whether what differs is found, and nothing else.
struct VerifyTests {
  /// Enough for a full batch and another.
  private static let orders = 450

  @Test func whatWasSentIsEqual() throws {
    let rehearsal = try Rehearsal("verifyequal", orders: Self.orders)
    try rehearsal.send("orders", .signed)
    try rehearsal.send("customers", .append)
    let report = try rehearsal.verify("orders", "customers", "coupons")
    #expect(report.isEqual)
    let orders = report.tables[0]
    #expect(orders.verdict == .equal && orders.mode == "signed" && orders.remarks == [])
    #expect(orders.rowsInShop == Self.orders && orders.rowsInLedger == Self.orders)
    #expect(orders.rowsAtDestination == Self.orders)
    let customers = report.tables[1]
    #expect(customers.verdict == .equal && customers.mode == "replace")
    #expect(customers.differenceCount == 0 && customers.remarks == [], "\(customers)")
    #expect(customers.rowsAtDestination == customers.rowsInShop)
    #expect(report.tables[2].verdict == .neverSynced && report.tables[2].mode.isEmpty)
    #expect(report.tables[2].rowsInShop != nil)
  }

  @Test func changesOfTheShopAreToldAndGoneAfterTheyWereSent() throws {
    let rehearsal = try Rehearsal("verifychanged", orders: Self.orders)
    try rehearsal.send("orders", .signed)
    try rehearsal.server.run(
      """
      UPDATE wp_wc_orders SET total_amount = total_amount + 1 WHERE type = 'shop_order'
        ORDER BY id LIMIT 1;
      DELETE FROM wp_wc_orders WHERE type = 'shop_order' ORDER BY id DESC LIMIT 2;
      """, in: rehearsal.database)
    let before = try rehearsal.verdict()
    #expect(before.verdict == .differs)
    #expect(before.rowsInShop == Self.orders - 2)
    #expect(before.rowsInLedger == Self.orders)
    #expect(before.remarks.count == 1, "\(before.remarks)")
    #expect(
      before.remarks[0].contains("3 rows of the shop are not as they were sent: 1 changed, 2 gone"))
    #expect(before.remarks[0].contains("run: wkpbic sync --entity=orders"))
    #expect(before.differences.allSatisfy { $0.sides == .source })
    #expect(before.differences.contains { $0.figure == "hash" })
    #expect(before.differences.contains { $0.figure == "rows" })
    try rehearsal.send("orders", .signed)
    // Rows were taken back: more stand there than hold.
    let held = try #require(
      rehearsal.emulator.rowCount(dataset: Rehearsal.dataset, table: "orders"))
    #expect(held == Self.orders + 4)
    let after = try rehearsal.verdict()
    #expect(after.verdict == .equal && after.remarks == [], "\(after)")
    #expect(after.rowsAtDestination == Self.orders - 2)
  }

  @Test func aRowThatIsGoneIsFound() throws {
    let rehearsal = try Rehearsal("verifygone", orders: Self.orders)
    try rehearsal.send("orders", .signed)
    try rehearsal.replaceRows { Array($0.dropFirst()) }
    let verdict = try rehearsal.verdict()
    #expect(verdict.verdict == .differs)
    #expect(verdict.rowsAtDestination == Self.orders - 1)
    #expect(verdict.differences.allSatisfy { $0.sides == .destination })
    #expect(
      verdict.differences.contains {
        $0.place == "batch 1" && $0.figure == "rows" && $0.expected == "400" && $0.found == "399"
      }, "\(verdict.differences)")
    #expect(verdict.differences.contains { $0.place.hasPrefix("20") && $0.figure == "rows" })
    #expect(verdict.remarks.contains { $0.contains("wkpbic verify --repair --entity=orders") })
  }

  @Test func aRowThatNobodySentIsFound() throws {
    let rehearsal = try Rehearsal("verifyextra", orders: Self.orders)
    try rehearsal.send("orders", .signed)
    // Under a number that is not known, under a known one, and under none.
    try rehearsal.post([
      "{\"id\":1,\"total\":5,\"_sign\":1,\"_version\":1,\"_batch\":99,\"_date_key\":20300101}"
    ])
    let unknown = try rehearsal.verdict()
    #expect(unknown.verdict == .differs)
    #expect(
      unknown.differences.map { "\($0.place) \($0.figure) \($0.expected) \($0.found)" } == [
        "batch 99, unknown rows 0 1", "2030-01 rows 0 1", "2030-01 versions 0 1",
        "2030-01 total 0 5",
      ])
    try rehearsal.post([
      "{\"id\":1,\"total\":-5,\"_sign\":-1,\"_version\":1,\"_batch\":1,\"_date_key\":20300101}",
      "{\"id\":1}",
    ])
    // Sums cancel; numbers do not.
    #expect(
      try rehearsal.verdict().differences.map { "\($0.place) \($0.expected) \($0.found)" } == [
        "batch 1 400 401", "batch 99, unknown 0 1", "unknown batches 0 1",
      ])
  }

  @Test func aRowThatIsOtherIsFound() throws {
    let rehearsal = try Rehearsal("verifyother", orders: Self.orders)
    try rehearsal.send("orders", .signed)
    // The same number of rows, of the same batches and days, and a cent more.
    try rehearsal.replaceRows { rows in
      rows.enumerated().map { index, row in
        index == 7 ? Self.adding(cents: 1, to: row) : row
      }
    }
    let verdict = try rehearsal.verdict()
    #expect(verdict.verdict == .differs)
    #expect(verdict.differences.map(\.figure) == ["total"])
    #expect(verdict.rowsAtDestination == Self.orders)
  }

  /// A row with more in `total`.
  private static func adding(cents: Int, to row: String) -> String {
    guard let found = row.firstMatch(of: /"total":(-?[0-9.]+)/), let total = Double(found.1) else {
      Issue.record("no total in \(row)")
      return row
    }
    return row.replacing(found.0, with: "\"total\":\(total + Double(cents) / 100)")
  }

  @Test func tablesOfUniqueRowsAreProvedByCountsKeysAndSums() throws {
    let rehearsal = try Rehearsal("verifyreplace", orders: Self.orders)
    rehearsal.emulator.behaviour.enforcesUniqueKeys = false
    try rehearsal.send("customers", .append)
    let place = try rehearsal.place()
    let rows = rehearsal.emulator.rows(dataset: place.dataset, table: "customers")
    try #require(rows.count > 10)
    // A key twice in the place of another: counts alone do not tell.
    try rehearsal.replaceRows(of: "customers") { [$0[1]] + $0.dropFirst() }
    let verdict = try rehearsal.verdict("customers")
    #expect(verdict.verdict == .differs)
    #expect(verdict.differences.contains { $0.figure == "different keys" })
    #expect(verdict.differences.contains { $0.figure == "id" })
    #expect(!verdict.differences.contains { $0.place.hasPrefix("batch") })
  }

  @Test func theSameIsFoundWithoutGrouping() throws {
    let rehearsal = try Rehearsal("verifyparts", orders: 60)
    try rehearsal.send("orders", .signed)
    rehearsal.emulator.behaviour.allowsGrouping = false
    #expect(try rehearsal.verdict().verdict == .equal)
    try rehearsal.post([
      "{\"id\":1,\"total\":5,\"_sign\":1,\"_version\":1,\"_batch\":99,\"_date_key\":20260101}",
      "{\"id\":1,\"total\":5,\"_sign\":1,\"_version\":1,\"_batch\":1,\"_date_key\":null}",
    ])
    let verdict = try rehearsal.verdict()
    #expect(verdict.verdict == .differs)
    let told = verdict.differences.map { "\($0.place) \($0.figure)" }
    #expect(
      told == [
        "batch 1 rows", "unknown batches rows", "no date rows", "no date versions",
        "no date total", "2026-01 rows", "2026-01 versions", "2026-01 total",
      ], "\(told)")
  }

  @Test func whereNobodyMayAskTheShopIsComparedAllTheSame() throws {
    let rehearsal = try Rehearsal("verifyforbidden", orders: Self.orders)
    try rehearsal.send("orders", .signed)
    try rehearsal.send("customers", .append)
    rehearsal.emulator.behaviour.allowsQueries = false
    let report = try rehearsal.verify("orders", "customers")
    #expect(report.isEqual)
    #expect(report.tables.map(\.verdict) == [.notProvable, .notProvable])
    #expect(report.tables[0].rowsInLedger == Self.orders)
    #expect(report.tables[0].rowsAtDestination == nil)
    #expect(report.tables[0].remarks[0].contains("Power BI does not say what the table holds"))
    // Once it was refused, the next table is not asked about.
    #expect(rehearsal.emulator.requestCount(.executeQueries) == 1)
    try rehearsal.server.run(
      "DELETE FROM wp_wc_orders WHERE type = 'shop_order' LIMIT 1", in: rehearsal.database)
    #expect(try rehearsal.verify("orders").tables[0].verdict == .differs)
  }

  @Test func tablesOfBeforeTheLedgerAreNotProvable() throws {
    let rehearsal = try Rehearsal("verifyold", orders: Self.orders)
    try rehearsal.send("orders", .signed)
    try rehearsal.server.run(
      "TRUNCATE wp_wkpbic_ledger; TRUNCATE wp_wkpbic_batches", in: rehearsal.database)
    let verdict = try rehearsal.verdict()
    #expect(verdict.verdict == .notProvable)
    #expect(
      verdict.remarks.count == 1 && verdict.remarks[0].contains("run: wkpbic sync --entity=orders"))
  }

  @Test func aLedgerThatCannotBeReadIsADifference() throws {
    let rehearsal = try Rehearsal("verifybroken", orders: Self.orders)
    try rehearsal.send("orders", .signed)
    try rehearsal.server.run(
      "UPDATE wp_wkpbic_ledger SET page = LEFT(page, LENGTH(page) - 1) LIMIT 1",
      in: rehearsal.database)
    let verdict = try rehearsal.verdict()
    #expect(verdict.verdict == .differs)
    #expect(verdict.remarks.contains { $0.contains("a page cannot be read") })
  }

  @Test func nobodyChangesATableMeanwhile() throws {
    let rehearsal = try Rehearsal("verifylease", orders: 40)
    try rehearsal.send("orders", .signed)
    let place = try rehearsal.place()
    // Somebody living holds the table until the clock has passed the lease's end.
    var store = try rehearsal.store()
    var holder: Lease?
    let owner = LeaseOwner(host: "elsewhere", processID: 1, startTicks: 1, nonce: 1)
    let lease = try #require(
      try store.acquireLease(
        "table:\(place.own):orders", owner: owner, runID: 9, isDead: { _ in false },
        holder: &holder))
    let before = rehearsal.clock.now
    #expect(try rehearsal.verdict().verdict == .equal)
    #expect(rehearsal.clock.now.seconds(since: before) >= Double(Store.leaseSeconds))
    let taken = try #require(try store.lease(lease.name))
    #expect(taken.generation == lease.generation + 1 && taken.hasExpired)
  }

  @Test func throttlingIsWaitedFor() throws {
    let rehearsal = try Rehearsal("verifythrottled", orders: 40)
    try rehearsal.send("orders", .signed)
    let before = rehearsal.clock.now
    for _ in 0..<70 { #expect(try rehearsal.verdict().verdict == .equal) }
    // Two questions each, of which a minute has 120: some had to wait.
    #expect(rehearsal.clock.now.seconds(since: before) >= 30)
  }

  @Test func bothKindsOfDifferencesAreMendedAtOnce() throws {
    let rehearsal = try Rehearsal("verifymend", orders: 60)
    for outcome in try rehearsal.syncEach("orders", "customers", "coupons", "refunds") {
      #expect(outcome.fault == nil)
    }
    #expect(try rehearsal.verify("orders", "customers", "coupons", "refunds").isEqual)
    try rehearsal.post(["{\"id\":1,\"_sign\":1,\"_version\":1,\"_batch\":99}"], to: "refunds")
    try rehearsal.server.run(
      """
      UPDATE wp_wc_orders SET total_amount = total_amount + 1 WHERE type = 'shop_order'
        ORDER BY id LIMIT 1
      """, in: rehearsal.database)
    let found = try rehearsal.verify("orders", "customers", "coupons", "refunds")
    #expect(found.tables.map(\.verdict) == [.differs, .equal, .equal, .differs])
    #expect(found.repairs.isEmpty && !found.isEqual)
    let posts = rehearsal.emulator.requestCount(.postRows)
    let clearings = rehearsal.emulator.requestCount(.deleteRows)
    let mended = try rehearsal.verify("orders", "customers", "coupons", "refunds", repairs: true)
    #expect(mended.isEqual && mended.tables.map(\.verdict) == [.equal, .equal, .equal, .equal])
    #expect(mended.repairs.map(\.entity) == ["orders", "refunds"])
    // One order was taken back and sent anew; one table was cleared and filled.
    #expect(mended.repairs[0].rows == 2)
    #expect(rehearsal.emulator.requestCount(.postRows) == posts + 2)
    #expect(rehearsal.emulator.requestCount(.deleteRows) == clearings + 1)
  }

  @Test func aRepairThatFailsIsNotTakenForOne() throws {
    let rehearsal = try Rehearsal("verifyfail", orders: 40)
    #expect(try rehearsal.sync().fault == nil)
    try rehearsal.post(["{\"id\":1,\"_sign\":1,\"_version\":1,\"_batch\":99}"])
    var rule = FaultRule(
      .status(403, .gateway, isDone: false, retryAfterSeconds: nil), on: .deleteRows)
    rule.count = nil
    rehearsal.emulator.add(rule)
    let report = try rehearsal.verify("orders", repairs: true)
    #expect(!report.isEqual && report.tables[0].verdict == .differs)
    #expect(report.repairs.first?.fault != nil)
    #expect(try rehearsal.tableState() != "complete")
  }

  @Test func appendedRowsAreProvedByTheirBatches() throws {
    let rehearsal = try Rehearsal("verifyappend", orders: 60)
    #expect(try rehearsal.sync(mode: "append").fault == nil)
    let first = try rehearsal.verdict()
    #expect(first.verdict == .equal && first.mode == "append" && first.remarks == [], "\(first)")
    try rehearsal.server.run(
      """
      UPDATE wp_wc_orders SET total_amount = total_amount + 1 WHERE type = 'shop_order'
        ORDER BY id LIMIT 1
      """, in: rehearsal.database)
    #expect(try rehearsal.sync().fault == nil)
    let second = try rehearsal.verdict()
    #expect(second.verdict == .equal && second.rowsAtDestination == 61)
    #expect(second.rowsInLedger == 60)
    #expect(second.remarks.count == 1 && second.remarks[0].contains("not provable"))
    try rehearsal.post(["{\"id\":1,\"_sign\":1,\"_version\":1,\"_batch\":1}"])
    #expect(
      try rehearsal.verdict().differences.map { "\($0.place) \($0.figure)" } == [
        "batch 1 rows", "all different keys",
      ])
  }

  @Test func aFactThatIsReplacedIsProvedWithAllItsNumbers() throws {
    let rehearsal = try Rehearsal("verifyreplaced", orders: 60)
    #expect(try rehearsal.sync(mode: "replace").fault == nil)
    let verdict = try rehearsal.verdict()
    #expect(verdict.verdict == .equal && verdict.remarks == [], "\(verdict)")
    // Another order's number in the place of one: the same rows, days, amounts.
    try rehearsal.replaceRows { rows in
      rows.enumerated().map { index, row in
        index == 3 ? row.replacing(/"id":\d+/, with: "\"id\":999999") : row
      }
    }
    #expect(try rehearsal.verdict().differences.map(\.figure) == ["id"])
  }

  @Test func aBatchWhoseFateIsOpenIsToldByTheRowsItHas() throws {
    let rehearsal = try Rehearsal("verifyopen", orders: 40)
    #expect(try rehearsal.sync().fault == nil)
    func set(_ state: String) throws {
      try rehearsal.server.run(
        "UPDATE wp_wkpbic_batches SET state = '\(state)' WHERE row_count = 40",
        in: rehearsal.database)
    }
    try set("sending")
    #expect(
      try rehearsal.verdict().differences.map { "\($0.place) \($0.expected) \($0.found)" } == [
        "batch 1, not settled 0 40"
      ])
    try set("abandoned")
    #expect(try rehearsal.verdict().differences.map(\.place) == ["batch 1, given up"])
    try set("committed")
    #expect(try rehearsal.verdict().verdict == .equal)
  }

  @Test func rowsThatShowLateAreWaitedFor() throws {
    let rehearsal = try Rehearsal("verifylate", orders: 40)
    rehearsal.emulator.add(FaultRule(.lateVisibility(seconds: 45), on: .postRows))
    #expect(try rehearsal.sync().fault == nil)
    let before = rehearsal.clock.now
    let verdict = try rehearsal.verdict()
    #expect(verdict.verdict == .equal && verdict.remarks == [], "\(verdict)")
    #expect(rehearsal.clock.now.seconds(since: before) >= 45)
    // What is not there after that is not there.
    try rehearsal.replaceRows { Array($0.dropFirst()) }
    #expect(try rehearsal.verdict().verdict == .differs)
  }

  @Test func aDatasetThatIsGoneIsADifferenceAndIsMadeAgain() throws {
    let rehearsal = try Rehearsal("verifylost", orders: 40)
    #expect(try rehearsal.sync().fault == nil)
    let place = try rehearsal.place()
    var client = try rehearsal.client()
    try client.deleteDataset(workspace: place.workspace, dataset: place.dataset)
    let verdict = try rehearsal.verdict()
    #expect(verdict.verdict == .differs && verdict.rowsAtDestination == nil)
    #expect(verdict.remarks.contains { $0.contains("querying a dataset") }, "\(verdict.remarks)")
    let report = try rehearsal.verify("orders", repairs: true)
    #expect(report.isEqual && report.tables[0].rowsAtDestination == 40, "\(report)")
    #expect(try rehearsal.place().dataset != place.dataset)
  }

  @Test func whatTheShopHasChangedIsLookedForInEveryRow() throws {
    let rehearsal = try Rehearsal("verifysweep", orders: 40)
    #expect(try rehearsal.sync().fault == nil)
    try rehearsal.server.run(
      "DELETE FROM wp_wc_orders WHERE type = 'shop_order' LIMIT 1", in: rehearsal.database)
    _ = try rehearsal.verdict()
    #expect(try rehearsal.tableState() == "complete")
    // The sync fails before it comes to the table; what it is to do there is noted already.
    var rule = FaultRule(
      .status(403, .gateway, isDone: false, retryAfterSeconds: nil), on: .listDatasets)
    rule.count = nil
    let fault = rehearsal.emulator.add(rule)
    #expect(throws: Fault.self) { try rehearsal.verify("orders", repairs: true) }
    #expect(try rehearsal.tableState() == "incomplete")
    rehearsal.emulator.removeFault(fault)
    #expect(try rehearsal.verify("orders", repairs: true).isEqual)
  }
}
