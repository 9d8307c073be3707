/// SQL text as bytes, embedded from the files beside this one.
///
/// Must not know: what the statements are for. Entity statements are files
/// `entity/SLUG.STORAGE.sql`, migrations `migration/mNNNN_NAME.sql`.
package enum SQL {
  /// An entity's statements in one of the two order storages; nil when there are none.
  package static func entity(_ slug: String, isHPOS: Bool) -> [UInt8]? {
    switch slug {
    case "orders": isHPOS ? PackageResources.orders_hpos_sql : PackageResources.orders_legacy_sql
    case "products": PackageResources.products_sql
    case "categories": PackageResources.categories_sql
    case "coupons": PackageResources.coupons_sql
    case "reviews": PackageResources.reviews_sql
    case "inventory": PackageResources.inventory_sql
    case "attribute_terms": PackageResources.attribute_terms_sql
    case "attributes": PackageResources.attributes_sql
    case "brands": PackageResources.brands_sql
    case "product_attributes": PackageResources.product_attributes_sql
    case "product_categories": PackageResources.product_categories_sql
    case "product_variations": PackageResources.product_variations_sql
    case "tags": PackageResources.tags_sql
    default: nil
    }
  }

  /// The migrations of the state tables, in order; the first brings version 1.
  package static var migrations: [[UInt8]] { [PackageResources.m0001_state_sql] }
}
