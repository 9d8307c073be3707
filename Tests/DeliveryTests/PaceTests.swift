import Delivery
import Runtime
import Testing

struct PaceTests {
  private let start = Instant(unixSeconds: 1_775_826_000)

  /// A service that counts as documented, over all attempts, when they arrive.
  private struct Service {
    var posts: [(at: Double, end: Double, rows: Int)] = []

    mutating func refuses(at: Double, end: Double, rows: Int, isLarge: Bool) -> String? {
      defer { posts.append((at, end, rows)) }
      let hour = posts.filter { $0.at > at - 3600 }
      if hour.count(where: { $0.at > at - 60 }) >= 120 { return "minute" }
      if isLarge, hour.count >= 120 { return "posts an hour" }
      if hour.reduce(rows, { $0 + $1.rows }) > 1_000_000 { return "rows an hour" }
      if posts.count(where: { $0.at <= at && $0.end > at }) >= 5 { return "under way" }
      return nil
    }
  }

  /// One of several processes, each with a table of its own.
  private struct Sender {
    var id: UInt64
    var rowsPerPost: Int
    var held = 0
    var sent = 0
    /// When it acts again, and what it does then.
    var at: Double
    var next = Act.ask

    enum Act { case ask, send, finished }
  }

  /// Seeded, so that a failure can be run again.
  private struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state ^ (state >> 29)) &* 0x9E37_79B9_7F4A_7C15
    }
  }

  /// Lets senders share the text of one pace for some hours, with latencies between 0 and
  /// `latency` seconds; returns how many requests each has sent.
  private func simulate(
    _ senders: inout [Sender], hours: Double, latency: Double, seed: UInt64,
    _ comment: Comment = ""
  ) -> [Int] {
    var dice = Dice(state: seed)
    var service = Service()
    var text = ""
    while let index = senders.indices.min(by: { senders[$0].at < senders[$1].at }),
      senders[index].at < hours * 3600
    {
      var sender = senders[index]
      let now = sender.at
      switch sender.next {
      case .ask, .finished:
        var pace = Pace(text: text)
        let largest = max(
          senders.map(\.held).max() ?? 0, sender.held + sender.rowsPerPost)
        let answer = pace.reserve(
          Pace.Request(sender: sender.id, rows: sender.rowsPerPost, largestTable: largest),
          now: start.adding(seconds: now))
        text = pace.text
        #expect(Pace(text: text) == pace)
        switch answer {
        case .granted(let at, _): (sender.at, sender.next) = (at.seconds(since: start), .send)
        case .later(let at, _): (sender.at, sender.next) = (at.seconds(since: start), .ask)
        }
        #expect(sender.at >= now - 0.000_01)
      case .send:
        let arrival = now + Double.random(in: 0...min(latency, 5), using: &dice)
        let end = arrival + Double.random(in: 0...latency, using: &dice)
        let isLarge = senders.contains { $0.held >= 250_000 }
        let refusal = service.refuses(
          at: arrival, end: end, rows: sender.rowsPerPost, isLarge: isLarge)
        #expect(refusal == nil, "\(comment) at \(arrival)")
        sender.held += sender.rowsPerPost
        sender.sent += 1
        (sender.at, sender.next) = (end, .finished)
      }
      // A clock never shows the same moment twice.
      sender.at += 0.000_001
      senders[index] = sender
    }
    return senders.map(\.sent)
  }

  @Test(arguments: [1, 3, 9])
  func severalSendersNeverBreakADocumentedLimit(_ count: Int) {
    for seed in 1...2 {
      var senders = (1...count).map { number in
        Sender(
          id: UInt64(number), rowsPerPost: [10_000, 700, 3000][number % 3],
          at: Double(number) / 7)
      }
      let sent = simulate(
        &senders, hours: 2.5, latency: Double(seed * seed), seed: UInt64(seed), "seed \(seed)")
      #expect(sent.allSatisfy { $0 > 0 })
    }
  }

  @Test func requestsOfBeforeATableWasLargeCountToo() {
    // 500 requests while everything is small, then one table grows past the limit.
    var senders = [Sender(id: 1, rowsPerPost: 510, at: 0)]
    #expect(simulate(&senders, hours: 2, latency: 0.1, seed: 1)[0] > 490)
  }

  @Test func aSteadyFlowUsesTheQuota() {
    var senders = [Sender(id: 1, rowsPerPost: 8000, at: 0)]
    let sent = simulate(&senders, hours: 4, latency: 1, seed: 1)[0]
    // 120 an hour is what the service takes; at most a hundredth is lost.
    #expect(sent >= 475)
  }

  @Test func equalSendersGetEqualShares() {
    var senders = (1...4).map { Sender(id: $0, rowsPerPost: 9000, at: Double($0) / 10) }
    let sent = simulate(&senders, hours: 3, latency: 2, seed: 7)
    #expect((sent.max() ?? 0) - (sent.min() ?? 0) <= 4, "\(sent)")
  }

  @Test func aLargeRequestIsNotStarvedBySmallOnes() {
    // 100 rows always fit somewhere; 10,000 fit when a turn is kept for them.
    var senders = [
      Sender(id: 1, rowsPerPost: 2000, at: 0), Sender(id: 2, rowsPerPost: 2000, at: 0.1),
      Sender(id: 3, rowsPerPost: 10_000, at: 300),
    ]
    // None of the tables gets large here.
    for index in senders.indices { senders[index].held = -1_000_000_000 }
    let sent = simulate(&senders, hours: 3, latency: 0.2, seed: 3)
    #expect(sent[2] * 4 >= sent[0], "\(sent)")
  }

  private func answer(
    _ pace: inout Pace, _ sender: UInt64 = 1, rows: Int = 10, largest: Int = 10, at: Double
  ) -> Double? {
    let request = Pace.Request(sender: sender, rows: rows, largestTable: largest)
    switch pace.reserve(request, now: start.adding(seconds: at)) {
    case .granted(let at, _): return at.seconds(since: start)
    case .later: return nil
    }
  }

  @Test func oneRequestASecondUntilATableIsLarge() {
    var pace = Pace()
    #expect(answer(&pace, at: 5) == 5)
    #expect(answer(&pace, at: 5.25) == 6)
    #expect(answer(&pace, largest: 250_000, at: 6.25) == 36)
    // Another process does not know yet what that request brings.
    #expect(answer(&pace, 2, largest: 10, at: 7) == 66)
  }

  @Test func anHoursRowsAreNotExceeded() {
    var pace = Pace()
    for second in 0..<100 { _ = answer(&pace, rows: 10_000, at: Double(second)) }
    #expect(answer(&pace, rows: 10_000, at: 3500) == nil)
    let at = stride(from: 3500.0, to: 3700, by: 1).compactMap {
      answer(&pace, rows: 10_000, at: $0)
    }.first
    #expect(at.map { $0 >= 3600 && $0 <= 3640 } == true)
  }

  @Test func whatTheServiceAsksOfOneHoldsForAll() {
    var pace = Pace()
    #expect(answer(&pace, 1, at: 0) == 0)
    #expect(answer(&pace, 2, at: 0.5) == 1)
    pace.block(until: start.adding(seconds: 40.25))
    #expect(pace.isBlocked(now: start.adding(seconds: 40)))
    #expect(!pace.isBlocked(now: start.adding(seconds: 40.25)))
    #expect(answer(&pace, 3, at: 1) == 40.25)
    pace.block(until: start.adding(seconds: 3400))
    pace.block(until: start.adding(seconds: 60))
    #expect(answer(&pace, 4, at: 50) == nil)
  }

  @Test func theDeadHoldNothingForLong() {
    var pace = Pace()
    // Five that died while sending, and one that died waiting.
    for sender in 1...5 { _ = answer(&pace, UInt64(sender), at: 0) }
    #expect(answer(&pace, 6, at: 5) == nil)
    #expect(answer(&pace, 7, at: 135.5) == 135.5)
    // Who says that it is done is not waited for.
    for sender in 11...14 { _ = answer(&pace, UInt64(sender), at: 140) }
    #expect(answer(&pace, 8, at: 150) == nil)
    pace.release(sender: 11)
    #expect(answer(&pace, 8, at: 151) == 151)
  }

  @Test(arguments: ["x", "p 1", "s -5 9999999999999999999999 3", "f f f\n\n", "p 1 2 3\ns 9 9 9"])
  func strangeTextIsNoPaceAndNoCrash(_ text: String) {
    var pace = Pace(text: text)
    #expect(answer(&pace, at: 0) != nil)
  }
}

