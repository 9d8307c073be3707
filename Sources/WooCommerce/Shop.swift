package import MariaDB
package import Model
package import WordPress

/// What a shop has said about itself that decides how its rows are read.
package struct Shop: Sendable {
  /// What its tables are called at the front.
  package var prefix: TablePrefix
  /// The store's name in every row.
  package var storeName: String
  /// Where it keeps orders.
  package var storage: Storage
  /// Option `woocommerce_price_num_decimals`.
  package var priceDecimals: Int
  /// What it has switched on.
  package var features: Set<Expression.Feature>
  /// Its time zone.
  package var zone: TimeZoneRules
  /// Plugins that are active, as `folder/file.php`.
  package var activePlugins: [String]
  /// The roles that users can have: the names in option `{prefix}user_roles`.
  package var roles: [String] = []
  /// What the tables of users are called at the front, in a network; nil as all others.
  package var userPrefix: TablePrefix?
  /// Option `woocommerce_notify_low_stock_amount`.
  package var lowStockAmount = 2
  /// Option `woocommerce_notify_no_stock_amount`.
  package var noStockAmount = 0
  /// How WooCommerce Analytics counts here.
  package var analytics = AnalyticsRules.standard
  /// What makes keyed hashes; nil when no privacy rule asks for them.
  package var pseudonyms: Pseudonyms?

  package init(
    prefix: TablePrefix, storeName: String, storage: Storage, priceDecimals: Int,
    features: Set<Expression.Feature>, zone: TimeZoneRules, activePlugins: [String] = []
  ) {
    precondition(priceDecimals >= 0 && priceDecimals <= Self.priceDecimalsMax)
    self.prefix = prefix
    self.storeName = storeName
    self.storage = storage
    self.priceDecimals = priceDecimals
    self.features = features
    self.zone = zone
    self.activePlugins = activePlugins
  }

  /// Whether what an entity requires is active.
  package func meets(_ requirement: Entity.Requirement) -> Bool {
    activePlugins.contains(requirement.plugin)
  }

  /// Where the orders live: option `woocommerce_custom_orders_table_enabled` alone decides.
  package enum Storage: String, Sendable {
    /// `wc_orders` and the tables beside it.
    case hpos
    /// `posts` and `postmeta`.
    case legacy
  }

  /// More decimals than any currency has, and what a DECIMAL(26,8) holds.
  package static let priceDecimalsMax = 8
}
