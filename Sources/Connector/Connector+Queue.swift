internal import Delivery
internal import Engine
internal import Model
package import Runtime
internal import Store

/// A sync that somebody asks for and does not wait for.
package struct SyncWish: Sendable {
  /// Slugs; nil for every enabled entity.
  package var entities: [String]?
  /// The dataset, by our id or Power BI's; nil for the default one.
  package var datasetID: String?
  /// The mode by its name; nil leaves each table as it was begun.
  package var mode: String?
  /// Whether everything is cleared and sent anew.
  package var isFull: Bool
  /// The profile that asks; empty without one.
  package var profile: String

  package init(
    entities: [String]?, datasetID: String?, mode: String?, isFull: Bool, profile: String
  ) {
    self.entities = entities
    self.datasetID = datasetID
    self.mode = mode
    self.isFull = isFull
    self.profile = profile
  }
}

/// A sync that is promised: its run is in the log, and waits.
package struct QueuedSync: Sendable {
  /// The run of the first entity.
  package let runID: Int64
  /// The first entity's slug.
  let entity: String
  let order: SyncOrder
}

extension Connector {
  /// Seconds of consecutive failure that a sync in the background bears.
  private static var queuePatienceSeconds: Double { 300 }

  /// Promises a sync; whoever gets it calls `perform`, on a thread of its own.
  package func queue(_ wish: SyncWish) throws(Fault) -> QueuedSync {
    let wanted = try chosen(wish.entities)
    let shop = try shop()
    let entities = try available(wanted, shop)
    guard let first = entities.first else {
      let reason = try wanted.first.flatMap { (entity) throws(Fault) in
        try unavailability(of: entity, shop)
      }
      throw Fault(
        .usage, operation: "queueing a sync", subject: wanted.map(\.slug).joined(separator: ", "),
        cause: reason ?? "there is nothing to sync", hint: "Choose an entity that the shop has",
        recovery: .operator)
    }
    var order = SyncOrder(
      entities: wish.entities == nil ? nil : entities.map(\.slug),
      batchRows: Self.serveBatchRows, patienceSeconds: Self.queuePatienceSeconds,
      waitsForLease: true)
    order.isFull = wish.isFull
    if let mode = wish.mode { try order.setMode(mode) }
    if let id = wish.datasetID { order.datasetID = try target(id, entities).id }
    var store = try openStore()
    try store.requireCurrentSchema()
    let runID = try store.queueRun(
      entity: first.slug, profile: wish.profile, datasetID: order.datasetID ?? "",
      tableName: first.slug)
    order.runIDs[first.slug] = runID
    return QueuedSync(runID: runID, entity: first.slug, order: order)
  }

  /// Does what was promised; however it ends, the log says so.
  package mutating func perform(_ queued: QueuedSync) {
    do throws(Fault) {
      var store = try openStore()
      if try store.isCancelled(runID: queued.runID) {
        return try store.endQueuedRun(
          runID: queued.runID, status: .cancelled, error: "somebody has cancelled the run")
      }
      try store.keepQueued([queued.runID])
      let outcomes = try sync(queued.order) { _ in }
      let fault = outcomes.first { $0.entity == queued.entity }?.fault
      try store.endQueuedRun(runID: queued.runID, status: .failed, error: fault?.line)
    } catch {
      log.warning(error.line)
      end(queued, error)
    }
  }

  /// Takes a promise back that nobody can keep.
  package func withdraw(_ queued: QueuedSync) {
    end(
      queued,
      Fault(
        .busy, operation: "queueing a sync", subject: queued.entity,
        cause: "too many syncs wait already", recovery: .operator))
  }

  private func end(_ queued: QueuedSync, _ fault: Fault) {
    do throws(Fault) {
      var store = try openStore()
      let status: RunRecord.Status = fault.recovery == .interrupted ? .cancelled : .failed
      try store.endQueuedRun(runID: queued.runID, status: status, error: fault.line)
    } catch {
      log.warning("\(error.failure); the log does not show this run's end")
    }
  }

  /// The dataset, which must be published and have a table of each entity.
  private func target(_ id: String, _ entities: [Entity]) throws(Fault) -> DatasetRecord {
    let operation = "queueing a sync"
    guard let record = try dataset(id: id) else {
      throw Fault(
        .notFound, operation: operation, subject: id, cause: "there is no such dataset",
        hint: "Choose among those that GET /datasets lists", recovery: .operator)
    }
    guard record.powerBIID != nil else {
      throw Fault(
        .busy, operation: operation, subject: record.name, cause: "it is not published",
        hint: "Publish it first", recovery: .operator)
    }
    for entity in entities where !record.tables.contains(entity.slug) {
      throw Fault(
        .usage, operation: operation, subject: record.name,
        cause: "it has no table of \(entity.slug)",
        hint: "Choose one of its tables, or a dataset that has it", recovery: .operator)
    }
    return record
  }
}
