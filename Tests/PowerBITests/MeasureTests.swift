import Bytes
import Model
import Testing

@testable import PowerBI

/// The shop's figures as a dataset gets them.
@Suite struct MeasureTests {
  private static let rules = Measure.Rules(
    excludedStatuses: ["pending", "failed"], priceDecimals: 2)

  /// Entities of the catalogue under their own names.
  private func tables(
    _ slugs: String..., without columns: [String] = []
  ) throws -> [(entity: Entity, name: String)] {
    try slugs.map { slug in
      var entity = try #require(Catalogue.entity(slug))
      entity.columns.removeAll { columns.contains("\(slug).\($0.name)") }
      return (entity, slug)
    }
  }

  private func expressions(_ measures: [String: [Measure]]) -> [String: String] {
    measures.values.joined().reduce(into: [:]) { $0[$1.name] = $1.expression }
  }

  @Test func eachFigureStandsInItsTable() throws {
    let measures = Measure.standard(
      try tables("orders", "refunds", "order_items", "products"), Self.rules)
    #expect(
      measures.mapValues { $0.map(\.name) } == [
        "orders": ["Net sales", "Orders", "AOV", "New customers", "Customers"],
        "refunds": ["Refunds"], "order_items": ["Units", "Margin"],
      ])
  }

  @Test(
    arguments: [
      (
        "Net sales",
        "CALCULATE(SUM('orders'[net_total]), KEEPFILTERS(NOT('orders'[status] IN "
          + "{\"pending\", \"failed\"}))) + CALCULATE(SUM('refunds'[net_total]), "
          + "KEEPFILTERS(NOT('refunds'[order_status] IN {\"pending\", \"failed\"})))"
      ),
      (
        "Orders",
        "CALCULATE(SUM('orders'[_sign]), KEEPFILTERS(NOT('orders'[status] IN "
          + "{\"pending\", \"failed\"})))"
      ),
      (
        "AOV",
        "DIVIDE(CALCULATE(SUM('orders'[net_total]), KEEPFILTERS(NOT('orders'[status] IN "
          + "{\"pending\", \"failed\"}))), [Orders])"
      ),
      (
        "New customers",
        "CALCULATE(SUM('orders'[_sign]), KEEPFILTERS(NOT('orders'[status] IN "
          + "{\"pending\", \"failed\"})), KEEPFILTERS('orders'[customer_type] = \"new\"))"
      ),
      (
        "Refunds",
        "CALCULATE(SUM('refunds'[amount]), KEEPFILTERS(NOT('refunds'[order_status] IN "
          + "{\"pending\", \"failed\"})))"
      ),
      (
        "Units",
        "CALCULATE(SUM('order_items'[quantity]), KEEPFILTERS(NOT('order_items'[order_status] IN "
          + "{\"pending\", \"failed\"})))"
      ),
      (
        "Margin",
        "CALCULATE(SUM('order_items'[total]), KEEPFILTERS(NOT('order_items'[order_status] IN "
          + "{\"pending\", \"failed\"}))) - CALCULATE(SUM('order_items'[cogs_value]), "
          + "KEEPFILTERS(NOT('order_items'[order_status] IN {\"pending\", \"failed\"})))"
      ),
    ])
  func expression(_ name: String, _ expected: String) throws {
    let tables = try tables("orders", "refunds", "order_items")
    #expect(expressions(Measure.standard(tables, Self.rules))[name] == expected)
  }

  @Test(
    arguments: [
      ("orders.net_total", ["Net sales", "AOV"]), ("refunds.net_total", ["Net sales"]),
      ("orders.customer_type", ["New customers"]), ("orders.customer_lookup_id", ["Customers"]),
      ("orders.status", ["Net sales", "Orders", "AOV", "New customers", "Customers"]),
      ("refunds.order_status", ["Net sales", "Refunds"]), ("refunds.amount", ["Refunds"]),
      ("order_items.cogs_value", ["Margin"]), ("order_items.order_status", ["Units", "Margin"]),
    ])
  func noFigureWithoutItsColumns(_ column: String, _ missing: [String]) throws {
    let all = try tables("orders", "refunds", "order_items")
    let fewer = try tables("orders", "refunds", "order_items", without: [column])
    let whole = Set(expressions(Measure.standard(all, Self.rules)).keys)
    let left = Set(expressions(Measure.standard(fewer, Self.rules)).keys)
    #expect(whole.subtracting(left) == Set(missing))
  }

  @Test func noFigureWithoutItsTable() throws {
    let measures = Measure.standard(try tables("orders"), Self.rules)
    #expect(
      Set(expressions(measures).keys) == ["Orders", "AOV", "New customers", "Customers"])
    #expect(Measure.standard(try tables("products"), Self.rules).isEmpty)
  }

  @Test func statesOfAnyNameStayText() throws {
    let rules = Measure.Rules(excludedStatuses: [#"a"}b"#, "it's]"], priceDecimals: 0)
    let measures = Measure.standard(try tables("orders"), rules)
    #expect(
      expressions(measures)["Orders"]
        == #"CALCULATE(SUM('orders'[_sign]), KEEPFILTERS(NOT('orders'[status] IN {"a""}b", "it's]"})))"#
    )
  }

  @Test(arguments: [(0, "#,0"), (2, "#,0.00"), (3, "#,0.000")])
  func moneyHasThePlacesOfTheShop(_ places: Int, _ format: String) throws {
    let rules = Measure.Rules(excludedStatuses: ["trash"], priceDecimals: places)
    let found = Measure.standard(try tables("orders", "refunds"), rules).values.joined()
    #expect(found.first { $0.name == "Net sales" }?.formatString == format)
    #expect(found.first { $0.name == "Orders" }?.formatString == "#,0")
    #expect(found.allSatisfy { $0.description.contains("trash") })
  }
}

