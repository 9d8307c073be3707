/// The REST face: routes under `/wp-json/wkpbic/v1`, judged and answered as WordPress does.
///
/// May know: the product's verbs, HTTP. Must not know: SQL, WordPress's tables, Power BI's wire.
/// Invariant: whatever arrives, the answer is JSON with a code that says what to do, and nothing
/// is done for a caller before the parameters are judged and the capability is seen.
package enum API {
  /// What stands before every route.
  static let namespace = "wkpbic/v1"
  /// Bytes of a request's body at most.
  static let bodyBytesMax = 1 << 20
  /// Elements of a page unless asked for.
  static let pageLength = 20
  /// Elements of a page at most.
  static let pageLengthMax = 100
  /// Connections at a time; each has a thread, since Power BI may take long to answer.
  static let connectionsMax = 64
}

/// What people may do, as the database names it.
enum Right: String, CaseIterable {
  case viewReports = "wkpbic_view_reports"
  case manageSync = "wkpbic_manage_sync"
  case manageDatasets = "wkpbic_manage_datasets"
  case viewLogs = "wkpbic_view_logs"
  case manageAlerts = "wkpbic_manage_alerts"
  case manageSettings = "wkpbic_manage_settings"
}
