/// What a person may do with the connector; the names that stand in the database.
package enum Capability: String, Sendable, CaseIterable {
  case viewReports = "wkpbic_view_reports"
  case manageSync = "wkpbic_manage_sync"
  case manageDatasets = "wkpbic_manage_datasets"
  case viewLogs = "wkpbic_view_logs"
  case manageAlerts = "wkpbic_manage_alerts"
  case manageSettings = "wkpbic_manage_settings"

  /// Whether a role has it that the database says nothing about.
  func isDefault(role: PHPKey) -> Bool {
    switch role {
    case PHPKey("administrator"): true
    case PHPKey("shop_manager"): self != .manageSettings
    default: false
    }
  }
}
