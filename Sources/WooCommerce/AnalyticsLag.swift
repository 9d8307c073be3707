internal import Bytes
package import MariaDB
package import Runtime

/// How far WooCommerce's own tables of analytics are behind the orders.
///
/// They are filled by background jobs; customers of orders that were not imported are missing from
/// `customer_lookup`, and their orders do not say who is new.
package struct AnalyticsLag: Sendable, Equatable {
  /// Orders after the newest one that was imported.
  package var orderCount: Int
  /// When the oldest of them was created; nil when there is none.
  package var oldest: Instant?

  package init(orderCount: Int, oldest: Instant?) {
    self.orderCount = orderCount
    self.oldest = oldest
  }

  /// Asks the shop; none when the shop has no such tables.
  package static func read(
    _ shop: Shop, _ options: ConnectionOptions
  ) throws(Fault) -> AnalyticsLag {
    var statements = try ReportStatements("report_dates", shop, options)
    guard let row = try statements.rows("lag").first else {
      return AnalyticsLag(orderCount: 0, oldest: nil)
    }
    let count = row[0].flatMap { IntegerText.value($0.rawSpan) } ?? 0
    let oldest = row[1].flatMap { CivilTime($0.rawSpan) }
    return AnalyticsLag(
      orderCount: Int(count), oldest: oldest.map { Instant(unixSeconds: $0.seconds) })
  }

  /// Whether background jobs should have been at it: they run every few minutes, in new versions
  /// twice a day.
  package func isLate(_ now: Instant) -> Bool {
    oldest.map { now.seconds(since: $0) > Self.usualSeconds } ?? false
  }

  /// A day.
  private static let usualSeconds: Double = 86_400
}
