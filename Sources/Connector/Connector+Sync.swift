internal import Delivery
package import Engine
internal import Model
internal import PowerBI
package import Runtime
internal import Store
internal import WooCommerce

extension Connector {
  /// Brings tables to what the shop holds: those of the default datasets, or where the order aims.
  ///
  /// One table's failure does not keep the others from being synced; being asked to stop does.
  package mutating func sync(
    _ order: SyncOrder, onProgress: @escaping (Progress) -> Void
  ) throws(Fault) -> [TableOutcome] {
    // Wrong words are told before anything is opened.
    for slug in order.entities ?? [] { _ = try catalogued(slug) }
    do throws(Fault) {
      let outcomes = try syncTables(order, onProgress)
      lookAtAlertsAfterSync(outcomes.compactMap(\.fault))
      return outcomes
    } catch {
      // A database that is away has no alerts either, and a slip of the pen is no failed sync.
      if error.code != .database, error.code != .usage { lookAtAlertsAfterSync([error]) }
      throw error
    }
  }

  private mutating func syncTables(
    _ order: SyncOrder, _ onProgress: @escaping (Progress) -> Void
  ) throws(Fault) -> [TableOutcome] {
    let shop = try shop()
    var remarks: [String] = []
    let order = try directed(order, &remarks, onProgress)
    var outcomes: [TableOutcome] = []
    let wanted = try places(order, shop, &outcomes)
    if wanted.isEmpty { return outcomes }
    var store = try openStore()
    try store.requireCurrentSchema()
    try store.requireLedgerDatabase()
    let streams = try streams(wanted, shop, order, &store, &remarks, onProgress)
    var paces: [String: SharedPace] = [:]
    defer {
      for var pace in paces.values { finish(&pace, &store) }
      shortenLog(&store)
      forgetHints(&store)
    }
    for stream in streams {
      let id = stream.home.dataset.id
      var pace =
        paces[id]
        ?? SharedPace(datasetID: id, isOn: !configuration.isPaceOff, clock: clock)
      var outcome = outcome(stream, shop, order, &pace, &store, onProgress)
      paces[id] = pace
      outcome.remarks = remarks + outcome.remarks
      remarks = []
      outcomes.append(outcome)
      if outcome.isUnfinished || ends(order, after: outcome) { break }
      if let stopsAt = order.stopsAt, clock.monotonicSeconds >= stopsAt { break }
    }
    return outcomes
  }

  /// Whether nothing more is synced: of several promised runs each is cancelled by itself.
  private func ends(_ order: SyncOrder, after outcome: TableOutcome) -> Bool {
    outcome.fault?.recovery == .interrupted
      && (order.runIDs.isEmpty || interruption.isRaised)
  }

  /// How one table's sync goes, noted for the schedule and the next attempt.
  private mutating func outcome(
    _ stream: Stream, _ shop: Shop, _ order: SyncOrder, _ pace: inout SharedPace,
    _ store: inout StateStore, _ onProgress: @escaping (Progress) -> Void
  ) -> TableOutcome {
    var outcome: TableOutcome
    let beganAt = stream.profile == nil ? nil : try? store.serverTime()
    do throws(Fault) {
      try endCancelled(stream, order, &store)
      outcome = try sync(stream, shop, order, &pace, &store, onProgress)
    } catch {
      outcome = TableOutcome(
        entity: stream.entity.slug, table: stream.table, rows: 0, seconds: 0, fault: error,
        remarks: [])
    }
    noteOutcome(&outcome, stream, order, beganAt, &store)
    return outcome
  }

  /// A Fault when the run that was promised for a table was cancelled before it began.
  private func endCancelled(
    _ stream: Stream, _ order: SyncOrder, _ store: inout StateStore
  ) throws(Fault) {
    guard let runID = order.runIDs[stream.table], try store.isCancelled(runID: runID) else {
      return
    }
    let cause = "somebody has cancelled the run"
    try store.endQueuedRun(runID: runID, status: .cancelled, error: cause)
    throw Fault(
      .interrupted, operation: "syncing \(stream.entity.slug)", subject: stream.table,
      cause: cause, recovery: .interrupted)
  }

