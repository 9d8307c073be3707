package import Runtime

/// How fast rows may be posted to one dataset: the one place that knows the service's limits and
/// our own, gentler pace.
///
/// Limits of the service (push-datasets-limitations): 120 POSTs a minute, 1,000,000 rows an hour,
/// five POSTs under way, and 120 POSTs an hour once a table holds 250,000 rows; the streaming page
/// asks for one request a second. Every attempt counts, whatever became of it.
///
/// A value that all senders of a dataset share: each takes the next free moment, and whoever waits
/// for more than the near future keeps its turn by asking again. All moments are of one clock.
package struct Pace: Sendable, Equatable {
  var lastAt: Int64 = 0
  var blockedUntil: Int64 = 0
  var largeUntil: Int64 = 0
  var slices: [Slice] = []
  var flights: [Flight] = []
  var turns: [Turn] = []

  /// Attempts of a short stretch of time, which leave the hour together.
  struct Slice: Sendable, Equatable {
    /// The second after its last attempt.
    var second: Int64
    var posts: Int
    var rows: Int
  }

  /// An attempt that may be under way; a sender has one.
  struct Flight: Sendable, Equatable {
    var sender: UInt64
    var at: Int64
  }

  /// Somebody who could not be given a moment yet.
  struct Turn: Sendable, Equatable {
    var sender: UInt64
    var rows: Int
    var seenAt: Int64
  }

  package init() {}
}

extension Pace {
  /// Seconds from one POST to the next; 120 POSTs in a minute are out of reach with it.
  package static let secondsBetweenPosts = 1.0
  /// Rows to one dataset in an hour.
  package static let rowsPerHourMax = 1_000_000
  /// From so many rows on, the service takes fewer POSTs.
  package static let largeTableRows = 250_000
  /// Seconds between POSTs to a dataset with a large table.
  package static let secondsBetweenPostsToLarge = 30.0
  /// POSTs in an hour to a dataset with a large table, those of before it was large included.
  package static let postsPerHourToLargeMax = 120
  /// POSTs under way at the same time.
  package static let flightsMax = 5
  /// Seconds after which an attempt is no longer under way: its time limit, and some.
  package static let flightSeconds = 130.0
  /// An hour, and what a request may be on its way until the service counts it.
  package static let hourSeconds = 3610.0
  /// No moment further ahead is given away: its owner may be dead by then.
  package static let horizonSeconds = 60.0
  /// Seconds until somebody who waits asks again.
  package static let askAgainSeconds = 20.0
  /// A turn is lost when nobody asked for so long.
  package static let turnSeconds = 60.0
  private static let sliceSeconds: Int64 = 20

  /// What somebody wants to send.
  package struct Request: Sendable, Equatable {
    /// Tells senders apart; each has one request under way at a time.
    package var sender: UInt64
    /// Rows of the request.
    package var rows: Int
    /// Rows of the dataset's largest table, this request's included.
    package var largestTable: Int

    package init(sender: UInt64, rows: Int, largestTable: Int) {
      self.sender = sender
      self.rows = rows
      self.largestTable = largestTable
    }
  }

  /// What may be done.
  package enum Answer: Sendable, Equatable {
    /// The moment is the sender's, and counted.
    case granted(at: Instant, Limit)
    /// Nothing is counted; ask again then.
    case later(at: Instant, Limit)
  }

  /// What makes a sender wait.
  package enum Limit: Sendable, Equatable {
    case none, retryAfter, postsPerSecond, postsToLarge, postsPerHour, rowsPerHour, flights
  }

