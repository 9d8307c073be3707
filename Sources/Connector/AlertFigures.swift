internal import Bytes
internal import Insight
internal import MariaDB
internal import Runtime
internal import Store
internal import WooCommerce
internal import WordPress

/// The figures that alerts watch, each read once however many alerts ask for it.
struct AlertFigures {
  /// A figure, and what more there is to say of it.
  struct Figure {
    /// Nil when there is none.
    var value: ExactDecimal?
    var detail = ""
  }

  private let shop: Shop
  /// The moment that all of them are about.
  private let now: Instant
  private let connector: Connector
  /// How far back sales are wanted.
  private let windows: [AlertWindow]
  private var sales: Result<[AlertWindow: RecentSales], Fault>?

  init(_ connector: Connector, for alerts: [Alert]) throws(Fault) {
    self.connector = connector
    shop = try connector.shop()
    now = connector.clock.now
    let wanted = alerts.filter { $0.metric.source == .sales }.map(\.window)
    windows = AlertWindow.allCases.filter(wanted.contains)
  }

  /// The figure of an alert.
  mutating func figure(
    _ alert: Alert, _ store: inout StateStore
  ) throws(Fault) -> Figure {
    let seconds = alert.window.seconds
    switch alert.metric {
    case .totalSales:
      return Figure(value: try sales(alert.window).totalSales)
    case .orderCount:
      return Figure(value: ExactDecimal(Int64(try sales(alert.window).orders)))
    case .averageOrderValue:
      let sales = try sales(alert.window)
      return Figure(
        value: sales.averageOrderValue?.rounded(to: shop.priceDecimals),
        detail: "Orders: \(sales.orders)")
    case .refundRate: return Self.rate(try sales(alert.window))
    case .lowStockCount:
      let count = try RecentFigures.lowStockCount(shop, database)
      return Figure(value: ExactDecimal(Int64(count)))
    case .profileCompletion:
      let runs = try store.tallyRuns(ofProfiles: true, withinSeconds: seconds)
      return Figure(
        value: ExactDecimal(Int64(runs.completed + runs.partial + runs.failed)),
        detail: "Completed: \(runs.completed), in part: \(runs.partial), failed: \(runs.failed)")
    case .syncFailure:
      let runs = try store.tallyRuns(ofProfiles: false, withinSeconds: seconds)
      // A sync that cannot even sign in has no runs.
      let failure = try store.syncFailure(withinSeconds: seconds)
      let failed = runs.failed == 0 && failure != nil ? 1 : runs.failed
      return Figure(
        value: ExactDecimal(Int64(failed)),
        detail: "Completed: \(runs.completed)" + (failure.map { "\nThe last failure: \($0)" } ?? "")
      )
    }
  }

  /// The figure as people read it; nil when there is none.
  func text(_ figure: Figure, _ alert: Alert) -> String? {
    figure.value.map {
      AlertText.number($0, places: alert.metric.places(priceDecimals: shop.priceDecimals))
    }
  }

  /// What a message says of an alert now, the time as the shop's clocks show it.
  func message(_ alert: Alert, _ figure: Figure, isSample: Bool = false) -> AlertText {
    let local = Instant(unixSeconds: shop.zone.local(of: now).seconds)
    return AlertText(
      alert,
      AlertText.Facts(
        value: text(figure, alert), timestamp: local.text, store: shop.storeName,
        detail: figure.detail), isSample: isSample)
  }

  private static func rate(_ sales: RecentSales) -> Figure {
    let orders = ExactDecimal(Int64(sales.orders))
    let hundredfold = ExactDecimal(Int64(sales.refunds) * 100)
    return Figure(
      value: hundredfold.divided(by: orders, places: 2),
      detail: "Refunds: \(sales.refunds), orders: \(sales.orders)")
  }

  private var database: ConnectionOptions {
    connector.configuration.replica ?? connector.configuration.database
  }

  private mutating func sales(_ window: AlertWindow) throws(Fault) -> RecentSales {
    let found = sales ?? readSales()
    sales = found
    guard let figures = try found.get()[window] else {
      preconditionFailure("the windows of all alerts were asked for")
    }
    return figures
  }

  private func readSales() -> Result<[AlertWindow: RecentSales], Fault> {
    do throws(Fault) {
      let starts = windows.map { now.adding(seconds: -Double($0.seconds)) }
      let figures = try RecentFigures.sales(
        shop, since: starts, until: now, database,
        isStopped: { connector.interruption.isRaised })
      return .success(Dictionary(uniqueKeysWithValues: zip(windows, figures)))
    } catch {
      return .failure(connector.ofReplica(error))
    }
  }
}
