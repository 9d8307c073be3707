import Bytes
import Testing
import Testkit

@testable import API

/// How the REST server behaves whatever is asked, as WordPress's does.
@Suite struct MannerTests {
  private static let site = Result { try Site("manners", orders: 60) }
  private var site: Site { get throws { try Self.site.get() } }
  private let root = "/wp-json/wkpbic/v1"

  @Test func aSuccessIsEnvelopedUnlessTheClientWantsItBare() throws {
    let whole = try site.ask("GET", "\(root)/sync/status")
    #expect(whole.status == 200)
    let json = try whole.json
    #expect(json["success"]?.boolean == true)
    #expect(json["meta"]?["request_id"]?.string == whole.values("X-Request-ID").first)
    let time = try #require(json["meta"]?["timestamp"]?.string)
    #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)
    let bare = try site.ask("GET", "\(root)/sync/status?_bare=1")
    #expect(bare.text == #"{"is_syncing":false,"last_syncs":[]}"#)
    let accepted = try site.ask(
      "GET", "\(root)/sync/status", ["Accept: application/json; envelope=none"])
    #expect(accepted.text == bare.text)
  }

  @Test func aSiteMaySwitchTheEnvelopeOff() throws {
    let own = try Site("envelope", isEmpty: true)
    try own.sql(
      """
      INSERT INTO wp_options (option_name, option_value) VALUES ('wkpbic_rest_envelope', 'off')
      """)
    let reply = try own.ask("GET", "\(root)/sync/status")
    #expect(try reply.json["is_syncing"]?.boolean == false)
  }

  @Test func anUnknownRouteOrMethodIsNoRoute() throws {
    let expected = """
      {"code":"rest_no_route","message":"No route was found matching the URL and request \
      method.","data":{"status":404}}
      """
    for (method, path) in [
      ("GET", "\(root)/nope"), ("PUT", "\(root)/entities"), ("GET", "/wp-json/other/v1/x"),
      ("GET", "/"), ("GET", "\(root)/entities?rest_route=x"),
      ("GET", "\(root)/entities?rest_route[]=x"), ("GET", "\(root)/entities/orders/schema/x"),
    ] {
      let reply = try site.ask(method, path)
      #expect(reply.status == 404 && reply.text == expected, "\(method) \(path)")
    }
    #expect(try site.ask("HEAD", "\(root)/nope").body.isEmpty)
  }

  @Test func routesAreFoundAsCoreFindsThem() throws {
    for path in [
      "\(root)/ENTITIES", "\(root)/entities/", "/index.php/wp-json/wkpbic/v1/entities",
      "/?rest_route=/wkpbic/v1/entities", "/index.php?rest_route=%2Fwkpbic%2Fv1%2Fentities/",
      "\(root)/nope?rest_route=/wkpbic/v1/entities",
    ] {
      #expect(try site.ask("GET", path).status == 200, "\(path)")
    }
  }

