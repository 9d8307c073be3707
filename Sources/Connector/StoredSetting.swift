/// Settings that live in WordPress's options, where PHP sees them too.
///
/// Adding one touches this list only; secrets are not here, because they are sealed.
package enum StoredSetting: String, Sendable, CaseIterable {
  case storeName = "store_name"
  case tenantID = "tenant_id"
  case clientID = "client_id"
  case workspaceID = "workspace_id"
  case columns = "columns"
  case metaColumns = "meta_columns"
  case privacy = "privacy"
  case alertEmail = "alert_email"
  case smtpURL = "smtp_url"
  case smtpUser = "smtp_user"
  case smtpFrom = "smtp_from"
  case smtpTLS = "smtp_tls"
  case smtpCA = "smtp_ca"

  /// The option's name.
  package var option: String { "wkpbic_\(rawValue)" }

  /// Whether it is about columns: stored as an array, and read with the others of its kind.
  var isAboutFields: Bool { self == .columns || self == .metaColumns || self == .privacy }

  /// Whether it is about the mail that alerts send.
  var isAboutMail: Bool {
    switch self {
    case .alertEmail, .smtpURL, .smtpUser, .smtpFrom, .smtpTLS, .smtpCA: true
    default: false
    }
  }

  /// The variable that stands before it.
  package var variable: String { "WKPBIC_\(rawValue.uppercased())" }
}
