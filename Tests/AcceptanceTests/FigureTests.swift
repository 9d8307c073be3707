import Foundation
import Testing
import Testkit

/// The measures that ship with the default dataset, computed over the rows that arrived: against
/// the same figures added up from an export, and against what WooCommerce Analytics says by day.
struct FigureTests {
  private typealias Row = [String: Any]

  private static let entities = "calendar,orders,refunds,order_items,customers,sales_daily"
  private static let uncounted: Set<String> = [
    "pending", "failed", "cancelled", "auto-draft", "trash", "checkout-draft",
  ]

  private static func stage(
    _ storage: DemoShop.Storage, _ name: String, orders: Int
  ) throws -> Stage {
    let stage = try Stage("\(name)_\(storage.rawValue)", orders: orders, storage: storage)
    try #require(try stage.run("install").status == 0)
    let outcome = try stage.run("sync", "--entity=\(entities)")
    try #require(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    return stage
  }

  /// What a query brings: the number of a day, and figures by name.
  private static func days(_ stage: Stage, _ figures: [String: String]) throws
    -> [Int: [String: Double]]
  {
    let columns = figures.map { "\"\($0.key)\", \($0.value)" }.joined(separator: ", ")
    var days: [Int: [String: Double]] = [:]
    for row in try stage.query("EVALUATE SUMMARIZECOLUMNS('calendar'[date_key], \(columns))") {
      let day = try #require(row["calendar[date_key]"] as? Int, "rows without a day: \(row)")
      days[day] = figures.keys.reduce(into: [:]) { $0[$1] = row["[\($1)]"] as? Double ?? 0 }
    }
    return days
  }

