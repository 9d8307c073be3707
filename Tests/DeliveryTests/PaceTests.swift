import Delivery
import Runtime
import Testing

struct PaceTests {
  /// What the service documents, counted naively over all attempts so far.
  private func isAllowed(_ posts: [(at: Double, rows: Int)], large: Bool) -> Bool {
    guard let last = posts.last else { return true }
    let minute = posts.filter { $0.at > last.at - 60 }
    let hour = posts.filter { $0.at > last.at - 3600 }
    return minute.count <= 120 && hour.reduce(0) { $0 + $1.rows } <= 1_000_000
      && (!large || hour.count <= 120)
  }

  @Test(arguments: [(10_000, false), (500, false), (10_000, true), (1, true)])
  func ourPaceNeverBreaksADocumentedLimit(_ rows: Int, _ isLarge: Bool) {
    var pace = Pace(isOn: true)
    var now = 1000.0
    var posts: [(at: Double, rows: Int)] = []
    for _ in 0..<400 {
      now += pace.secondsUntil(
        rows: rows, largestTable: isLarge ? 250_000 : 249_999, now: now)
      pace.note(rows: rows, now: now)
      posts.append((now, rows))
      #expect(isAllowed(posts, large: isLarge), "at \(now)")
    }
  }

  @Test func oneRequestASecondUntilATableIsLarge() {
    var pace = Pace(isOn: true)
    #expect(pace.secondsUntil(rows: 10, largestTable: 10, now: 5) == 0)
    pace.note(rows: 10, now: 5)
    #expect(pace.secondsUntil(rows: 10, largestTable: 10, now: 5.25) == 0.75)
    #expect(pace.secondsUntil(rows: 10, largestTable: 250_000, now: 5.25) == 29.75)
  }

  @Test func anHoursRowsAreNotExceeded() {
    var pace = Pace(isOn: true)
    for second in 0..<100 { pace.note(rows: 10_000, now: Double(second)) }
    #expect(pace.secondsUntil(rows: 10_000, largestTable: 10, now: 200) == 3400)
  }

  @Test func aPaceThatIsOffNeverWaits() {
    var pace = Pace(isOn: false)
    pace.note(rows: 10_000, now: 0)
    #expect(pace.secondsUntil(rows: 10_000, largestTable: 1_000_000, now: 0) == 0)
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
