internal import MariaDB
package import Runtime

/// Who has changed what.
package struct AuditRecord: Sendable, Equatable {
  /// Rises with every entry.
  package var id: Int64
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
  /// What it was before and after, as JSON without secrets; nil where nothing is told.
  package var changes: String?
}

/// Which entries of the audit are looked for; nil means any.
package struct AuditFilter: Sendable, Equatable {
  /// What was done: `settings.change`, or `settings` for all that begins so.
  package var action: String?
  /// The login name.
  package var login: String?
  /// To what.
  package var target: String?
  /// Then or later.
  package var since: Instant?
  /// Before then.
  package var until: Instant?

  package init(
    action: String? = nil, login: String? = nil, target: String? = nil, since: Instant? = nil,
    until: Instant? = nil
  ) {
    self.action = action
    self.login = login
    self.target = target
    self.since = since
    self.until = until
  }
}

extension StateStore {
  /// Bytes of what an entry tells of its changes at most.
  private static let changesBytesMax = 60_000

  /// Notes what a user does; what it has changed as JSON without secrets.
  package mutating func noteAudit(
    userID: Int64, login: String, action: String, target: String, address: String,
    changes: String? = nil
  ) throws(Fault) {
    let operation = "noting who has changed what"
    try write(
      """
      INSERT INTO {prefix}wkpbic_audit (noted_at, user_id, user_login, action, target, ip)
      VALUES ({now}, ?, ?, ?, ?, ?)
      """,
      [
        .integer(userID), .text(String(login.prefix(60))), .text(String(action.prefix(64))),
        .text(String(target.prefix(255))), .text(String(address.prefix(45))),
      ], operation)
    guard let changes, changes.utf8.count <= Self.changesBytesMax else { return }
    let id = insertedID
    try write(
      """
      INSERT IGNORE INTO {prefix}wkpbic_audit_changes (audit_id, changes) VALUES (?, ?)
      """, [.integer(id), .text(changes)], operation)
  }

  /// The latest so many, newest first.
  package mutating func audit(
    limit: Int, offset: Int = 0, _ filter: AuditFilter = AuditFilter()
  ) throws(Fault) -> [AuditRecord] {
    var places = Self.places(filter)
    places["limit"] = .integer(Int64(limit))
    places["offset"] = .integer(Int64(offset))
    return try rows(
      """
      SELECT a.noted_at, a.user_id, a.user_login, a.action, a.target, a.ip, a.id, c.changes
      FROM {prefix}wkpbic_audit a LEFT JOIN {prefix}wkpbic_audit_changes c ON c.audit_id = a.id
      WHERE ({action} IS NULL OR a.action = {action} OR a.action LIKE {kind})
        AND ({login} IS NULL OR a.user_login = {login})
        AND ({target} IS NULL OR a.target = {target})
        AND ({since} IS NULL OR a.noted_at >= {since})
        AND ({until} IS NULL OR a.noted_at < {until})
      ORDER BY a.id DESC LIMIT {limit} OFFSET {offset}
      """, places, "reading the audit"
    ).map { row in
      AuditRecord(
        id: row.integer(6), at: StateTime.instant(row.text(0)) ?? Instant(unixSeconds: 0),
        userID: row.integer(1), login: row.text(2), action: row.text(3), target: row.text(4),
        address: row.text(5), changes: row.optionalText(7))
    }
  }

  /// How many entries there are.
  package mutating func auditCount(_ filter: AuditFilter) throws(Fault) -> Int {
    let found = try rows(
      """
      SELECT COUNT(*) FROM {prefix}wkpbic_audit a
      WHERE ({action} IS NULL OR a.action = {action} OR a.action LIKE {kind})
        AND ({login} IS NULL OR a.user_login = {login})
        AND ({target} IS NULL OR a.target = {target})
        AND ({since} IS NULL OR a.noted_at >= {since})
        AND ({until} IS NULL OR a.noted_at < {until})
      """, Self.places(filter), "counting the audit")
    return Int(found.first?.integer(0) ?? 0)
  }

  /// What stands for itself in a pattern.
  private static func escaped(_ text: String) -> String {
    text.map { "%_\\".contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  private static func places(_ filter: AuditFilter) -> [String: Literal] {
    func text(_ value: String?) -> Literal { value.map { .text($0) } ?? .null }
    return [
      "action": text(filter.action), "kind": text(filter.action.map { "\(escaped($0)).%" }),
      "login": text(filter.login), "target": text(filter.target),
      "since": text(filter.since?.text), "until": text(filter.until?.text),
    ]
  }
}
