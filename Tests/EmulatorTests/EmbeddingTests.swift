import Bytes
import Emulator
import Runtime
import Testing

@Suite("Embedding")
struct EmbeddingTests {
  private static let report = "11111111-0000-4000-8000-000000000001"
  private static let dashboard = "22222222-0000-4000-8000-000000000002"

  private func started() throws -> Client {
    var configuration = Emulator.Configuration()
    configuration.reports = [.init(id: Self.report, name: "Sales")]
    configuration.dashboards = [.init(id: Self.dashboard, name: "Today")]
    let emulator = Emulator(
      configuration: configuration, limits: .init(), clock: VirtualClock(Client.start))
    try emulator.start(port: 0)
    return try Client(emulator)
  }

  @Test func listsReportsAndDashboards() throws {
    let client = try started()
    defer { client.stop() }
    let reports = try JSONValue(try client.call("GET", "\(client.group)/reports").body)["value"]
    #expect(reports?.array?.map { $0["name"]?.string } == ["Sales"])
    let one = try JSONValue(try client.call("GET", "\(client.group)/reports/\(Self.report)").body)
    #expect(one["embedUrl"]?.string?.contains("reportId=\(Self.report)") == true)
    let boards = try client.call("GET", "\(client.group)/dashboards/\(Self.dashboard)")
    #expect(try JSONValue(boards.body)["displayName"]?.string == "Today")
    #expect(try client.call("GET", "\(client.group)/reports/\(Self.dashboard)").status == 404)
  }

  @Test(arguments: [
    ("{\"accessLevel\":\"View\"}", "2027-01-15T08:59:59Z"),
    ("{\"accessLevel\":\"View\",\"lifetimeInMinutes\":10}", "2027-01-15T08:10:00Z"),
    ("{\"accessLevel\":\"View\",\"lifetimeInMinutes\":600}", "2027-01-15T08:59:59Z"),
    ("{\"accessLevel\":\"View\",\"lifetimeInMinutes\":0}", "2027-01-15T08:59:59Z"),
  ])
  func givesTokensThatLiveNoLongerThanTheirs(body: String, expiration: String) throws {
    let client = try started()
    defer { client.stop() }
    for item in ["reports/\(Self.report)", "dashboards/\(Self.dashboard)"] {
      let reply = try client.call("POST", "\(client.group)/\(item)/GenerateToken", body)
      #expect(reply.status == 200)
      let json = try JSONValue(reply.body)
      #expect(json["expiration"]?.string == expiration)
      #expect(json["tokenId"]?.string?.utf8.count == 36)
      #expect(json["token"]?.string?.isEmpty == false)
    }
  }

  @Test(arguments: [
    ("{\"reports\":[{\"id\":\"R\"}]}", 200),
    ("{\"reports\":[{\"id\":\"R\",\"allowEdit\":true}]}", 200),
    ("{\"reports\":[{\"id\":\"D\"}]}", 404), ("{}", 400), ("{\"reports\":[{}]}", 400),
    ("{\"reports\":[{\"id\":\"R\"}],\"dashboards\":[]}", 400),
    ("{\"reports\":[{\"id\":\"R\"}],\"datasets\":[{\"id\":\"R\"}]}", 404),
  ])
  func checksTheSecondVersion(template: String, status: Int) throws {
    let client = try started()
    defer { client.stop() }
    let body = template.replacing("\"R\"", with: "\"\(Self.report)\"")
      .replacing("\"D\"", with: "\"\(Self.dashboard)\"")
    #expect(try client.call("POST", "/v1.0/myorg/GenerateToken", body).status == status)
  }
}