/// The default dataset as a whole.
@Suite struct StandardDatasetTests {
  private func dataset(_ decimals: DecimalStorage = .double) throws -> DatasetSchema {
    try DatasetSchema.standard(
      name: "Store", Catalogue.entities.map { ($0, $0.slug) }, decimals: decimals,
      Measure.Rules(excludedStatuses: ["pending"], priceDecimals: 2))
  }

  @Test(arguments: [DecimalStorage.double, .fixed])
  func keepsToTheDefinitions(_ decimals: DecimalStorage) throws {
    let dataset = try dataset(decimals)
    #expect(try Swagger().complaints(dataset.json, "CreateDatasetRequest") == [])
    for table in dataset.tables {
      #expect(try Swagger().complaints(table.json, "Table") == [])
    }
  }

  @Test func relatesFactsToWhatIdentifies() throws {
    let pairs = try dataset().relationships.map {
      "\($0.fromTable)[\($0.fromColumn)] \($0.toTable)[\($0.toColumn)]"
    }
    #expect(
      Set(pairs).isSuperset(of: [
        "orders[_date_key] calendar[date_key]", "orders[customer_id] customers[id]",
        "orders[customer_lookup_id] customer_lookup[customer_id]",
        "order_items[_date_key] calendar[date_key]", "order_items[product_id] products[id]",
        "order_items[variation_id] product_variations[id]",
        "order_items[order_customer_id] customers[id]",
        "refunds[_date_key] calendar[date_key]", "refunds[customer_id] customers[id]",
        "refund_items[product_id] products[id]", "reviews[product_id] products[id]",
        "reviews[user_id] customers[id]", "order_coupons[coupon_id] coupons[id]",
        "order_taxes[rate_id] tax_rates[id]", "sales_daily[date_key] calendar[date_key]",
      ]))
    #expect(pairs.count <= 75)
  }

  @Test func theOneSideIsAWholeKeyOfAReplacedTable() throws {
    for relationship in try dataset().relationships {
      let one = try #require(Catalogue.entity(relationship.toTable))
      #expect(one.delivery == .replace)
      // A day's number is another spelling of the day.
      let key = one.slug == "calendar" ? ["date"] : [relationship.toColumn]
      #expect(one.key == key, "\(relationship.name)")
      #expect(one.columns.first { $0.name == relationship.toColumn }?.isNullable == false)
      let many = try #require(Catalogue.entity(relationship.fromTable))
      #expect(many.kind == .fact || many.kind == .report)
    }
  }

  @Test func aKeyOfSeveralColumnsIsNotRelated() throws {
    var customers = try #require(Catalogue.entity("customers"))
    let orders = try #require(Catalogue.entity("orders"))
    let whole = Relationship.standard([(orders, "orders"), (customers, "customers")])
    #expect(whole.map(\.toColumn) == ["id"])
    customers.key = ["id", "email"]
    #expect(Relationship.standard([(orders, "orders"), (customers, "customers")]).isEmpty)
  }

  @Test func aHashedKeyIsNotRelated() throws {
    var customers = try #require(Catalogue.entity("customers"))
    let orders = try #require(Catalogue.entity("orders"))
    let index = try #require(customers.columns.firstIndex { $0.name == "id" })
    customers.columns[index].type = .string
    #expect(Relationship.standard([(orders, "orders"), (customers, "customers")]).isEmpty)
  }

  @Test func daysAreWrittenAsDays() throws {
    let calendar = try #require(try dataset().tables.first { $0.name == "calendar" })
    let formats = calendar.columns.reduce(into: [:]) { $0[$1.name] = $1.formatString }
    #expect(formats["date"] == "yyyy-MM-dd")
    let sorted = calendar.columns.compactMap { column in
      column.sortByColumn.map { "\(column.name) \($0)" }
    }
    #expect(sorted == ["month_name month", "day_name day_of_week"])
  }
}
