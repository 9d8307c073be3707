internal import Delivery
internal import Runtime
internal import Store

/// Where a run looks for changes: hints are an economy for large tables, and the sweep, now and
/// then, finds what they miss.
extension TableRun where From: ~Copyable, To: ~Copyable {
  /// Where this run looks, and what is noted once it has.
  struct Look {
    /// The keys that may have changed; nil: all.
    var ranges: [KeyRange]?
    /// When it was decided, by the server's clock: what changes later is another run's.
    var at: Instant
    /// Events up to this one are consumed.
    var hintID: Int64
  }

  mutating func look(
    willClear: Bool, _ store: inout StateStore
  ) throws(Fault) -> Look {
    let present = table.delivery
    let after = present?.hintID ?? 0
    let (at, page) = try persist(&store) { (store, _) throws(Fault) in
      (try store.serverTime(), try store.hints(after: after, limit: Engine.hintsMax))
    }
    var look = Look(ranges: nil, at: at, hintID: page.settledID)
    guard !willClear, !page.hasMore, let present,
      order.mayTrustHints(over: table, isReadAsAWhole: source.isReadAsAWhole, now: at)
    else { return look }
    let lastKey = try persist(&store) { (store, order) throws(Fault) in
      try store.lastLedgerKey(of: order.table)
    }
    let since = (present.lookedAt ?? at).adding(seconds: -Engine.hintOverlapSeconds)
    while true {
      do throws(Fault) {
        try source.beCurrent()
        let dated = try source.changedKeys(
          since: since, afterKey: lastKey ?? 0, limit: Engine.hintedKeysMax)
        let noted = try source.keys(touchedBy: page.hints, limit: Engine.hintedKeysMax)
        if case .ranges(let ranges) = dated.union(noted) { look.ranges = ranges }
        return look
      } catch {
        try bear(error, &store)
        try recover(&store)
      }
    }
  }
}

extension TableOrder {
  /// Small tables are swept every time; a large one that is whole, once a day.
  func mayTrustHints(over table: TableRecord, isReadAsAWhole: Bool, now: Instant) -> Bool {
    guard rowsTotal > Engine.sweptRowsMax, !isAlwaysSwept, !isReadAsAWhole,
      table.state == .complete,
      let present = table.delivery, present.shape == shape, present.lookedAt != nil,
      let sweptAt = present.sweptAt
    else { return false }
    let age = now.seconds(since: sweptAt)
    return age >= 0 && age < Engine.sweepEverySeconds
  }
}
