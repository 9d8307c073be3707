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
  private let one = LeaseOwner(host: "a/b/c", processID: 1, startTicks: 10)
  private let two = LeaseOwner(host: "d/e/f", processID: 2, startTicks: 20)

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
    #expect(table.state == .sending && table.rowCount == 3 && table.nextBatch == 12)
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
    try store.endRun(runID: id, status: .completed, rowsPushed: 1, seconds: 4.8, error: nil)
    let run = try #require(try store.lastRun())
    #expect(run.rowsPushed == 1 && run.durationMilliseconds == 4800)
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
