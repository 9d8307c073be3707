import Bytes
import Emulator
import HTTPClient
import Model
import Runtime
import Testing

@testable import PowerBI

/// The adapter against the stand-in: sign-in, datasets, rows and faults end to end.
@Suite struct EmulatorTests {
  /// A running stand-in and what it takes to speak with it.
  private final class Stage {
    let emulator: Emulator
    let clock = SystemClock()

    init() throws {
      emulator = Emulator(configuration: .init(), limits: .init(), clock: clock)
      try emulator.start(port: 0)
    }

    deinit { emulator.stop() }

    var workspace: String { emulator.credentials.workspaceID }

    func client(secret: String? = nil) throws -> PowerBIClient {
      let found = emulator.credentials
      let tokens = TokenSource(
        Credentials(
          tenantID: found.tenantID, clientID: found.clientID,
          clientSecret: Secret(secret ?? found.clientSecret)),
        cloud: try Cloud(
          .public, authorityURL: found.authorityURL, apiURL: found.apiURL, scope: found.scope),
        kept: nil)
      return PowerBIClient(
        tokens: tokens,
        http: HTTPClient(HTTPClient.Options(userAgent: "tests", authoritiesFile: nil, proxy: nil)),
        clock: clock, interruption: Interruption())
    }

    /// A table of a fresh dataset.
    func table(_ name: String = "orders") throws -> PushTable {
      var client = try client()
      let dataset = try client.createDataset(workspace: workspace, schema: schema(), known: [])
      return PushTable(
        client: client, workspace: workspace, dataset: dataset.id, table: name,
        postTimeoutSeconds: 2)
    }

    func schema() throws -> DatasetSchema {
      let orders = try #require(Catalogue.entity("orders"))
      return try DatasetSchema(
        name: "Store", tables: [try TableSchema(orders, name: "orders", decimals: .double)],
        relationships: [])
    }
  }

  private func body(_ count: Int, batch: Int) -> ByteBuffer {
    let rows = (0..<count).map {
      "{\"source_store\":\"s\",\"id\":\($0),\"total\":12.50,\"is_guest\":false,"
        + "\"date_created\":\"2026-04-10T15:00:00\",\"date_paid\":null,\"_sign\":1,"
        + "\"_version\":1,\"_batch\":\(batch),\"_synced_at\":\"2026-04-10T13:00:00Z\","
        + "\"_date_key\":20260410}"
    }
    var buffer = ByteBuffer()
    buffer.append(utf8: "{\"rows\":[\(rows.joined(separator: ","))]}")
    return buffer
  }

  @Test func theStandardDatasetIsTaken() throws {
    let stage = try Stage()
    var client = try stage.client()
    let schema = try DatasetSchema.standard(
      name: "Store", Catalogue.entities.map { ($0, $0.slug) }, decimals: .double,
      Measure.Rules(excludedStatuses: ["pending"], priceDecimals: 2))
    let made = try client.createDataset(workspace: stage.workspace, schema: schema, known: [])
    let names = schema.tables.flatMap(\.measures).map(\.name)
    // Without rows every figure is blank, and none is beyond understanding.
    let columns = names.map { "\"\($0)\", [\($0)]" }.joined(separator: ", ")
    let rows = try client.query(
      workspace: stage.workspace, dataset: made.id, dax: "EVALUATE ROW(\(columns))")
    #expect(rows.count == 1)
    for name in names { #expect(rows.first?["[\(name)]"]?.isNull == true, "\(name)") }
    #expect(
      try client.countRows(workspace: stage.workspace, dataset: made.id, table: "orders") == 0)
    for table in schema.tables {
      try client.putTable(workspace: stage.workspace, dataset: made.id, table: table)
    }
  }

  @Test func fromSignInToCountedRows() throws {
    let stage = try Stage()
    var client = try stage.client()
    let expiry = try #require(try client.signIn())
    #expect(expiry > stage.clock.now)
    try client.checkAvailability()
    #expect(try client.workspace(id: stage.workspace)?.name == "WooCommerce Store")
    let made = try client.createDataset(
      workspace: stage.workspace, schema: stage.schema(), known: [])
    #expect(try client.datasets(workspace: stage.workspace).contains(made))
    #expect(try client.tables(workspace: stage.workspace, dataset: made.id) == ["orders"])
    var table = PushTable(
      client: client, workspace: stage.workspace, dataset: made.id, table: "orders",
      postTimeoutSeconds: 5)
    try table.post(body(3, batch: 1))
    try table.post(body(4, batch: 2))
    #expect(try table.rowCount(batch: nil) == 7)
    #expect(try table.rowCount(batch: 2) == 4)
    #expect(try table.rowCount(batch: 3) == 0)
    try table.clear()
    #expect(try table.rowCount(batch: nil) == 0)
    var other = try stage.client()
    try other.deleteDataset(workspace: stage.workspace, dataset: made.id)
    #expect(try other.datasets(workspace: stage.workspace).isEmpty)
  }

