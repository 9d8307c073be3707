internal import Delivery
package import Engine
internal import MariaDB
internal import Model
package import Runtime
internal import Store
internal import WordPress

/// What a pass over everything that is due has come to.
package struct DuePass: Sendable {
  /// One for each table that was due.
  package var outcomes: [TableOutcome] = []
  /// Whether another pass is under way, so that this one has done nothing.
  package var isElsewhere = false
  /// When the schedule is due next; nil without one.
  package var nextAt: Instant?
}

extension Connector {
  /// Seconds until a table whose sync failed is tried again, after each failure in a row; then
  /// only with the schedule, or when somebody asks for it.
  static let retryWaits = [60, 300, 1800, 10_800]
  static let scheduleOption = "wkpbic_schedule"

  /// The site's schedule.
  func schedule(
    _ site: Site, _ connection: inout Connection
  ) throws(Fault) -> Schedule {
    Schedule(
      try site.options.read([Self.scheduleOption], &connection).value(Self.scheduleOption))
  }

  /// Syncs every table that is due: by the schedule, after a failure, or as its quiet hour has
  /// come.
  ///
  /// Ends at a batch's end when its time is up; the next pass goes on.
  package mutating func syncDue(
    secondsMax: Double?, _ order: SyncOrder, onProgress: @escaping (Progress) -> Void
  ) throws(Fault) -> DuePass {
    var pass = DuePass()
    var store = try openStore()
    try store.requireCurrentSchema()
    let claim = LeaseClaim(
      "run-due", operation: "syncing what is due", subject: "", waits: false, clock: clock,
      interruption: interruption, onWait: { _ in })
    var lease: Lease
    do {
      lease = try claim.acquire(runID: 0, &store)
    } catch {
      guard error.code == .busy else { throw error }
      pass.isElsewhere = true
      return pass
    }
    defer { claim.release(lease, log: log, &store) }
    try store.renew(&lease, seconds: (secondsMax ?? Self.passSeconds) + Self.passMargin)
    let startedAt = clock.monotonicSeconds
    let due = try dueEntities(&store, &pass)
    if due.isEmpty {
      lookAtAlertsInPassing()
      return pass
    }
    var order = order
    order.entities = due
    order.isUnattended = true
    order.stopsAt = startedAt + (secondsMax ?? Self.passSeconds)
    pass.outcomes = try sync(order, onProgress: onProgress)
    return pass
  }

  /// A pass without a limit of its own ends after so long all the same: its lease would.
  private static var passSeconds: Double { 6 * 3600 }
  private static var passMargin: Double { 180 }

  /// Slugs of the entities that are due, and when the next ones are.
  private func dueEntities(
    _ store: inout StateStore, _ pass: inout DuePass
  ) throws(Fault) -> [String] {
    var connection = try Connection.open(configuration.database)
    let site = try site(&connection)
    // The state's moments are of the server's clock; hosts' may differ.
    let now = try store.serverTime()
    let moments = try schedule(site, &connection).moments(around: now, site.zone)
    pass.nextAt = moments?.next
    let retries = try store.retries()
    var records: [String: TableRecord] = [:]
    for dataset in try store.datasets(workspaceID: try workspaceID())
    where dataset.isDefault && dataset.powerBIID != nil {
      for table in try store.tables(datasetID: dataset.id) { records[table.entity] = table }
    }
    var due: [String] = []
    for entity in try chosen(nil) {
      let record = records[entity.slug]
      let retry = retries.first {
        $0.table.name == record?.name && $0.table.datasetID == record?.datasetID
      }
      if Self.isDue(record, retry, slot: moments?.last, now: now) {
        due.append(entity.slug)
      }
    }
    return due
  }

  static func isDue(
    _ table: TableRecord?, _ retry: RetryRecord?, slot: Instant?, now: Instant
  ) -> Bool {
    if let retry {
      if let next = retry.nextAt { return next <= now }
      return slot.map { retry.failedAt < $0 } ?? false
    }
    if let until = table?.delivery?.pendingUntil { return until <= now }
    guard let slot else { return false }
    // A look at what hints name counts as well: the table's sweep has a time of its own.
    return table?.delivery?.lookedAt.map { $0 < slot } ?? true
  }

  /// Asks runs to end after their present batch: one, or all; returns those that were asked.
  package func cancel(runID: Int64?) throws(Fault) -> [Int64] {
    var store = try historyStore()
    var asked: [Int64] = []
    let wanted = if let runID { [runID] } else { try store.openRuns() }
    for id in wanted where try store.askToCancel(runID: id) { asked.append(id) }
    return asked
  }

  /// Notes whether a table's sync failed, and says when it is tried again.
  func noteOutcome(
    _ outcome: inout TableOutcome, _ table: LedgerTable, _ store: inout StateStore
  ) {
    do throws(Fault) {
      guard let fault = outcome.fault else {
        if !outcome.isUnfinished { try store.noteSuccess(of: table) }
        return
      }
      if fault.recovery == .interrupted || fault.code == .busy { return }
      let next = try store.noteFailure(
        of: table, entity: outcome.entity, error: fault.line, waits: Self.retryWaits)
      outcome.remarks.append(
        next.map { "run-due tries it again from \($0.text) UTC on" }
          ?? "it failed \(Self.retryWaits.count + 1) times in a row: it is tried again with the "
          + "schedule, or now with: wkpbic sync --entity=\(outcome.entity)")
    } catch {
      log.warning("\(error.failure); when the sync is tried again was not noted")
    }
  }
}
