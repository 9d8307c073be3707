internal import MariaDB
internal import Model
internal import Runtime
internal import WooCommerce
internal import WordPress

/// What the same options make of a site, a shop and its entities, worked out once.
///
/// Options are read for every request; only what follows from the very same ones is kept.
final class ShopReading: Sendable {
  let options: SiteOptions
  let site: Site
  private let made = Lock(Made())

  private struct Made {
    var shop: Shop?
    var entities: [String: Entity] = [:]
    var counts: [Counting: SQLText] = [:]
  }

  /// What is counted.
  struct Counting: Hashable {
    let slug: String
    let isEveryStatus: Bool
  }

  init(_ options: SiteOptions, _ site: Site) {
    self.options = options
    self.site = site
  }

  func shop(_ make: () throws(Fault) -> Shop) throws(Fault) -> Shop {
    if let shop = made.withLock({ $0.shop }) { return shop }
    let fresh = try make()
    made.withLock { $0.shop = fresh }
    return fresh
  }

  func entity(_ slug: String, _ make: () throws(Fault) -> Entity) throws(Fault) -> Entity {
    if let entity = made.withLock({ $0.entities[slug] }) { return entity }
    let fresh = try make()
    made.withLock { $0.entities[slug] = fresh }
    return fresh
  }

  /// The statement that counts; nil when none is known, or it did not run.
  subscript(_ counting: Counting) -> SQLText? {
    get { made.withLock { $0.counts[counting] } }
    set { made.withLock { $0.counts[counting] = newValue } }
  }
}

/// Keeps the latest reading of a process that serves.
package final class ReadingShelf: Sendable {
  private let kept = Lock<ShopReading?>(nil)

  package init() {}

  var latest: ShopReading? { kept.withLock { $0 } }

  func keep(_ reading: ShopReading) {
    kept.withLock { $0 = reading }
  }
}
