/// A figure that an alert watches.
package enum AlertMetric: String, Sendable, CaseIterable {
  /// What WooCommerce Analytics calls total sales: the totals of orders, tax and shipping included,
  /// less refunds; orders count when they were made, refunds when they were.
  case totalSales = "total_sales"
  /// Orders, as Analytics counts them.
  case orderCount = "order_count"
  /// What Analytics calls the average order value: net of the orders by their number, in whole
  /// cents or whatever the shop's smallest coin is.
  case averageOrderValue = "average_order_value"
  /// Refunds made, by orders made, in percent with two decimals.
  case refundRate = "refund_rate"
  /// Published products and variations in stock, but at or below their low-stock amount, now.
  case lowStockCount = "low_stock_count"
  /// Runs of profiles that have ended, well or not.
  case profileCompletion = "profile_completion"
  /// Runs that have failed.
  case syncFailure = "sync_failure"

  /// What is asked to know the figure.
  package enum Source: Sendable { case sales, stock, runs }

  /// Where the figure comes from.
  package var source: Source {
    switch self {
    case .totalSales, .orderCount, .averageOrderValue, .refundRate: .sales
    case .lowStockCount: .stock
    case .profileCompletion, .syncFailure: .runs
    }
  }

  /// Places after the point of the figure, in a shop whose prices have that many.
  package func places(priceDecimals: Int) -> Int {
    switch self {
    case .totalSales, .averageOrderValue: priceDecimals
    case .refundRate: 2
    case .orderCount, .lowStockCount, .profileCompletion, .syncFailure: 0
    }
  }

  /// The figure's name in a sentence.
  var label: String {
    switch self {
    case .totalSales: "Total sales"
    case .orderCount: "The number of orders"
    case .averageOrderValue: "The average order value"
    case .refundRate: "The refund rate (percent)"
    case .lowStockCount: "The number of products low in stock"
    case .profileCompletion: "The number of profile runs that ended"
    case .syncFailure: "The number of failed sync runs"
    }
  }
}

/// How far an alert looks back.
package enum AlertWindow: String, Sendable, CaseIterable {
  case hour = "1h"
  case day = "24h"
  case week = "7d"
  case month = "30d"

  /// Its length.
  package var seconds: Int64 {
    switch self {
    case .hour: 3600
    case .day: 86_400
    case .week: 7 * 86_400
    case .month: 30 * 86_400
    }
  }

  var label: String {
    switch self {
    case .hour: "the last hour"
    case .day: "the last 24 hours"
    case .week: "the last 7 days"
    case .month: "the last 30 days"
    }
  }
}
