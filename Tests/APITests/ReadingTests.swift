import Bytes
import Testing
import Testkit

@testable import API

/// Routes that tell, held against plain SQL.
@Suite struct ReadingTests {
  private static let site = Result { try Site("reading", orders: 60) }
  private var site: Site { get throws { try Self.site.get() } }

  private static let reference = [
    "orders", "order_grid", "order_items", "products", "product_variations", "customers",
    "categories", "tags", "coupons", "refunds", "tax_rates", "shipping", "reviews",
    "subscriptions", "invoices", "inventory",
  ]

  @Test func entitiesNameTheReferencesAndOurs() throws {
    let entities = try #require(try site.data("GET", "/entities").array)
    let slugs = Set(entities.compactMap { $0["slug"]?.string })
    for slug in Self.reference { #expect(slugs.contains(slug), "\(slug)") }
    let orders = try #require(entities.first { $0["slug"]?.string == "orders" })
    #expect(
      orders.members?.prefix(4).map(\.name) == ["slug", "label", "description", "icon"])
    #expect(orders["available"]?.boolean == true && orders["reason"] == nil)
    let subscriptions = try #require(entities.first { $0["slug"]?.string == "subscriptions" })
    #expect(subscriptions["available"]?.boolean == false)
    #expect(subscriptions["reason"]?.string?.contains("not active") == true)
  }

  @Test func countAndPreviewAreTheShops() throws {
    #expect(try site.data("GET", "/entities/orders/count") == .object(["count": .number("60")]))
    let rows = try #require(try site.data("GET", "/entities/orders/preview").array)
    #expect(rows.count == 25)
    let few = try site.data("GET", "/entities/orders/preview?limit=3").array ?? []
    let ids = try site.sql(
      "SELECT id FROM wp_wc_orders WHERE type = 'shop_order' ORDER BY id LIMIT 3"
    ).split(whereSeparator: \.isNewline)
    #expect(few.map { $0["id"]?.integer } == ids.map { Int64($0) })
    let columns = try #require(try site.data("GET", "/entities/orders/schema").array)
    #expect(columns.map { $0["name"]?.string } == few.first?.members?.map(\.name))
    #expect(
      columns.first?.members?.map(\.name) == [
        "name", "type", "nullable", "group", "description",
      ])
  }

  @Test func beforeTheFirstSyncThereIsNothingToShow() throws {
    let own = try Site("fresh", isEmpty: true)
    #expect(try own.data("GET", "/datasets") == .array([]))
    #expect(try own.data("GET", "/sync/logs") == .array([]))
    #expect(try own.ask("GET", "/wp-json/wkpbic/v1/sync/logs?page=2").status == 400)
  }

  @Test func workspacesSayWhichIsActive() throws {
    let spaces = try #require(try site.data("GET", "/workspaces").array)
    #expect(spaces.count { $0["active"]?.boolean == true } == 1)
    let made = try site.ask(
      "POST", "/wp-json/wkpbic/v1/workspaces", json: #"{"name":"Another \"one\" — ü"}"#)
    #expect(made.status == 201, "\(made.text)")
    let names = try site.data("GET", "/workspaces").array?.map { $0["name"]?.string }
    #expect(names?.contains("Another \"one\" — ü") == true)
    let taken = try site.ask(
      "POST", "/wp-json/wkpbic/v1/workspaces", json: #"{"name":"Another \"one\" — ü"}"#)
    #expect(taken.status == 409, "\(taken.text)")
    #expect(try taken.json["message"]?.string?.contains("Choose another name") == true)
    let id = try #require(spaces.first?["id"]?.string)
    let fixed = try site.ask(
      "POST", "/wp-json/wkpbic/v1/workspaces/activate", json: #"{"workspace_id":"\#(id)"}"#)
    #expect(fixed.status == 409)
  }

  @Test func withoutStateTablesTheRemedyIsNamed() throws {
    let own = try Site("stateless", isEmpty: true)
    try own.sql("DROP TABLE wp_wkpbic_schema")
    let reply = try own.ask("GET", "/wp-json/wkpbic/v1/sync/status")
    #expect(reply.status == 503)
    #expect(try reply.json["code"]?.string == "wkpbic_not_configured")
    #expect(try reply.json["message"]?.string?.contains("wkpbic install") == true)
  }
}
