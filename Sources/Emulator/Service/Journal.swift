package import Runtime

/// A request that was answered.
package struct JournalEntry: Sendable, Equatable {
  package var at: Instant
  package var operation: Operation
  package var method: String
  package var path: String
  package var status: Int
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
