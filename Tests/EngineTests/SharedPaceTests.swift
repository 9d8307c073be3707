import Emulator
import Engine
import MariaDB
import Runtime
import Store
import Testing
import Testkit

/// The pace of one dataset between senders that know nothing of each other: real connections to a
/// real server.
struct SharedPaceTests {
  private let shop = Result { try TemporaryMariaDB() }

  private func store(
    _ server: TemporaryMariaDB, _ database: String, _ clock: any Clock
  ) throws -> StateStore {
    try StateStore.open(
      ConnectionOptions(
        address: .socket(server.socketPath), user: "root", password: Secret(""),
        database: database, security: .off),
      prefix: try #require(TablePrefix("wp_")), clock: clock)
  }

  /// A host whose clock is off by so much.
  private struct Misled: Clock {
    let seconds: Double
    let isVirtual = false
    var now: Instant { SystemClock().now.adding(seconds: seconds) }
    var monotonicSeconds: Double { SystemClock().monotonicSeconds + seconds }
    func wait(seconds: Double, interruption: Interruption) -> Bool {
      interruption.wait(seconds: seconds)
    }
  }

  /// Takes moments as fast as it can; returns when they are, by this process's monotonic clock.
  private func moments(
    _ count: Int, _ server: TemporaryMariaDB, _ database: String, clockError: Double
  ) throws -> [Double] {
    let clock = Misled(seconds: clockError)
    var store = try store(server, database, clock)
    var moments: [Double] = []
    while moments.count < count {
      // Each request is another sender's: none waits for an earlier one of its own.
      var pace = SharedPace(datasetID: "d", isOn: true, clock: clock)
      if case .send(let seconds) = try pace.reserve(rows: 10, largestTable: 10, &store) {
        moments.append(SystemClock().monotonicSeconds + seconds)
        try pace.finish(&store)
      }
    }
    return moments
  }

  @Test func racingConnectionsNeverGetTheSameMoment() throws {
    let server = try shop.get()
    try server.createDatabase("race")
    var first = try store(server, "race", SystemClock())
    _ = try first.install()
    let taken = Lock<[Double]>([])
    let threads = [0.0, 5400, -5400].map { clockError in
      TestThread {
        do {
          let mine = try self.moments(12, server, "race", clockError: clockError)
          taken.withLock { $0 += mine }
        } catch { Issue.record(error) }
      }
    }
    for thread in threads { thread.join() }
    let all = taken.withLock { $0 }.sorted()
    #expect(all.count == 36)
    let gaps = zip(all, all.dropFirst()).map { $1 - $0 }
    // A second, less what a loaded machine may lie between a statement and our clock.
    #expect(gaps.allSatisfy { $0 > 0.5 }, "\(gaps)")
    #expect((all.last ?? 0) - (all.first ?? 0) > 34.5)
  }

  private func seconds(_ answer: SharedPace.Answer) -> Double? {
    if case .send(let seconds) = answer { seconds } else { nil }
  }

  @Test func oneIsToldToWaitAndAllDo() throws {
    let server = try shop.get()
    try server.createDatabase("told")
    let clock = SystemClock()
    var one = try store(server, "told", clock)
    var two = try store(server, "told", clock)
    _ = try one.install()
    var (here, there) = (
      SharedPace(datasetID: "d", isOn: true, clock: clock),
      SharedPace(datasetID: "d", isOn: true, clock: clock)
    )
    #expect(try here.reserve(rows: 1, largestTable: 1, &one) == .send(afterSeconds: 0))
    // The other has a moment already when the service asks for 30 seconds of rest.
    let soon = try #require(seconds(try there.reserve(rows: 1, largestTable: 1, &two)))
    #expect(soon > 0 && soon <= 1)
    #expect(try !there.isBlocked(&two))
    try here.block(seconds: 30, &one)
    #expect(try there.isBlocked(&two))
    let later = try #require(seconds(try there.reserve(rows: 1, largestTable: 1, &two)))
    #expect(later > 25 && later <= 30)
  }

  @Test func aPaceThatIsOffAsksNobody() throws {
    let server = try shop.get()
    try server.createDatabase("off")
    // There are no tables to ask.
    var store = try store(server, "off", SystemClock())
    var pace = SharedPace(datasetID: "d", isOn: false, clock: SystemClock())
    #expect(try pace.reserve(rows: 10_000, largestTable: 10, &store) == .send(afterSeconds: 0))
    #expect(try pace.reserve(rows: 10_000, largestTable: 10, &store) == .send(afterSeconds: 0))
    try pace.block(seconds: 3000, &store)
    #expect(try !pace.isBlocked(&store))
    try pace.finish(&store)
  }

  @Test func aSecondSyncKeepsTheFirstOnesPace() throws {
    let rehearsal = try Rehearsal("second_pace")
    #expect(try rehearsal.sync().fault == nil)
    let rule = FaultRule(
      .status(429, .message, isDone: false, retryAfterSeconds: 500), on: .postRows)
    rehearsal.emulator.add(rule)
    // The first request is refused, and the sync gives up at once.
    let interruption = rehearsal.interruption
    let cut = try rehearsal.sync(full: true) { progress in
      if (progress.waiting?.seconds ?? 0) > 100 { interruption.raise() }
    }
    #expect(cut.fault?.recovery == .interrupted)
    let before = rehearsal.clock.now
    var store = try rehearsal.store()
    let dataset = try rehearsal.server.run(
      "SELECT dataset_id FROM wp_wkpbic_quota", in: rehearsal.database
    ).trimmed()
    var another = SharedPace(datasetID: dataset, isOn: true, clock: rehearsal.clock)
    #expect(
      try another.reserve(rows: 1, largestTable: 1, &store) == .ask(afterSeconds: 20))
    rehearsal.clock.advance(seconds: 501)
    #expect(
      try another.reserve(rows: 1, largestTable: 1, &store) == .send(afterSeconds: 0))
    #expect(rehearsal.clock.now.seconds(since: before) == 501)
  }
}
