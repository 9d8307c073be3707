/// SQL text as bytes, embedded from the files beside this one.
///
/// Must not know: what the statements are for. Entity statements are files
/// `entity/SLUG.STORAGE.sql`, migrations `migration/mNNNN_NAME.sql`.
package enum SQL {
  /// An entity's statements in one of the two order storages; nil when there are none.
  package static func entity(_ slug: String, isHPOS: Bool) -> [UInt8]? {
    switch slug {
    case "orders": isHPOS ? PackageResources.orders_hpos_sql : PackageResources.orders_legacy_sql
    default: nil
    }
  }

  /// The statements over meta of any object.
  package static var meta: [UInt8] { PackageResources.meta_sql }

  /// The migrations of the state tables, in order; the first brings version 1.
  package static var migrations: [[UInt8]] {
    [
      PackageResources.m0001_state_sql,
      PackageResources.m0002_columns_sql,
    ]
  }
}
