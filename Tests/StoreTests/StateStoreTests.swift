import MariaDB
import Runtime
import Store
import Testing
import Testkit

struct MigrationTests {
  @Test func installingTwiceChangesNothing() throws {
    let fixture = try Fixture("install")
    var store = try fixture.store()
    #expect(try store.schemaState() == .absent)
    #expect(throws: Fault.self) { try store.requireCurrentSchema() }
    #expect(try store.install() == Array(1...StateStore.schemaVersion))
    let before = try fixture.server.run("SHOW TABLES", in: fixture.database)
    #expect(try store.install() == [])
    #expect(try store.schemaState() == .current)
    #expect(try fixture.server.run("SHOW TABLES", in: fixture.database) == before)
  }

  @Test func aHalfDoneMigrationIsFinished() throws {
    let fixture = try Fixture("half")
    var store = try fixture.store()
    _ = try store.install()
    // As if the process had died after some of the statements.
    try fixture.server.run(
      "DELETE FROM wp_wkpbic_schema; DROP TABLE wp_wkpbic_runs", in: fixture.database)
    #expect(try store.schemaState() == .outdated(version: 0))
    let fault = #expect(throws: Fault.self) { try store.requireCurrentSchema() }
    #expect(fault?.hint.contains("wkpbic install") == true)
    #expect(try store.install() == Array(1...StateStore.schemaVersion))
    #expect(try store.tableNames().contains("wp_wkpbic_runs"))
  }

  @Test func aNewerSchemaIsRefusedAndLeftAlone() throws {
    let fixture = try Fixture("newer")
    var store = try fixture.store()
    _ = try store.install()
    try fixture.server.run(
      "INSERT INTO wp_wkpbic_schema VALUES (999, '2030-01-01')", in: fixture.database)
    #expect(try store.schemaState() == .newer(version: 999))
    #expect(throws: Fault.self) { try store.install() }
    #expect(throws: Fault.self) { try store.requireCurrentSchema() }
  }

  @Test func removalTakesOurTablesAndNoOthers() throws {
    let fixture = try Fixture("removal")
    try fixture.server.run(
      "CREATE TABLE wp_posts (id INT); CREATE TABLE wpXwkpbic_runs (id INT)",
      in: fixture.database)
    var store = try fixture.store()
    _ = try store.install()
    try store.dropTables()
    #expect(try store.tableNames() == [])
    let left = try fixture.server.run("SHOW TABLES", in: fixture.database)
    #expect(left.split(separator: "\n").sorted() == ["wpXwkpbic_runs", "wp_posts"])
  }
}

struct LeaseTests {
  private let one = LeaseOwner(host: "a/b/c", processID: 1, startTicks: 10, nonce: 1)
  private let two = LeaseOwner(host: "d/e/f", processID: 2, startTicks: 20, nonce: 1)

  private func acquire(
    _ store: inout StateStore, _ owner: LeaseOwner, isDead: Bool = false
  ) throws -> Lease? {
    var holder: Lease?
    let lease = try store.acquireLease(
      "table:x", owner: owner, runID: 7, isDead: { _ in isDead }, holder: &holder)
    #expect((lease == nil) == (holder != nil))
    return lease
  }

  @Test func oneOwnerAtATimeUntilReleaseExpiryOrDeath() throws {
    let fixture = try Fixture("leases")
    var store = try fixture.store()
    _ = try store.install()
    var first = try #require(try acquire(&store, one))
    #expect(try acquire(&store, two) == nil)
    fixture.clock.advance(seconds: 29)
    try store.renew(&first, seconds: 0)
    fixture.clock.advance(seconds: 29)
    #expect(try acquire(&store, two) == nil)
    try store.release(first)
    let second = try #require(try acquire(&store, two))
    #expect(second.generation > first.generation)
    // Expiry.
    fixture.clock.advance(seconds: 31)
    let third = try #require(try acquire(&store, one))
    #expect(third.generation > second.generation)
    // Death.
    let fourth = try #require(try acquire(&store, two, isDead: true))
    #expect(fourth.generation > third.generation)
  }

