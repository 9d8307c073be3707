/// A demo shop to be made: what `sql/demo/print-shop` takes.
package struct DemoShop: Sendable {
  /// Where a shop keeps its orders.
  package enum Storage: String, Sendable, CaseIterable {
    /// High-performance order storage: `wc_orders` and its satellites.
    case hpos
    /// Posts and postmeta.
    case legacy
  }

  /// The table prefix.
  package var prefix = "wp_"
  /// The same seed makes the same rows, byte for byte.
  package var seed = 1
  /// How many orders; 2,000 take a second or two.
  package var orders = 200
  /// How many accounts; by default three for ten orders.
  package var customers: Int?
  /// How many products; by default twenty and one for fifty orders.
  package var products: Int?
  /// Where orders are kept.
  package var storage = Storage.hpos
  /// The first day, as `2023-01-01`.
  package var startDate = "2023-01-01"
  /// How many days the orders spread over.
  package var days = 1096
  /// One: euros only.
  ///
  /// Two: some orders in dollars. Three: and some in francs.
  package var currencies = 1
  /// Whether to add the twenty or so rows that real shops have and nobody expects.
  package var isAwkward = false
  /// Whether to make the tables only.
  package var isEmpty = false

  package init() {}

  package init(orders: Int, storage: Storage = .hpos, prefix: String = "wp_", seed: Int = 1) {
    self.orders = orders
    self.storage = storage
    self.prefix = prefix
    self.seed = seed
  }

  var arguments: [String] {
    var arguments = [
      "--prefix=\(prefix)", "--seed=\(seed)", "--orders=\(orders)",
      "--storage=\(storage.rawValue)", "--start=\(startDate)", "--days=\(days)",
      "--currencies=\(currencies)",
    ]
    if let customers { arguments.append("--customers=\(customers)") }
    if let products { arguments.append("--products=\(products)") }
    if isAwkward { arguments.append("--awkward") }
    if isEmpty { arguments.append("--schema-only") }
    return arguments
  }
}
