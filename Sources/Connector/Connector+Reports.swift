internal import Engine
package import Runtime
package import Store

/// A comparison that is promised: its report is noted, and waits.
package struct QueuedVerify: Sendable {
  /// The report in which the result will stand.
  package let reportID: Int64
  let order: VerifyOrder
}

// Questions that take longer than a request; what they come to is kept.
extension Connector {
  private static var verifyKind: String { "verify" }

  /// Promises a comparison; whoever gets it calls `perform`, on a thread of its own.
  package func queue(_ order: VerifyOrder) throws(Fault) -> QueuedVerify {
    _ = try chosen(order.entities)
    var store = try openStore()
    try store.requireCurrentSchema()
    let id = try store.addReport(kind: Self.verifyKind, owner: .another())
    return QueuedVerify(reportID: id, order: order)
  }

  /// Compares as was promised; `text` makes of the result what is kept.
  package mutating func perform(
    _ queued: QueuedVerify, text: (VerifyReport) -> String
  ) {
    do throws(Fault) {
      var store = try openStore()
      try store.startReport(id: queued.reportID)
      let found = try verify(queued.order) { _ in }
      try store.endReport(
        id: queued.reportID, status: .completed, content: text(found), error: nil)
    } catch {
      log.warning(error.line)
      end(queued, error)
    }
  }

  /// Takes a promise back that nobody can keep.
  package func withdraw(_ queued: QueuedVerify) {
    end(
      queued,
      Fault(
        .busy, operation: "queueing a comparison", subject: "", cause: "too much waits already",
        recovery: .operator))
  }

  private func end(_ queued: QueuedVerify, _ fault: Fault) {
    do throws(Fault) {
      var store = try openStore()
      let status: ReportRecord.Status = fault.recovery == .interrupted ? .cancelled : .failed
      try store.endReport(id: queued.reportID, status: status, content: nil, error: fault.line)
    } catch {
      log.warning("\(error.failure); the report does not show its end")
    }
  }

  /// The comparisons of late, newest first.
  package func verifyReports() throws(Fault) -> [ReportRecord] {
    var store = try reportStore()
    return try store.reports(kind: Self.verifyKind)
  }

  /// One comparison; nil when there is none.
  package func verifyReport(id: Int64) throws(Fault) -> ReportRecord? {
    var store = try reportStore()
    return try store.report(kind: Self.verifyKind, id: id)
  }

  /// Reports whose process is gone say so.
  private func reportStore() throws(Fault) -> StateStore {
    var store = try openStore()
    try store.requireCurrentSchema()
    let host = LeaseOwner.another().host
    try store.closeAbandonedReports { $0.isDead(seenFrom: host) }
    return store
  }
}
