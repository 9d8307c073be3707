import Bytes
import Delivery
import Runtime
import Testing
import Testkit

@testable import Store

/// A table with a lease on it, and a ledger to write.
private struct Ledger: ~Copyable {
  let fixture: Fixture
  var store: StateStore
  var lease: Lease
  var revision: LedgerRevision<ZstdPacker>
  var changes = ChangeRows(.signed, additive: ["total"])
  var hasher = LedgerHasher()
  let table = LedgerTable(datasetID: "d", name: "orders")
  static let one = LeaseOwner(host: "a/b/c", processID: 1, startTicks: 10, nonce: 1)
  static let two = LeaseOwner(host: "d/e/f", processID: 2, startTicks: 20, nonce: 1)

  init(_ database: String) throws {
    let place = try Fixture(database)
    var fresh = try place.store()
    _ = try fresh.install()
    try fresh.insertTable(datasetID: "d", name: "orders", entity: "orders", columnCount: 3)
    lease = try Self.acquire(&fresh, Self.one)
    fixture = place
    store = fresh
    revision = LedgerRevision(
      table: table, form: LedgerForm(hash: .sha256, keepsImages: true),
      pages: PageLimits(bytesMax: 4096, payloadBytesMax: 1 << 20), packer: ZstdPacker())
  }

  static func acquire(_ store: inout StateStore, _ owner: LeaseOwner) throws -> Lease {
    var holder: Lease?
    return try #require(
      try store.acquireLease(
        "table:d:orders", owner: owner, runID: 7, isDead: { _ in true }, holder: &holder))
  }

  /// Takes a number and stages what these rows change; the batch is `planned` then.
  mutating func stage(_ rows: [(key: Int64, total: Int)], in range: KeyRange) throws -> Int64 {
    let number = try store.takeBatchNumber(datasetID: "d", name: "orders")
    try store.planBatch(number, of: table, under: lease)
    var buffer = RowBuffer()
    for row in rows {
      let start = buffer.bytes.count
      buffer.bytes.append(utf8: "\"id\":\(row.key),\"total\":\(row.total)")
      buffer.endRow(key: row.key, start: start, dateKey: 20_260_410)
    }
    var hashes: [RowHash] = []
    buffer.hash(into: &hashes, with: &hasher)
    changes.removeAll()
    revision.begin(batch: number, limit: BatchLimit(rows: 10_000, bytes: 15_000_000))
    var index = 0
    let outcome = try revision.revise(
      range, rows: buffer, hashes: hashes, from: &index, changes: &changes, storage: &store)
    #expect(outcome == .whole)
    _ = try revision.finish(storage: &store)
    return number
  }

  mutating func send(_ number: Int64) throws {
    try store.beginSending(number, of: table, Self.figures, under: lease)
  }

  static let figures = BatchFigures(
    rowCount: 3, byteCount: 400, bodySHA256: String(repeating: "ab", count: 32))

  static let delivery = DeliveryRecord(mode: .signed, keepsImages: true, shape: [])

  /// Pages of batches whose fate is open.
  func stagedPages() throws -> Int? {
    Int(
      try fixture.server.run(
        "SELECT COUNT(*) FROM wp_wkpbic_ledger_staged", in: fixture.database
      ).filter(\.isNumber))
  }

  mutating func states() throws -> [BatchRecord.State] {
    try store.batches(of: table, in: [.planned, .sending, .committed, .abandoned]).map(\.state)
  }

  /// Keys and versions of all live rows, and whether pages overlap.
  mutating func contents() throws -> [String] {
    var found: [String] = []
    var bytes = ByteBuffer()
    var reader = PageReader()
    var packer = ZstdPacker()
    var from = Int64.min
    while let summary = try store.page(
      of: table, in: KeyRange(first: from, last: .max), into: &bytes)
    {
      #expect(summary.keys.first >= from)
      #expect(summary.byteCount == bytes.count)
      try reader.open(bytes, with: &packer)
      while let entry = try reader.next() {
        if entry.isLive { found.append("\(entry.key) v\(entry.version)") }
      }
      from = summary.keys.last + 1
    }
    return found
  }
}

