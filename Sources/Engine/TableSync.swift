package import Delivery
package import Runtime
package import Store

/// How one table's sync went.
package struct TableOutcome: Sendable {
  /// The slug of the entity.
  package var entity: String
  /// Rows that were acknowledged.
  package var rows: Int
  /// How long it took.
  package var seconds: Double
  /// Why it failed; nil when the table holds what the shop holds.
  package var fault: Fault?
  /// What a person should know although it worked.
  package var remarks: [String]
  /// Why there is no such table in this shop; nil when there is.
  package var unavailability: String?

  package init(entity: String, rows: Int, seconds: Double, fault: Fault?, remarks: [String]) {
    self.entity = entity
    self.rows = rows
    self.seconds = seconds
    self.fault = fault
    self.remarks = remarks
  }
}

/// One table's sync from lease to log: nobody else changes the table meanwhile, and however it
/// ends, the log says so.
package struct TableSync {
  private let order: ReplaceOrder
  private let waitsForLease: Bool
  private let clock: any Clock
  private let interruption: Interruption
  private let log: Log
  private let onProgress: (Progress) -> Void

  package init(
    order: ReplaceOrder, waitsForLease: Bool, clock: any Clock, interruption: Interruption,
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
  package func run<From: Source & ~Copyable, To: Destination & ~Copyable>(
    from source: consuming From, to destination: consuming To, pace: inout SharedPace,
    _ store: inout StateStore
  ) throws(Fault) -> TableOutcome {
    let beganAt = clock.monotonicSeconds
    var startedAt = beganAt
    let runID = try store.beginRun(
      entity: order.entity, datasetID: order.datasetID, tableName: order.tableName,
      mode: "replace", rowsTotal: order.rowsTotal)
    var rows = 0
    var remarks: [String] = []
    var failure: Fault?
    var setAside: [SetAside] = []
    do throws(Fault) {
      let claim = claim(startedAt: beganAt)
      let lease = try claim.acquire(runID: runID, &store)
      defer { claim.release(lease, log: log, &store) }
      startedAt = clock.monotonicSeconds
      try store.startRun(runID: runID)
      try store.abandonRuns(
        tableName: order.tableName, datasetID: order.datasetID, but: runID)
      let tables = try store.tables(datasetID: order.datasetID)
      guard let table = tables.first(where: { $0.name == order.tableName }) else {
        throw missingTable
      }
      let others = tables.filter { $0.name != order.tableName }
      var run = ReplaceRun(
        source: source, destination: destination, order: order, table: table,
        largestOtherTable: others.map(\.rowCount).max() ?? 0, lease: lease, pace: pace,
        clock: clock, interruption: interruption, onProgress: onProgress)
      defer { pace = run.pace }
      do {
        try run.run(&store)
      } catch {
        failure = error
      }
      rows = run.rowsPushed
      setAside = run.setAsideRows
      remarks = Self.remarks(unrepresentedCount: run.unrepresentedCount)
    } catch {
      failure = error
    }
    let status = Self.status(failure, setAside)
    let fault = failure ?? setAsideFault(setAside)
    let now = clock.monotonicSeconds
    end(
      runID: runID, status, rows: rows, rowsFailed: setAside.count, seconds: now - startedAt,
      fault, &store)
    return TableOutcome(
      entity: order.entity, rows: rows, seconds: now - beganAt, fault: fault, remarks: remarks)
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

  private static func remarks(unrepresentedCount: Int) -> [String] {
    if unrepresentedCount == 0 { return [] }
    return [
      "\(unrepresentedCount) values fitted no column type and became null or 0; "
        + "export shows the rows"
    ]
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