  private static func export(_ stage: Stage, _ entity: String) throws -> [Row] {
    let outcome = try stage.run("export", "--entity=\(entity)")
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try outcome.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? Row)
    }
  }

  private static func number(_ row: Row, _ name: String) -> Double {
    (row[name] as? NSNumber)?.doubleValue ?? 0
  }

  private static func day(_ row: Row, _ name: String) -> Int {
    Int((row[name] as? String ?? "").prefix(10).filter(\.isNumber)) ?? 0
  }

  /// Adds up what counts, by day.
  private static func sum(
    _ rows: [Row], _ status: String, _ date: String, _ value: (Row) -> Double
  ) -> [Int: Double] {
    var sums: [Int: Double] = [:]
    for row in rows where !uncounted.contains(row[status] as? String ?? "") {
      sums[day(row, date), default: 0] += value(row)
    }
    return sums
  }

  private static func expectEqual(
    _ found: [Int: Double], _ expected: [Int: Double], _ comment: Comment,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for day in Set(found.keys).union(expected.keys).sorted() {
      let difference = abs(found[day, default: 0] - expected[day, default: 0])
      #expect(difference < 1e-6, "\(comment) on \(day)", sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: DemoShop.Storage.allCases)
  func measuresAddUpWhatTheyName(_ storage: DemoShop.Storage) throws {
    let stage = try Self.stage(storage, "figures", orders: 500)
    let names = [
      "Net sales", "Orders", "AOV", "Refunds", "Units", "Margin", "New customers", "Customers",
    ]
    let days = try Self.days(stage, names.reduce(into: [:]) { $0[$1] = "[\($1)]" })
    func found(_ name: String) -> [Int: Double] { days.compactMapValues { $0[name] } }
    let orders = try Self.export(stage, "orders")
    let refunds = try Self.export(stage, "refunds")
    let items = try Self.export(stage, "order_items")
    func ofOrders(_ value: (Row) -> Double) -> [Int: Double] {
      Self.sum(orders, "status", "date_created", value)
    }
    func ofRefunds(_ name: String) -> [Int: Double] {
      Self.sum(refunds, "order_status", "date_created") { Self.number($0, name) }
    }
    func ofItems(_ value: (Row) -> Double) -> [Int: Double] {
      Self.sum(items, "order_status", "order_date_created", value)
    }
    let net = ofOrders { Self.number($0, "net_total") }
    let number = ofOrders { _ in 1 }
    Self.expectEqual(
      found("Net sales"), net.merging(ofRefunds("net_total"), uniquingKeysWith: +), "Net sales")
    Self.expectEqual(found("Orders"), number, "Orders")
    let means = Dictionary(
      uniqueKeysWithValues: number.map { ($0.key, net[$0.key, default: 0] / $0.value) })
    Self.expectEqual(found("AOV"), means, "AOV")
    Self.expectEqual(found("Refunds"), ofRefunds("amount"), "Refunds")
    Self.expectEqual(found("Units"), ofItems { Self.number($0, "quantity") }, "Units")
    Self.expectEqual(
      found("Margin"), ofItems { Self.number($0, "total") - Self.number($0, "cogs_value") },
      "Margin")
    Self.expectEqual(
      found("New customers"), ofOrders { $0["customer_type"] as? String == "new" ? 1 : 0 },
      "New customers")
    var customers: [Int: Set<Int>] = [:]
    for row in orders where !Self.uncounted.contains(row["status"] as? String ?? "") {
      guard let id = row["customer_lookup_id"] as? Int else { continue }
      customers[Self.day(row, "date_created"), default: []].insert(id)
    }
    Self.expectEqual(
      found("Customers"), customers.mapValues { Double($0.count) }, "Customers")
    // The rows are worth it: none of the figures is always nothing.
    for name in names { #expect(found(name).values.contains { $0 != 0 }, "\(name)") }
  }

  @Test(arguments: DemoShop.Storage.allCases)
  func analyticsSaysTheSameByDay(_ storage: DemoShop.Storage) throws {
    // So many orders that some were paid back in full as a lump sum, without lines.
    let stage = try Self.stage(storage, "by_day", orders: 1200)
    try Self.compareByDay(stage, isOld: false)
    // As shops of before WooCommerce 10.2 book full refunds.
    try stage.server.run(
      """
      INSERT INTO wp_options (option_name, option_value, autoload)
      VALUES ('woocommerce_analytics_uses_old_full_refund_data', 'yes', 'on')
      """, in: stage.database)
    try #require(try stage.run("sync", "--entity=sales_daily").status == 0)
    try Self.compareByDay(stage, isOld: true)
  }

  private static func compareByDay(_ stage: Stage, isOld: Bool) throws {
    let days = try Self.days(
      stage,
      [
        "net": "[Net sales]", "number": "[Orders]", "refunds": "[Refunds]", "mean": "[AOV]",
        "s_net": "SUM('sales_daily'[net_revenue])",
        "s_number": "SUM('sales_daily'[orders_count])",
        "s_refunds": "SUM('sales_daily'[refunds])",
        "s_mean": "SUM('sales_daily'[avg_order_value])",
      ])
    func found(_ name: String) -> [Int: Double] { days.compactMapValues { $0[name] } }
    func difference(_ ours: String, _ theirs: String) -> [Int: Double] {
      days.compactMapValues { ($0[theirs] ?? 0) - ($0[ours] ?? 0) }
    }
    Self.expectEqual(found("number"), found("s_number"), "orders_count")
    let refunds = try Self.fullRefunds(stage)
    #expect(!refunds.isEmpty)
    // A full refund is booked there as minus its order; its own lines say less, or nothing.
    let booked = isOld ? [:] : refunds.reduce(into: [:]) { $0[$1.day, default: 0] -= $1.netLeft }
    let apart = Set(difference("net", "s_net").filter { abs($0.value) > 1e-6 }.keys)
    #expect(apart == Set(booked.filter { abs($0.value) > 1e-6 }.keys))
    #expect(apart.isEmpty == isOld)
    Self.expectEqual(difference("net", "s_net"), booked, "net_revenue")
    if isOld {
      // Refunds are deducted from the mean, and are told without tax and shipping.
      let means = days.compactMapValues { day in
        (day["number"] ?? 0) == 0 ? 0 : (day["s_net"] ?? 0) / (day["number"] ?? 1)
      }
      Self.expectEqual(found("s_mean"), means, "avg_order_value")
    } else {
      Self.expectEqual(found("mean"), found("s_mean"), "avg_order_value")
      let untold = refunds.reduce(into: [:]) { $0[$1.day, default: 0] += $1.amountLeft }
      let small = try Self.refundsWithoutNet(stage, but: refunds)
      Self.expectEqual(
        difference("refunds", "s_refunds"), untold.merging(small, uniquingKeysWith: -), "refunds")
    }
  }

  private struct FullRefund {
    var id: Int
    var day: Int
    /// What the order's net is beyond the refund's own.
    var netLeft: Double
    /// What the order's total is beyond the refund's amount.
    var amountLeft: Double
  }

  /// Refunds that take back a whole order: those that say so, and those of its whole total without
  /// lines.
  private static func fullRefunds(_ stage: Stage) throws -> [FullRefund] {
    let orders = try export(stage, "orders").reduce(into: [Int: Row]()) {
      $0[$1["id"] as? Int ?? 0] = $1
    }
    let refunds = try export(stage, "refunds")
    let counts = refunds.reduce(into: [Int: Int]()) {
      $0[$1["parent_id"] as? Int ?? 0, default: 0] += 1
    }
    return refunds.compactMap { refund in
      let parent = refund["parent_id"] as? Int ?? 0
      guard let order = orders[parent], !uncounted.contains(order["status"] as? String ?? "")
      else { return nil }
      let isBare =
        number(refund, "item_count") == 0 && counts[parent] == 1
        && abs(number(refund, "total") + number(order, "total_stored")) < 1e-6
      guard refund["refund_type"] as? String == "full" || isBare else { return nil }
      return FullRefund(
        id: refund["id"] as? Int ?? 0, day: day(refund, "date_created"),
        netLeft: number(order, "net_total") + number(refund, "net_total"),
        amountLeft: number(order, "total_stored") - number(refund, "amount"))
    }
  }

  /// What refunds of shipping or tax alone have paid back, by day: analytics leaves them out.
  private static func refundsWithoutNet(
    _ stage: Stage, but full: [FullRefund]
  ) throws -> [Int: Double] {
    let ids = Set(full.map(\.id))
    return sum(try export(stage, "refunds"), "order_status", "date_created") { refund in
      number(refund, "net_total") >= 0 && !ids.contains(refund["id"] as? Int ?? 0)
        ? number(refund, "amount") : 0
    }
  }
}

extension Stage {
  /// The rows that a DAX query brings.
  func query(_ dax: String) throws -> [[String: Any]] {
    let form = [
      "grant_type=client_credentials", "client_id=\(settings["WKPBIC_CLIENT_ID"] ?? "")",
      "client_secret=\(settings["WKPBIC_CLIENT_SECRET"] ?? "")",
      "scope=\(settings["WKPBIC_SCOPE"] ?? "")",
    ]
    let signIn = try ChildProcess.run(
      "curl",
      [
        "--silent",
        "\(settings["WKPBIC_AUTHORITY_URL"] ?? "")/\(settings["WKPBIC_TENANT_ID"] ?? "")/oauth2/v2.0/token",
      ] + form.flatMap { ["--data-urlencode", $0] })
    let token = try #require(try Self.object(signIn.output)["access_token"] as? String)
    let group = "\(api)/v1.0/myorg/groups/\(settings["WKPBIC_WORKSPACE_ID"] ?? "")"
    let bearer = ["--silent", "--header", "Authorization: Bearer \(token)"]
    let list = try ChildProcess.run("curl", bearer + ["\(group)/datasets"])
    let datasets = try #require(try Self.object(list.output)["value"] as? [[String: Any]])
    let id = try #require(datasets.first?["id"] as? String)
    let body = try JSONSerialization.data(withJSONObject: ["queries": [["query": dax]]])
    let reply = try ChildProcess.run(
      "curl",
      bearer + [
        "--header", "Content-Type: application/json", "--data",
        String(decoding: body, as: UTF8.self), "\(group)/datasets/\(id)/executeQueries",
      ])
    let results = try Self.object(reply.output)["results"] as? [[String: Any]]
    let tables = results?.first?["tables"] as? [[String: Any]]
    return try #require(tables?.first?["rows"] as? [[String: Any]], "\(reply.output)")
  }

  private static func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }
}
