/// All entities that this build knows, in the order in which people see them.
package enum Catalogue {
  /// Every entity, in the order of lists.
  package static let entities: [Entity] = [
    orders,
    customers,
    shipping,
    taxRates,
    paymentGateways,
    reportTypes,
    calendar,
    customerLookup,
    salesDaily,
  ]

  /// The entity of that slug.
  package static func entity(_ slug: String) -> Entity? {
    entities.first { $0.slug == slug }
  }
}
