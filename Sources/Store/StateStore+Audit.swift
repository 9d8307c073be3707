internal import MariaDB
package import Runtime

/// Who has changed what.
package struct AuditRecord: Sendable, Equatable {
  /// When.
  package var at: Instant
  /// The user's number.
  package var userID: Int64
  /// The login name, as it was then.
  package var login: String
  /// What was done, such as `dataset.publish`.
  package var action: String
  /// To what.
  package var target: String
  /// From which address.
  package var address: String
}

extension StateStore {
  /// Notes what a user does.
  package mutating func noteAudit(
    userID: Int64, login: String, action: String, target: String, address: String
  ) throws(Fault) {
    try write(
      """
      INSERT INTO {prefix}wkpbic_audit (noted_at, user_id, user_login, action, target, ip)
      VALUES ({now}, ?, ?, ?, ?, ?)
      """,
      [
        .integer(userID), .text(String(login.prefix(60))), .text(String(action.prefix(64))),
        .text(String(target.prefix(255))), .text(String(address.prefix(45))),
      ], "noting who has changed what")
  }

  /// The latest so many, newest first.
  package mutating func audit(limit: Int) throws(Fault) -> [AuditRecord] {
    try rows(
      """
      SELECT noted_at, user_id, user_login, action, target, ip FROM {prefix}wkpbic_audit
      ORDER BY id DESC LIMIT {limit}
      """, ["limit": .integer(Int64(limit))], "reading the audit"
    ).map { row in
      AuditRecord(
        at: StateTime.instant(row.text(0)) ?? Instant(unixSeconds: 0), userID: row.integer(1),
        login: row.text(2), action: row.text(3), target: row.text(4), address: row.text(5))
    }
  }
}
