/// Types that WooCommerce knows, and those that plugins bring with them.
///
/// WooCommerce makes something else of a type that nobody defines: a product becomes simple, a
/// coupon takes a fixed amount off the cart.
package enum TypeFamily: String, Sendable, CaseIterable {
  /// Types of products.
  case product
  /// Types of discounts.
  case discount

  /// What WooCommerce takes instead of a type that nobody defines.
  package var fallback: String {
    switch self {
    case .product: "simple"
    case .discount: "fixed_cart"
    }
  }

  /// The types that a shop with these plugins (`folder/file.php`) knows.
  package func types(activePlugins: [String]) -> [String] {
    let folders = Set(activePlugins.map { $0.prefix { $0 != "/" } })
    return core + brought.filter { folders.contains($0.folder[...]) }.flatMap(\.types)
  }

  private var core: [String] {
    switch self {
    case .product: ["simple", "grouped", "external", "variable"]
    case .discount: ["percent", "fixed_cart", "fixed_product"]
    }
  }

  /// What plugins bring, by their folder.
  private var brought: [(folder: String, types: [String])] {
    switch self {
    case .product:
      [
        ("woocommerce-subscriptions", ["subscription", "variable-subscription"]),
        ("woocommerce-product-bundles", ["bundle"]),
        ("woocommerce-composite-products", ["composite"]),
        ("woocommerce-mix-and-match-products", ["mix-and-match"]),
        ("woocommerce-bookings", ["booking"]),
        ("woocommerce-accommodation-bookings", ["accommodation-booking"]),
        ("woocommerce-appointments", ["appointment"]),
        ("woocommerce-gift-cards", ["gift-card"]),
        ("woocommerce-simple-auctions", ["auction"]),
        ("woo-product-bundle", ["woosb"]),
        ("woo-product-bundle-premium", ["woosb"]),
        ("yith-woocommerce-product-bundles", ["yith_bundle"]),
        ("yith-woocommerce-product-bundles-premium", ["yith_bundle"]),
      ]
    case .discount:
      [
        (
          "woocommerce-subscriptions",
          [
            "sign_up_fee", "sign_up_fee_percent", "recurring_fee", "recurring_percent",
            "renewal_fee", "renewal_percent", "renewal_cart", "initial_cart",
          ]
        ),
        ("woocommerce-smart-coupons", ["smart_coupon"]),
        ("woocommerce-store-credit", ["store_credit"]),
      ]
    }
  }
}
