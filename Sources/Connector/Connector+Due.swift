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
  /// Profiles that could not be synced at all, and why.
  package var failures: [(profile: String, fault: Fault)] = []
  /// Whether another pass is under way, so that this one has done nothing.
  package var isElsewhere = false
  /// When a schedule is due next; nil without one.
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
    let stopsAt = clock.monotonicSeconds + (secondsMax ?? Self.passSeconds)
    let due = try due(&store, &pass)
    if due.isEmpty { lookAtAlertsInPassing() }
    for due in due {
      var order = order
      order.entities = due.entities
      order.aim = due.aim
      order.profile = due.profile
      order.isUnattended = true
      order.stopsAt = stopsAt
      do throws(Fault) {
        pass.outcomes += try sync(order, onProgress: onProgress)
      } catch {
        guard let profile = due.profile, error.recovery != .interrupted else { throw error }
        // One profile that cannot be synced keeps no other from it.
        pass.failures.append((profile.name, error))
      }
      if clock.monotonicSeconds >= stopsAt || interruption.isRaised { break }
    }
    return pass
  }

  /// A pass without a limit of its own ends after so long all the same: its lease would.
  private static var passSeconds: Double { 6 * 3600 }
  private static var passMargin: Double { 180 }

  /// What a pass syncs together.
  private struct Due {
    var entities: [String]?
    var aim: SyncAim
    var profile: ProfileMark?
  }

  /// All that is due, and when the next is.
  private func due(
    _ store: inout StateStore, _ pass: inout DuePass
  ) throws(Fault) -> [Due] {
    var connection = try Connection.open(configuration.database)
    let site = try site(&connection)
    // The state's moments are of the server's clock; hosts' may differ.
    let now = try store.serverTime()
    let retries = try store.retries()
    var tables: [(dataset: DatasetRecord, table: TableRecord)] = []
    for dataset in try store.datasets(workspaceID: try workspaceID())
    where dataset.powerBIID != nil {
      for table in try store.tables(datasetID: dataset.id) { tables.append((dataset, table)) }
    }
    let moments = try schedule(site, &connection).moments(around: now, site.zone)
    pass.nextAt = moments?.next
    let scheduled = try dueProfiles(tables, retries, site, now, &store, &pass)
    return try dueEntities(tables, retries, slot: moments?.last, now: now)
      + Self.dueTables(tables, retries, now: now, but: scheduled) + scheduled
  }

  /// Enabled entities whose default tables are due.
  private func dueEntities(
    _ tables: [(dataset: DatasetRecord, table: TableRecord)], _ retries: [RetryRecord],
    slot: Instant?, now: Instant
  ) throws(Fault) -> [Due] {
    let records = Dictionary(
      tables.filter(\.dataset.isDefault).map { ($0.table.entity, $0.table) },
      uniquingKeysWith: { _, last in last })
    let slugs = try chosen(nil).map(\.slug).filter { slug in
      Self.isDue(
        records[slug], Self.retry(of: records[slug], retries), slot: slot, now: now)
    }
    return slugs.isEmpty ? [] : [Due(entities: slugs, aim: .standard, profile: nil)]
  }

  private static func retry(
    of table: TableRecord?, _ retries: [RetryRecord]
  ) -> RetryRecord? {
    retries.first { $0.table.name == table?.name && $0.table.datasetID == table?.datasetID }
  }

  /// Tables of other datasets that are to be tried again, or whose quiet hour has come.
  private static func dueTables(
    _ tables: [(dataset: DatasetRecord, table: TableRecord)], _ retries: [RetryRecord],
    now: Instant, but scheduled: [Due]
  ) -> [Due] {
    let profiles = Set(scheduled.compactMap(\.profile?.id))
    let due = tables.filter { dataset, table in
      !dataset.isDefault && !profiles.contains(table.profileID)
        && isDue(table, retry(of: table, retries), slot: nil, now: now)
    }
    return Dictionary(grouping: due, by: \.dataset.id).sorted { $0.key < $1.key }.map { found in
      Due(
        entities: nil,
        aim: .tables(datasetID: found.key, names: found.value.map(\.table.name)), profile: nil)
    }
  }

  /// Active profiles whose own schedule asks for them.
  private func dueProfiles(
    _ tables: [(dataset: DatasetRecord, table: TableRecord)], _ retries: [RetryRecord],
    _ site: Site, _ now: Instant, _ store: inout StateStore, _ pass: inout DuePass
  ) throws(Fault) -> [Due] {
    let known = try store.profileMoments()
    var due: [Due] = []
    for profile in try profiles() where profile.isActive {
      guard let moments = profile.schedule?.moments(around: now, site.zone),
        let past = known[profile.id]
      else { continue }
      pass.nextAt = min(pass.nextAt ?? moments.next, moments.next)
      let entities = try profile.entities.isEmpty ? chosen(nil).map(\.slug) : profile.entities
      let wanted = entities.filter { slug in
        let table = tables.first { dataset, table in
          table.entity == slug
            && (profile.hasOwnTables
              ? dataset.id == profile.datasetID && table.name == profile.tableName ?? slug
              : dataset.isDefault)
        }?.table
        return Self.isDue(
          past, slug, Self.retry(of: table, retries), slot: moments.last, now: now)
      }
      if wanted.isEmpty { continue }
      due.append(
        Due(
          entities: wanted.count == entities.count ? nil : wanted, aim: .profile(profile.id),
          profile: profile.mark))
    }
    return due
  }

  /// Whether a profile's entity is to be synced: the schedule counts from when it was made.
  static func isDue(
    _ past: ProfileMoments, _ entity: String, _ retry: RetryRecord?, slot: Instant, now: Instant
  ) -> Bool {
    if let retry { return (retry.nextAt ?? (retry.failedAt < slot ? now : .never)) <= now }
    return max(past.createdAt, past.syncedAt[entity] ?? past.createdAt) < slot
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
    _ outcome: inout TableOutcome, _ stream: Stream, _ order: SyncOrder, _ beganAt: Instant?,
    _ store: inout StateStore
  ) {
    let table = stream.ledgerTable
    do throws(Fault) {
      guard let fault = outcome.fault else {
        if outcome.isUnfinished { return }
        try store.noteSuccess(of: table)
        if let profile = stream.profile, let beganAt {
          try store.noteProfileSync(
            profileID: profile.id, entity: outcome.entity, at: beganAt)
        }
        return
      }
      if fault.recovery == .interrupted || fault.code == .busy { return }
      let next = try store.noteFailure(
        of: table, entity: outcome.entity, error: fault.line, waits: Self.retryWaits)
      outcome.remarks.append(
        next.map { "run-due tries it again from \($0.text) UTC on" }
          ?? "it failed \(Self.retryWaits.count + 1) times in a row: it is tried again with the "
          + "schedule, or now with: wkpbic sync \(stream.options)")
    } catch {
      log.warning("\(error.failure); when the sync is tried again was not noted")
    }
  }
}

extension Instant {
  /// Later than every moment that anybody waits for.
  fileprivate static var never: Instant { Instant(unixMicroseconds: .max) }
}
