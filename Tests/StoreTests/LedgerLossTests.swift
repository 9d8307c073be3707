import Bytes
import Delivery
import MariaDB
import Runtime
import Testing
import Testkit

@testable import Store

/// Connections and servers that die in the middle of a commit.
@Suite(.serialized)
struct LedgerLossTests {
  private static let table = LedgerTable(datasetID: "d", name: "orders")
  private static let owner = LeaseOwner(host: "a/b/c", processID: 1, startTicks: 10, nonce: 1)

  private static func acquire(_ store: inout StateStore) throws -> Lease {
    var holder: Lease?
    return try #require(
      try store.acquireLease(
        "table:d:orders", owner: owner, runID: 7, isDead: { _ in true }, holder: &holder))
  }

  /// A ledger of one page, and a second batch that is sent and would replace that page.
  private static func prepare(_ store: inout StateStore) throws -> Lease {
    _ = try store.install()
    try store.insertTable(datasetID: "d", name: "orders", entity: "orders", columnCount: 3)
    let lease = try acquire(&store)
    let summary = PageSummary(
      keys: KeyRange(first: 1, last: 9), entryCount: 9, liveCount: 9, byteCount: 3)
    for number in 1...2 as ClosedRange<Int64> {
      try store.planBatch(number, of: table, under: lease)
      try store.stage(Array("one".utf8).rawSpan, summary, of: table, batch: number)
      let figures = BatchFigures(
        rowCount: 9, byteCount: 99, bodySHA256: "")
      try store.beginSending(number, of: table, figures, under: lease)
      if number == 1 { try store.commitBatch(1, of: table, under: lease) }
    }
    return lease
  }

  private static func state(_ server: TemporaryMariaDB, _ database: String) throws -> [String] {
    try server.run(
      """
      SELECT CONCAT('batch ', number, ' ', state) FROM wp_wkpbic_batches ORDER BY number;
      SELECT CONCAT('page of ', batch) FROM wp_wkpbic_ledger;
      SELECT CONCAT('staged for ', batch) FROM wp_wkpbic_ledger_staged
      """, in: database
    ).split(separator: "\n").map(String.init)
  }

  private static let undone = [
    "batch 1 committed", "batch 2 sending", "page of 1", "staged for 2",
  ]
  private static let done = ["batch 1 committed", "batch 2 committed", "page of 2"]

  /// Commits in a thread of its own while the ledger's page is locked, so that the commit stands
  /// still after its first writes; `act` gets the number of its connection each time.
  private func commit(
    _ fixture: Fixture, _ lease: Lease, _ times: Int, act: (String) throws -> Void
  ) throws -> Fault? {
    var blocker = try Connection.open(fixture.options)
    try blocker.execute("START TRANSACTION", "blocking")
    _ = try blocker.rows("SELECT first_key FROM wp_wkpbic_ledger FOR UPDATE", "blocking")
    let outcome = Lock<Fault?>(nil)
    let thread = TestThread {
      do throws(Fault) {
        var store = try fixture.store()
        try store.commitBatch(2, of: Self.table, under: lease)
      } catch {
        outcome.withLock { $0 = error }
      }
    }
    var seen: Set<String> = []
    for _ in 0..<times {
      let id = try waitingConnection(fixture, otherThan: seen)
      seen.insert(id)
      try act(id)
    }
    _ = try? blocker.execute("ROLLBACK", "blocking")
    thread.join()
    return outcome.withLock { $0 }
  }

  /// The connection that waits for the locked page; one that was killed may be listed for a while.
  private func waitingConnection(
    _ fixture: Fixture, otherThan seen: Set<String>
  ) throws -> String {
    let end = SystemClock().monotonicSeconds + 30
    while SystemClock().monotonicSeconds < end {
      let found = try fixture.server.run(
        """
        SELECT ID FROM information_schema.PROCESSLIST
        WHERE DB = '\(fixture.database)' AND INFO LIKE 'DELETE old%'
        """)
      let ids = found.split(whereSeparator: \.isWhitespace).map(String.init)
      if let id = ids.first(where: { !seen.contains($0) }) { return id }
    }
    throw Fault(
      .database, operation: "waiting for a commit", subject: "", cause: "it never came",
      recovery: .operator)
  }

  @Test func aConnectionKilledOnceIsOpenedAgainAndAllOfItIsDone() throws {
    let fixture = try Fixture("killed_once")
    var store = try fixture.store()
    let lease = try Self.prepare(&store)
    let fault = try commit(fixture, lease, 1) { id in
      #expect(try Self.state(fixture.server, fixture.database) == Self.undone)
      try fixture.server.run("KILL \(id)")
    }
    #expect(fault == nil)
    #expect(try Self.state(fixture.server, fixture.database) == Self.done)
  }

  @Test func aConnectionKilledEachTimeLeavesNothingHalfDone() throws {
    let fixture = try Fixture("killed_always")
    var store = try fixture.store()
    let lease = try Self.prepare(&store)
    let fault = try commit(fixture, lease, 3) { id in try fixture.server.run("KILL \(id)") }
    guard case .retry = try #require(fault).recovery else {
      Issue.record("\(String(describing: fault))")
      return
    }
    #expect(try Self.state(fixture.server, fixture.database) == Self.undone)
    try store.commitBatch(2, of: Self.table, under: lease)
    #expect(try Self.state(fixture.server, fixture.database) == Self.done)
  }

  @Test func aServerKilledLeavesNothingHalfDone() throws {
    let server = try TemporaryMariaDB()
    let fixture = try Fixture("power_cut", on: server)
    var store = try fixture.store()
    let lease = try Self.prepare(&store)
    let fault = try commit(fixture, lease, 1) { _ in try server.kill() }
    #expect(fault != nil)
    try server.start()
    #expect(try Self.state(server, "power_cut") == Self.undone)
    var next = try fixture.store()
    try next.commitBatch(2, of: Self.table, under: lease)
    #expect(try Self.state(server, "power_cut") == Self.done)
  }
}

