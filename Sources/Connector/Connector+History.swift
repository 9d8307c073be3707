internal import Engine
package import Runtime
package import Store

/// Whether anything is synced at the moment, and how it went last.
package struct SyncState: Sendable {
  /// Whether a run is under way or waits.
  package var isSyncing: Bool
  /// The latest finished run of each entity.
  package var latest: [RunRecord]
}

/// A part of the log.
package struct RunPage: Sendable {
  /// Newest first.
  package var runs: [RunRecord]
  /// How many there are in all.
  package var total: Int
}

/// What a run has sent, as far as it is still known.
package struct RunDetails: Sendable {
  /// Its batches, by number; a table that was cleared since has forgotten them.
  package var batches: [BatchRecord]
  /// Requests of its table that ended while it went on, oldest first.
  package var calls: [RecordedCall]
}

extension Connector {
  /// How syncs stand.
  package func syncState() throws(Fault) -> SyncState {
    var store = try openStore()
    try store.requireCurrentSchema()
    var isSyncing = try !store.openRuns().isEmpty
    if isSyncing {
      try store.closeAbandonedRuns { $0.isDead(seenFrom: LeaseOwner.another().host) }
      isSyncing = try !store.openRuns().isEmpty
    }
    return SyncState(isSyncing: isSyncing, latest: try store.latestRuns())
  }

  /// How many runs wait or are under way; also shows that the state tables answer.
  package func openRunCount() throws(Fault) -> Int {
    var store = try openStore()
    try store.requireCurrentSchema()
    return try store.openRuns().count
  }

  /// A page of the log; nil for any entity and any status.
  package func runPage(
    entity: String?, status: RunRecord.Status?, limit: Int, offset: Int
  ) throws(Fault) -> RunPage {
    var store = try historyStore()
    let total = try store.runCount(entity: entity, status: status)
    let runs = try store.runs(
      RunFilter(limit: limit, entity: entity, status: status, since: nil, offset: offset))
    return RunPage(runs: runs, total: total)
  }

  /// One run; nil when there is none.
  package func run(id: Int64) throws(Fault) -> RunRecord? {
    var store = try historyStore()
    return try store.run(id: id)
  }

  /// What a run has sent: its batches in order, and the requests of its table meanwhile.
  package func details(ofRun id: Int64) throws(Fault) -> RunDetails {
    var store = try openStore()
    return RunDetails(
      batches: try store.batches(ofRun: id, limit: Self.detailsMax),
      calls: try store.calls(ofRun: id, limit: Self.detailsMax))
  }

  private static var detailsMax: Int { 500 }

  /// What was asked of Power BI, newest first.
  package func calls(limit: Int) throws(Fault) -> [RecordedCall] {
    var store = try openStore()
    try store.requireCurrentSchema()
    return try store.calls(limit: limit)
  }

  /// The log, in which runs whose process is gone say so.
  func historyStore() throws(Fault) -> StateStore {
    var store = try openStore()
    try store.requireCurrentSchema()
    let host = LeaseOwner.another().host
    try store.closeAbandonedRuns { $0.isDead(seenFrom: host) }
    return store
  }

  /// A dataset by our id or Power BI's; nil when none of ours bears it.
  package func dataset(id: String) throws(Fault) -> DatasetRecord? {
    let wanted = id.lowercased()
    return try datasets().first {
      $0.id.lowercased() == wanted || $0.powerBIID?.lowercased() == wanted
    }
  }

  /// The tables of a dataset, by our id of it.
  package func tables(ofDataset id: String) throws(Fault) -> [TableRecord] {
    var store = try openStore()
    return try store.tables(datasetID: id)
  }
}
