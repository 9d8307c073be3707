internal import Delivery
internal import Runtime
internal import Store

/// What became of requests whose fate is unknown: evidence, and the time after which nothing of
/// them can arrive.
extension TableRun where From: ~Copyable, To: ~Copyable {
  /// Settles what earlier, cut runs have left; false when nobody can tell what the table holds.
  ///
  /// When it will be cleared in any case, it is only noted how long something may still land.
  mutating func settleWhatWasCut(
    willClear: Bool, _ store: inout StateStore
  ) throws(Fault) -> Bool {
    if table.state == .clearing || table.state == .sending {
      let age = max(table.secondsSincePush ?? 0, 0)
      if age < lateSeconds { expectLate(until: clock.monotonicSeconds + lateSeconds - age) }
    }
    if let seconds = table.delivery?.secondsLate {
      // Even when it is too late for it now: it may have arrived since somebody looked.
      expectLate(until: clock.monotonicSeconds + max(seconds + 1, 0))
    }
    let open = try persist(&store) { (store, order) throws(Fault) in
      try store.batches(of: order.table, in: [.planned, .sending])
    }
    var isKnown = true
    for record in open {
      batch = record.number
      if record.state == .planned {
        try withdraw(&store)
      } else if try !settleCut(record, willClear: willClear, &store) {
        isKnown = false
      }
    }
    if isKnown, !willClear { isKnown = try !hasLateRows(&store) }
    return isKnown
  }

  private mutating func settleCut(
    _ record: BatchRecord, willClear: Bool, _ store: inout StateStore
  ) throws(Fault) -> Bool {
    let age = max(record.secondsSinceStart ?? 0, 0)
    let believableAt = clock.monotonicSeconds + max(lateSeconds - age, 0)
    let lease = lease
    if willClear {
      expectLate(until: believableAt)
      return true
    }
    let fate = try settle(
      batch: record.number, rows: record.figures.rowCount, believableAt: believableAt, &store)
    switch fate {
    case .landed:
      try persist(&store) { (store, order) throws(Fault) in
        try store.commitBatch(record.number, of: order.table, under: lease)
      }
      rowsHeld += record.figures.rowCount
      return true
    case .absent, .withdrawn:
      try persist(&store) { (store, order) throws(Fault) in
        try store.abandonBatch(
          record.number, of: order.table, under: lease)
      }
      expectLate(until: clock.monotonicSeconds + order.settleSeconds)
      return true
    case .unknown:
      expectLate(until: believableAt)
      return false
    }
  }

  /// Whether a batch that was given up has arrived all the same.
  private mutating func hasLateRows(_ store: inout StateStore) throws(Fault) -> Bool {
    let abandoned = try persist(&store) { (store, order) throws(Fault) in
      try store.batches(of: order.table, in: [.abandoned])
    }
    for record in abandoned.suffix(Engine.abandonedMax)
    where record.secondsSinceStart ?? 0 < Engine.abandonedSeconds {
      if let count = try rowCount(batch: record.number, &store), count > 0 { return true }
    }
    return false
  }

  /// Finds out by asking the table: presence is proof at once, absence only when it is seen twice
  /// and long enough after the request can last have been under way.
  mutating func settle(
    batch: Int64, rows: Int, believableAt: Double, _ store: inout StateStore
  ) throws(Fault) -> Fate {
    var absences = 0
    while absences < 2 {
      guard let count = try rowCount(batch: batch, &store) else { return .unknown }
      if count == rows { return .landed }
      if count != 0 { return .unknown }
      let remaining = believableAt - clock.monotonicSeconds
      if remaining <= 0 { absences += 1 }
      if absences < 2 {
        try wait(min(max(remaining, 1), settlePollSeconds), "finding out what landed", &store)
      }
    }
    return .absent
  }

  mutating func rowCount(
    batch: Int64?, _ store: inout StateStore
  ) throws(Fault) -> Int? {
    while true {
      do {
        return try destination.rowCount(batch: batch)
      } catch {
        try bear(error, &store)
      }
    }
  }

  mutating func expectLate(until: Double) {
    lateUntil = max(lateUntil ?? until, until)
  }

  /// Waits until nothing that was sent so far can land any more.
  mutating func waitForLate(_ store: inout StateStore) throws(Fault) {
    guard let until = lateUntil else { return }
    try wait(until - clock.monotonicSeconds, Self.lateReason, &store)
    lateUntil = nil
  }

  /// Seconds from a request until it has either arrived or never will.
  var lateSeconds: Double { destination.postTimeoutSeconds + order.settleSeconds }

  private static var lateReason: String { "a late request may still land" }

  /// Looks until nothing can land any more.
  ///
  /// Rows too many are seen as soon as they are; rows enough, or too few, prove something only at
  /// the end.
  mutating func holdsWhatWasSent(_ store: inout StateStore) throws(Fault) -> Bool {
    while true {
      guard let count = try rowCount(batch: nil, &store), count <= rowsHeld else {
        return false
      }
      let remaining = (lateUntil ?? 0) - clock.monotonicSeconds
      if remaining <= 0 { return count == rowsHeld }
      try wait(min(remaining, settlePollSeconds), Self.lateReason, &store)
    }
  }

  /// Seconds between questions about a batch that may be landing.
  private var settlePollSeconds: Double { 10 }
}
