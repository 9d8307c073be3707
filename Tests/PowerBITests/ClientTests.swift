import Bytes
import HTTPClient
import Model
import Runtime
import Testing
import Testkit

@testable import PowerBI

/// The verbs as they travel.
@Suite struct ClientTests {
  private static let groups = "/v1.0/myorg/groups"
  private static let base = "\(groups)/\(Scripted.workspace)/datasets"

  private func post(
    _ client: inout PowerBIClient, table: String = "orders", number: Int64? = nil
  ) throws {
    let rows = Scripted.rows
    try client.postRows(
      workspace: Scripted.workspace, dataset: Scripted.dataset, table: table, body: rows.rawSpan,
      sequenceNumber: number, timeoutSeconds: 5)
  }

  @Test func rowsTravelAsTheyAre() throws {
    let scripted = try Scripted([
      [.read, .token("t1"), .read, .reply(200, [], ""), .read, .reply(200, [], "")]
    ])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    try post(&client, table: "My orders #1")
    try post(&client, number: 42)
    let requests = scripted.peer.seen.requests
    #expect(requests.count == 3)
    #expect(
      requests[1].hasPrefix(
        "POST \(Self.base)/\(Scripted.dataset)/tables/My%20orders%20%231/rows HTTP/1.1\r\n"))
    #expect(requests[1].contains("\r\nAuthorization: Bearer t1\r\n"))
    #expect(requests[1].contains("\r\nContent-Type: application/json; charset=utf-8\r\n"))
    #expect(!requests[1].contains("SequenceNumber"))
    #expect(requests[1].hasSuffix("\r\n\r\n{\"rows\":[{\"id\":1}]}"))
    #expect(requests[2].contains("\r\nX-PowerBI-PushData-SequenceNumber: 42\r\n"))
    #expect(try Swagger().complaints(scripted.body(1), "PostRowsRequest") == [])
    #expect(scripted.peer.seen.connectionCount == 1)
  }

  @Test func staleTokenIsRenewedOnce() throws {
    let scripted = try Scripted([
      [
        .read, .token("t1"), .read, .expired, .read, .token("t2"), .read, .reply(200, [], ""),
      ]
    ])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    try post(&client)
    let requests = scripted.peer.seen.requests
    #expect(requests.count == 4)
    #expect(requests[3].contains("\r\nAuthorization: Bearer t2\r\n"))
    #expect(requests[3].hasSuffix("{\"rows\":[{\"id\":1}]}"))
  }

  @Test(arguments: [401, 403])
  func renewedTokenThatIsRefusedIsForAPerson(_ status: Int) throws {
    let body = "{\"error\":{\"code\":\"TokenExpired\"}}"
    let refusal = ScriptedPeer.Step.reply(status, ["RequestId: r-9"], body)
    let scripted = try Scripted([
      [.read, .token("t1"), .read, refusal, .read, .token("t2"), .read, refusal, .read, refusal]
    ])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    let fault = try #require(throws: Fault.self) { try post(&client) }
    #expect(fault.recovery == .operator)
    #expect(fault.requestID == "r-9")
    #expect(fault.operation == "posting rows")
    // Within the minute no further token is asked for.
    let again = try #require(throws: Fault.self) { try post(&client) }
    #expect(again.recovery == .operator)
    #expect(scripted.peer.seen.requests.count == 5)
  }

  @Test func emptyUnauthorizedReplyNamesTheSetting() throws {
    let refusal = ScriptedPeer.Step.reply(401, [], "")
    let scripted = try Scripted([
      [.read, .token("t1"), .read, refusal, .read, .token("t2"), .read, refusal]
    ])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    let fault = try #require(throws: Fault.self) { try client.checkAvailability() }
    #expect(fault.recovery == .operator)
    #expect(fault.code == .permission)
    #expect(fault.hint.contains("service principals"))
  }

  @Test func signInFaultComesThrough() throws {
    let refusal = ScriptedPeer.Step.reply(
      401, [], "{\"error\":\"invalid_client\",\"error_codes\":[7000215]}")
    let scripted = try Scripted([[.read, refusal]])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    let fault = try #require(throws: Fault.self) { try post(&client) }
    #expect(fault.operation == "signing in")
    #expect(fault.hint.contains("Value"))
    #expect(scripted.peer.seen.requests.count == 1)
  }

  @Test func nothingIsRepeatedOrWaitedFor() throws {
    let scripted = try Scripted([
      [.read, .token("t1"), .read, .reply(503, ["Retry-After: 3600"], "")]
    ])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    let fault = try #require(throws: Fault.self) { try post(&client) }
    #expect(fault.recovery == .settle)
    #expect(scripted.peer.seen.requests.count == 2)
    #expect(scripted.clock.monotonicSeconds == 1_800_000_000)
  }

  @Test func lostReplyToRowsIsInDoubt() throws {
    let scripted = try Scripted([[.read, .token("t1"), .read, .reset]])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    #expect(try #require(throws: Fault.self) { try post(&client) }.recovery == .settle)
    #expect(scripted.peer.seen.requests.count == 2)
    #expect(scripted.peer.seen.connectionCount <= 2)
  }

  @Test func rowsAreCleared() throws {
    let scripted = try Scripted([
      [.read, .token("t1"), .hold], [.read, .reply(200, [], ""), .hold],
      [.read, .reply(500, [], "")],
    ])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    func clear(_ client: inout PowerBIClient) throws {
      try client.clearRows(
        workspace: Scripted.workspace, dataset: Scripted.dataset, table: "orders",
        timeoutSeconds: 5)
    }
    try clear(&client)
    #expect(
      scripted.heads[1] == "DELETE \(Self.base)/\(Scripted.dataset)/tables/orders/rows")
    let fault = try #require(throws: Fault.self) { try clear(&client) }
    #expect(fault.recovery == .settle)
    #expect(fault.operation == "clearing a table")
  }

  @Test func signingInTellsTheEnd() throws {
    let scripted = try Scripted([[.read, .token("t1")]])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    #expect(try client.signIn() == Instant(unixSeconds: 1_800_003_599))
  }

  @Test func availabilityIsOneSmallQuestion() throws {
    let scripted = try Scripted([[.read, .token("t1"), .read, .reply(200, [], "{\"value\":[]}")]])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    try client.checkAvailability()
    #expect(scripted.heads[1] == "GET \(Self.groups)?%24top=1")
  }

  @Test func pageInsteadOfTheAPIIsNotAvailability() throws {
    let scripted = try Scripted([[.read, .token("t1"), .read, .reply(200, [], "<html>Hi</html>")]])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    let fault = try #require(throws: Fault.self) { try client.checkAvailability() }
    #expect(fault.code == .data)
  }

  @Test func pathsCannotBeBent() throws {
    let scripted = try Scripted([[.read, .token("t1"), .read, .reply(200, [], "")]])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    for table in ["..", ".", ""] {
      let fault = try #require(throws: Fault.self) { try post(&client, table: table) }
      #expect(fault.code == .configuration)
    }
    try post(&client, table: "../../x?y")
    #expect(scripted.heads[1].hasSuffix("/tables/..%2F..%2Fx%3Fy/rows"))
  }
}
