/// How far a run is, for whoever watches.
package struct Progress: Sendable, Equatable {
  /// What is being synced.
  package var entity: String
  /// Rows that the destination has acknowledged.
  package var rowsPushed: Int
  /// Rows of the source that were compared with what was sent before.
  package var rowsCompared: Int
  /// Rows that the source held when the run began.
  package var rowsTotal: Int
  /// Since the run began.
  package var secondsElapsed: Double
  /// What is being waited for, when something is.
  package var waiting: Waiting?

  package init(
    entity: String, rowsPushed: Int, rowsCompared: Int = 0, rowsTotal: Int,
    secondsElapsed: Double, waiting: Waiting?
  ) {
    self.entity = entity
    self.rowsPushed = rowsPushed
    self.rowsCompared = rowsCompared
    self.rowsTotal = rowsTotal
    self.secondsElapsed = secondsElapsed
    self.waiting = waiting
  }

  /// A wait and its reason.
  package struct Waiting: Sendable, Equatable {
    /// How long it lasts.
    package var seconds: Double
    /// Why, for a person.
    package var reason: String

    package init(seconds: Double, reason: String) {
      self.seconds = seconds
      self.reason = reason
    }
  }

  /// Compared rows a second.
  package var rowsPerSecond: Double {
    secondsElapsed > 0 ? Double(rowsCompared) / secondsElapsed : 0
  }

  /// Seconds until the end at the present speed; nil before there is one.
  package var secondsRemaining: Double? {
    guard rowsPerSecond > 0 else { return nil }
    return Double(max(rowsTotal - rowsCompared, 0)) / rowsPerSecond
  }
}