  @Test func claimsOfOneProcessDoNotTakeEachOthersLease() throws {
    let fixture = try Fixture("claims")
    var store = try fixture.store()
    _ = try store.install()
    var other = one
    other.nonce = 2
    let lease = try #require(try acquire(&store, one))
    #expect(try acquire(&store, other) == nil)
    // The same claim again, as after a lost reply.
    #expect(try #require(try acquire(&store, one)).generation > lease.generation)
    #expect(try acquire(&store, other) == nil)
  }

  /// A host whose clock is hours off.
  private struct Misled: Clock {
    let seconds: Double
    let isVirtual = false
    var now: Instant { SystemClock().now.adding(seconds: seconds) }
    var monotonicSeconds: Double { SystemClock().monotonicSeconds }
    func wait(seconds: Double, interruption: Interruption) -> Bool {
      interruption.wait(seconds: seconds)
    }
  }

  @Test(arguments: [-7200.0, 7200.0])
  func hostsWithWrongClocksAgreeOnALeasesEnd(_ seconds: Double) throws {
    let fixture = try Fixture("wrong_\(Int(seconds.magnitude))_\(seconds < 0)")
    var right = try fixture.store(Misled(seconds: 0))
    var wrong = try fixture.store(Misled(seconds: seconds))
    _ = try right.install()
    _ = try #require(try acquire(&right, one))
    #expect(try acquire(&wrong, two) == nil)
    try right.release(try #require(try right.lease("table:x")))
    _ = try #require(try acquire(&wrong, two))
    #expect(try acquire(&right, one) == nil)
    // What was sent a moment ago is not old, whoever looks.
    try wrong.insertTable(datasetID: "d", name: "t", entity: "t", columnCount: 1)
    try right.setTable(datasetID: "d", name: "t", state: .incomplete, rowCount: 0)
    let age = try #require(try wrong.tables(datasetID: "d").first?.secondsSincePush)
    #expect(age >= 0 && age < 60)
  }

  @Test func whoWasReplacedIsToldSoAndCannotRelease() throws {
    let fixture = try Fixture("fencing")
    var store = try fixture.store()
    _ = try store.install()
    var stale = try #require(try acquire(&store, one))
    fixture.clock.advance(seconds: 31)
    let present = try #require(try acquire(&store, two))
    let fault = #expect(throws: Fault.self) { try store.renew(&stale, seconds: 0) }
    #expect(fault?.recovery == .stopStream)
    try store.release(stale)
    #expect(try store.lease("table:x")?.expiresAt == present.expiresAt)
  }
}

struct TableRecordTests {
  @Test func batchNumbersRiseAndAreNeverGivenTwice() throws {
    let fixture = try Fixture("batches")
    var store = try fixture.store()
    _ = try store.install()
    try store.insertTable(datasetID: "d", name: "orders", entity: "orders", columnCount: 68)
    var numbers: [Int64] = []
    for _ in 0..<5 {
      numbers.append(try store.takeBatchNumber(datasetID: "d", name: "orders"))
      var other = try fixture.store()
      numbers.append(try other.takeBatchNumber(datasetID: "d", name: "orders"))
    }
    #expect(numbers == Array(1...10))
    try store.setTable(datasetID: "d", name: "orders", state: .incomplete, rowCount: 3)
    #expect(try store.takeBatchNumber(datasetID: "d", name: "orders") == 11)
    // Noting the same table again keeps what is known.
    try store.insertTable(datasetID: "d", name: "orders", entity: "orders", columnCount: 68)
    let table = try #require(try store.tables(datasetID: "d").first)
    #expect(table.state == .incomplete && table.rowCount == 3 && table.nextBatch == 12)
  }

