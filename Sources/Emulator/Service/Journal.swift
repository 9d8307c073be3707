package import Runtime

/// A request that was answered.
package struct JournalEntry: Sendable, Equatable {
  /// When it was answered.
  package var at: Instant
  /// What was asked for.
  package var operation: Operation
  /// The method, as it came.
  package var method: String
  /// The path, cut to a bounded length.
  package var path: String
  /// The status of the answer.
  package var status: Int
  /// How long the answer took.
  package var milliseconds: Double
  /// What was done to it on purpose.
  package var fault: String

  /// Of a path, so much is kept.
  static let pathBytesMax = 500
}

/// The latest requests, and how many there were of each operation.
struct Journal: Sendable {
  private(set) var latest: [JournalEntry] = []
  private(set) var counts: [Operation: Int] = [:]

  /// Entries kept.
  static let countMax = 100

  mutating func add(_ entry: JournalEntry) {
    counts[entry.operation, default: 0] += 1
    latest.append(entry)
    if latest.count > Self.countMax { latest.removeFirst() }
  }
}