  @Test func numberedRequests() throws {
    let stage = try Stage()
    var client = try stage.client()
    let dataset = try client.createDataset(
      workspace: stage.workspace, schema: stage.schema(), known: []
    ).id
    let body = body(1, batch: 1)
    #expect(
      try client.sequenceEvidence(workspace: stage.workspace, dataset: dataset, table: "orders")
        == .last(0))
    try client.postRows(
      workspace: stage.workspace, dataset: dataset, table: "orders", body: body.bytes,
      sequenceNumber: 12, timeoutSeconds: 5)
    #expect(
      try client.sequenceEvidence(workspace: stage.workspace, dataset: dataset, table: "orders")
        == .last(12))
  }

  @Test func wrongSecretIsExplained() throws {
    let stage = try Stage()
    var client = try stage.client(secret: "wrong")
    let fault = try #require(throws: Fault.self) { try client.signIn() }
    #expect(fault.code == .credentials)
    #expect(fault.number == 7_000_215)
    #expect(fault.hint.contains("Value"))
  }

  @Test func staleTokenIsReplaced() throws {
    let stage = try Stage()
    var table = try stage.table()
    _ = stage.emulator.add(FaultRule(.expiredToken, on: .postRows))
    try table.post(body(2, batch: 1))
    #expect(try table.rowCount(batch: 1) == 2)
  }

  @Test(arguments: [true, false])
  func lostReplyIsSettledByCounting(_ landed: Bool) throws {
    let stage = try Stage()
    var table = try stage.table()
    try table.post(body(1, batch: 1))
    _ = stage.emulator.add(FaultRule(.reset(isDone: landed), on: .postRows))
    let fault = try #require(throws: Fault.self) { try table.post(body(2, batch: 2)) }
    #expect(fault.recovery == .settle)
    #expect(try table.rowCount(batch: 2) == (landed ? 2 : 0))
    #expect(try table.rowCount(batch: nil) == (landed ? 3 : 1))
  }

  @Test func lostReplyToACreationMakesOneDataset() throws {
    let stage = try Stage()
    _ = stage.emulator.add(FaultRule(.reset(isDone: true), on: .createDataset))
    var client = try stage.client()
    let made = try client.createDataset(
      workspace: stage.workspace, schema: stage.schema(), known: [])
    #expect(try client.datasets(workspace: stage.workspace) == [made])
  }

  @Test func endedFeatureIsSaid() throws {
    let stage = try Stage()
    _ = stage.emulator.add(FaultRule(.deprecated, on: .createDataset))
    var client = try stage.client()
    let fault = try #require(throws: Fault.self) {
      try client.createDataset(workspace: stage.workspace, schema: stage.schema(), known: [])
    }
    #expect(fault.hint.contains("existing dataset"))
    #expect(fault.requestID != nil)
  }

  @Test func forbiddenQueriesAreNoAnswer() throws {
    let stage = try Stage()
    var table = try stage.table()
    _ = stage.emulator.add(FaultRule(.forbidden, on: .executeQueries))
    #expect(try table.rowCount(batch: nil) == nil)
  }

  @Test func largeBodiesShrink() throws {
    let stage = try Stage()
    var table = try stage.table()
    _ = stage.emulator.add(FaultRule(.bodyLimit(bytes: 1000), on: .postRows))
    let fault = try #require(throws: Fault.self) { try table.post(body(100, batch: 1)) }
    #expect(fault.code == .tooLarge)
    #expect(fault.recovery == .shrink)
  }

  @Test func wrongCaseIsNotThere() throws {
    let stage = try Stage()
    var table = try stage.table("Orders")
    let fault = try #require(throws: Fault.self) { try table.post(body(1, batch: 1)) }
    #expect(fault.code == .notFound)
    #expect(fault.recovery == .operator)
  }

  @Test func lateReplyIsInDoubt() throws {
    let stage = try Stage()
    var client = try stage.client()
    let dataset = try client.createDataset(
      workspace: stage.workspace, schema: stage.schema(), known: []
    ).id
    var table = PushTable(
      client: client, workspace: stage.workspace, dataset: dataset, table: "orders",
      postTimeoutSeconds: 0.3)
    _ = stage.emulator.add(FaultRule(.delay(seconds: 1, isDone: true), on: .postRows))
    let fault = try #require(throws: Fault.self) { try table.post(body(1, batch: 1)) }
    #expect(fault.recovery == .settle)
    #expect(fault.number == 28)
    #expect(try table.rowCount(batch: 1) == 1)
  }
}
