/// What a shop has said that decides how WooCommerce Analytics counts its orders.
package struct AnalyticsRules: Sendable, Equatable {
  /// Statuses without `wc-` whose orders do not count, beyond drafts and trash.
  package var excludedStatuses: [String]
  /// Whether full refunds take back what their order booked: since WooCommerce 10.2, as the
  /// database's version says, unless the shop was told to keep to the old way.
  package var splitsFullRefunds: Bool

  package init(excludedStatuses: [String], splitsFullRefunds: Bool) {
    self.excludedStatuses = excludedStatuses
    self.splitsFullRefunds = splitsFullRefunds
  }

  /// What holds when the shop has said nothing.
  package static let standard = AnalyticsRules(
    excludedStatuses: ["pending", "failed", "cancelled"], splitsFullRefunds: true)

  /// Statuses that never count.
  static let neverCounted = ["auto-draft", "trash", "checkout-draft"]
}
