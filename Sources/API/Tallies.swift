internal import Runtime

/// How many requests were answered how, since the start.
final class Tallies: Sendable {
  private let counts = Lock<[Int: Int]>([:])

  /// Notes an answer, by the hundreds of its status.
  func note(status: Int) {
    counts.withLock { $0[status / 100, default: 0] += 1 }
  }

  /// Answers by the hundreds of their status, in order.
  var classes: [(hundreds: Int, count: Int)] {
    counts.withLock { $0 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