  /// Nothing of this sync is under way any more: others need not wait for it.
  private func finish(_ pace: inout SharedPace, _ store: inout StateStore) {
    do throws(Fault) {
      try pace.finish(&store)
    } catch {
      log.debug("\(error.failure); the pace forgets this sync by itself")
    }
  }

  private mutating func sync(
    _ stream: Stream, _ shop: Shop, _ order: SyncOrder, _ pace: inout SharedPace,
    _ store: inout StateStore, _ onProgress: @escaping (Progress) -> Void
  ) throws(Fault) -> TableOutcome {
    let (entity, dataset) = (stream.entity, stream.home.dataset)
    guard let powerBIID = dataset.powerBIID, let table = stream.home.table(stream.table) else {
      preconditionFailure("a dataset is published before it is synced")
    }
    var source = try source(
      entity, shop, readRequest(filter(stream.selection, shop), .wire))
    let rowsTotal = try source.count()
    if let refusal = Self.refusal(entity: entity.slug, rows: rowsTotal) { throw refusal }
    var changes: [String]
    do throws(Fault) {
      changes = try fitTable(table, entity, dataset, waits: order.waitsForLease, &store)
    } catch {
      var fault = error
      if dataset.isTemporary, fault.code == .configuration {
        fault.hint +=
          "; or run: wkpbic sync --full \(stream.options), which makes this temporary "
          + "dataset anew"
      }
      throw fault
    }
    var order = order
    if stream.home.refersToKeys(of: table), let mode = order.mode, mode != .replace {
      changes.append(
        "its keys stay unique, since other tables refer to them: not \(mode.rawValue) but replace")
      order.mode = nil
    }
    let record = try store.table(stream.ledgerTable)
    var tableOrder = tableOrder(
      entity, stream.ledgerTable, stream.selection, shop, order, rowsTotal: rowsTotal,
      clearedAt: record?.delivery?.clearedAt)
    tableOrder.profile = stream.profile?.name ?? ""
    if order.isUnattended, let record, try folds(record, shop.zone, &store) {
      tableOrder.isFull = true
    }
    let destination = PushTable(
      client: try client(), workspace: dataset.workspaceID, dataset: powerBIID,
      table: stream.table, postTimeoutSeconds: postTimeoutSeconds)
    let sync = TableSync(
      order: tableOrder, waitsForLease: order.waitsForLease, clock: clock,
      interruption: interruption, log: log, onProgress: onProgress)
    var outcome = try sync.run(from: source, to: destination, pace: &pace, &store)
    outcome.remarks = changes + outcome.remarks
    return outcome
  }

  func tableOrder(
    _ entity: Entity, _ table: LedgerTable, _ selection: Selection, _ shop: Shop,
    _ order: SyncOrder, rowsTotal: Int, clearedAt: Instant?
  ) -> TableOrder {
    var result = TableOrder(
      entity: entity.slug, datasetID: table.datasetID, tableName: table.name,
      standardMode: entity.standardMode,
      shape: shape(of: entity, selection, shop),
      additive: entity.columns.filter(\.isAdditive).map(\.name),
      hasDateKey: entity.hasDateKey, batchRows: order.batchRows, rowsTotal: rowsTotal,
      patienceSeconds: order.patienceSeconds, settleSeconds: configuration.settleSeconds)
    result.runID = order.runIDs[table.name]
    result.isAlwaysSwept = selection.days.moves
    result.mode = order.mode
    result.isFull = order.isFull
    result.stopsAt = order.stopsAt
    if !order.isByName || order.isUnattended, !order.isFull {
      result.clearsFrom = clearsFrom(
        rows: rowsTotal, clearedAt: clearedAt, batchRows: order.batchRows, shop.zone)
    }
    return result
  }

  /// What rows are made under: when a line of it goes, old rows must go, too.
  private func shape(of entity: Entity, _ selection: Selection, _ shop: Shop) -> [String] {
    let decimals = configuration.isDecimalFixed ? "fixed" : "double"
    let selection = selection == .everything ? [] : ["selection:\(selection.text)"]
    return ["store:\(shop.storeName)", "decimals:\(decimals)"] + selection
      + entity.columns.map { "\($0.name):\($0.type):\($0.veil)" }
  }
}
