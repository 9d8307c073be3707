import Bytes
import Emulator
import Runtime
import Testing

@Suite("Signing in")
struct SignInTests {
  @Test func givesALongTokenThatExpiresByTheClock() throws {
    let client = try Client.started()
    defer { client.stop() }
    let reply = try client.requestToken()
    let json = try JSONValue(reply.body)
    #expect(reply.status == 200)
    #expect(json["token_type"]?.string == "Bearer")
    #expect(json["expires_in"]?.integer == 3599)
    #expect((json["access_token"]?.string?.utf8.count ?? 0) > 1000)
    #expect(json["access_token"]?.string?.split(separator: ".").count == 3)
    #expect(reply.value("requestid")?.utf8.count == 36)

    client.clock.advance(seconds: 3598)
    #expect(try client.call("GET", "\(client.group)/datasets").status == 200)
    client.clock.advance(seconds: 1)
    let stale = try client.call("GET", "\(client.group)/datasets")
    #expect(stale.status == 403)
    #expect(
      stale.text
        == "{\"error\":{\"code\":\"TokenExpired\",\"message\":\"Access token has expired, "
        + "resubmit with a new access token\"}}")
  }

  @Test(
    arguments: [
      ("client_id", "other", 400, "unauthorized_client", 700016),
      ("client_secret", "wrong", 401, "invalid_client", 7_000_215),
      ("client_secret", nil, 401, "invalid_client", 7_000_218),
      ("grant_type", "password", 400, "unsupported_grant_type", 70003),
      ("scope", "https://analysis.windows.net/powerbi/api", 400, "invalid_scope", 70011),
      ("scope", "https://graph.microsoft.com/.default", 400, "invalid_scope", 70011),
      ("client_id", nil, 400, "invalid_request", 900_144),
    ] as [(String, String?, Int, String, Int64)])
  func refuses(field: String, value: String?, status: Int, error: String, code: Int64) throws {
    let client = try Client.started()
    defer { client.stop() }
    let reply = try client.requestToken([field: value])
    let json = try JSONValue(reply.body)
    #expect(reply.status == status)
    #expect(json["error"]?.string == error)
    #expect(json["error_codes"]?.array?.first?.integer == code)
    let trace = try #require(json["trace_id"]?.string)
    let correlation = try #require(json["correlation_id"]?.string)
    let description = try #require(json["error_description"]?.string)
    #expect(description.hasPrefix("AADSTS\(code): "))
    #expect(
      description.hasSuffix(
        "\r\nTrace ID: \(trace)\r\nCorrelation ID: \(correlation)\r\n"
          + "Timestamp: 2027-01-15 08:00:00Z"))
  }

  @Test func refusesAnotherTenantAndAMalformedForm() throws {
    let client = try Client.started()
    defer { client.stop() }
    let reply = try client.requestToken(tenant: "contoso.com")
    #expect(reply.status == 400)
    #expect(try JSONValue(reply.body)["error_codes"]?.array?.first?.integer == 90002)
    let path = "/\(client.emulator.configuration.tenantID)/oauth2/v2.0/token"
    for (type, body) in [
      ("application/x-www-form-urlencoded", "grant_type=%zz"), ("application/json", "{}"),
    ] {
      let reply = try client.send(
        "POST", path, headers: ["Content-Type: \(type)"], body: Array(body.utf8))
      #expect(reply.status == 400)
      #expect(try JSONValue(reply.body)["error_codes"]?.array?.first?.integer == 9_002_313)
    }
  }

  @Test func asksForATokenAndForAWorkspace() throws {
    let client = try Client.started()
    defer { client.stop() }
    let datasets = "\(client.group)/datasets"
    #expect(try client.send("GET", datasets).status == 401)
    #expect(try client.send("GET", datasets, headers: ["Authorization: Bearer x"]).status == 401)
    #expect(
      try client.send("GET", datasets, headers: ["Authorization: Basic \(client.token)"]).status
        == 401)
    let mine = try client.call("GET", "/v1.0/myorg/datasets")
    #expect(mine.status == 403)
    #expect(mine.code == "PowerBINotAuthorizedException")
    let other = try client.call(
      "GET", "/v1.0/myorg/groups/00000000-0000-4000-8000-000000000000/datasets")
    #expect(other.status == 404)
    #expect(other.code == "PowerBIEntityNotFound")
  }

  @Test func listsAndCreatesWorkspaces() throws {
    let client = try Client.started()
    defer { client.stop() }
    let created = try client.call("POST", "/v1.0/myorg/groups", "{\"name\":\"Tom's\"}")
    #expect(created.status == 200)
    let id = try #require(try JSONValue(created.body)["id"]?.string)
    let found = try client.call("GET", "/v1.0/myorg/groups?$filter=name%20eq%20'Tom''s'")
    #expect(try JSONValue(found.body)["value"]?.array?.map { $0["id"]?.string } == [id])
    let all = try client.call("GET", "/v1.0/myorg//groups", headers: ["Content-Type: x/y"])
    #expect(try JSONValue(all.body)["value"]?.array?.count == 2)
    #expect(try client.call("GET", "/v1.0/myorg/groups?$filter=id%20eq%20'x'").status == 400)
    #expect(try client.call("GET", "/v1.0/myorg/groups/\(id)/reports").text.contains("[]"))
    #expect(try client.call("GET", "/v1.0/myorg/groups/\(id)/dashboards").text.contains("[]"))
  }
}
