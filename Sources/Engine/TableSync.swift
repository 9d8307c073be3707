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
  private let owner: LeaseOwner

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
    let process = ProcessIdentity.current()
    owner = LeaseOwner(
      host: process.host, processID: process.processID, startTicks: process.startTicks)
  }

  /// Runs it; the pace is shared by all tables of the dataset.
  package func run<From: Source & ~Copyable, To: Destination & ~Copyable>(
    from source: consuming From, to destination: consuming To, pace: inout Pace,
    _ store: inout StateStore
  ) throws(Fault) -> TableOutcome {
    let startedAt = clock.monotonicSeconds
    let runID = try store.beginRun(
      entity: order.entity, datasetID: order.datasetID, tableName: order.tableName,
      mode: "replace", rowsTotal: order.rowsTotal)
    var rows = 0
    var remarks: [String] = []
    var failure: Fault?
    do {
      let lease = try acquire(runID: runID, &store)
      try store.abandonRuns(
        entity: order.entity, datasetID: order.datasetID, but: runID)
      var run = ReplaceRun(
        source: source, destination: destination, order: order, lease: lease, pace: pace,
        clock: clock, interruption: interruption, onProgress: onProgress)
      defer { pace = run.pace }
      do {
        try run.run(&store)
      } catch {
        failure = error
      }
      rows = run.rowsPushed
      failure = failure ?? setAsideFault(run.setAsideRows)
      remarks = Self.remarks(unrepresentedCount: run.unrepresentedCount)
      release(lease, &store)
    } catch {
      failure = error
    }
    let seconds = clock.monotonicSeconds - startedAt
    end(runID: runID, rows: rows, seconds: seconds, failure, &store)
    return TableOutcome(
      entity: order.entity, rows: rows, seconds: seconds, fault: failure, remarks: remarks)
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

  /// Takes the table's lease, and waits for a living owner if it may.
  private func acquire(runID: Int64, _ store: inout StateStore) throws(Fault) -> Lease {
    let name = "table:\(order.datasetID):\(order.tableName)"
    while true {
      var holder: Lease?
      let lease = try store.acquireLease(
        name, owner: owner, runID: runID, isDead: isDead, holder: &holder)
      if let lease { return lease }
      let since = holder.map { "run \($0.runID)" } ?? "another run"
      if !waitsForLease {
        throw Fault(
          .busy, operation: "syncing \(order.entity)", subject: order.tableName,
          cause: "\(since) is at it\(Self.since(holder))", hint: "Let it finish, then try again",
          recovery: .operator)
      }
      onProgress(
        Progress(
          entity: order.entity, rowsPushed: 0, rowsTotal: order.rowsTotal, secondsElapsed: 0,
          waiting: Progress.Waiting(
            seconds: Double(Store.leaseSeconds), reason: "\(since) is at the same table")))
      if clock.wait(seconds: leasePollSeconds, interruption: interruption) {
        throw Fault(
          .interrupted, operation: "waiting for the table", subject: order.tableName,
          cause: "asked to stop", recovery: .interrupted)
      }
    }
  }

  private static func since(_ lease: Lease?) -> String {
    guard let lease else { return "" }
    return " since \(lease.acquiredAt.text) UTC"
  }

  /// Whether the owner was a process of this very host that is gone.
  private func isDead(_ other: LeaseOwner) -> Bool {
    other.host == owner.host
      && ProcessIdentity.startTicks(of: other.processID) != other.startTicks
  }

  private func release(_ lease: Lease, _ store: inout StateStore) {
    do {
      try store.release(lease)
    } catch {
      log.warning("\(error.failure); the lease ends by itself in \(Store.leaseSeconds) s")
    }
  }

  private func end(
    runID: Int64, rows: Int, seconds: Double, _ failure: Fault?, _ store: inout StateStore
  ) {
    let status: RunRecord.Status =
      failure == nil ? .completed : failure?.recovery == .interrupted ? .cancelled : .failed
    do {
      try store.endRun(
        runID: runID, status: status, rowsPushed: rows, seconds: seconds, error: failure?.line)
    } catch {
      log.warning("\(error.failure); the log does not show this run's end")
    }
  }

  /// Seconds between looks at a lease that another run holds.
  private var leasePollSeconds: Double { 1 }
}
