/// Where the meta of an entity's rows stands.
///
/// An entity has a home only when its key is the number of the object that the meta belongs to.
package enum MetaHome: String, Sendable, CaseIterable {
  /// Orders and refunds: a table of their own, or that of posts.
  case order
  /// Lines of orders and of refunds.
  case item
  /// Products, their variations and coupons.
  case post
  /// Users.
  case user
  /// Categories, tags, brands and values of attributes.
  case term

  fileprivate static let homes: [String: MetaHome] = [
    "orders": .order, "refunds": .order, "subscriptions": .order,
    "order_items": .item, "order_fees": .item, "order_shipping": .item, "order_taxes": .item,
    "order_coupons": .item, "refund_items": .item,
    "products": .post, "product_variations": .post, "coupons": .post,
    "customers": .user,
    "categories": .term, "tags": .term, "brands": .term, "attribute_terms": .term,
  ]
}

extension Entity {
  /// Where the meta of its rows stands; nil when they have none.
  package var metaHome: MetaHome? { MetaHome.homes[slug] }
}
