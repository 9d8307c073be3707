/// How often the service may be asked: fewer times a minute than it allows, for others ask too.
package struct QueryPace: Sendable {
  /// When it was asked lately, on the monotonic clock.
  private var askedAt: [Double] = []

  /// Of the 120 that the service allows a user.
  package static let queriesPerMinute = 100
  private static let windowSeconds = 60.0

  package init() {}

  /// Seconds until the next question may be asked.
  package mutating func secondsUntilNext(now: Double) -> Double {
    askedAt.removeAll { $0 <= now - Self.windowSeconds }
    guard askedAt.count >= Self.queriesPerMinute, let first = askedAt.first else { return 0 }
    return first + Self.windowSeconds - now
  }

  /// Notes that one is asked now.
  package mutating func ask(now: Double) {
    askedAt.append(now)
  }
}
