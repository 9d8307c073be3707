import Bytes
import Model
import Testing
import WooCommerce

/// Computed rows, each cell worked out by hand from the fixtures.
struct ReportTests {
  @Test(arguments: PeopleShop.storages)
  func gatewaysAreThoseThatExistOrWereUsed(_ storage: Shop.Storage) throws {
    let rows = try PeopleShop(storage, "gateways").rows(Catalogue.paymentGateways, by: "id")
    #expect(rows.keys.sorted() == ["bacs", "cheque", "cod", "klarna", "stripe"])
    expect(
      rows["bacs"],
      [
        "title": .string("Direct bank transfer"), "enabled": .boolean(false),
        "is_configured": .boolean(false), "position": .number("1"), "description": .null,
        "orders_count": .number("0"), "orders_total": .number("0"),
        "average_order_value": .number("0"), "first_order_date_gmt": .null,
      ], "\(storage) bacs")
    expect(
      rows["cod"],
      [
        "title": .string("Cash on delivery"), "is_configured": .boolean(true),
        "enabled": .boolean(false), "position": .null,
      ], "\(storage) cod")
    expect(
      rows["stripe"],
      [
        "title": .string("Karte"), "enabled": .boolean(true), "position": .number("0"),
        "description": .string("Pay by card"), "orders_count": .number("1"),
        "paid_orders_count": .number("1"), "orders_total": .number("119"),
        "refunded_total": .number("11.9"),
        "first_order_date_gmt": .string("2025-10-25T22:00:00Z"),
      ], "\(storage) stripe")
    expect(
      rows["klarna"],
      [
        "title": .string("Klarna new"), "is_configured": .boolean(false),
        "orders_count": .number("3"), "paid_orders_count": .number("2"),
        "orders_total": .number("1089"), "paid_orders_total": .number("90"),
        "refunded_total": .number("9"), "average_order_value": .number("363"),
        "first_order_date_gmt": .string("2025-10-26T12:00:00Z"),
        "last_order_date_gmt": .string("2025-10-30T12:00:00Z"),
      ], "\(storage) klarna")
    for (_, row) in rows {
      #expect(row.members?.map(\.name) == Catalogue.paymentGateways.columns.map(\.name))
      #expect(row.members?.contains { $0.value.string?.contains("sk_live") == true } == false)
    }
  }

  @Test(arguments: PeopleShop.storages)
  func theCalendarRunsFromTheFirstOrdersYearToTheEndOfNext(_ storage: Shop.Storage) throws {
    let rows = try PeopleShop(storage, "calendar").rows(Catalogue.calendar, by: "date_key")
    #expect(rows.count == 3 * 365)
    #expect(rows.keys.min() == "20250101" && rows.keys.max() == "20271231")
    expect(
      rows["20251229"],
      [
        "date": .string("2025-12-29T00:00:00"), "year": .number("2025"),
        "quarter": .number("4"), "month": .number("12"), "month_name": .string("December"),
        "day": .number("29"), "day_of_year": .number("363"), "iso_week": .number("1"),
        "iso_year": .number("2026"), "day_of_week": .number("1"),
        "day_name": .string("Monday"), "is_weekend": .boolean(false),
        "year_month": .string("2025-12"), "year_quarter": .string("2025-Q4"),
        "days_in_month": .number("31"),
      ], "the first week of the next year")
    expect(
      rows["20270103"],
      [
        "iso_week": .number("53"), "iso_year": .number("2026"), "day_of_week": .number("7"),
        "is_weekend": .boolean(true), "day_of_year": .number("3"), "quarter": .number("1"),
      ], "the last week of the year before")
    expect(
      rows["20260228"], ["days_in_month": .number("28"), "day_name": .string("Saturday")],
      "February")
  }

  @Test func theCalendarOfAShopWithoutOrdersBeginsThisYear() throws {
    let shop = try PeopleShop(.hpos, "unused")
    try shop.run("DELETE FROM {prefix}wc_orders")
    let rows = try shop.rows(Catalogue.calendar, by: "date_key")
    #expect(rows.count == 2 * 365 && rows.keys.min() == "20260101")
  }

  @Test(arguments: PeopleShop.storages)
  func reportsGiveMonthsCustomersAndStock(_ storage: Shop.Storage) throws {
    let rows = try PeopleShop(storage, "reports").rows(Catalogue.reportTypes)
    func value(
      _ report: String, _ date: String, _ item: String, _ metric: String
    ) -> JSONValue? {
      rows.first {
        $0["report"]?.string == report && $0["date_type"]?.string == date
          && $0["item_id"] == .number(item) && $0["metric"]?.string == metric
      }?["value"]
    }
    #expect(rows.count == 3 * 12 + 3 * 3 + 4 * 2)
    #expect(value("sales", "date_created", "0", "orders_count") == .number("7"))
    #expect(value("sales", "date_created", "0", "total_sales") == .number("312.1"))
    #expect(value("sales", "date_created", "0", "total_customers") == .number("6"))
    #expect(value("sales", "date_completed", "0", "orders_count") == .number("2"))
    #expect(value("sales", "date_completed", "0", "total_sales") == .number("12.1"))
    #expect(value("customers", "none", "31", "total_spend") == .number("107.1"))
    #expect(value("customers", "none", "31", "avg_order_value") == .number("53.55"))
    #expect(value("customers", "none", "33", "orders_count") == .number("0"))
    #expect(value("stock", "none", "40", "stock_quantity") == .number("2.5"))
    #expect(value("stock", "none", "40", "low_stock_amount") == .number("2"))
    // The parent keeps the stock of one variation, and says when it is low.
    #expect(value("stock", "none", "42", "stock_quantity") == .number("8"))
    #expect(value("stock", "none", "42", "low_stock_amount") == .number("3"))
    #expect(value("stock", "none", "43", "stock_quantity") == .number("0"))
    #expect(value("stock", "none", "43", "low_stock_amount") == .number("1"))
  }

  @Test func rowsOfReportsAreLabelled() throws {
    let rows = try PeopleShop(.hpos, "labels").rows(Catalogue.reportTypes)
    expect(
      rows.first,
      [
        "report": .string("sales"), "date_type": .string("date_created"),
        "period": .string("2025-10"), "period_start": .string("2025-10-01T00:00:00"),
        "item_id": .number("0"), "label": .null, "detail": .null,
        "metric": .string("orders_count"), "is_additive": .boolean(true),
      ], "a month")
    let customers = rows.filter { $0["report"]?.string == "customers" }
    expect(
      customers.first,
      [
        "date_type": .string("none"), "period": .string("all"), "period_start": .null,
        "label": .string("Zoë Z"), "detail": .string("DE"), "is_additive": .boolean(true),
      ], "a customer")
    expect(customers.last, ["label": .null, "is_additive": .boolean(false)], "no name")
    expect(
      rows.last,
      ["label": .string("Shirt - Blue"), "detail": .string("outofstock")], "a variation")
  }
}