  @Test func aConnectionThatTheServerDroppedIsOpenedAgain() throws {
    let fixture = try Fixture("dropped")
    var store = try fixture.store()
    _ = try store.install()
    let ids = try fixture.server.run(
      "SELECT ID FROM information_schema.PROCESSLIST WHERE DB = 'dropped' AND COMMAND = 'Sleep'")
    for id in ids.split(whereSeparator: \.isWhitespace) {
      try fixture.server.run("KILL \(id)")
    }
    let id = try store.beginRun(
      entity: "orders", datasetID: "d", tableName: "orders", mode: "replace", rowsTotal: 1)
    #expect(id > 0)
    #expect(try store.lastRun() == nil)
    try store.endRun(
      runID: id, status: .completed, rowsPushed: 1, rowsFailed: 0, seconds: 4.8, error: nil)
    let run = try #require(try store.lastRun())
    #expect(run.rowsPushed == 1 && run.durationMilliseconds == 4800)
  }
}

struct QuotaTests {
  @Test func whoHasNotSeenTheLatestChangesNothing() throws {
    let fixture = try Fixture("quota")
    var one = try fixture.store()
    var two = try fixture.store()
    _ = try one.install()
    let first = try one.quota(datasetID: "d")
    #expect(first.revision == 0 && first.state.isEmpty && first.largestTable == 0)
    #expect(first.now == fixture.clock.now)
    #expect(try one.setQuota(datasetID: "d", state: "a", revision: first.revision))
    #expect(try !two.setQuota(datasetID: "d", state: "b", revision: first.revision))
    let second = try two.quota(datasetID: "d")
    #expect(second.state == "a")
    #expect(try two.setQuota(datasetID: "d", state: "b", revision: second.revision))
    #expect(try !one.setQuota(datasetID: "d", state: "c", revision: second.revision))
    #expect(try one.quota(datasetID: "d").state == "b")
    #expect(try one.quota(datasetID: "other").revision == 0)
    try one.insertTable(datasetID: "d", name: "t", entity: "t", columnCount: 1)
    try one.setTable(datasetID: "d", name: "t", state: .incomplete, rowCount: 77)
    #expect(try two.quota(datasetID: "d").largestTable == 77)
  }
}

struct RunTests {
  private let here = LeaseOwner(host: "a/b/c", processID: 1, startTicks: 10, nonce: 1)

  private func begin(_ store: inout StateStore, _ entity: String) throws -> Int64 {
    try store.beginRun(
      entity: entity, datasetID: "d", tableName: entity, mode: "replace", rowsTotal: 1)
  }

  private func all(_ store: inout StateStore) throws -> [RunRecord] {
    try store.runs(RunFilter(limit: 100, entity: nil, status: nil, since: nil))
  }

  @Test func theLogIsNewestFirstAndFiltered() throws {
    let fixture = try Fixture("runs")
    var store = try fixture.store()
    _ = try store.install()
    let orders = try begin(&store, "orders")
    fixture.clock.advance(seconds: 86_400)
    let since = fixture.clock.now
    let products = try begin(&store, "products")
    #expect(try all(&store).map(\.status) == [.queued, .queued])
    try store.startRun(runID: products, mode: "signed")
    try store.endRun(
      runID: products, status: .partial, rowsPushed: 9, rowsFailed: 2, seconds: 1.5, error: "x")
    let newest = try #require(try all(&store).first)
    #expect(newest.id == products && newest.rowsFailed == 2 && newest.status == .partial)
    #expect(newest.durationMilliseconds == 1500 && newest.error == "x")
    func ids(
      _ limit: Int, _ entity: String?, _ status: RunRecord.Status?, _ since: Instant?
    ) throws -> [Int64] {
      try store.runs(RunFilter(limit: limit, entity: entity, status: status, since: since))
        .map(\.id)
    }
    #expect(try ids(1, nil, nil, nil) == [products])
    #expect(try ids(9, "orders", nil, nil) == [orders])
    #expect(try ids(9, nil, .queued, nil) == [orders])
    #expect(try ids(9, nil, nil, since) == [products])
    #expect(try ids(9, "orders", .partial, nil) == [])
  }

