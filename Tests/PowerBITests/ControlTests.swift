import Bytes
import HTTPClient
import Model
import Runtime
import Testing
import Testkit

@testable import PowerBI

/// Workspaces, datasets, tables and queries.
@Suite struct ControlTests {
  private static let groups = "/v1.0/myorg/groups"
  private static let base = "\(groups)/\(Scripted.workspace)/datasets"

  private func schema() throws -> DatasetSchema {
    let orders = try #require(Catalogue.entity("orders"))
    return try DatasetSchema(
      name: "Store", tables: [try TableSchema(orders, name: "orders", decimals: .double)],
      relationships: [])
  }

  @Test func workspacesAreListedAndFound() throws {
    let list = "{\"value\":[{\"id\":\"AB-1\",\"name\":\"One\"},{\"id\":\"ab-2\",\"name\":\"Two\"}]}"
    let scripted = try Scripted([
      [.read, .token("t1")] + Array(repeating: [.read, .reply(200, [], list)], count: 3).joined()
    ])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    #expect(
      try client.workspaces()
        == [Workspace(id: "AB-1", name: "One"), Workspace(id: "ab-2", name: "Two")])
    #expect(try client.workspace(id: "ab-1")?.name == "One")
    #expect(try client.workspace(id: "ab-3") == nil)
    #expect(scripted.heads[1] == "GET \(Self.groups)?%24top=1000&%24skip=0")
  }

  @Test func workspacesComeInPages() throws {
    func page(_ range: Range<Int>) -> ScriptedPeer.Step {
      let entries = range.map { "{\"id\":\"\($0)\",\"name\":\"n\"}" }.joined(separator: ",")
      return .reply(200, [], "{\"value\":[\(entries)]}")
    }
    let scripted = try Scripted([
      [.read, .token("t1"), .read, page(0..<1000), .read, page(1000..<1003)]
    ])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    #expect(try client.workspaces().count == 1003)
    #expect(scripted.heads[2].hasSuffix("%24skip=1000"))
  }

  @Test func serverThatIgnoresPagesIsNotAskedForever() throws {
    let entries = (0..<1000).map { "{\"id\":\"\($0)\"}" }.joined(separator: ",")
    let page = ScriptedPeer.Step.reply(200, [], "{\"value\":[\(entries)]}")
    let scripted = try Scripted([[.read, .token("t1"), .read, page, .read, page]])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    #expect(try client.workspaces().count == 1000)
    #expect(scripted.peer.seen.requests.count == 3)
  }

  @Test func workspaceIsMade() throws {
    let scripted = try Scripted([
      [.read, .token("t1"), .read, .reply(200, [], "{\"id\":\"w-1\",\"name\":\"Shop \\\"A\\\"\"}")]
    ])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    #expect(
      try client.createWorkspace(name: "Shop \"A\"") == Workspace(id: "w-1", name: "Shop \"A\""))
    #expect(scripted.heads[1] == "POST \(Self.groups)?workspaceV2=true")
    #expect(try Swagger().complaints(scripted.body(1), "GroupCreationRequest") == [])
  }

  @Test func datasetIsMade() throws {
    let scripted = try Scripted([
      [.read, .token("t1"), .read, .reply(201, [], "{\"id\":\"d-1\",\"name\":\"Store\"}")]
    ])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    let made = try client.createDataset(
      workspace: Scripted.workspace, schema: schema(), known: [])
    #expect(made == Dataset(id: "d-1", name: "Store", acceptsRows: true))
    #expect(scripted.heads[1] == "POST \(Self.base)?defaultRetentionPolicy=None")
    let body = try scripted.body(1)
    #expect(try Swagger().complaints(body, "CreateDatasetRequest") == [])
    #expect(body["defaultMode"] == .string("Push"))
    #expect(body["name"] == .string("Store"))
  }

  private static let listing =
    "{\"value\":[{\"id\":\"old\",\"name\":\"Store\",\"addRowsAPIEnabled\":true},"
    + "{\"id\":\"other\",\"name\":\"Else\",\"addRowsAPIEnabled\":true},"
    + "{\"id\":\"import\",\"name\":\"Store\",\"addRowsAPIEnabled\":false},"
    + "{\"id\":\"new\",\"name\":\"Store\",\"addRowsAPIEnabled\":true}]}"

  @Test(arguments: [
    ScriptedPeer.Step.reply(504, [], ""), .reset, .reply(202, [], ""), .reply(201, [], "{}"),
  ])
  func lostReplyFindsTheDatasetThatWasMade(_ end: ScriptedPeer.Step) throws {
    // libcurl opens a second connection before it learns that it may not repeat the body.
    let listing: [ScriptedPeer.Step] = [.read, .reply(200, [], Self.listing)]
    let scripted = try Scripted([[.read, .token("t1"), .read, end], listing, listing])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    let made = try client.createDataset(
      workspace: Scripted.workspace, schema: schema(), known: ["old"])
    #expect(made.id == "new")
    #expect(scripted.heads.last == "GET \(Self.base)")
    #expect(scripted.heads.filter { $0.hasPrefix("POST \(Self.base)") }.count == 1)
  }

  @Test func doubtStaysWhileNothingIsSeen() throws {
    let scripted = try Scripted([
      [.read, .token("t1"), .read, .reply(504, [], "")],
      [.read, .reply(200, [], "{\"value\":[]}")],
    ])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    let fault = try #require(throws: Fault.self) {
      try client.createDataset(workspace: Scripted.workspace, schema: schema(), known: [])
    }
    #expect(fault.recovery == .settle)
    #expect(fault.number == 504)
  }

  @Test func doubtStaysWhenTheListIsNotToBeHad() throws {
    let scripted = try Scripted([
      [.read, .token("t1"), .read, .reply(504, [], "")], [.read, .reply(500, [], "")],
    ])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    let fault = try #require(throws: Fault.self) {
      try client.createDataset(workspace: Scripted.workspace, schema: schema(), known: [])
    }
    #expect(fault.recovery == .settle)
    #expect(fault.number == 504)
  }

  @Test func twinsAreForAPerson() throws {
    let scripted = try Scripted([
      [.read, .token("t1"), .read, .reply(504, [], "")], [.read, .reply(200, [], Self.listing)],
    ])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    let fault = try #require(throws: Fault.self) {
      try client.createDataset(workspace: Scripted.workspace, schema: schema(), known: [])
    }
    #expect(fault.recovery == .operator)
    #expect(fault.cause.contains("old, new"))
  }

  @Test func refusedDatasetIsNotLookedFor() throws {
    let scripted = try Scripted([[.read, .token("t1"), .read, .reply(400, [], "")]])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    let fault = try #require(throws: Fault.self) {
      try client.createDataset(workspace: Scripted.workspace, schema: schema(), known: [])
    }
    #expect(fault.code == .rejected)
    #expect(scripted.peer.seen.requests.count == 2)
  }

  @Test func datasetIsDeletedAndTablesListed() throws {
    let tables = "{\"value\":[{\"name\":\"orders\"},{\"name\":\"My products\"}]}"
    let scripted = try Scripted([
      [.read, .token("t1"), .read, .reply(200, [], tables), .hold], [.read, .reply(200, [], "")],
    ])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    #expect(
      try client.tables(workspace: Scripted.workspace, dataset: "d") == ["orders", "My products"])
    try client.deleteDataset(workspace: Scripted.workspace, dataset: "d")
    #expect(scripted.heads[1] == "GET \(Self.base)/d/tables")
    #expect(scripted.heads[2] == "DELETE \(Self.base)/d")
  }

  @Test func tableIsPut() throws {
    let scripted = try Scripted([
      [.read, .token("t1"), .read, .reply(200, [], "{\"name\":\"orders\"}")]
    ])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    try client.putTable(
      workspace: Scripted.workspace, dataset: "d", table: try schema().tables[0])
    #expect(scripted.heads[1] == "PUT \(Self.base)/d/tables/orders")
    #expect(try Swagger().complaints(scripted.body(1), "Table") == [])
  }

  @Test func queriesBringRows() throws {
    let reply =
      "{\"results\":[{\"tables\":[{\"rows\":[{\"[n]\":12,\"orders[status]\":null}]}]}]}"
    let scripted = try Scripted([[.read, .token("t1"), .read, .reply(200, [], reply)]])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    let dax = "EVALUATE ROW(\"n\", COUNTROWS('orders'))"
    let rows = try client.query(workspace: Scripted.workspace, dataset: "d", dax: dax)
    #expect(rows.count == 1)
    #expect(rows[0]["[n]"]?.integer == 12)
    #expect(rows[0]["orders[status]"] == .null)
    #expect(scripted.heads[1] == "POST \(Self.base)/d/executeQueries")
    let body = try scripted.body(1)
    #expect(try Swagger().complaints(body, "DatasetExecuteQueriesRequest") == [])
    #expect(body["queries"]?.array?.first?["query"]?.string == dax)
    #expect(body["serializerSettings"]?["includeNulls"] == .boolean(true))
  }

  @Test(arguments: [
    "{\"results\":[{\"tables\":[{\"rows\":[],\"error\":{\"code\":\"TooMany\",\"message\":\"m\"}}]}]}",
    "{\"results\":[{\"error\":{\"code\":\"TooMany\",\"message\":\"m\"}}]}",
    "{\"error\":{\"code\":\"TooMany\",\"message\":\"m\"},\"results\":[]}",
  ])
  func errorsWithSuccessAreFaults(_ reply: String) throws {
    let scripted = try Scripted([
      [.read, .token("t1"), .read, .reply(200, ["RequestId: q-1"], reply)]
    ])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    let fault = try #require(throws: Fault.self) {
      try client.query(workspace: Scripted.workspace, dataset: "d", dax: "EVALUATE t")
    }
    #expect(fault.cause == "TooMany: m (HTTP 200)")
    #expect(fault.requestID == "q-1")
  }

  @Test func lostReplyToAQueryIsAskedAgainByTheCaller() throws {
    let scripted = try Scripted([[.read, .token("t1"), .hold], [.read, .reset]])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    _ = try client.signIn()
    let fault = try #require(throws: Fault.self) {
      try client.query(workspace: Scripted.workspace, dataset: "d", dax: "EVALUATE t")
    }
    // Whichever connection it went over, the reply never came and reading is repeatable.
    guard case .retry = fault.recovery else {
      Issue.record("\(fault)")
      return
    }
  }

  @Test func sequenceNumbersAreEvidence() throws {
    let mine =
      "{\"value\":[{\"clientId\":\"other\",\"sequenceNumber\":9},"
      + "{\"clientId\":\"APP-1\",\"sequenceNumber\":4}]}"
    let scripted = try Scripted([
      [
        .read, .token("t1"), .read, .reply(200, [], mine), .read, .reply(200, [], "{\"value\":[]}"),
        .read, .reply(404, [], ""), .read, .reply(500, [], ""),
      ]
    ])
    defer { scripted.peer.stop() }
    var client = scripted.client()
    func evidence(_ client: inout PowerBIClient) throws -> SequenceEvidence {
      try client.sequenceEvidence(workspace: Scripted.workspace, dataset: "d", table: "orders")
    }
    #expect(try evidence(&client) == .last(4))
    #expect(try evidence(&client) == .last(0))
    #expect(try evidence(&client) == .unsupported)
    #expect(throws: Fault.self) { try evidence(&client) }
    #expect(scripted.heads[1] == "GET \(Self.base)/d/tables/orders/sequenceNumbers")
  }
}
