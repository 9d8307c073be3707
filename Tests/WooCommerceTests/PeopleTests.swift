import Bytes
import MariaDB
import Model
import Testing
import WooCommerce
import WordPress

/// Customers, rates and settings, each cell worked out by hand from the fixtures.
struct PeopleTests {
  @Test(arguments: PeopleShop.storages)
  func customersAreUsersWithWhatTheyOrdered(_ storage: Shop.Storage) throws {
    let rows = try PeopleShop(storage, "customers").rows(Catalogue.customers, by: "id")
    #expect(rows.keys.sorted() == ["7", "8", "9"])
    expect(
      rows["7"],
      [
        "username": .string("seven"), "email": .string("seven@shop.example"),
        // Of the roles: one is not registered, one is not held.
        "role": .string("shop_manager"), "first_name": .string("Zoë"), "last_name": .null,
        "billing_city": .string("Köln"), "shipping_phone": .string("0"),
        "is_paying_customer": .boolean(true), "order_count": .number("4"),
        "total_spent": .number("179"), "last_order_id": .number("513"),
        "last_order_date_gmt": .string("2025-01-02T12:00:00Z"),
        // 01:30 UTC is half an hour after the clocks went forward.
        "date_created": .string("2025-03-30T03:30:00"),
        "date_created_gmt": .string("2025-03-30T01:30:00Z"),
        "date_modified_gmt": .string("2025-03-30T01:30:00Z"),
      ], "\(storage) user 7")
    expect(
      rows["8"],
      [
        "role": .string("customer"), "billing_first_name": .null, "billing_country": .null,
        "shipping_city": .null, "is_paying_customer": .boolean(false),
        "order_count": .number("0"), "total_spent": .number("0"), "last_order_id": .null,
        "last_order_date_gmt": .null, "date_modified_gmt": .null,
        "date_created": .string("2025-06-02T00:30:00"),
      ], "\(storage) user 8, without any meta")
    expect(
      rows["9"],
      [
        "role": .string("customer"), "email": .null, "display_name": .string("=1+1"),
        "is_paying_customer": .boolean(false), "date_created": .null,
        "date_created_gmt": .null,
      ], "\(storage) user 9, with damaged capabilities")
  }

  @Test(arguments: PeopleShop.storages)
  func theUsersTablesOfANetworkHaveAnotherPrefix(_ storage: Shop.Storage) throws {
    var shop = try PeopleShop(storage, "network")
    try shop.run(
      """
      RENAME TABLE {prefix}users TO net_users, {prefix}usermeta TO net_usermeta
      """)
    shop.shop.userPrefix = TablePrefix("net_")
    let rows = try shop.rows(Catalogue.customers, by: "id")
    expect(
      rows["7"], ["role": .string("shop_manager"), "order_count": .number("4")], "\(storage)")
  }

  @Test(arguments: PeopleShop.storages)
  func guestsAreCustomersByTheirAddress(_ storage: Shop.Storage) throws {
    let rows = try PeopleShop(storage, "guests").rows(
      Catalogue.customerLookup, by: "customer_id")
    expect(
      rows["31"],
      [
        "user_id": .number("7"), "is_guest": .boolean(false), "country": .string("DE"),
        "orders_count": .number("2"), "total_spend": .number("107.1"),
        "avg_order_value": .number("53.55"),
        "date_last_order": .string("2025-10-26T17:00:00"),
        "date_registered": .string("2025-03-30T03:30:00"),
        "date_registered_gmt": .string("2025-03-30T01:30:00Z"),
        "date_last_active_gmt": .string("2025-10-26T01:00:00Z"),
      ], "\(storage) a user")
    expect(
      rows["32"],
      [
        "user_id": .null, "is_guest": .boolean(true), "username": .null, "country": .null,
        // The child order is spent, and no order of its own.
        "orders_count": .number("1"), "total_spend": .number("70"),
        "avg_order_value": .number("70"),
        "date_last_order": .string("2025-10-26T23:59:59"), "date_registered": .null,
      ], "\(storage) a guest")
    expect(
      rows["33"],
      [
        "orders_count": .number("0"), "total_spend": .number("0"),
        "avg_order_value": .number("0"), "date_last_order": .null,
      ], "\(storage) nobody's orders")
  }

