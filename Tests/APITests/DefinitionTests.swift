import Bytes
import Testing
import Testkit

@testable import API

/// Profiles and alerts, and the routes for those who watch.
@Suite struct DefinitionTests {
  private static let site = Result { try Site("definitions", orders: 20) }
  private var site: Site { get throws { try Self.site.get() } }
  private let root = "/wp-json/wkpbic/v1"

  @Test func anAlertIsKeptChangedAndDeleted() throws {
    let site = try Site("alerts", isEmpty: true)
    let missing = try site.ask("POST", "\(root)/alerts", json: "{}")
    #expect(
      try missing.json["message"]?.string == "Missing parameter(s): name, metric, notify_email")
    let made = try site.data(
      "POST", "/alerts",
      json: #"{"name":"Low \"sales\"","metric":"total_sales","notify_email":"a@shop.test"}"#)
    #expect(
      made
        == .object([
          "id": .string("1"), "name": .string("Low \"sales\""), "metric": .string("total_sales"),
          "condition": .string("above"), "threshold": .number("0"), "threshold_max": .null,
          "window": .string("24h"), "notify_email": .string("a@shop.test"), "subject": .string(""),
          "body": .string(""), "cooldown_minutes": .number("60"), "enabled": .boolean(true),
          "status": .string("ok"), "last_triggered_at": .null, "trigger_count": .number("0"),
        ]))
    let changed = try site.data(
      "PUT", "/alerts/1", json: #"{"threshold":"12.50","condition":"below","enabled":false}"#)
    #expect(changed["threshold"] == .number("12.5") && changed["condition"]?.string == "below")
    #expect(changed["name"]?.string == "Low \"sales\"" && changed["status"]?.string == "disabled")
    #expect(try site.data("GET", "/alerts").array == [changed])
    let open = try site.ask("PUT", "\(root)/alerts/1", json: #"{"condition":"between"}"#)
    #expect(try open.json["code"]?.string == "wkpbic_invalid_threshold")
    for (json, parameter) in [
      (#"{"notify_email":"nobody"}"#, "notify_email"), (#"{"metric":"profit"}"#, "metric"),
      (#"{"threshold":"1e400"}"#, "threshold"), (#"{"cooldown_minutes":-1}"#, "cooldown_minutes"),
      ("{\"name\":\"\\u0000\"}", "name"), (#"{"enabled":"maybe"}"#, "enabled"),
    ] {
      let reply = try site.ask("PUT", "\(root)/alerts/1", json: json)
      #expect(reply.status == 400, "\(json): \(reply.text)")
      #expect(try reply.json["data"]?["params"]?[parameter] != nil)
    }
    #expect(try site.data("DELETE", "/alerts/1")["deleted"]?.boolean == true)
    #expect(try site.ask("DELETE", "\(root)/alerts/1").status == 404)
    let actions = try site.sql("SELECT action FROM wp_wkpbic_audit ORDER BY id")
    #expect(actions == "alert.create\nalert.change\nalert.delete\n")
  }

  @Test func aProfileIsKeptAndSynced() throws {
    let made = try site.data(
      "POST", "/sync/profiles", json: #"{"name":"Daily","entity_types":["tags"]}"#)
    let id = try #require(made["id"]?.string)
    #expect(made["active"]?.boolean == true && made["mode"]?.string == "auto")
    let run = try SyncTests.start("{}", site, "/sync/profile/\(id)")
    let row = try SyncTests.ended(run, site)
    #expect(row["profile"]?.string == "Daily" && row["status"]?.string == "completed")
    let wrong = try site.ask(
      "POST", "\(root)/sync/profiles",
      json: #"{"name":"Odd","filters":{"date_from":"2026-02-30","x":1}}"#)
    #expect(
      try wrong.json["data"]?["params"]?["filters"]?.string
        == "x is not a valid property of Object.")
    #expect(try site.ask("POST", "\(root)/sync/profile/999").status == 404)
    #expect(try site.data("GET", "/sync/profiles?per_page=1").array?.count == 1)
  }

  @Test func listsArePaged() throws {
    let site = try Site("paged", isEmpty: true)
    for number in 1...3 {
      _ = try site.data("POST", "/sync/profiles", json: #"{"name":"p\#(number)"}"#)
    }
    let reply = try site.ask("GET", "\(root)/sync/profiles?per_page=1&page=2&_bare=1")
    #expect(try reply.json.array?.map { $0["name"]?.string } == ["p2"])
    #expect(reply.values("X-WP-Total") == ["3"] && reply.values("X-WP-TotalPages") == ["3"])
    let link = try #require(reply.values("Link").first)
    #expect(link.contains("page=1>; rel=\"prev\", <") && link.contains("page=3>; rel=\"next\""))
    #expect(link.contains("per_page=1&_bare=1&page=3"))
    let beyond = try site.ask("GET", "\(root)/sync/profiles?per_page=1&page=4")
    #expect(beyond.status == 400)
    #expect(try beyond.json["code"]?.string == "wkpbic_invalid_page_number")
  }

  @Test func whoWatchesSeesThatItLives() throws {
    #expect(try site.ask("GET", "\(root)/health", as: nil).text == #"{"status":"ok"}"#)
    let metrics = try site.ask("GET", "\(root)/metrics")
    #expect(metrics.values("Content-Type") == ["text/plain; version=0.0.4; charset=utf-8"])
    #expect(metrics.text.contains(#/wkpbic_http_responses_total{class="2xx"} [1-9]/#))
    #expect(try site.ask("GET", "\(root)/metrics", as: nil).status == 401)
  }

  @Test func theDocumentIsServed() throws {
    let document = try site.ask("GET", "\(root)/openapi.json").json
    #expect(document["openapi"]?.string == "3.1.0")
    let body = document["paths"]?["/sync/manual"]?["post"]?["requestBody"]?["content"]
    let schema = body?["application/json"]?["schema"]
    #expect(schema?["required"] == .array([.string("entity"), .string("dataset_id")]))
  }
}
