internal import MariaDB
package import Runtime

/// A question that takes longer than a request, and what it came to.
package struct ReportRecord: Sendable, Equatable {
  /// Rises with every report.
  package var id: Int64
  /// What is asked, such as `verify`.
  package var kind: String
  /// How it stands, or ended.
  package var status: Status
  /// What was found, as text of the room that reads it; nil before its end.
  package var content: String?
  /// Why nothing was found; nil when it did not fail.
  package var error: String?
  /// When it was asked.
  package var askedAt: Instant
  /// When it ended; nil while it waits or is looked for.
  package var completedAt: Instant?

  /// How a report stands, or ended.
  package enum Status: String, Sendable, CaseIterable {
    case queued, running, completed, failed, cancelled
  }
}

extension StateStore {
  /// Reports of a kind that are kept; older ones are forgotten.
  package static let reportsMax = 100

  /// Notes that a report is wanted; returns its id.
  package mutating func addReport(kind: String, owner: LeaseOwner) throws(Fault) -> Int64 {
    let operation = "noting a report"
    try write(
      """
      INSERT INTO {prefix}wkpbic_reports (kind, status, owner, asked_at)
      VALUES (?, 'queued', ?, {now})
      """, [.text(kind), .text(owner.text)], operation)
    let id = insertedID
    try write(
      "DELETE FROM {prefix}wkpbic_reports WHERE kind = ? AND id <= ?",
      [.text(kind), .integer(id - Int64(Self.reportsMax))], "forgetting old reports")
    return id
  }

  /// Notes that somebody is at it.
  package mutating func startReport(id: Int64) throws(Fault) {
    try write(
      "UPDATE {prefix}wkpbic_reports SET status = 'running' WHERE id = ? AND status = 'queued'",
      [.integer(id)], "noting a report's start")
  }

  /// Notes what it came to, unless it has ended already.
  package mutating func endReport(
    id: Int64, status: ReportRecord.Status, content: String?, error: String?
  ) throws(Fault) {
    try write(
      """
      UPDATE {prefix}wkpbic_reports
      SET status = ?, content = ?, error = ?, completed_at = {now}
      WHERE id = ? AND completed_at IS NULL
      """,
      [
        .text(status.rawValue), content.map(Value.text) ?? .null, error.map(Value.text) ?? .null,
        .integer(id),
      ], "noting a report's end")
  }

  /// The reports of a kind, newest first.
  package mutating func reports(kind: String) throws(Fault) -> [ReportRecord] {
    try rows(
      """
      SELECT id, kind, status, content, error, asked_at, completed_at
      FROM {prefix}wkpbic_reports WHERE kind = {kind} ORDER BY id DESC LIMIT {limit}
      """, ["kind": .text(kind), "limit": .integer(Int64(Self.reportsMax))], "reading reports"
    ).map(Self.report)
  }

  /// One report; nil when there is none of that kind and id.
  package mutating func report(kind: String, id: Int64) throws(Fault) -> ReportRecord? {
    try rows(
      """
      SELECT id, kind, status, content, error, asked_at, completed_at
      FROM {prefix}wkpbic_reports WHERE kind = {kind} AND id = {id}
      """, ["kind": .text(kind), "id": .integer(id)], "reading a report"
    ).first.map(Self.report)
  }

  /// Closes reports whose process ended before they did.
  package mutating func closeAbandonedReports(
    isDead: (LeaseOwner) -> Bool
  ) throws(Fault) {
    let open = try rows(
      """
      SELECT id, owner FROM {prefix}wkpbic_reports WHERE completed_at IS NULL
      ORDER BY id LIMIT {limit}
      """, ["limit": .integer(Int64(Self.reportsMax))], "looking for abandoned reports")
    for row in open {
      guard let owner = LeaseOwner(row.text(1)), isDead(owner) else { continue }
      try endReport(
        id: row.integer(0), status: .failed, content: nil,
        error: "the process ended before the report did")
    }
  }

  private static func report(_ row: StateRow) -> ReportRecord {
    ReportRecord(
      id: row.integer(0), kind: row.text(1),
      status: ReportRecord.Status(rawValue: row.text(2)) ?? .failed,
      content: row.optionalText(3), error: row.optionalText(4),
      askedAt: StateTime.instant(row.text(5)) ?? Instant(unixSeconds: 0),
      completedAt: StateTime.instant(row.optionalText(6)))
  }
}
