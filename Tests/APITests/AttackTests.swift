import Bytes
import Testing
import Testkit

@testable import API

/// What arrives from those who mean no good, or whose program is broken.
@Suite struct AttackTests {
  private static let site = Result { try Site("attacks", orders: 20) }
  private var site: Site { get throws { try Self.site.get() } }
  private let root = "/wp-json/wkpbic/v1"

  private static let places = [
    "..%2F..%2Fetc%2Fpasswd", "%2e%2e", "orders'%20OR%20'1'='1", "orders%00", "%ff%fe",
    "orders%22%3b--", "%E2%80%AE", "ORDERS", "orders%0a", String(repeating: "a", count: 9000),
  ]

  @Test(arguments: places) func anOddPlaceIsNothingThatIsThere(_ place: String) throws {
    for route in ["/entities/\(place)/schema", "/entities/\(place)/count", "/tables/\(place)"] {
      let reply = try site.ask("GET", root + route)
      #expect(reply.status == 404, "\(route): \(reply.text)")
      #expect(!reply.text.contains("SELECT") && !reply.text.contains("root:"))
      #expect(try reply.json["data"]?["status"]?.integer == 404)
    }
  }

  @Test func deepOrBrokenJSONIsRefused() throws {
    let deep = String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
    for body in [
      Array("{\"name\":\(deep)}".utf8),
      Array("{\"name\":\"".utf8) + [0xFF, 0xC3, 0x28] + Array("\"}".utf8),
      Array("{\"name\":\"a\"} trailing".utf8), Array("\u{0}".utf8), Array("{\"name\"".utf8),
    ] {
      let reply = try site.ask(
        "POST", "\(root)/workspaces/activate", ["Content-Type: application/json"], body: body)
      #expect(reply.status == 400, "\(reply.text)")
      #expect(try reply.json["data"]?["status"]?.integer == 400)
    }
  }

  @Test(arguments: [
    "99999999999999999999", "-1", "1e999", "0x10", "1.5", "", "٣", "NaN", "inf", "1e3%00",
  ])
  func oddNumbersAreRefused(_ number: String) throws {
    let reply = try site.ask("GET", "\(root)/entities/orders/preview?limit=\(number)")
    #expect(reply.status == 400, "\(number): \(reply.text)")
    #expect(try reply.json["code"]?.string == "rest_invalid_param")
  }

  @Test func deepAndManyParametersCostNothing() throws {
    let nested = "a" + String(repeating: "[b]", count: 5000) + "=1"
    #expect(try site.ask("GET", "\(root)/sync/status?\(nested)").status == 200)
    let many = (0..<300).map { "a\($0)=1" }.joined(separator: "&")
    #expect(try site.ask("GET", "\(root)/sync/status?\(many)").status == 200)
  }

  @Test func doubledHeadersGiveNobodyMoreRights() throws {
    let twice = try site.ask(
      "GET", "\(root)/sync/logs", as: "wkpbic_view_reports",
      ["Authorization: Test 1 \(Site.everything)"])
    #expect(twice.status == 401)
    let lengths = try site.ask(
      "POST", "\(root)/workspaces", ["Content-Length: 1", "Content-Length: 2"])
    #expect(lengths.status == 400)
    let methods = try site.ask(
      "GET", "\(root)/workspaces",
      ["X-HTTP-Method-Override: POST", "X-HTTP-Method-Override: DELETE"])
    #expect(methods.status == 200)
  }

  @Test func callbacksAndMarkupAreOnlyText() throws {
    let reply = try site.ask("GET", "\(root)/sync/logs?status=%3Cscript%3E&_jsonp=alert")
    #expect(reply.values("Content-Type") == ["application/javascript; charset=UTF-8"])
    #expect(reply.values("X-Content-Type-Options") == ["nosniff"])
    #expect(reply.status == 400 && !reply.text.contains("<script>"))
  }
}
