/// Settings that live in WordPress's options, where PHP sees them too.
///
/// Adding one touches this list only; the client secret is not here, because it is sealed.
package enum StoredSetting: String, Sendable, CaseIterable {
  case storeName = "store_name"
  case tenantID = "tenant_id"
  case clientID = "client_id"
  case workspaceID = "workspace_id"
  case columns = "columns"
  case metaColumns = "meta_columns"
  case privacy = "privacy"

  /// The option's name.
  package var option: String { "wkpbic_\(rawValue)" }

  /// Whether it is about columns: stored as an array, and read with the others of its kind.
  var isAboutFields: Bool { self == .columns || self == .metaColumns || self == .privacy }

  /// The variable that stands before it.
  package var variable: String { "WKPBIC_\(rawValue.uppercased())" }
}
