internal import Engine
internal import Model
package import Runtime
package import Store
internal import WooCommerce

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
  /// The profile that asks, by its id; nil without one.
  package var profileID: Int64?
  /// Tables of the dataset by name; nil for those of the entities.
  package var tables: [String]?

  package init(entities: [String]?, datasetID: String?, mode: String?, isFull: Bool) {
    self.entities = entities
    self.datasetID = datasetID
    self.mode = mode
    self.isFull = isFull
  }
}

/// A sync that is promised: its runs are in the log, and wait.
package struct QueuedSync: Sendable {
  /// One for each table, in the order in which they are synced.
  package let runs: [Run]
  let order: SyncOrder
  /// The name of the profile that asks; nil without one.
  package let profile: String?
  /// One for each run, so that others see whether the process of those that wait still lives.
  let leases: [Lease]

  /// A run that waits.
  package struct Run: Sendable {
    /// Rises with every run.
    package let id: Int64
    /// The slug of the entity.
    package let entity: String
    let table: String
  }
}

extension Connector {
  /// Seconds of consecutive failure that a sync in the background bears.
  private static var queuePatienceSeconds: Double { 300 }

  /// Promises a sync; whoever gets it calls `perform`, on a thread of its own.
  package func queue(_ wish: SyncWish) throws(Fault) -> QueuedSync {
    var order = SyncOrder(
      entities: wish.entities, batchRows: Self.serveBatchRows,
      patienceSeconds: Self.queuePatienceSeconds, waitsForLease: true)
    order.isFull = wish.isFull
    if let mode = wish.mode { try order.setMode(mode) }
    if let id = wish.profileID {
      order.aim = .profile(id)
    } else if let id = wish.datasetID {
      order.aim = .tables(datasetID: try target(id).id, names: wish.tables)
    }
    let promises = try promises(order)
    var store = try openStore()
    try store.requireCurrentSchema()
    var runs: [QueuedSync.Run] = []
    for (entity, table, datasetID, profile) in promises {
      let id = try store.queueRun(
        entity: entity, profile: profile, datasetID: datasetID, tableName: table)
      runs.append(QueuedSync.Run(id: id, entity: entity, table: table))
      order.runIDs[table] = id
    }
    let profile = wish.profileID == nil ? nil : promises.first?.profile
    return QueuedSync(
      runs: runs, order: order, profile: profile, leases: try hold(runs, &store))
  }

  /// The wish for what a run was to do: its table, or its profile's default ones.
  package func wish(again run: RunRecord) throws(Fault) -> SyncWish {
    var wish = SyncWish(entities: [run.entity], datasetID: nil, mode: nil, isFull: false)
    if !run.datasetID.isEmpty {
      let dataset = try target(run.datasetID)
      if !dataset.isDefault {
        wish.datasetID = dataset.id
        wish.tables = [run.tableName]
        return wish
      }
    }
    if run.profile.isEmpty { return wish }
    wish.profileID = try definitions(.profile).first { $0.name == run.profile }?.id
    return wish
  }

  private typealias Promise = (entity: String, table: String, datasetID: String, profile: String)

  /// What an order will sync, as far as that can be told before anything is made.
  private func promises(_ order: SyncOrder) throws(Fault) -> [Promise] {
    let shop = try shop()
    var promised: [Promise] = []
    var unavailable: [TableOutcome] = []
    if case .profile(let id) = order.aim {
      let profile = try activeProfile(id)
      promised = try promises(profile, order, shop, &unavailable)
    } else {
      switch try places(order, shop, &unavailable) {
      case .standard(let entities): promised = entities.map { ($0.slug, $0.slug, "", "") }
      case .tables(let dataset, let tables):
        let profiles = try profiles()
        promised = tables.map { entity, record in
          let owner = profiles.first { $0.id == record.profileID }?.name
          return (entity.slug, record.name, dataset.id, owner ?? "")
        }
      }
    }
    if !promised.isEmpty { return promised }
    throw Fault(
      .usage, operation: "queueing a sync",
      subject: unavailable.map(\.entity).joined(separator: ", "),
      cause: unavailable.first?.unavailability ?? "there is nothing to sync",
      hint: "Choose an entity that the shop has", recovery: .operator)
  }

  /// What a profile will sync; its dataset may have to be made first.
  private func promises(
    _ profile: Profile, _ order: SyncOrder, _ shop: Shop, _ unavailable: inout [TableOutcome]
  ) throws(Fault) -> [Promise] {
    var tables = Array(zip(profile.entities, profile.tables))
    if let id = profile.datasetID {
      let dataset = try target(id)
      try check(profile, fits: dataset)
      try profile.check(against: try profiles())
      if tables.isEmpty { tables = Array(zip(dataset.entities, dataset.tables)) }
    }
    var found = order
    found.aim = .standard
    found.entities = tables.isEmpty ? nil : tables.map(\.0)
    guard case .standard(let entities) = try places(found, shop, &unavailable) else { return [] }
    if tables.isEmpty { tables = entities.map { ($0.slug, $0.slug) } }
    return tables.filter { table in entities.contains { $0.slug == table.0 } }
      .map { ($0.0, $0.1, profile.datasetID ?? "", profile.name) }
  }

  /// Does what was promised; however it ends, the log says so.
  package mutating func perform(_ queued: QueuedSync) {
    do throws(Fault) {
      var store = try openStore()
      defer { leave(queued, &store) }
      let outcomes = try sync(queued.order) { _ in }
      for run in queued.runs {
        let fault = outcomes.first { $0.table == run.table }?.fault ?? outcomes.last?.fault
        try store.endQueuedRun(
          runID: run.id, status: Self.status(fault),
          error: fault?.line ?? "the sync ended before it")
      }
    } catch {
      log.warning(error.line)
      end(queued, error)
    }
  }

  /// Hours that a promised run may wait for those before it.
  private static var queueHours: Double { 24 }

  private func hold(
    _ runs: [QueuedSync.Run], _ store: inout StateStore
  ) throws(Fault) -> [Lease] {
    let owner = LeaseOwner.another()
    var held: [Lease] = []
    for run in runs {
      var holder: Lease?
      let lease = try store.acquireLease(
        "queued:\(run.id)", owner: owner, runID: run.id, isDead: { _ in false }, holder: &holder)
      guard var lease else { continue }
      try store.renew(&lease, seconds: Self.queueHours * 3600)
      held.append(lease)
    }
    return held
  }

  /// What cannot be removed ends by itself.
  private func leave(_ queued: QueuedSync, _ store: inout StateStore) {
    for lease in queued.leases { try? store.remove(lease) }
  }

  /// Takes a promise back that nobody can keep.
  package func withdraw(_ queued: QueuedSync) {
    end(
      queued,
      Fault(
        .busy, operation: "queueing a sync",
        subject: queued.runs.map(\.entity).joined(separator: ", "),
        cause: "too many syncs wait already", recovery: .operator))
  }

  private func end(_ queued: QueuedSync, _ fault: Fault) {
    do throws(Fault) {
      var store = try openStore()
      leave(queued, &store)
      for run in queued.runs {
        try store.endQueuedRun(runID: run.id, status: Self.status(fault), error: fault.line)
      }
    } catch {
      log.warning("\(error.failure); the log does not show this run's end")
    }
  }

  private static func status(_ fault: Fault?) -> RunRecord.Status {
    fault?.recovery == .interrupted ? .cancelled : .failed
  }
}
