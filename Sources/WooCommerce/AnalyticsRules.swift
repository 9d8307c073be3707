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

  /// What the shop's options say; nil for those that are missing.
  package init(
    excludedStatuses: [String]?, databaseVersion: String?, usesOldFullRefunds: String?
  ) {
    self = .standard
    if let excludedStatuses {
      self.excludedStatuses = excludedStatuses.map {
        $0.hasPrefix("wc-") ? String($0.dropFirst(3)) : $0
      }
    }
    splitsFullRefunds =
      usesOldFullRefunds ?? "no" == "no"
      && databaseVersion.map { Self.isVersion($0, atLeast: [10, 2, 0]) } ?? true
  }

  /// Whether a version is that one or a later one; `10.2.0-beta` is earlier than `10.2.0`.
  private static func isVersion(_ text: String, atLeast wanted: [Int]) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    for (index, least) in wanted.enumerated() {
      let part = index < parts.count ? parts[index] : "0"
      let digits = part.prefix { $0.isASCII && $0.isNumber }
      let number = Int(digits) ?? 0
      if number != least { return number > least }
      if digits.count < part.count { return false }
    }
    return true
  }

  /// What holds when the shop has said nothing.
  package static let standard = AnalyticsRules(
    excludedStatuses: ["pending", "failed", "cancelled"], splitsFullRefunds: true)

  /// All statuses whose orders do not count, each once.
  package var uncountedStatuses: [String] {
    var seen: Set<String> = [""]
    return (excludedStatuses + Self.neverCounted).filter { seen.insert($0).inserted }
  }

  /// Statuses that never count.
  static let neverCounted = ["auto-draft", "trash", "checkout-draft"]
}
