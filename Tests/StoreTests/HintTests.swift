import Delivery
import MariaDB
import Runtime
import Store
import Testing
import Testkit

/// Notes of WordPress, read in a way that misses none of them; one database for all tests.
@Suite(.serialized)
struct HintTests {
  private let fixture: Fixture

  init() throws { fixture = try Fixture("hints") }

  private func note(_ kind: String, _ id: Int64, secondsAgo: Double) throws {
    try fixture.server.run(
      """
      INSERT INTO wp_wkpbic_hints (kind, object_id, noted_at)
      VALUES ('\(kind)', \(id), '\(fixture.clock.now.adding(seconds: -secondsAgo).text)')
      """, in: fixture.database)
  }

  @Test func hintsComeInOrderAndSettleLater() throws {
    var store = try fixture.store()
    _ = try store.install()
    #expect(
      try store.hints(after: 0, limit: 10) == HintPage(hints: [], settledID: 0, hasMore: false))
    try note("order", 7, secondsAgo: 700)
    try note("product", 8, secondsAgo: 20)
    try note("order", 9, secondsAgo: 650)
    let page = try store.hints(after: 0, limit: 10)
    #expect(
      page.hints == [
        Hint(id: 1, kind: "order", objectID: 7), Hint(id: 2, kind: "product", objectID: 8),
        Hint(id: 3, kind: "order", objectID: 9),
      ])
    // Behind the fresh one nothing counts as consumed.
    #expect(page.settledID == 1 && !page.hasMore)
    fixture.clock.advance(seconds: 601)
    #expect(try store.hints(after: 1, limit: 10).settledID == 3)
    let first = try store.hints(after: 0, limit: 2)
    #expect(first.hints.count == 2 && first.hasMore && first.settledID == 2)
    #expect(try store.lastHintID() == 3)
  }

  /// A low id that becomes visible after a higher one was read.
  @Test func aTransactionThatEndsLateIsNotMissed() throws {
    var store = try fixture.store()
    _ = try store.install()
    var late = try Connection.open(fixture.options)
    let insert: SQLText = """
      INSERT INTO wp_wkpbic_hints (kind, object_id, noted_at)
      VALUES ('order', 5, '2026-04-10 13:00:00')
      """
    try late.execute("START TRANSACTION", "noting")
    try late.execute(insert, "noting")
    try note("order", 6, secondsAgo: 0)
    let before = try store.hints(after: 0, limit: 10)
    #expect(before.hints.map(\.objectID) == [6])
    try late.execute("COMMIT", "noting")
    let after = try store.hints(after: before.settledID, limit: 10)
    #expect(after.hints.map(\.objectID) == [5, 6])
  }

  @Test func consumedHintsAreForgottenAllButTheLast() throws {
    var store = try fixture.store()
    _ = try store.install()
    #expect(try store.deleteHints(upTo: 5))
    for id in 1...4 { try note("order", Int64(id), secondsAgo: 700) }
    #expect(try store.deleteHints(upTo: 2))
    #expect(try store.hints(after: 0, limit: 10).hints.map(\.id) == [3, 4])
    #expect(try store.deleteHints(upTo: 4))
    #expect(try store.hints(after: 0, limit: 10).hints.map(\.id) == [4])
    try fixture.server.run(
      """
      INSERT INTO wp_wkpbic_hints (kind, object_id, noted_at)
      SELECT 'order', seq, '2026-04-10 11:00:00' FROM seq_1_to_6000
      """, in: fixture.database)
    #expect(try !store.deleteHints(upTo: 100_000))
    #expect(try store.deleteHints(upTo: 100_000))
    #expect(try store.hints(after: 0, limit: 10).hints.count == 1)
  }

  /// Restored from a copy, or made anew: ids begin again.
  @Test func aTableThatBeganAgainIsReadFromItsBeginning() throws {
    var store = try fixture.store()
    _ = try store.install()
    try note("order", 7, secondsAgo: 700)
    let page = try store.hints(after: 5000, limit: 10)
    #expect(page.hints.map(\.objectID) == [7] && page.settledID == 1)
  }
}