private func numbered(_ keys: ClosedRange<Int64>, total: Int) -> [(key: Int64, total: Int)] {
  keys.map { ($0, total) }
}

struct LedgerTests {
  @Test func figuresOfABodyAreItsOwn() {
    var body = ByteBuffer()
    body.append("abc")
    let figures = BatchFigures(of: body, rowCount: 1)
    #expect(figures.byteCount == 3 && figures.rowCount == 1)
    // FIPS 180-2.
    #expect(
      figures.bodySHA256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func stagedPagesAreSeenOnceTheBatchIsCommitted() throws {
    var ledger = try Ledger("staged")
    let number = try ledger.stage(numbered(1...2000, total: 5), in: .all)
    #expect(try ledger.contents() == [])
    #expect(try ledger.states() == [.planned])
    try ledger.send(number)
    let sending = try #require(try ledger.store.batches(of: ledger.table, in: [.sending]).first)
    #expect(sending.figures == Ledger.figures && sending.startedAt == ledger.fixture.clock.now)
    #expect(sending.generation == ledger.lease.generation && sending.runID == 7)
    try ledger.store.commitBatch(number, of: ledger.table, under: ledger.lease)
    #expect(try ledger.contents() == (1...2000).map { "\($0) v1" })
    #expect(try ledger.states() == [.committed])
    let size = try ledger.store.ledgerSize(of: ledger.table)
    #expect(size.entryCount == 2000 && size.liveCount == 2000)
    #expect(size.pageCount > 3 && size.byteCount < 2000 * 40)
    // Committing what is committed changes nothing.
    try ledger.store.commitBatch(number, of: ledger.table, under: ledger.lease)
    #expect(try ledger.store.ledgerSize(of: ledger.table) == size)
  }

  @Test func changesMoveOnlyTheirPagesAndTombstonesStay() throws {
    var ledger = try Ledger("changes")
    let first = try ledger.stage(numbered(1...2000, total: 5), in: .all)
    try ledger.send(first)
    try ledger.store.commitBatch(first, of: ledger.table, under: ledger.lease)
    let range = KeyRange(first: 1000, last: 1002)
    let second = try ledger.stage([(1000, 5), (1001, 6)], in: range)
    #expect(ledger.changes.counts.updated == 1 && ledger.changes.counts.deleted == 1)
    try ledger.send(second)
    try ledger.store.commitBatch(second, of: ledger.table, under: ledger.lease)
    var wanted = (1...2000).map { "\($0) v1" }
    wanted[1000] = "1001 v2"
    wanted.remove(at: 1001)
    #expect(try ledger.contents() == wanted)
    let size = try ledger.store.ledgerSize(of: ledger.table)
    #expect(size.entryCount == 2000 && size.liveCount == 1999)
    let pages = try ledger.fixture.server.run(
      "SELECT COUNT(*), SUM(batch = 2) FROM wp_wkpbic_ledger", in: "changes")
    #expect(pages.split(whereSeparator: \.isWhitespace).last.flatMap { Int($0) } ?? 9 <= 2)
  }

  @Test func anAbandonedBatchLeavesTheLedgerAsItWas() throws {
    var ledger = try Ledger("abandoned")
    let number = try ledger.stage(numbered(1...50, total: 5), in: .all)
    try ledger.send(number)
    try ledger.store.abandonBatch(
      number, of: ledger.table, under: ledger.lease)
    #expect(try ledger.contents() == [])
    #expect(throws: Fault.self) {
      try ledger.store.commitBatch(number, of: ledger.table, under: ledger.lease)
    }
    #expect(try ledger.stagedPages() == 0)
    #expect(try ledger.states() == [.abandoned])
  }

