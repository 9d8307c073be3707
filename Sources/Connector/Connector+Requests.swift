internal import Delivery
package import Runtime
package import Store

/// A table whose sync failed, and when it is tried again.
package struct RetryReport: Sendable, Equatable {
  /// The dataset, by our id.
  package var datasetID: String
  /// The table's name.
  package var tableName: String
  /// The slug of the entity whose rows it holds.
  package var entity: String
  /// Syncs that have failed one after the other.
  package var attempts: Int
  /// When the next one is due; nil when somebody must ask for it.
  package var nextAt: Instant?
  /// When the last one failed.
  package var failedAt: Instant
  /// Why, as a person reads it.
  package var error: String
}

// What the REST API remembers of requests and of who has asked.
extension Connector {
  /// Claims a request that bears a key, so that it is done once.
  package func claimRequest(
    _ name: String, body: [UInt8], token: String
  ) throws(Fault) -> RequestClaim {
    var store = try openStore()
    try store.requireCurrentSchema()
    return try store.claimRequest(name, body: body, token: token)
  }

  /// Keeps the answer of a claimed request, or, without one, gives the claim back.
  package func endRequest(
    _ name: String, token: String, status: Int?, reply: String
  ) throws(Fault) {
    var store = try openStore()
    if let status {
      try store.keepReply(of: name, token: token, status: status, reply: reply)
    } else {
      try store.dropRequest(name, token: token)
    }
  }

  /// Notes what a user does; what it has changed as JSON without secrets.
  package func noteAudit(
    userID: Int64, login: String, action: String, target: String, address: String,
    changes: String? = nil
  ) throws(Fault) {
    var store = try openStore()
    try store.noteAudit(
      userID: userID, login: login, action: action, target: target, address: address,
      changes: changes)
  }

  /// Who has changed what, newest first.
  package func audit(limit: Int) throws(Fault) -> [AuditRecord] {
    try auditPage(AuditFilter(), limit: limit, offset: 0).entries
  }

  /// A page of the audit, newest first, and how many entries there are in all.
  package func auditPage(
    _ filter: AuditFilter, limit: Int, offset: Int
  ) throws(Fault) -> (entries: [AuditRecord], total: Int) {
    var store = try openStore()
    try store.requireCurrentSchema()
    let total = try store.auditCount(filter)
    return (try store.audit(limit: limit, offset: offset, filter), total)
  }

  /// Tables whose last sync failed, and when they are tried again.
  package func retries() throws(Fault) -> [RetryReport] {
    var store = try openStore()
    try store.requireCurrentSchema()
    return try store.retries().map { record in
      RetryReport(
        datasetID: record.table.datasetID, tableName: record.table.name, entity: record.entity,
        attempts: record.attempts, nextAt: record.nextAt, failedAt: record.failedAt,
        error: record.error)
    }
  }
}
