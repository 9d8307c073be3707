import Delivery
import Engine
import MariaDB
import Runtime
import Store
import Testing
import Testkit

/// Runs whose time is bounded: tables that wait for quiet hours, and passes that have to end.
@Suite(.serialized)
struct WaitingTests {
  private static let server = Result { try TemporaryMariaDB() }
  private let clock = VirtualClock(Instant(unixSeconds: 1_775_826_000))
  private let shop: ModelShop
  private let table: ModelTable
  private let database: String

  init() throws {
    shop = ModelShop(seed: 5, clock: clock)
    table = ModelTable(seed: 6, clock: clock)
    database = "waiting_\(UInt32.random(in: 0 ... .max))"
    try Self.server.get().createDatabase(database)
    var store = try store()
    _ = try store.install()
    try store.insertTable(datasetID: "d", name: "facts", entity: "facts", columnCount: 4)
    shop.edit(60)
  }

  private func store() throws -> StateStore {
    try StateStore.open(
      ConnectionOptions(
        address: .socket(Self.server.get().socketPath), user: "root", password: Secret(""),
        database: database, security: .off), prefix: try #require(TablePrefix("wp_")),
      clock: clock)
  }

  private func order(
    _ mode: DeliveryMode?, waitsUntil clearsFrom: Instant? = nil, shape: [String] = ["id"]
  ) -> TableOrder {
    var order = TableOrder(
      entity: "facts", datasetID: "d", tableName: "facts", standardMode: .replace, shape: shape,
      additive: ["total", "quantity"], hasDateKey: true, batchRows: 10,
      rowsTotal: shop.rows.count, patienceSeconds: 20, settleSeconds: ModelTable.settle)
    order.mode = mode
    order.clearsFrom = clearsFrom
    return order
  }

  private func run(
    _ order: TableOrder, secondsPerPage: Double = 0,
    onProgress: @escaping (Progress) -> Void = { _ in }
  ) throws -> TableOutcome {
    let sync = TableSync(
      order: order, waitsForLease: true, clock: clock, interruption: Interruption(), log: .silent,
      onProgress: onProgress)
    var pace = SharedPace(datasetID: "d", isOn: false, clock: clock)
    var store = try store()
    let source = SlowSource(
      ModelSource(shop, pageRows: 5, isBusy: false), seconds: secondsPerPage, clock: clock)
    return try sync.run(
      from: source, to: ModelDestination(table: table), pace: &pace, &store)
  }

  private func delivery() throws -> DeliveryRecord? {
    var store = try store()
    return try store.tables(datasetID: "d").first?.delivery
  }

  /// Keys and totals, which only tables without compensating rows can be compared by.
  private func expectEqual(sourceLocation: SourceLocation = #_sourceLocation) {
    let held = table.rows.map { "\($0.key) \($0.total)" }.sorted()
    let wanted = shop.rows.map { "\($0.key) \($0.value.total)" }.sorted()
    #expect(held == wanted, sourceLocation: sourceLocation)
  }

  @Test func aTableThatMustBeClearedWaitsForItsHour() throws {
    let later = clock.now.adding(seconds: 7200)
    // The first filling waits for nothing.
    let first = try run(order(nil, waitsUntil: later))
    #expect(first.fault == nil && first.pendingUntil == nil)
    expectEqual()
    shop.edit(20)
    let before = table.rows
    for _ in 0..<2 {
      let outcome = try run(order(nil, waitsUntil: later))
      #expect(outcome.fault == nil && outcome.pendingUntil == later)
      // Until then it holds what it held, new rows at most beside it.
      #expect(Array(table.rows.prefix(before.count)) == before)
      #expect(try delivery()?.pendingUntil == later)
    }
    clock.advance(seconds: 7200)
    let outcome = try run(order(nil, waitsUntil: later))
    #expect(outcome.fault == nil && outcome.pendingUntil == nil)
    #expect(try delivery()?.pendingUntil == nil)
    expectEqual()
  }

  @Test func aTableThatRowsLeaveByThemselvesIsLookedAtWhole() throws {
    var large = order(nil)
    large.rowsTotal = 1_000_000
    // Two: what was touched shortly before the first look is looked at again.
    for _ in 0..<2 {
      #expect(try run(large).fault == nil)
      clock.advance(seconds: 7200)
    }
    // Nothing was touched since: hints name nothing.
    #expect(try run(large).rowsCompared == 0)
    large.isAlwaysSwept = true
    #expect(try run(large).rowsCompared == shop.rows.count)
  }

