internal import Delivery
package import Runtime
package import Store

/// One sender's part in the pace of a dataset, which it shares with every other process.
///
/// What was sent is kept in the state tables, and so are moments: they are of the database server's
/// clock. A request costs one small statement while nobody else sends, and a few otherwise; who
/// dies leaves nothing that does not end by itself.
package struct SharedPace {
  private let datasetID: String
  private let isOn: Bool
  private let clock: any Clock
  private let sender = UInt64.random(in: 0...UInt64.max)
  private var known: Known?

  /// What was last read or written, and when on our own clock.
  private struct Known {
    var record: QuotaRecord
    var readAt: Double
  }

  /// What is known is read again after so many seconds, since clocks drift and tables are cleared.
  private static let knownSeconds = 10.0
  /// Writing fails when somebody else has written; so often in a row is left to the next time.
  private static let triesMax = 20

  /// A pace that is off asks nobody and never waits, for rehearsals.
  package init(datasetID: String, isOn: Bool, clock: any Clock) {
    self.datasetID = datasetID
    self.isOn = isOn
    self.clock = clock
  }

  /// What may be done after some seconds.
  package enum Answer: Equatable {
    /// The request may be sent then, unless the service has said something else meanwhile.
    case send(afterSeconds: Double)
    /// Ask again then.
    case ask(afterSeconds: Double)
  }

  /// Takes the next moment for a request of so many rows.
  ///
  /// `largestTable` is the rows of the largest table that the caller knows of, this request's
  /// included.
  package mutating func reserve(
    rows: Int, largestTable: Int, _ store: inout StateStore
  ) throws(Fault) -> Answer {
    guard isOn else { return .send(afterSeconds: 0) }
    for _ in 0..<Self.triesMax {
      let (record, now) = try look(&store)
      var pace = Pace(text: record.state)
      let request = Pace.Request(
        sender: sender, rows: rows, largestTable: max(largestTable, record.largestTable))
      let answer = pace.reserve(request, now: now)
      guard try write(pace, record, &store) else { continue }
      switch answer {
      case .granted(let at, _): return .send(afterSeconds: max(at.seconds(since: now), 0))
      case .later(let at, _): return .ask(afterSeconds: max(at.seconds(since: now), 0.05))
      }
    }
    return .ask(afterSeconds: 0.05)
  }

  /// Whether the service has asked everybody to wait since the moment was taken.
  package mutating func isBlocked(_ store: inout StateStore) throws(Fault) -> Bool {
    guard isOn else { return false }
    known = nil
    let (record, now) = try look(&store)
    return Pace(text: record.state).isBlocked(now: now)
  }

  /// The service asks to wait so long: every sender of the dataset shall.
  package mutating func block(seconds: Double, _ store: inout StateStore) throws(Fault) {
    try change(&store) { pace, now in pace.block(until: now.adding(seconds: seconds)) }
  }

  /// Nothing is under way any more.
  package mutating func finish(_ store: inout StateStore) throws(Fault) {
    let sender = sender
    try change(&store) { pace, _ in pace.release(sender: sender) }
  }

  private mutating func change(
    _ store: inout StateStore, _ body: (inout Pace, Instant) -> Void
  ) throws(Fault) {
    guard isOn else { return }
    for _ in 0..<Self.triesMax {
      let (record, now) = try look(&store)
      var pace = Pace(text: record.state)
      body(&pace, now)
      if try write(pace, record, &store) { return }
    }
  }

  /// What is noted, and the server's time now.
  private mutating func look(
    _ store: inout StateStore
  ) throws(Fault) -> (QuotaRecord, Instant) {
    if let known, clock.monotonicSeconds - known.readAt < Self.knownSeconds {
      let elapsed = clock.monotonicSeconds - known.readAt
      return (known.record, known.record.now.adding(seconds: elapsed))
    }
    let record = try store.quota(datasetID: datasetID)
    let now = clock.monotonicSeconds
    known = Known(record: record, readAt: now)
    return (record, record.now)
  }

  private mutating func write(
    _ pace: Pace, _ record: QuotaRecord, _ store: inout StateStore
  ) throws(Fault) -> Bool {
    let state = pace.text
    guard
      try store.setQuota(datasetID: datasetID, state: state, revision: record.revision)
    else {
      known = nil
      return false
    }
    known?.record.revision += 1
    known?.record.state = state
    return true
  }
}
