internal import Engine
internal import MariaDB
package import Runtime
package import Store
internal import WordPress

extension Connector {
  /// Runs, newest first; those whose process is gone say so.
  package func runs(_ filter: RunFilter) throws(Fault) -> [RunRecord] {
    if let entity = filter.entity { _ = try catalogued(entity) }
    var store = try historyStore()
    return try store.runs(filter)
  }

  /// Forgets runs, and firings of alerts, that are older than the site wants to keep; no reason for
  /// a sync to fail.
  func shortenLog(_ store: inout StateStore) {
    do throws(Fault) {
      var connection = try Connection.open(configuration.database)
      let site = try site(&connection)
      let kept = try site.options.read([Self.logDaysOption], &connection).text(Self.logDaysOption)
      let days = kept.flatMap { Int($0) } ?? Self.logDays
      if days > 0 {
        try store.deleteRuns(olderThanDays: min(days, 36_500))
        try store.deleteAlertHistory(olderThanDays: min(days, 36_500))
      }
      try store.deleteOldCalls()
    } catch {
      log.debug("\(error.failure); the log was not shortened")
    }
  }

  /// Forgets events that every table has looked at; no reason for a sync to fail.
  func forgetHints(_ store: inout StateStore) {
    do throws(Fault) {
      let last = try store.lastConsumedHintID()
      for _ in 0..<Self.hintRounds {
        if try store.deleteHints(upTo: last) { return }
      }
    } catch {
      log.debug("\(error.failure); old events were not forgotten")
    }
  }

  private static var hintRounds: Int { 20 }

  /// 0 keeps everything.
  private static var logDaysOption: String { "wkpbic_log_retention_days" }
  private static var logDays: Int { 30 }
}