  @Test func emptyingForgetsTheTableAndNoOther() throws {
    var ledger = try Ledger("emptying")
    let number = try ledger.stage(numbered(1...50, total: 5), in: .all)
    try ledger.send(number)
    try ledger.store.commitBatch(number, of: ledger.table, under: ledger.lease)
    try ledger.fixture.server.run(
      """
      INSERT INTO wp_wkpbic_ledger SELECT dataset_id, 'other', first_key, last_key, entry_count,
        live_count, byte_count, batch, page FROM wp_wkpbic_ledger
      """, in: "emptying")
    try ledger.store.beginClearing(ledger.table, as: Ledger.delivery, under: ledger.lease)
    #expect(try ledger.contents() == [] && ledger.states() == [])
    let other = LedgerTable(datasetID: "d", name: "other")
    #expect(try ledger.store.ledgerSize(of: other).entryCount == 50)
  }

  @Test func pagesAreFoundWhereTheyStand() throws {
    var ledger = try Ledger("pages")
    for (first, last) in [(10, 19), (30, 39)] as [(Int64, Int64)] {
      let number = try ledger.stage(
        numbered(first...last, total: 1), in: KeyRange(first: first, last: last))
      try ledger.send(number)
      try ledger.store.commitBatch(number, of: ledger.table, under: ledger.lease)
    }
    // The second joined the first: so small a page grows.
    #expect(try ledger.store.ledgerSize(of: ledger.table).pageCount == 1)
    try ledger.fixture.server.run(
      "UPDATE wp_wkpbic_ledger SET last_key = 19; "
        + "INSERT INTO wp_wkpbic_ledger SELECT dataset_id, table_name, 30, 39, entry_count, "
        + "live_count, byte_count, batch, page FROM wp_wkpbic_ledger", in: "pages")
    var bytes = ByteBuffer()
    func first(_ from: Int64, _ to: Int64) throws -> Int64? {
      try ledger.store.page(
        of: ledger.table, in: KeyRange(first: from, last: to), into: &bytes)?.keys.first
    }
    let looks: [(Int64, Int64, Int64?)] = [
      (.min, .max, 10), (0, 9, nil), (0, 10, 10), (15, 15, 10), (19, 40, 10), (20, 40, 30),
      (20, 29, nil), (39, .max, 30), (40, .max, nil),
    ]
    for (from, to, wanted) in looks { #expect(try first(from, to) == wanted, "\(from)-\(to)") }
    func before(_ key: Int64, _ most: Int) throws -> Int64? {
      try ledger.store.page(
        of: ledger.table, before: key, bytesMax: most, into: &bytes)?.keys.first
    }
    #expect(try before(40, 4096) == 30 && !bytes.isEmpty)
    #expect(try before(30, 4096) == 10)
    #expect(try before(35, 4096) == nil)
    #expect(try before(10, 4096) == nil)
    #expect(try before(40, 10) == nil)
  }
}

/// Who may change what, when several try.
struct LedgerFencingTests {
  @Test func whoLostTheLeaseCommitsNothing() throws {
    var ledger = try Ledger("stale")
    let number = try ledger.stage(numbered(1...50, total: 5), in: .all)
    try ledger.send(number)
    var other = try ledger.fixture.store()
    let present = try Ledger.acquire(&other, Ledger.two)
    #expect(present.generation > ledger.lease.generation)

    let before = try ledger.fixture.server.run(
      "SELECT * FROM wp_wkpbic_batches; SELECT first_key FROM wp_wkpbic_ledger_staged",
      in: "stale")
    let table = ledger.table
    let lease = ledger.lease
    var faults: [Fault] = []
    func expectFault(_ act: () throws -> Void) {
      if let fault = #expect(throws: Fault.self, performing: act) { faults.append(fault) }
    }
    expectFault { try ledger.store.commitBatch(number, of: table, under: lease) }
    expectFault {
      try ledger.store.abandonBatch(number, of: table, under: lease)
    }
    expectFault { try ledger.store.beginClearing(table, as: Ledger.delivery, under: lease) }
    expectFault { try ledger.store.endClearing(table, under: lease) }
    expectFault { try ledger.store.withdrawBatch(number, of: table, under: lease) }
    expectFault { try ledger.store.replanBatch(number, of: table, under: lease) }
    expectFault { try ledger.store.renumberBatch(number, as: 99, of: table, under: lease) }
    let look = LookRecord(at: ledger.fixture.clock.now, hintID: 1, isSweep: true)
    expectFault { try ledger.store.noteLook(table, look, isComplete: true, under: lease) }
    expectFault { try ledger.store.planBatch(99, of: table, under: lease) }
    expectFault {
      try ledger.store.beginSending(number, of: table, Ledger.figures, under: lease)
    }
    #expect(faults.allSatisfy { $0.code == .busy && $0.recovery == .stopStream })
    #expect(faults.count == 10)
    let after = try ledger.fixture.server.run(
      "SELECT * FROM wp_wkpbic_batches; SELECT first_key FROM wp_wkpbic_ledger_staged",
      in: "stale")
    #expect(after == before)

    // The new owner settles what the old one left.
    try other.commitBatch(number, of: table, under: present)
    #expect(try ledger.contents().count == 50)
    #expect(
      try other.batches(of: table, in: [.committed]).first?.generation == present.generation)
  }

