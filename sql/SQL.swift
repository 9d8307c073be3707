/// SQL text as bytes, embedded from the files beside this one.
///
/// Must not know: what the statements are for. Entity statements are files
/// `entity/SLUG.STORAGE.sql`, migrations `migration/mNNNN_NAME.sql`.
package enum SQL {
  /// The statements of orders.
  package static var ordersHPOS: [UInt8] { PackageResources.orders_hpos_sql }
}
