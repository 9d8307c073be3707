/// How fast rows may be posted to one dataset: the one place that knows the service's limits and
/// our own, gentler pace.
///
/// Limits of the service (push-datasets-limitations): 120 POSTs a minute, 1,000,000 rows an hour,
/// and 120 POSTs an hour once a table holds 250,000 rows; the streaming page asks for one request
/// a second. Every attempt counts, whatever became of it.
package struct Pace: Sendable {
  private var posts: [Post] = []
  private let isOn: Bool

  /// One attempt.
  private struct Post: Sendable {
    var at: Double
    var rows: Int
  }

  /// Seconds from one POST to the next.
  package static let secondsBetweenPosts = 1.0
  /// POSTs to one table in a minute.
  package static let postsPerMinuteMax = 120
  /// Rows to one dataset in an hour.
  package static let rowsPerHourMax = 1_000_000
  /// From so many rows on, the service takes fewer POSTs.
  package static let largeTableRows = 250_000
  /// Seconds between POSTs to a dataset with a large table.
  package static let secondsBetweenPostsToLarge = 30.0

  /// A pace, or none at all for rehearsals against an emulator.
  package init(isOn: Bool) {
    self.isOn = isOn
  }

  /// Seconds until `rows` more may be posted, 0 when at once.
  ///
  /// `largestTable` is the rows of the dataset's largest table, this POST's included; `now` counts
  /// monotonic seconds.
  package mutating func secondsUntil(rows: Int, largestTable: Int, now: Double) -> Double {
    guard isOn else { return 0 }
    posts.removeAll { $0.at <= now - 3600 }
    var earliest = now
    if let last = posts.last {
      let gap =
        largestTable >= Self.largeTableRows
        ? Self.secondsBetweenPostsToLarge : Self.secondsBetweenPosts
      earliest = max(earliest, last.at + gap)
    }
    if posts.count >= Self.postsPerMinuteMax {
      earliest = max(earliest, posts[posts.count - Self.postsPerMinuteMax].at + 60)
    }
    return max(earliest, whenRowsFit(rows, now: now)) - now
  }

  /// When the hour's rows leave room for so many more.
  private func whenRowsFit(_ rows: Int, now: Double) -> Double {
    var sum = posts.reduce(0) { $0 + $1.rows }
    for post in posts {
      if sum + rows <= Self.rowsPerHourMax { return now }
      sum -= post.rows
      if sum + rows <= Self.rowsPerHourMax { return post.at + 3600 }
    }
    return now
  }

  /// Notes an attempt.
  package mutating func note(rows: Int, now: Double) {
    posts.append(Post(at: now, rows: rows))
  }
}
