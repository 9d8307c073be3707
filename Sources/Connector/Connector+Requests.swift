package import Runtime
package import Store

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

  /// Notes what a user does.
  package func noteAudit(
    userID: Int64, login: String, action: String, target: String, address: String
  ) throws(Fault) {
    var store = try openStore()
    try store.noteAudit(
      userID: userID, login: login, action: action, target: target, address: address)
  }

  /// Who has changed what, newest first.
  package func audit(limit: Int) throws(Fault) -> [AuditRecord] {
    var store = try openStore()
    try store.requireCurrentSchema()
    return try store.audit(limit: limit)
  }
}
