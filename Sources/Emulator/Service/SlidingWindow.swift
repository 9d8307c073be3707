internal import Runtime

/// How much happened in the last stretch of time.
struct SlidingWindow: Sendable {
  private let seconds: Double
  private let limit: Int
  private var events: [(at: Instant, amount: Int)] = []
  private var first = 0
  private var total = 0

  init(seconds: Double, limit: Int) {
    self.seconds = seconds
    self.limit = limit
  }

  /// Seconds until `amount` more fits; nil when it fits now.
  mutating func wait(for amount: Int, at now: Instant) -> Int? {
    forget(now)
    if total + amount <= limit { return nil }
    var freed = 0
    for event in events[first...] {
      freed += event.amount
      if total - freed + amount <= limit {
        return Self.roundedUp(seconds - now.seconds(since: event.at))
      }
    }
    return Self.roundedUp(seconds)
  }

  mutating func add(_ amount: Int, at now: Instant) {
    forget(now)
    events.append((now, amount))
    total += amount
  }

  /// How much of the limit is used.
  mutating func used(at now: Instant) -> Int {
    forget(now)
    return total
  }

  private mutating func forget(_ now: Instant) {
    while first < events.count, now.seconds(since: events[first].at) >= seconds {
      total -= events[first].amount
      first += 1
    }
    if first > 1000 {
      events.removeFirst(first)
      first = 0
    }
  }

  private static func roundedUp(_ seconds: Double) -> Int { max(1, Int(seconds.rounded(.up))) }
}
