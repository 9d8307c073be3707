/// All entities that this build knows, in the order in which people see them.
package enum Catalogue {
  /// Every entity, in the order of lists.
  package static let entities: [Entity] = [
    orders,
    customers,
    products,
    orderItems,
    categories,
    coupons,
    refunds,
    shipping,
    taxRates,
    paymentGateways,
    reviews,
    inventory,
    invoices,
    subscriptions,
    orderGrid,
    reportTypes,
    attributeTerms,
    attributes,
    brands,
    calendar,
    customerLookup,
    orderCoupons,
    orderFees,
    orderNotes,
    orderShipping,
    orderTaxes,
    productAttributes,
    productCategories,
    productVariations,
    refundItems,
    salesDaily,
    tags,
  ]

  /// The entity of that slug.
  package static func entity(_ slug: String) -> Entity? {
    entities.first { $0.slug == slug }
  }
}
