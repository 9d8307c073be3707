package import Runtime

/// How long loading tables takes at the pace that the limits allow: the pace itself is asked, with
/// a clock that runs ahead.
package struct Forecast: Sendable {
  private var pace: Pace
  private let isPaceOn: Bool
  private var now: Instant
  private var rowsHeld: [String: Int]

  /// Begins with what the dataset was sent lately and what its tables hold.
  package init(pace: Pace, isPaceOn: Bool, now: Instant, rowsHeld: [String: Int]) {
    self.pace = pace
    self.isPaceOn = isPaceOn
    self.now = now
    self.rowsHeld = rowsHeld
  }

  /// Rows that a table gets.
  package struct Load: Sendable, Equatable {
    /// The table's name.
    package var table: String
    /// How many.
    package var rows: Int
    /// Whether they come to those that are there; else the table is cleared first.
    package var isAdded = false
    /// Bytes of a row in a body, as it was really encoded; 0 when there is none to look at.
    package var bytesPerRow: Int
    /// What one request may hold.
    package var limit: BatchLimit

    package init(table: String, rows: Int, bytesPerRow: Int, limit: BatchLimit) {
      self.table = table
      self.rows = rows
      self.bytesPerRow = bytesPerRow
      self.limit = limit
    }

    /// Rows of one request.
    package var rowsPerRequest: Int {
      min(limit.rows, max(limit.bytes / max(bytesPerRow, 1), 1))
    }

    /// Requests that it takes.
    package var requests: Int { (rows + rowsPerRequest - 1) / rowsPerRequest }

    /// Whether requests are full of bytes before they are full of rows.
    package var isBoundByBytes: Bool { rowsPerRequest < limit.rows }
  }

  /// What a load takes.
  package struct Cost: Sendable, Equatable {
    /// From the first request to the last; what the line adds is unknown.
    package var seconds: Double
    /// The limit that costs most of the time; nil when nothing had to wait.
    package var bound: Pace.Limit?

    package init(seconds: Double, bound: Pace.Limit?) {
      self.seconds = seconds
      self.bound = bound
    }
  }

  /// A plan for longer is refused: a table that needs more than a day a sync is never up to date.
  package static let secondsMax = 86_400.0

  /// Loads one table after those before; nil when it would take longer than a day.
  package mutating func cost(of load: Load) -> Cost? {
    let held = load.isAdded ? rowsHeld[load.table] ?? 0 : 0
    rowsHeld[load.table] = held
    guard isPaceOn else { return Cost(seconds: 0, bound: nil) }
    // Each takes a second or more, so that this bounds the loop, too.
    guard Double(load.requests) * Pace.secondsBetweenPosts <= Self.secondsMax else { return nil }
    let others = rowsHeld.values.max() ?? 0
    let startedAt = now
    var waits: [Pace.Limit: Double] = [:]
    var rows = 0
    for _ in 0..<load.requests {
      let next = min(load.rowsPerRequest, load.rows - rows)
      rows += next
      take(rows: next, largestTable: max(others, held + rows), &waits)
      if now.seconds(since: startedAt) > Self.secondsMax { return nil }
    }
    rowsHeld[load.table] = held + rows
    waits[Pace.Limit.none] = nil
    return Cost(
      seconds: now.seconds(since: startedAt), bound: waits.max { $0.value < $1.value }?.key)
  }

  private mutating func take(rows: Int, largestTable: Int, _ waits: inout [Pace.Limit: Double]) {
    let request = Pace.Request(sender: 0, rows: rows, largestTable: largestTable)
    while true {
      let answer = pace.reserve(request, now: now)
      switch answer {
      case .granted(let at, let limit), .later(let at, let limit):
        waits[limit, default: 0] += at.seconds(since: now)
        now = at
      }
      if case .granted = answer { return }
    }
  }
}