  /// Orders far apart are read in several slices, which must add up to the same.
  @Test func figuresOfSeveralSlicesAreAddedUp() throws {
    let shop = try PeopleShop(.legacy, "slices")
    for (order, place) in [(510, 25_000), (513, 65_000), (602, 45_000)] {
      try shop.run(
        """
        UPDATE {prefix}posts SET ID = \(place) WHERE ID = \(order);
        UPDATE {prefix}posts SET post_parent = \(place) WHERE post_parent = \(order);
        UPDATE {prefix}postmeta SET post_id = \(place) WHERE post_id = \(order);
        UPDATE {prefix}woocommerce_order_items SET order_id = \(place) WHERE order_id = \(order)
        """)
    }
    let users = try shop.rows(Catalogue.customers, by: "id")
    expect(
      users["7"],
      [
        "order_count": .number("4"), "total_spent": .number("179"),
        "last_order_id": .number("65000"),
        "last_order_date_gmt": .string("2025-01-02T12:00:00Z"),
      ], "user 7")
    let customers = try shop.rows(Catalogue.customerLookup, by: "customer_id")
    expect(
      customers["31"],
      [
        "orders_count": .number("2"), "total_spend": .number("107.1"),
        "date_last_order": .string("2025-10-26T17:00:00"),
      ], "a user")
    expect(
      customers["32"], ["orders_count": .number("1"), "total_spend": .number("70")], "a guest")
    let days = try shop.rows(Catalogue.salesDaily, by: "date_key")
    expect(days["20251026"], ["total_sales": .number("172.1")], "a day")
  }

  @Test func tablesThatOldVersionsLackHaveNoRows() throws {
    let shop = try PeopleShop(.legacy, "absent")
    try shop.run(
      """
      DROP TABLE {prefix}wc_customer_lookup, {prefix}woocommerce_tax_rates,
        {prefix}woocommerce_tax_rate_locations
      """)
    #expect(try shop.rows(Catalogue.customerLookup).isEmpty)
    #expect(try shop.rows(Catalogue.taxRates).isEmpty)
    let reports = try shop.rows(Catalogue.reportTypes)
    #expect(reports.contains { $0["report"]?.string == "sales" })
    #expect(!reports.contains { $0["report"]?.string == "customers" })
  }

  @Test func taxRatesHaveCodesAsPHPWritesThem() throws {
    let rows = try PeopleShop(.hpos, "rates").rows(
      Catalogue.taxRates, by: "id", unrepresented: 1)
    expect(
      rows["1"],
      [
        "country": .string("DE"), "state": .null, "rate": .number("19"),
        "rate_code": .string("DE-MWST. ü 19%-1"), "class": .string("standard"),
        "compound": .boolean(false), "shipping": .boolean(true), "rate_order": .number("4"),
        "postcodes": .null,
      ], "a name with an umlaut")
    expect(
      rows["2"],
      [
        "country": .null, "rate": .number("4.875"), "rate_code": .string("TAX-2"),
        "postcodes": .string("10002, 100*, 10001"), "cities": .string("NEW YORK"),
        "compound": .boolean(true), "class": .string("reduced-rate"),
      ], "a rate for everywhere")
    expect(
      rows["3"],
      ["state": .string("NY"), "rate": .number("0"), "rate_code": .string("US-NY-TAX-1")],
      "no number, and a name that PHP takes for none")
  }

  @Test func shippingTakesSavedSettingsAndWooCommercesOwn() throws {
    let rows = try PeopleShop(.legacy, "shipping").rows(Catalogue.shipping)
    func row(_ zone: String, _ instance: String) -> JSONValue? {
      rows.first { $0["zone_id"] == .number(zone) && $0["instance_id"] == .number(instance) }
    }
    #expect(rows.count == 6)
    expect(
      row("1", "4"),
      [
        "zone_name": .string("Inland"), "zone_order": .number("3"),
        "zone_locations": .string("postcode:50*, country:DE"), "location_count": .number("2"),
        "method_title": .string("Paket"), "tax_status": .string("none"),
        "cost": .string("10 * [qty]"), "cost_amount": .null, "min_amount": .null,
        "requires": .null, "enabled": .boolean(true), "method_order": .number("2"),
      ], "a formula")
    expect(
      row("1", "5"),
      [
        "method_title": .null, "tax_status": .string("taxable"), "cost": .null,
        "cost_amount": .null, "min_amount": .number("49.9"), "requires": .string("either"),
        "enabled": .boolean(false),
      ], "free shipping with an empty title")
    expect(
      row("1", "6"),
      ["method_title": .null, "tax_status": .string("taxable"), "cost": .null],
      "a plugin's method")
    expect(
      row("1", "7"),
      [
        "method_title": .string("Local pickup"), "cost": .string("0"),
        "cost_amount": .number("0"),
      ], "a method without saved settings")
    expect(
      row("2", "0"),
      [
        "zone_name": .string("Empty"), "method_id": .null, "method_title": .null,
        "tax_status": .null, "cost": .null, "enabled": .boolean(false),
        "zone_locations": .string("continent:EU"), "location_count": .number("1"),
      ], "a zone without methods")
    expect(
      row("0", "0"),
      [
        "zone_name": .string("Locations not covered by your other zones"),
        "zone_order": .number("0"), "zone_locations": .null, "location_count": .number("0"),
      ], "everywhere else")
  }
}
