package import Runtime
internal import Store
internal import WooCommerce

/// What an installation did.
package struct InstallReport: Sendable, Equatable {
  package var version: Int
  package var versionsApplied: [Int]
  package var storeName: String
}

extension Connector {
  /// Creates or upgrades the state tables; changes nothing when they are up to date.
  package func install() throws(Fault) -> InstallReport {
    let shop = try shop()
    var store = try openStore()
    let applied = try store.install()
    return InstallReport(
      version: StateStore.schemaVersion, versionsApplied: applied, storeName: shop.storeName)
  }
}