  @Test func runsWithoutALivingLeaseAreClosed() throws {
    let fixture = try Fixture("abandoned")
    var store = try fixture.store()
    _ = try store.install()
    let (dead, living, waiting) = (
      try begin(&store, "a"), try begin(&store, "b"), try begin(&store, "c")
    )
    for run in [dead, living] { try store.startRun(runID: run, mode: "signed") }
    var holder: Lease?
    var lease = try #require(
      try store.acquireLease(
        "table:b", owner: here, runID: living, isDead: { _ in false }, holder: &holder))
    var queue = try #require(
      try store.acquireLease(
        "run:c", owner: here, runID: waiting, isDead: { _ in false }, holder: &holder))
    try store.closeAbandonedRuns { _ in false }
    // A run that has just begun may be about to take its lease.
    #expect(try all(&store).map(\.status) == [.queued, .running, .running])
    fixture.clock.advance(seconds: 61)
    try store.renew(&lease, seconds: 0)
    try store.renew(&queue, seconds: 0)
    try store.closeAbandonedRuns { _ in false }
    #expect(try all(&store).map(\.status) == [.queued, .running, .failed])
    // Killed on this host: no lease has to end first.
    try store.closeAbandonedRuns { _ in true }
    #expect(try all(&store).map(\.status) == [.failed, .failed, .failed])
    #expect(try all(&store).first?.error == "the process ended before the run did")
  }

  @Test func oldRunsAreForgottenUnlessTheyRun() throws {
    let fixture = try Fixture("retention")
    var store = try fixture.store()
    _ = try store.install()
    let done = try begin(&store, "a")
    try store.endRun(
      runID: done, status: .failed, rowsPushed: 0, rowsFailed: 0, seconds: 1, error: nil)
    let open = try begin(&store, "b")
    fixture.clock.advance(seconds: 30.5 * 86_400)
    try store.deleteRuns(olderThanDays: 31)
    #expect(try all(&store).count == 2)
    try store.deleteRuns(olderThanDays: 30)
    #expect(try all(&store).map(\.id) == [open])
  }

  @Test func growthIsFromTheFirstCompletedRunToTheLast() throws {
    let fixture = try Fixture("growth")
    var store = try fixture.store()
    _ = try store.install()
    #expect(try store.growth(entity: "a") == nil)
    for (rows, status) in [(100, RunRecord.Status.completed), (5, .failed), (130, .completed)] {
      let run = try begin(&store, "a")
      try store.endRun(
        runID: run, status: status, rowsPushed: rows, rowsFailed: 0, seconds: 1, error: nil)
      fixture.clock.advance(seconds: 86_400)
    }
    let growth = try #require(try store.growth(entity: "a"))
    #expect(growth.from.rows == 100 && growth.to.rows == 130)
    #expect(growth.to.at.seconds(since: growth.from.at) == 2 * 86_400)
  }
}

struct ColumnRecordTests {
  @Test func columnsOfATableAreRemembered() throws {
    let fixture = try Fixture("columns")
    var store = try fixture.store()
    _ = try store.install()
    #expect(try store.columns(datasetID: "d", name: "orders") == nil)
    let two = [
      ColumnRecord(name: "id", type: "Int64"), ColumnRecord(name: "meta_x", type: "String"),
    ]
    try store.setColumns(datasetID: "d", name: "orders", Array(two.prefix(1)))
    try store.setColumns(datasetID: "d", name: "orders", two)
    #expect(try store.columns(datasetID: "d", name: "orders") == two)
    #expect(try store.columns(datasetID: "d", name: "items") == nil)
  }
}