struct ForecastTests {
  private func cost(
    _ rows: Int, bytesPerRow: Int, batch: Int = 10_000, held: [String: Int] = [:],
    isPaceOn: Bool = true
  ) -> Forecast.Cost? {
    var forecast = Forecast(
      pace: Pace(), isPaceOn: isPaceOn, now: Instant(unixSeconds: 1_775_826_000), rowsHeld: held)
    return forecast.cost(
      of: Forecast.Load(
        table: "t", rows: rows, bytesPerRow: bytesPerRow,
        limit: BatchLimit(rows: batch, bytes: 15_000_000)))
  }

  @Test func bytesBindBeforeRows() {
    let load = Forecast.Load(
      table: "t", rows: 100_000, bytesPerRow: 2000,
      limit: BatchLimit(rows: 10_000, bytes: 15_000_000))
    #expect(load.rowsPerRequest == 7500 && load.requests == 14 && load.isBoundByBytes)
    #expect(cost(100_000, bytesPerRow: 2000) == Forecast.Cost(seconds: 13, bound: .postsPerSecond))
  }

  @Test func aLargeTableTakesHalfAMinuteARequest() throws {
    // 24 requests of 10,000 a second apart, then 76 of them every half minute.
    #expect(
      cost(1_000_000, bytesPerRow: 100)
        == Forecast.Cost(seconds: 23 + 76 * 30, bound: .postsToLarge))
    // Another table of the dataset is large already: every request waits.
    #expect(cost(40_000, bytesPerRow: 100, held: ["other": 250_000])?.seconds == 90)
    // Its own rows of before are cleared.
    #expect(cost(40_000, bytesPerRow: 100, held: ["t": 250_000])?.seconds == 3)
  }

  @Test func anHoursRequestsOfBeforeCountWhenATableGetsLarge() throws {
    // 500 small requests in 500 seconds; the next one waits until 120 are left of the last hour.
    let slow = try #require(cost(251_000, bytesPerRow: 100, batch: 500))
    #expect(slow.bound == .postsPerHour)
    #expect(slow.seconds > 3900 && slow.seconds < 4300)
  }

  @Test func nothingAndOffTakeNoTime() {
    #expect(cost(0, bytesPerRow: 0) == Forecast.Cost(seconds: 0, bound: nil))
    #expect(cost(9000, bytesPerRow: 10) == Forecast.Cost(seconds: 0, bound: nil))
    #expect(cost(900_000, bytesPerRow: 10, isPaceOn: false)?.seconds == 0)
  }

  @Test func whatTakesLongerThanADayIsNoPlan() {
    #expect(cost(400_000, bytesPerRow: 100, batch: 10) == nil)
    #expect(cost(5_000_000, bytesPerRow: 100, batch: 1) == nil)
    #expect(cost(5_000_000, bytesPerRow: 2000) != nil)
  }
}