  @Test func ofTwoWhoFightOneCommits() throws {
    var ledger = try Ledger("fight")
    let (table, fixture) = (ledger.table, ledger.fixture)
    var wins = (old: 0, new: 0)
    for round in 0..<20 {
      ledger.lease = try Ledger.acquire(&ledger.store, Ledger.one)
      let number = try ledger.stage([(1, round)], in: .all)
      try ledger.send(number)
      let old = ledger.lease
      // While one commits, another takes the lease over and abandons the batch.
      let rivalWon = Lock(false)
      let rival = TestThread {
        guard var store = try? fixture.store(),
          let lease = try? Ledger.acquire(&store, Ledger.two)
        else { return }
        let won =
          (try? store.abandonBatch(number, of: table, under: lease)) != nil
        rivalWon.withLock { $0 = won }
      }
      let isOld = (try? ledger.store.commitBatch(number, of: table, under: old)) != nil
      rival.join()
      let isNew = rivalWon.withLock { $0 }
      #expect(isOld != isNew, "round \(round): old \(isOld), new \(isNew)")
      if isOld { wins.old += 1 } else { wins.new += 1 }
      let state = try ledger.store.batches(of: table, in: [.committed, .abandoned]).last?.state
      #expect(state == (isOld ? .committed : .abandoned))
      #expect(try ledger.stagedPages() == 0)
    }
    #expect(try ledger.contents() == (wins.old == 0 ? [] : ["1 v\(wins.old)"]))
  }

  @Test func stepsAreTakenInTheirOrder() throws {
    var ledger = try Ledger("order")
    let (table, lease) = (ledger.table, ledger.lease)
    let unknown = #expect(throws: Fault.self) {
      try ledger.store.commitBatch(5, of: table, under: lease)
    }
    #expect(unknown?.cause.contains("nobody planned it") == true)
    let number = try ledger.stage([(1, 1)], in: .all)
    try ledger.send(number)
    try ledger.send(number)
    try ledger.store.commitBatch(number, of: table, under: lease)
    #expect(throws: Fault.self) {
      try ledger.store.beginSending(number, of: table, Ledger.figures, under: lease)
    }
    #expect(throws: Fault.self) {
      try ledger.store.abandonBatch(number, of: table, under: lease)
    }
    #expect(throws: Fault.self) { try ledger.store.planBatch(number, of: table, under: lease) }
    #expect(try ledger.states() == [.committed])
  }
}