  /// Takes the next moment at which the request may be sent.
  package mutating func reserve(_ request: Request, now: Instant) -> Answer {
    let now = now.unixMicroseconds
    forget(now)
    flights.removeAll { $0.sender == request.sender }
    let isLarge = request.largestTable >= Self.largeTableRows || now < largeUntil
    let ahead = behindTurns(of: request.sender, isLarge: isLarge, now)
    let (at, limit) = ahead.earliest(rows: request.rows, isLarge: isLarge, now)
    if flights.count >= Self.flightsMax {
      return wait(request, until: now + Self.micros(1), .flights, now)
    }
    if at > now + Self.micros(Self.horizonSeconds) {
      return wait(request, until: at, limit, now)
    }
    turns.removeAll { $0.sender == request.sender }
    flights.append(Flight(sender: request.sender, at: at))
    note(rows: request.rows, at)
    if request.largestTable >= Self.largeTableRows {
      largeUntil = max(largeUntil, at + Self.micros(Self.flightSeconds))
    }
    return .granted(at: Instant(unixMicroseconds: at), limit)
  }

  /// Nothing of that sender is under way or waiting any more.
  package mutating func release(sender: UInt64) {
    flights.removeAll { $0.sender == sender }
    turns.removeAll { $0.sender == sender }
  }

  /// The service wants nothing from anybody until then.
  package mutating func block(until: Instant) {
    blockedUntil = max(blockedUntil, until.unixMicroseconds)
  }

  /// Whether the service wants nothing yet: then even a moment that was granted is worth nothing.
  package func isBlocked(now: Instant) -> Bool { blockedUntil > now.unixMicroseconds }

  private mutating func wait(
    _ request: Request, until: Int64, _ limit: Limit, _ now: Int64
  ) -> Answer {
    if let index = turns.firstIndex(where: { $0.sender == request.sender }) {
      turns[index].seenAt = now
      turns[index].rows = request.rows
    } else {
      turns.append(Turn(sender: request.sender, rows: request.rows, seenAt: now))
    }
    let at = min(until, now + Self.micros(Self.askAgainSeconds))
    return .later(at: Instant(unixMicroseconds: at), limit)
  }

  /// The pace as it is when all who have waited longer have sent.
  private func behindTurns(of sender: UInt64, isLarge: Bool, _ now: Int64) -> Pace {
    var pace = self
    for turn in turns {
      if turn.sender == sender { break }
      let at = pace.earliest(rows: turn.rows, isLarge: isLarge, now).at
      pace.note(rows: turn.rows, at)
    }
    return pace
  }

  private func earliest(rows: Int, isLarge: Bool, _ now: Int64) -> (at: Int64, limit: Limit) {
    var (at, limit) = (now, Limit.none)
    func push(_ moment: Int64, _ reason: Limit) {
      if moment > at { (at, limit) = (moment, reason) }
    }
    let gap = isLarge ? Self.secondsBetweenPostsToLarge : Self.secondsBetweenPosts
    push(lastAt + Self.micros(gap), isLarge ? .postsToLarge : .postsPerSecond)
    push(blockedUntil, .retryAfter)
    var hourRows = slices.reduce(0) { $0 + $1.rows }
    var hourPosts = slices.reduce(0) { $0 + $1.posts }
    for slice in slices {
      let hasRows = hourRows + rows <= Self.rowsPerHourMax
      if hasRows, !isLarge || hourPosts < Self.postsPerHourToLargeMax { break }
      hourRows -= slice.rows
      hourPosts -= slice.posts
      push(
        Self.micros(Double(slice.second) + Self.hourSeconds),
        hasRows ? .postsPerHour : .rowsPerHour)
    }
    return (at, limit)
  }

  private mutating func note(rows: Int, _ at: Int64) {
    lastAt = max(lastAt, at)
    let second = at / 1_000_000 + 1
    if let last = slices.indices.last,
      slices[last].second / Self.sliceSeconds >= second / Self.sliceSeconds
    {
      slices[last].second = max(slices[last].second, second)
      slices[last].posts += 1
      slices[last].rows += rows
    } else {
      slices.append(Slice(second: second, posts: 1, rows: rows))
    }
  }

  private mutating func forget(_ now: Int64) {
    slices.removeAll { Self.micros(Double($0.second) + Self.hourSeconds) <= now }
    flights.removeAll { $0.at + Self.micros(Self.flightSeconds) <= now }
    turns.removeAll { $0.seenAt + Self.micros(Self.turnSeconds) <= now }
  }

  private static func micros(_ seconds: Double) -> Int64 { Int64(seconds * 1_000_000) }
}