  @Test func whatNobodyMaySeeWaitsForNothing() throws {
    let later = clock.now.adding(seconds: 7200)
    #expect(try run(order(nil)).fault == nil)
    // Other rules: the old rows must go at once.
    let ruled = try run(order(nil, waitsUntil: later, shape: ["id:hash"]))
    #expect(ruled.pendingUntil == nil && ruled.rows == shop.rows.count)
    // Somebody asked for everything.
    var full = order(nil, waitsUntil: later, shape: ["id:hash"])
    full.isFull = true
    let asked = try run(full)
    #expect(asked.pendingUntil == nil && asked.rows == shop.rows.count)
    expectEqual()
  }

  @Test func aModeThatSomebodyAsksForIsNotForgottenByWaiting() throws {
    let later = clock.now.adding(seconds: 7200)
    #expect(try run(order(.append)).fault == nil)
    let asked = try run(order(.replace, waitsUntil: later))
    #expect(asked.fault == nil && asked.pendingUntil == nil)
    #expect(try delivery()?.mode == .replace)
    shop.edit(10)
    // The next run is not asked for any.
    #expect(try run(order(nil)).fault == nil)
    expectEqual()
  }

  @Test func aTableThatNobodyKnowsWaitsTooAndIsThenBegunAnew() throws {
    let later = clock.now.adding(seconds: 7200)
    #expect(try run(order(nil)).fault == nil)
    var store = try store()
    try store.setTable(
      datasetID: "d", name: "facts", state: .doubtful, rowCount: table.rows.count)
    #expect(try run(order(nil, waitsUntil: later)).pendingUntil == later)
    #expect(try run(order(nil, waitsUntil: later)).pendingUntil == later)
    let outcome = try run(order(nil))
    #expect(outcome.pendingUntil == nil && outcome.rows == shop.rows.count)
    expectEqual()
  }

  @Test func aComparisonThatTakesLongerThanAPassComesToItsEnd() throws {
    #expect(try run(order(.signed)).fault == nil)
    // The last row alone has changed; pages are slow, and a pass is short.
    let last = try #require(shop.rows.keys.max())
    while shop.rows.keys.max() == last { shop.edit(1) }
    var passes = 0
    var outcome: TableOutcome
    repeat {
      var order = order(nil)
      order.stopsAt = clock.monotonicSeconds + 30
      outcome = try run(order, secondsPerPage: 11)
      passes += 1
    } while outcome.isUnfinished && passes < 20
    #expect(outcome.fault == nil && !outcome.isUnfinished, "after \(passes) passes")
    let standing = table.rows.reduce(0) { $0 + $1.total }
    #expect(standing == shop.rows.values.reduce(0) { $0 + $1.total })
  }

  @Test func aPassEndsAtABatchAndSendsNothingTwice() throws {
    var passes = 0
    var outcome: TableOutcome
    repeat {
      var order = order(nil)
      // Every batch is two pages of twenty seconds.
      order.stopsAt = clock.monotonicSeconds + 30
      outcome = try run(order, secondsPerPage: 20)
      #expect(outcome.fault == nil)
      // Each pass comes further, or there is nothing left.
      #expect(outcome.rows > 0 || !outcome.isUnfinished)
      passes += 1
    } while outcome.isUnfinished && passes < 20
    #expect(passes > 1 && !outcome.isUnfinished, "\(passes) passes")
    expectEqual()
  }
}

/// A source whose pages take their time.
struct SlowSource: HintedSource, ~Copyable {
  let isReadAsAWhole = false
  private var source: ModelSource
  private let seconds: Double
  private let clock: VirtualClock

  init(_ source: consuming ModelSource, seconds: Double, clock: VirtualClock) {
    self.source = source
    self.seconds = seconds
    self.clock = clock
  }

  mutating func count() throws(Fault) -> Int { try source.count() }

  mutating func read(
    after cursor: Cursor, upTo last: Int64?, into rows: inout RowBuffer
  ) throws(Fault) -> Cursor {
    clock.advance(seconds: seconds)
    return try source.read(after: cursor, upTo: last, into: &rows)
  }

  mutating func recover() throws(Fault) { try source.recover() }

  mutating func changedKeys(
    since: Instant, afterKey: Int64, limit: Int
  ) throws(Fault) -> ChangedKeys {
    try source.changedKeys(since: since, afterKey: afterKey, limit: limit)
  }

  mutating func keys(touchedBy hints: [Hint], limit: Int) throws(Fault) -> ChangedKeys {
    try source.keys(touchedBy: hints, limit: limit)
  }
}
