import Bytes
import Connector
import Emulator
import Glibc
import HTTPServer
import Runtime
import Testkit
import Testing

@testable import API

/// A shop, a stand-in for the service, and a running REST server in front of them.
///
/// Who asks is what the request says: `Authorization: Test ID RIGHT,RIGHT`. How WordPress tells is
/// tested where that is done.
final class Site: Sendable {
  static let sharedServer = Result { try TemporaryMariaDB() }
  static let everything = Right.allCases.map(\.rawValue).joined(separator: ",")
  let server: TemporaryMariaDB
  let database: String
  let emulator: Emulator
  let workshop = Workshop()
  let interruption = Interruption()
  /// The product's verbs, as the server has them.
  let verbs: @Sendable () -> Connector
  private let http: HTTPServer

  /// `without` names settings that the configuration does not say; `gate` non-nil has the product
  /// itself tell who asks, under these settings; with `server` nil the tests' shared one is used;
  /// `tables` makes what a shop has besides.
  init(
    _ database: String, orders: Int = 120, isEmpty: Bool = false,
    storage: DemoShop.Storage = .hpos, settings: [String: String] = [:], without: [String] = [],
    gate: [String: String]? = nil, server own: TemporaryMariaDB? = nil, tables: String = ""
  ) throws {
    server = try own ?? Self.sharedServer.get()
    self.database = database
    var shop = DemoShop(orders: orders, storage: storage)
    shop.isEmpty = isEmpty
    try server.createShop(shop, in: database)
    try server.run(tables, in: database)
    var configuration = Emulator.Configuration()
    configuration.reports = [.init(id: Self.reportID, name: "Sales")]
    configuration.dashboards = [.init(id: Self.dashboardID, name: "Today")]
    emulator = Emulator(configuration: configuration, limits: Limits(), clock: SystemClock())
    try emulator.start(port: 0)
    let told = try Self.configuration(
      server, database, emulator, settings.merging(gate ?? [:]) { _, new in new }, without)
    let verbs = Self.verbs(told, interruption)
    self.verbs = verbs
    _ = try verbs().install()
    let keeper = try gate.map { _ in try Gate(told, environment: [:], log: .silent) }
    let desk = Desk(
      verbs: verbs,
      doorkeeper: { (facts, now) throws(Fault) in
        try keeper?.admit(facts, at: now) ?? Self.admission(facts)
      }, workshop: workshop, clock: SystemClock(), log: .silent)
    http = try Server.listen(desk, .tcp(host: "127.0.0.1", port: 0))
  }

  static let reportID = "11111111-0000-4000-8000-000000000001"
  static let dashboardID = "22222222-0000-4000-8000-000000000002"

  deinit {
    interruption.raise()
    _ = workshop.close(withinSeconds: 30)
    http.stop()
    emulator.stop()
  }

  private static func configuration(
    _ server: TemporaryMariaDB, _ database: String, _ emulator: Emulator,
    _ more: [String: String], _ without: [String]
  ) throws -> Configuration {
    let credentials = emulator.credentials
    let settings = [
      "WKPBIC_DB_HOST": "localhost:\(server.socketPath)", "WKPBIC_DB_USER": "root",
      "WKPBIC_DB_PASSWORD": "", "WKPBIC_DB_NAME": database, "WKPBIC_TABLE_PREFIX": "wp_",
      "WKPBIC_QUOTA": "off", "WKPBIC_SETTLE_SECONDS": "0",
      "WKPBIC_AUTHORITY_URL": credentials.authorityURL, "WKPBIC_API_URL": credentials.apiURL,
      "WKPBIC_SCOPE": credentials.scope, "WKPBIC_TENANT_ID": credentials.tenantID,
      "WKPBIC_CLIENT_ID": credentials.clientID,
      "WKPBIC_CLIENT_SECRET": credentials.clientSecret,
      "WKPBIC_WORKSPACE_ID": credentials.workspaceID,
    ].merging(more) { _, new in new }
    return try Configuration(
      { without.contains($0) ? nil : settings[$0] }, environment: [:]
    ).keepingConnections(clock: SystemClock())
  }

  private static func verbs(
    _ configuration: Configuration, _ interruption: Interruption
  ) -> @Sendable () -> Connector {
    let (tokens, readings) = (TokenShelf(), ReadingShelf())
    return {
      Connector(
        configuration, clock: SystemClock(), interruption: interruption, log: .silent,
        tokens: tokens, readings: readings)
    }
  }

  private static func admission(_ facts: CallerFacts) -> Admission {
    let words = (facts.authorization ?? "").split(separator: " ")
    guard words.count == 3, words[0] == "Test", let id = Int64(words[1]) else {
      return .admitted(.visitor, freshNonce: nil)
    }
    let rights = Set(words[2].split(separator: ",").map(String.init))
    return .admitted(Caller(id: id, login: "user\(id)", capabilities: rights), freshNonce: nil)
  }

  /// Asks; `rights` nil asks as a visitor.
  func ask(
    _ method: String, _ path: String, as rights: String? = Site.everything,
    _ headers: [String] = [], json: String? = nil, body: [UInt8] = []
  ) throws -> Wire.Reply {
    var lines = ["\(method) \(path) HTTP/1.1", "Host: shop.test", "Connection: close"]
    if let rights { lines.append("Authorization: Test 7 \(rights.isEmpty ? "none" : rights)") }
    let body = json.map { Array($0.utf8) } ?? body
    if json != nil { lines.append("Content-Type: application/json") }
    if !body.isEmpty { lines.append("Content-Length: \(body.count)") }
    lines += headers
    let head = lines.joined(separator: "\r\n") + "\r\n\r\n"
    let port = try #require(http.address.port)
    let reply = try Wire.ask(port: port, Array(head.utf8) + body)
    let objections = try Conformance.objections(method, path, lines, body, reply)
    #expect(objections == [], "\(method) \(path)")
    return reply
  }

  /// The data of a success at a route below the namespace.
  func data(_ method: String, _ route: String, json: String? = nil) throws -> JSONValue {
    let reply = try ask(method, "/wp-json/wkpbic/v1\(route)", json: json)
    try #require((200..<300).contains(reply.status), "\(method) \(route): \(reply.text)")
    return try #require(try reply.json["data"])
  }

  @discardableResult func sql(_ statement: String) throws -> String {
    try server.run(statement, in: database)
  }
}
