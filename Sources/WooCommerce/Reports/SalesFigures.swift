internal import Bytes
internal import Model

/// The figures of a period, as WooCommerce Analytics defines them.
struct SalesFigures {
  private(set) var ordersCount = 0
  private(set) var itemsSold: Int64 = 0
  private(set) var coupons = ExactDecimal.zero
  private(set) var totalSales = ExactDecimal.zero
  private(set) var taxes = ExactDecimal.zero
  private(set) var shipping = ExactDecimal.zero
  private(set) var netRevenue = ExactDecimal.zero
  /// Distinct customers and coupons, counted by whoever knows which were seen before.
  var customers = 0
  var couponsCount = 0
  private var ordersNet = ExactDecimal.zero
  private var ordersItems: Int64 = 0
  private var refundsNet = ExactDecimal.zero
  private var refundsGross = ExactDecimal.zero

  mutating func add(_ fact: SalesFact) {
    itemsSold += fact.items
    coupons.add(fact.coupons)
    totalSales.add(fact.total)
    taxes.add(fact.tax)
    shipping.add(fact.shipping)
    netRevenue.add(fact.net)
    if !fact.isChild {
      ordersCount += 1
      ordersItems += fact.items
      ordersNet.add(fact.net)
    }
    if fact.net.mantissa < 0 {
      refundsNet.add(fact.net)
      refundsGross.add(fact.net)
      refundsGross.add(fact.tax)
      refundsGross.add(fact.shipping)
    }
  }

  var grossSales: ExactDecimal { ordersNet.adding(coupons) ?? .zero }

  /// What was paid back, with tax and shipping; before WooCommerce 10.2 without them.
  func refunds(_ rules: AnalyticsRules) -> ExactDecimal {
    (rules.splitsFullRefunds ? refundsGross : refundsNet).magnitude
  }

  /// Before WooCommerce 10.2 refunds are deducted here.
  func averageOrderValue(_ rules: AnalyticsRules) -> ExactDecimal {
    let net = rules.splitsFullRefunds ? ordersNet : netRevenue
    return net.divided(by: ExactDecimal(Int64(ordersCount)), places: Model.quotientPlaces) ?? .zero
  }

  /// Before WooCommerce 10.2 refunds are deducted here.
  func averageItems(_ rules: AnalyticsRules) -> ExactDecimal {
    let items = ExactDecimal(rules.splitsFullRefunds ? ordersItems : itemsSold)
    return items.divided(by: ExactDecimal(Int64(ordersCount)), places: 4) ?? .zero
  }
}

extension ExactDecimal {
  /// Adds; a sum of shop figures fits by far, and garbage that does not counts as nothing.
  mutating func add(_ other: ExactDecimal) {
    self = adding(other) ?? self
  }

  /// Without its sign.
  var magnitude: ExactDecimal { mantissa < 0 ? negated : self }
}
