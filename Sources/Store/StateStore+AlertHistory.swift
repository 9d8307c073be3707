internal import MariaDB
package import Runtime

/// A time that an alert fired, as its history shows it.
package struct AlertHistoryRecord: Sendable, Equatable {
  /// Rises with every firing of any alert.
  package var id: Int64
  /// When it fired.
  package var firedAt: Instant
  /// What was watched.
  package var metric: String
  /// The figure, as people read it.
  package var value: String
  /// What it was compared with.
  package var threshold: String
  /// Addresses with commas between.
  package var recipients: String
  /// How the mail stands.
  package var state: AlertMailState
  /// Attempts at sending it.
  package var attempts: Int
  /// When the mail was sent or given up; nil before.
  package var endedAt: Instant?
  /// Why it was not sent, or who was refused; nil when all is well.
  package var error: String?
}

/// How many runs of a kind ended.
package struct RunTally: Sendable, Equatable {
  /// Well.
  package var completed: Int
  /// But for some rows.
  package var partial: Int
  /// Not well.
  package var failed: Int
}

extension StateStore {
  /// When an alert fired, newest first.
  package mutating func alertHistory(
    alertID: Int64, limit: Int, offset: Int
  ) throws(Fault) -> [AlertHistoryRecord] {
    try rows(
      """
      SELECT id, fired_at, metric, value, threshold, recipients, state, attempts, ended_at, error
      FROM {prefix}wkpbic_alert_history WHERE alert_id = {alert}
      ORDER BY id DESC LIMIT {limit} OFFSET {offset}
      """,
      [
        "alert": .integer(alertID), "limit": .integer(Int64(limit)),
        "offset": .integer(Int64(offset)),
      ], "reading an alert's history"
    ).map { row in
      AlertHistoryRecord(
        id: row.integer(0), firedAt: StateTime.instant(row.text(1)) ?? Instant(unixSeconds: 0),
        metric: row.text(2), value: row.text(3), threshold: row.text(4), recipients: row.text(5),
        state: AlertMailState(rawValue: row.text(6)) ?? .failed, attempts: Int(row.integer(7)),
        endedAt: StateTime.instant(row.optionalText(8)), error: row.optionalText(9))
    }
  }

  /// How often an alert has fired, as far as that is remembered.
  package mutating func alertHistoryCount(alertID: Int64) throws(Fault) -> Int {
    let found = try rows(
      "SELECT COUNT(*) FROM {prefix}wkpbic_alert_history WHERE alert_id = {alert}",
      ["alert": .integer(alertID)], "counting an alert's history")
    return Int(found.first?.integer(0) ?? 0)
  }

  /// Forgets firings of longer ago, some thousands at a time.
  package mutating func deleteAlertHistory(olderThanDays days: Int) throws(Fault) {
    try write(
      """
      DELETE FROM {prefix}wkpbic_alert_history WHERE fired_at < {now} - INTERVAL ? DAY
      ORDER BY id LIMIT 5000
      """, [.integer(Int64(days))], "shortening the alerts' history")
  }

  /// Runs that have ended in the last so many seconds; of profiles only, or of all.
  package mutating func tallyRuns(
    ofProfiles: Bool, withinSeconds seconds: Int64
  ) throws(Fault) -> RunTally {
    let found = try rows(
      """
      SELECT COALESCE(SUM(status = 'completed'), 0), COALESCE(SUM(status = 'partial'), 0),
        COALESCE(SUM(status = 'failed'), 0)
      FROM {prefix}wkpbic_runs
      WHERE completed_at >= {now} - INTERVAL {seconds} SECOND
        AND ({profiles} = 0 OR profile <> '')
      """, ["seconds": .integer(seconds), "profiles": .integer(ofProfiles ? 1 : 0)],
      "counting runs")
    let row = found.first
    return RunTally(
      completed: Int(row?.integer(0) ?? 0), partial: Int(row?.integer(1) ?? 0),
      failed: Int(row?.integer(2) ?? 0))
  }
}