/// Databases in which a ledger cannot be kept.
struct LedgerRequirementTests {
  @Test func aTableWithoutTransactionsIsRefusedWithARemedy() throws {
    let fixture = try Fixture("myisam")
    var store = try fixture.store()
    _ = try store.install()
    try store.requireLedgerDatabase()
    try fixture.server.run("ALTER TABLE wp_wkpbic_batches ENGINE=MyISAM", in: "myisam")
    let fault = #expect(throws: Fault.self) { try store.requireLedgerDatabase() }
    #expect(fault?.code == .configuration && fault?.recovery == .operator)
    #expect(fault?.cause.contains("wp_wkpbic_batches is a MyISAM table") == true)
    #expect(fault?.hint == "Run: ALTER TABLE wp_wkpbic_batches ENGINE=InnoDB")
    try fixture.server.run("ALTER TABLE wp_wkpbic_batches ENGINE=InnoDB", in: "myisam")
    try store.requireLedgerDatabase()
  }

  @Test func aServerThatTakesOnlySmallPacketsIsRefused() throws {
    let server = try TemporaryMariaDB(
      TemporaryMariaDB.Options(hasTCP: false, arguments: ["--max-allowed-packet=524288"]))
    let fixture = try Fixture("packets", on: server)
    var store = try fixture.store()
    _ = try store.install()
    let fault = #expect(throws: Fault.self) { try store.requireLedgerDatabase() }
    #expect(fault?.cause.contains("packets of 524288 bytes") == true)
    #expect(fault?.hint.contains("max_allowed_packet") == true)
  }

  @Test(arguments: [
    ("10.11.14-MariaDB-0+deb12u2", true), ("10.2.1-MariaDB", true), ("10.1.48-MariaDB", false),
    ("5.5.5-10.6.18-MariaDB-log", true), ("5.5.5-10.0.38-MariaDB", false),
    ("5.5.68-MariaDB", false),
    ("12.0.2-MariaDB", true), ("5.7.44-log", true), ("8.4.3", true), ("5.6.51", false), ("", false),
    ("who knows", false),
  ])
  func serversAreOldOrNot(_ version: String, _ isFit: Bool) {
    #expect((StateStore.objection(to: version) == nil) == isFit)
  }
}
