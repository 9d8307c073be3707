import Bytes
import Connector
import Emulator
import Engine
import HTTPClient
import MariaDB
import PowerBI
import Runtime
import Store
import Testing
import Testkit

/// One database server for all rehearsals; each has a database of its own.
private let sharedServer = Result { try TemporaryMariaDB() }

/// A shop, the stand-in and the connector between them, under one clock that nobody has to wait
/// for.
final class Rehearsal: Sendable {
  static let orders = 1100
  let server: TemporaryMariaDB
  let database: String
  let emulator: Emulator
  let clock = VirtualClock(Instant(unixSeconds: 1_775_826_000))
  let interruption = Interruption()

  init(_ database: String, limits: Limits = Limits(), orders: Int = Rehearsal.orders) throws {
    HTTPClient.prepareProcess()
    server = try sharedServer.get()
    self.database = database
    try server.createShop(DemoShop(orders: orders), in: database)
    emulator = Emulator(
      configuration: Emulator.Configuration(), limits: limits, clock: clock)
    try emulator.start(port: 0)
    _ = try connector().install()
  }

  deinit {
    emulator.stop()
  }

  func connector() throws -> Connector {
    let credentials = emulator.credentials
    let settings = [
      "WKPBIC_DB_HOST": "localhost:\(server.socketPath)", "WKPBIC_DB_USER": "root",
      "WKPBIC_DB_PASSWORD": "", "WKPBIC_DB_NAME": database, "WKPBIC_TABLE_PREFIX": "wp_",
      "WKPBIC_AUTHORITY_URL": credentials.authorityURL, "WKPBIC_API_URL": credentials.apiURL,
      "WKPBIC_SCOPE": credentials.scope, "WKPBIC_TENANT_ID": credentials.tenantID,
      "WKPBIC_CLIENT_ID": credentials.clientID,
      "WKPBIC_CLIENT_SECRET": credentials.clientSecret,
      "WKPBIC_WORKSPACE_ID": credentials.workspaceID,
    ]
    let configuration = try Configuration({ settings[$0] }, environment: settings)
    return Connector(
      configuration, clock: clock, interruption: interruption, log: .silent)
  }

  func store() throws -> StateStore {
    try StateStore.open(
      ConnectionOptions(
        address: .socket(server.socketPath), user: "root", password: Secret(""),
        database: database, security: .off),
      prefix: try #require(TablePrefix("wp_")), clock: clock)
  }

  /// Who asks the service directly.
  func client() throws -> PowerBIClient {
    let found = emulator.credentials
    let tokens = TokenSource(
      Credentials(
        tenantID: found.tenantID, clientID: found.clientID,
        clientSecret: Secret(found.clientSecret)),
      cloud: try Cloud(
        .public, authorityURL: found.authorityURL, apiURL: found.apiURL, scope: found.scope),
      kept: nil)
    return PowerBIClient(
      tokens: tokens,
      http: HTTPClient(HTTPClient.Options(userAgent: "tests", authoritiesFile: nil, proxy: nil)),
      clock: clock, interruption: interruption)
  }

  /// Syncs orders in three batches or more.
  func sync(
    full isFull: Bool = false, mode: String = "auto", patienceSeconds: Double = 300,
    batchRows: Int = 400, onProgress: @escaping (Progress) -> Void = { _ in }
  ) throws -> TableOutcome {
    var connector = try connector()
    var order = SyncOrder(
      entities: ["orders"], batchRows: batchRows, patienceSeconds: patienceSeconds,
      waitsForLease: true)
    order.isFull = isFull
    try order.setMode(mode)
    return try #require(try connector.sync(order, onProgress: onProgress).first)
  }

  /// Syncs other entities, one outcome each.
  func syncEach(_ entities: String..., patienceSeconds: Double = 300) throws -> [TableOutcome] {
    var connector = try connector()
    let order = SyncOrder(
      entities: entities, batchRows: 400, patienceSeconds: patienceSeconds, waitsForLease: true)
    return try connector.sync(order) { _ in }
  }

  /// Sets an option of the shop.
  func setOption(_ name: String, _ value: String) throws {
    try server.run(
      """
      INSERT INTO wp_options (option_name, option_value, autoload) VALUES ('\(name)', '\(value)', 'on')
      ON DUPLICATE KEY UPDATE option_value = VALUES(option_value)
      """, in: database)
  }

  static let dataset = Connector.defaultDatasetName

  /// Whether the stand-in holds each of the shop's orders once, to the cent.
  func expectEqual(_ comment: Comment = "", sourceLocation: SourceLocation = #_sourceLocation)
    throws
  {
    let shop = try server.run(
      """
      SELECT COUNT(*), TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM SUM(total_amount))),
        SUM(id) FROM wp_wc_orders
      WHERE type = 'shop_order' AND status NOT IN ('auto-draft', 'trash', 'wc-checkout-draft')
      """, in: database
    ).split(whereSeparator: \.isWhitespace).map(String.init)
    let held = [
      emulator.rowCount(dataset: Self.dataset, table: "orders").map(String.init),
      emulator.sum(dataset: Self.dataset, table: "orders", column: "total_stored"),
      emulator.sum(dataset: Self.dataset, table: "orders", column: "id"),
    ]
    #expect(held == shop, comment, sourceLocation: sourceLocation)
  }

  func tableState() throws -> String {
    try server.run("SELECT state FROM wp_wkpbic_tables WHERE table_name = 'orders'", in: database)
      .trimmed()
  }
}

extension String {
  func trimmed() -> String {
    String(split(whereSeparator: \.isWhitespace).joined(separator: " "))
  }
}