  @Test func parametersAreJudgedBeforePermission() throws {
    let missing = try site.ask("POST", "\(root)/workspaces/activate", as: nil)
    #expect(
      missing.text == """
        {"code":"rest_missing_callback_param","message":"Missing parameter(s): \
        workspace_id","data":{"status":400,"params":["workspace_id"]}}
        """)
    let wrong = try site.ask(
      "GET", "\(root)/sync/logs?per_page=101&page=x&status=odd&entity_type[]=1", as: nil)
    #expect(wrong.status == 400)
    let json = try wrong.json
    #expect(json["code"]?.string == "rest_invalid_param")
    #expect(
      json["message"]?.string == "Invalid parameter(s): page, per_page, entity_type, status")
    let params = json["data"]?["params"]
    #expect(params?["page"]?.string == "page is not of type integer.")
    #expect(
      params?["per_page"]?.string == "per_page must be between 1 (inclusive) and 100 (inclusive)")
    #expect(
      params?["status"]?.string == """
        status is not one of queued, running, completed, partial, failed, and cancelled.
        """)
    let details = json["data"]?["details"]
    #expect(details?["page"]?["code"]?.string == "rest_invalid_type")
    #expect(details?["page"]?["data"]?["param"]?.string == "page")
    #expect(details?["status"]?["data"] == .null)
    let visitor = try site.ask("GET", "\(root)/sync/logs", as: nil)
    #expect(
      visitor.text == """
        {"code":"rest_forbidden","message":"Sorry, you are not allowed to do \
        that.","data":{"status":401}}
        """)
    #expect(try site.ask("GET", "\(root)/sync/logs", as: "wkpbic_view_reports").status == 403)
  }

  @Test func eachRouteAsksForItsOwnRight() throws {
    let cases: [(String, [Right])] = [
      ("/entities", Right.allCases), ("/entities/orders/schema", Right.allCases),
      ("/entities/orders/count", [.viewReports, .manageSync, .manageDatasets]),
      ("/entities/orders/preview", [.viewReports, .manageSync, .manageDatasets]),
      ("/sync/status", [.manageSync, .viewLogs]), ("/sync/logs", [.viewLogs]),
      ("/datasets", [.manageDatasets]), ("/workspaces", [.manageDatasets]),
    ]
    for (route, rights) in cases {
      for right in Right.allCases {
        let reply = try site.ask("GET", root + route, as: right.rawValue)
        #expect(
          reply.status == (rights.contains(right) ? 200 : 403), "\(route) \(right): \(reply.text)")
      }
      #expect(try site.ask("GET", root + route, as: "manage_options").status == 403)
    }
  }

  @Test func headersAreCores() throws {
    let reply = try site.ask("GET", "\(root)/sync/status", as: nil)
    #expect(reply.values("Content-Type") == ["application/json; charset=UTF-8"])
    #expect(reply.values("X-Robots-Tag") == ["noindex"])
    #expect(reply.values("X-Content-Type-Options") == ["nosniff"])
    #expect(
      reply.values("Access-Control-Expose-Headers") == ["X-WP-Total, X-WP-TotalPages, Link"])
    #expect(reply.values("Vary") == ["Origin"])
    #expect(reply.values("Cache-Control") == [] && reply.values("Allow") == [])
    let known = try site.ask("GET", "\(root)/sync/status")
    #expect(known.values("Expires") == ["Wed, 11 Jan 1984 05:00:00 GMT"])
    #expect(
      known.values("Cache-Control")
        == ["no-cache, must-revalidate, max-age=0, no-store, private"])
    #expect(known.values("Allow") == ["GET"])
  }

  @Test func anyOriginIsLetInAndEchoedOnlyAsOne() throws {
    let cases: [(String, String?)] = [
      ("https://other.test", "https://other.test"), ("null", "null"),
      ("javascript:alert(1)", nil), ("https://a.test\"><script>", nil),
    ]
    for (origin, echo) in cases {
      let reply = try site.ask("GET", "\(root)/sync/status", ["Origin: \(origin)"])
      #expect(reply.values("Access-Control-Allow-Origin") == [echo].compactMap(\.self))
      #expect(
        reply.values("Access-Control-Allow-Credentials") == (echo == nil ? [] : ["true"]))
    }
  }

  @Test func optionsDescribesAnAddressToAnybody() throws {
    let reply = try site.ask("OPTIONS", "\(root)/workspaces", as: nil)
    #expect(reply.status == 200)
    let json = try reply.json
    #expect(json["namespace"]?.string == "wkpbic/v1")
    #expect(json["methods"] == .array([.string("GET"), .string("POST")]))
    let name = json["endpoints"]?.array?.last?["args"]?["name"]
    #expect(name?["required"]?.boolean == true && name?["type"]?.string == "string")
    #expect(json["_links"]?["self"]?.array?.count == 1)
    #expect(try site.ask("OPTIONS", "\(root)/nope", as: nil).text == "[]")
  }

  @Test func methodsMayBeOverridden() throws {
    let head = try site.ask("GET", "\(root)/sync/status?_method=HEAD")
    #expect(head.status == 200 && head.body.isEmpty)
    let post = try site.ask("GET", "\(root)/workspaces?_method=post")
    #expect(try post.json["code"]?.string == "rest_missing_callback_param")
    let header = try site.ask("POST", "\(root)/sync/status", ["X-HTTP-Method-Override: GET"])
    #expect(header.status == 200)
  }

  @Test func fieldsEnvelopeAndPrettyPrintingAreCores() throws {
    let fields = try site.ask("GET", "\(root)/entities?_fields=slug,label&_bare=1")
    let first = try #require(try fields.json.array?.first?.members)
    #expect(first.map(\.name) == ["slug", "label"])
    let nested = try site.ask("GET", "\(root)/sync/status?_fields=is_syncing&_bare=1")
    #expect(nested.text == #"{"is_syncing":false}"#)
    let wrapped = try site.ask("GET", "\(root)/nope?_envelope&_fields=code", as: nil)
    #expect(wrapped.status == 200)
    #expect(try wrapped.json["status"]?.integer == 404)
    #expect(try wrapped.json["body"]?["code"]?.string == "rest_no_route")
    #expect(try wrapped.json["headers"] == .array([]))
    let pretty = try site.ask("GET", "\(root)/sync/status?_pretty&_bare=1")
    #expect(
      pretty.text == "{\n    \"is_syncing\": false,\n    \"last_syncs\": []\n}")
  }

  @Test func malformedJSONIsSaidSo() throws {
    let reply = try site.ask("POST", "\(root)/workspaces", json: "{bad json")
    #expect(
      reply.text == """
        {"code":"rest_invalid_json","message":"Invalid JSON body \
        passed.","data":{"status":400,"json_error_code":4,"json_error_message":"Syntax error"}}
        """)
    let form = try site.ask(
      "POST", "\(root)/workspaces/activate",
      ["Content-Type: application/x-www-form-urlencoded"], body: Array("workspace_id=zz".utf8))
    #expect(try form.json["code"]?.string == "wkpbic_busy")
  }

  @Test func aLargeBodyIsRefused() throws {
    let body = [UInt8](repeating: UInt8(ascii: "a"), count: (1 << 20) + 1)
    let reply = try site.ask("POST", "\(root)/workspaces", body: body)
    #expect(reply.status == 413)
    #expect(reply.values("Content-Type") == ["application/json; charset=UTF-8"])
    #expect(
      reply.text == """
        {"code":"wkpbic_body_too_large","message":"The body is larger than 1048576 \
        bytes.","data":{"status":413}}
        """)
  }

  @Test func theNamespaceSaysWhatThereIsAsCoreDoes() throws {
    let reply = try site.ask("GET", root, as: nil)
    #expect(reply.status == 200)
    let json = try reply.json
    #expect(json.members?.map(\.name) == ["namespace", "routes", "_links"])
    let home = try site.sql("SELECT option_value FROM wp_options WHERE option_name = 'home'")
      .filter { !$0.isNewline }
    let plain = try site.sql(
      "SELECT option_value FROM wp_options WHERE option_name = 'permalink_structure'"
    ).filter { !$0.isNewline }.isEmpty
    let start = plain ? "\(home)/index.php?rest_route=/" : "\(home)/wp-json/"
    #expect(json["_links"]?["up"]?.array?.first?["href"]?.string == start)
    let routes = try #require(json["routes"]?.members)
    #expect(Set(routes.map(\.name)).count == routes.count)
    #expect(routes.first?.name == "/wkpbic/v1")
    let schema = json["routes"]?["/wkpbic/v1/entities/(?P<slug>[^/]+)/schema"]
    #expect(schema?["methods"] == .array([.string("GET")]) && schema?["_links"] == nil)
    let spaces = try #require(json["routes"]?["/wkpbic/v1/workspaces"])
    #expect(spaces.members?.map(\.name) == ["namespace", "methods", "endpoints", "_links"])
    #expect(spaces["endpoints"]?.array?.count == 2)
    #expect(
      spaces["_links"]?["self"]?.array?.first?["href"]?.string == "\(start)wkpbic/v1/workspaces")
    #expect(try site.ask("GET", "\(root)/?x=1", as: nil).status == 200)
    #expect(try site.ask("HEAD", root, as: nil).body.isEmpty)
  }

  @Test func aScriptGetsACallAsCoreGivesIt() throws {
    let called = try site.ask("GET", "\(root)/sync/status?_bare=1&_jsonp=my.call_1")
    #expect(called.values("Content-Type") == ["application/javascript; charset=UTF-8"])
    #expect(called.text == #"/**/my.call_1({"is_syncing":false,"last_syncs":[]})"#)
    for name in ["alert(1)", "a-b", "%3Cscript%3E", "a%0A", "%C3%A9"] {
      let refused = try site.ask("GET", "\(root)/sync/status?_jsonp=\(name)", as: nil)
      #expect(refused.status == 400)
      #expect(
        refused.text == """
          {"code":"rest_callback_invalid","message":"Invalid JSONP callback function."}
          """)
    }
    #expect(try site.ask("GET", "\(root)/sync/status?_jsonp[]=a").status == 400)
    let plain = try site.ask("GET", "\(root)/sync/status?_bare=1&_jsonp=")
    #expect(plain.text == #"{"is_syncing":false,"last_syncs":[]}"#)
    let error = try site.ask("GET", "\(root)/nope?_jsonp=f", as: nil)
    #expect(error.status == 404 && error.text.hasPrefix(#"/**/f({"code":"rest_no_route""#))
  }
}
