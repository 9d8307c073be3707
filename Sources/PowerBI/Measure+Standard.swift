package import Model

extension Measure {
  /// What a shop has said that its figures follow.
  package struct Rules: Sendable, Equatable {
    /// Statuses whose orders do not count.
    package var excludedStatuses: [String]
    /// Places of an amount of money.
    package var priceDecimals: Int

    package init(excludedStatuses: [String], priceDecimals: Int) {
      precondition(!excludedStatuses.isEmpty, "drafts never count")
      self.excludedStatuses = excludedStatuses
      self.priceDecimals = priceDecimals
    }
  }

  /// The shop's figures by the table that they stand in, as far as a dataset of these tables has
  /// what they are made of.
  ///
  /// Sums alone, and so right in every delivery mode. What a report has chosen among the statuses
  /// holds beside the rule about them.
  package static func standard(
    _ tables: [(entity: Entity, name: String)], _ rules: Rules
  ) -> [String: [Measure]] {
    let figures = StandardFigures(tables: tables, rules: rules)
    var measures: [String: [Measure]] = [:]
    for (slug, found) in figures.all {
      guard let table = figures.name(slug), !found.isEmpty else { continue }
      measures[table] = found
    }
    return measures
  }
}

/// The figures, each nil when a column is missing that it needs.
private struct StandardFigures {
  let tables: [(entity: Entity, name: String)]
  let rules: Measure.Rules

  private static let status = "status"
  private static let orderStatus = "order_status"

  var all: [(slug: String, measures: [Measure])] {
    [
      (
        "orders",
        [netSales, orders, averageOrderValue, newCustomers, customers].compactMap(\.self)
      ),
      ("refunds", [refunds].compactMap(\.self)),
      ("order_items", [units, margin].compactMap(\.self)),
    ]
  }

  private var netSales: Measure? {
    guard let orders = sum("orders", "net_total", Self.status),
      let refunds = sum("refunds", "net_total", Self.orderStatus)
    else { return nil }
    return Measure(
      name: "Net sales", expression: "\(orders) + \(refunds)", formatString: money,
      description: "Net of orders on their day and of refunds on theirs; \(counted)")
  }

  private var orders: Measure? {
    guard let orders = sum("orders", sign, Self.status) else { return nil }
    return Measure(
      name: "Orders", expression: orders, formatString: "#,0",
      description: "Number of orders; \(counted)")
  }

  private var averageOrderValue: Measure? {
    guard let net = sum("orders", "net_total", Self.status), orders != nil else { return nil }
    return Measure(
      name: "AOV", expression: "DIVIDE(\(net), [Orders])", formatString: money,
      description: "Average order value: net of orders by their number, refunds left out; "
        + counted)
  }

  private var newCustomers: Measure? {
    guard let type = column("orders", "customer_type"),
      let orders = sum("orders", sign, Self.status, and: "\(type) = \(DAX.text("new"))")
    else { return nil }
    return Measure(
      name: "New customers", expression: orders, formatString: "#,0",
      description: "First orders of customers, as WooCommerce Analytics knows them; \(counted)")
  }

  private var customers: Measure? {
    guard let customer = column("orders", "customer_lookup_id"),
      let orders = sum("orders", sign, Self.status)
    else { return nil }
    return Measure(
      name: "Customers",
      expression:
        "COUNTROWS(FILTER(VALUES(\(customer)), NOT(ISBLANK(\(customer))) && \(orders) > 0))",
      formatString: "#,0",
      description: "Customers with orders, guests too, each counted once; \(counted)")
  }

  private var refunds: Measure? {
    guard let amount = sum("refunds", "amount", Self.orderStatus) else { return nil }
    return Measure(
      name: "Refunds", expression: amount, formatString: money,
      description: "Amounts paid back, tax included, on the day of the refund; \(counted)")
  }

  private var units: Measure? {
    guard let quantity = sum("order_items", "quantity", Self.orderStatus) else { return nil }
    return Measure(
      name: "Units", expression: quantity, formatString: "#,0.00",
      description: "Units ordered, refunds not deducted; \(counted)")
  }

  private var margin: Measure? {
    guard let total = sum("order_items", "total", Self.orderStatus),
      let cost = sum("order_items", "cogs_value", Self.orderStatus)
    else { return nil }
    return Measure(
      name: "Margin", expression: "\(total) - \(cost)", formatString: money,
      description: "Net of the product lines less their cost of goods, refunds not deducted; "
        + "where the shop keeps no costs it is the net alone; \(counted)")
  }

  // MARK: What they are made of

  private var sign: String { EngineColumn.sign.rawValue }

  private var money: String {
    rules.priceDecimals == 0
      ? "#,0" : "#,0.\(String(repeating: "0", count: rules.priceDecimals))"
  }

  private var counted: String {
    "orders in these states do not count: \(rules.excludedStatuses.joined(separator: ", "))"
  }

  /// The sum of a column over rows whose order counts.
  private func sum(
    _ slug: String, _ name: String, _ status: String, and condition: String? = nil
  ) -> String? {
    guard let summed = column(slug, name), let status = column(slug, status) else { return nil }
    var filters = ["NOT(\(status) IN \(DAX.list(rules.excludedStatuses)))"]
    if let condition { filters.append(condition) }
    let kept = filters.map { "KEEPFILTERS(\($0))" }.joined(separator: ", ")
    return "CALCULATE(SUM(\(summed)), \(kept))"
  }

  private func column(_ slug: String, _ name: String) -> String? {
    guard let table = tables.first(where: { $0.entity.slug == slug }) else { return nil }
    let names =
      table.entity.columns.map(\.name) + EngineColumn.all(of: table.entity).map(\.rawValue)
    return names.contains(name) ? DAX.column(table.name, name) : nil
  }

  func name(_ slug: String) -> String? {
    tables.first { $0.entity.slug == slug }?.name
  }
}
