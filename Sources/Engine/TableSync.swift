package import Delivery
package import Runtime
package import Store

/// How one table's sync went.
package struct TableOutcome: Sendable {
  /// The slug of the entity.
  package var entity: String
  /// The table; the entity's slug unless it bears a name of its own.
  package var table: String
  /// Rows that were acknowledged, compensating ones included; 0 when nothing had changed.
  package var rows: Int
  /// Rows of the shop that were compared with what was sent before.
  package var rowsCompared = 0
  /// How long it took.
  package var seconds: Double
  /// Why it failed; nil when the table holds what the shop holds.
  package var fault: Fault?
  /// What a person should know although it worked.
  package var remarks: [String]
  /// Why there is no such table in this shop; nil when there is.
  package var unavailability: String?
  /// When the table will be cleared and filled anew, where that waits for a quiet hour.
  package var pendingUntil: Instant?
  /// Whether the run ended because its time was up; the next one goes on.
  package var isUnfinished = false

  package init(
    entity: String, table: String, rows: Int, seconds: Double, fault: Fault?, remarks: [String]
  ) {
    self.entity = entity
    self.table = table
    self.rows = rows
    self.seconds = seconds
    self.fault = fault
    self.remarks = remarks
  }
}

/// One table's sync from lease to log: nobody else changes the table meanwhile, and however it
/// ends, the log says so.
package struct TableSync {
  private let order: TableOrder
  private let waitsForLease: Bool
  private let clock: any Clock
  private let interruption: Interruption
  private let log: Log
  private let onProgress: (Progress) -> Void

  package init(
    order: TableOrder, waitsForLease: Bool, clock: any Clock, interruption: Interruption,
    log: Log, onProgress: @escaping (Progress) -> Void
  ) {
    self.order = order
    self.waitsForLease = waitsForLease
    self.clock = clock
    self.interruption = interruption
    self.log = log
    self.onProgress = onProgress
  }

  /// Runs it; the pace is shared by all tables of the dataset.
  package func run<From: HintedSource & ~Copyable, To: Destination & ~Copyable>(
    from source: consuming From, to destination: consuming To, pace: inout SharedPace,
    _ store: inout StateStore
  ) throws(Fault) -> TableOutcome {
    let beganAt = clock.monotonicSeconds
    var startedAt = beganAt
    let runID = try begin(&store)
    var outcome = TableOutcome(
      entity: order.entity, table: order.tableName, rows: 0, seconds: 0, fault: nil, remarks: [])
    var failure: Fault?
    var setAside: [SetAside] = []
    do throws(Fault) {
      let claim = claim(startedAt: beganAt)
      let lease = try claim.acquire(runID: runID, &store)
      defer { claim.release(lease, log: log, &store) }
      startedAt = clock.monotonicSeconds
      try store.abandonRuns(
        tableName: order.tableName, datasetID: order.datasetID, but: runID)
      let tables = try store.tables(datasetID: order.datasetID)
      guard let table = tables.first(where: { $0.name == order.tableName }) else {
        throw missingTable
      }
      let others = tables.filter { $0.name != order.tableName }
      var run = TableRun(
        source: source, destination: destination, order: order, table: table,
        largestOtherTable: others.map(\.rowCount).max() ?? 0, lease: lease, pace: pace,
        clock: clock, interruption: interruption, onProgress: onProgress)
      defer { pace = run.pace }
      try store.startRun(runID: runID, mode: run.plan.mode.rawValue)
      do {
        try run.run(&store)
      } catch {
        if !run.isUnfinished { failure = error }
      }
      outcome.rows = run.rowsPushed
      outcome.rowsCompared = run.rowsCompared
      outcome.pendingUntil = run.pendingUntil
      outcome.isUnfinished = run.isUnfinished
      setAside = run.setAsideRows
      outcome.remarks = Self.remarks(
        run.plan.clearing, unrepresentedCount: run.unrepresentedCount)
    } catch {
      failure = error
    }
    let status = outcome.isUnfinished ? .partial : Self.status(failure, setAside)
    outcome.fault = failure ?? setAsideFault(setAside)
    let now = clock.monotonicSeconds
    outcome.seconds = now - beganAt
    end(
      runID: runID, status, rows: outcome.rows, rowsFailed: setAside.count,
      seconds: now - startedAt, outcome.fault, &store)
    return outcome
  }

  /// The run's row in the log: the one that was promised, or a new one.
  private func begin(_ store: inout StateStore) throws(Fault) -> Int64 {
    let mode = (order.mode ?? order.standardMode).rawValue
    guard let runID = order.runID else {
      return try store.beginRun(
        entity: order.entity, profile: order.profile, datasetID: order.datasetID,
        tableName: order.tableName, mode: mode, rowsTotal: order.rowsTotal)
    }
    try store.placeRun(
      runID: runID, datasetID: order.datasetID, tableName: order.tableName, mode: mode,
      rowsTotal: order.rowsTotal)
    return runID
  }

  private static func status(_ failure: Fault?, _ setAside: [SetAside]) -> RunRecord.Status {
    guard let failure else { return setAside.isEmpty ? .completed : .partial }
    return failure.recovery == .interrupted ? .cancelled : .failed
  }

  /// A table without some of its rows is no success.
  private func setAsideFault(_ rows: [SetAside]) -> Fault? {
    guard let first = rows.first else { return nil }
    let keys = rows.map { String($0.key) }.joined(separator: ", ")
    return Fault(
      .rejected, operation: "syncing \(order.entity)", subject: order.tableName,
      cause: "\(rows.count) rows were refused and left out (\(keys)): \(first.cause)",
      hint: "Look at these rows in the shop; the next sync tries them again",
      recovery: .stopStream)
  }

  private static func remarks(
    _ clearing: DeliveryPlan.Clearing?, unrepresentedCount: Int
  ) -> [String] {
    var remarks: [String] = []
    switch clearing {
    case .rules:
      remarks.append(
        "columns, the selection, rules for personal data or the store's name have changed: "
          + "sent anew")
    case .mode: remarks.append("the mode has changed: sent anew")
    case .asked, .unknown, .changes, nil: break
    }
    if unrepresentedCount > 0 {
      remarks.append(
        "\(unrepresentedCount) values fitted no column type and became null or 0; "
          + "export shows the rows")
    }
    return remarks
  }

  private func claim(startedAt: Double) -> LeaseClaim {
    LeaseClaim(
      "table:\(order.datasetID):\(order.tableName)", operation: "syncing \(order.entity)",
      subject: order.tableName, waits: waitsForLease, clock: clock, interruption: interruption
    ) { waiting in
      onProgress(
        Progress(
          entity: order.entity, rowsPushed: 0, rowsTotal: order.rowsTotal,
          secondsElapsed: clock.monotonicSeconds - startedAt, waiting: waiting))
    }
  }

  private var missingTable: Fault {
    Fault(
      .configuration, operation: "syncing \(order.entity)", subject: order.tableName,
      cause: "the dataset was made without this table, and Power BI adds none to a push dataset",
      hint: "Delete the dataset in Power BI; the next sync makes a new one with every table",
      recovery: .operator)
  }

  private func end(
    runID: Int64, _ status: RunRecord.Status, rows: Int, rowsFailed: Int, seconds: Double,
    _ fault: Fault?, _ store: inout StateStore
  ) {
    do {
      try store.endRun(
        runID: runID, status: status, rowsPushed: rows, rowsFailed: rowsFailed,
        seconds: seconds, error: fault?.line)
    } catch {
      log.warning("\(error.failure); the log does not show this run's end")
    }
  }
}