struct PatienceTests {
  private let away = Fault(
    .network, operation: "posting rows", subject: "t", cause: "reset",
    recovery: .retry(afterSeconds: 0))

  @Test func waitsDoubleUntilPatienceEnds() {
    var patience = Patience(limitSeconds: 10)
    var now = 0.0
    var waits: [Double] = []
    while let wait = patience.secondsAfter(away, now: now) {
      waits.append(wait)
      now += wait
    }
    #expect(waits == [1, 2, 4, 8])
  }

  @Test func successBeginsAnew() {
    var patience = Patience(limitSeconds: 10)
    #expect(patience.secondsAfter(away, now: 0) == 1)
    #expect(patience.secondsAfter(away, now: 9) == 2)
    patience.succeeded()
    #expect(patience.secondsAfter(away, now: 1000) == 1)
  }

  @Test func waitsThatTheServiceAsksForAreKeptAndCostNoPatience() {
    var patience = Patience(limitSeconds: 10)
    let throttled = Fault(
      .throttled, operation: "posting rows", subject: "t", cause: "slow down",
      recovery: .retry(afterSeconds: 3392))
    #expect(patience.secondsAfter(throttled, now: 0) == 3392)
    #expect(patience.secondsAfter(throttled, now: 3392) == 3392)
    #expect(patience.secondsAfter(away, now: 6784) != nil)
  }
}
