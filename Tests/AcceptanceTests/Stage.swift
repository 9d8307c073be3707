import Foundation
import Testing
import Testkit

private let sharedServer = Result { try TemporaryMariaDB() }

/// The binary as its user meets it: a shop's database, the stand-in as a process, settings in the
/// environment.
final class Stage: Sendable {
  let server: TemporaryMariaDB
  let database: String
  let emulator: ChildProcess
  let settings: [String: String]

  /// A stage with a shop of `orders` orders; with `server` nil the tests' shared one is used.
  init(
    _ database: String, orders: Int = 300, isAwkward: Bool = false,
    storage: DemoShop.Storage = .hpos, server own: TemporaryMariaDB? = nil
  ) throws {
    server = try own ?? sharedServer.get()
    self.database = database
    var shop = DemoShop(orders: orders, storage: storage)
    shop.isAwkward = isAwkward
    try server.createShop(shop, in: database)
    emulator = try ChildProcess(Repository.binary, ["emulate"])
    _ = try emulator.line { $0.hasPrefix("WKPBIC_WORKSPACE_ID=") }
    var settings = [
      "WKPBIC_DB_HOST": "localhost:\(server.socketPath)", "WKPBIC_DB_USER": "root",
      "WKPBIC_DB_PASSWORD": "", "WKPBIC_DB_NAME": database, "WKPBIC_TABLE_PREFIX": "wp_",
      "WKPBIC_QUOTA": "off", "WKPBIC_SETTLE_SECONDS": "0",
    ]
    for line in emulator.output.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
      if parts.count == 2 { settings[parts[0]] = parts[1] }
    }
    self.settings = settings
  }

  deinit {
    emulator.send(SIGKILL)
  }

  var api: String { settings["WKPBIC_API_URL"] ?? "" }

  /// Runs a command to its end.
  func run(
    _ arguments: String..., changing: [String: String] = [:], input: String = ""
  ) throws -> ChildProcess.Outcome {
    try run(arguments, changing: changing, input: input)
  }

  /// The same for words in a list; whatever the command says, it gives no secret away.
  func run(
    _ arguments: [String], changing: [String: String] = [:], input: String = ""
  ) throws -> ChildProcess.Outcome {
    let outcome = try ChildProcess.run(
      Repository.binary, Self.words(arguments), environment: environment(changing), input: input)
    let said = outcome.output + outcome.errors
    #expect(!said.contains(settings["WKPBIC_CLIENT_SECRET"] ?? "?"), "\(arguments)")
    // Tokens are JSON in Base64, which begins like this.
    #expect(!said.contains("eyJ") && !said.contains("Bearer"), "\(arguments): \(said)")
    return outcome
  }

  /// Starts a command.
  func start(_ arguments: String..., changing: [String: String] = [:]) throws -> ChildProcess {
    try ChildProcess(
      Repository.binary, Self.words(arguments), environment: environment(changing))
  }

  /// A sync that names no entity is one of orders: what one table promises all do.
  private static func words(_ arguments: [String]) -> [String] {
    let namesEntity = arguments.contains { $0.hasPrefix("--entity") || $0 == "--nope" }
    return arguments.first == "sync" && !namesEntity ? arguments + ["--entity=orders"] : arguments
  }

  private func environment(_ changing: [String: String]) -> [String: String] {
    settings.merging(changing) { _, new in new }
  }

  /// Asks the stand-in over HTTP.
  @discardableResult
  func control(_ path: String, json: String? = nil) throws -> String {
    var arguments = ["--silent", "--show-error", "--fail", "\(api)\(path)"]
    if let json {
      arguments += ["--header", "Content-Type: application/json", "--data", json]
    }
    let outcome = try ChildProcess.run("curl", arguments)
    try #require(
      outcome.status == 0,
      "\(outcome.errors)\(emulator.isRunning ? "" : "the stand-in has ended: ")\(emulator.errors)")
    return outcome.output
  }

  /// Switches a fault of the stand-in on.
  func addFault(_ json: String) throws {
    try control("/_emulator/faults", json: json)
  }

  /// How often the first fault that is on has struck.
  func struck() throws -> Int {
    let faults = try JSONSerialization.jsonObject(with: Data(control("/_emulator/faults").utf8))
    return (faults as? [[String: Any]])?.first?["struck"] as? Int ?? 0
  }

  /// Waits until a statement answers that.
  func wait(for statement: String, _ answer: String) throws {
    let deadline = Date(timeIntervalSinceNow: 60)
    while try server.run(statement, in: database).trimmingCharacters(in: .newlines) != answer {
      try #require(Date() < deadline, "\(statement) never became \(answer)")
      usleep(20_000)
    }
  }

  /// Waits until a sync that is under way has had that many rows acknowledged.
  func waitForRows(_ count: Int, of child: ChildProcess) throws {
    let deadline = Date(timeIntervalSinceNow: 60)
    while true {
      let text = try server.run(
        """
        SELECT COALESCE(MAX(row_count), 0) FROM wp_wkpbic_tables WHERE state IN ('incomplete', 'sending')
        """, in: database)
      if (Int(text.filter(\.isNumber)) ?? 0) >= count { return }
      try #require(child.isRunning, "it ended early: \(child.output)\(child.errors)")
      try #require(Date() < deadline, "no rows came")
      usleep(20_000)
    }
  }

  /// Whether the stand-in holds each order once, to the cent, as plain SQL says.
  func expectEqual(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let shop = try server.run(
      """
      SELECT COUNT(*), SUM(id), SUM(total_amount) FROM wp_wc_orders WHERE type = 'shop_order'
        AND status NOT IN ('auto-draft', 'trash', 'wc-checkout-draft')
      """, in: database
    ).split(whereSeparator: \.isWhitespace).map { Decimal(string: String($0)) }
    let state = try JSONSerialization.jsonObject(with: Data(control("/_emulator/state").utf8))
    let datasets = (state as? [String: Any])?["datasets"] as? [[String: Any]] ?? []
    let tables = datasets.flatMap { $0["tables"] as? [[String: Any]] ?? [] }
      .filter { $0["name"] as? String == "orders" }
    #expect(tables.count == 1, sourceLocation: sourceLocation)
    let columns = tables.first?["columns"] as? [[String: Any]] ?? []
    func sum(_ name: String) -> Decimal? {
      (columns.first { $0["name"] as? String == name }?["sum"] as? String).flatMap {
        Decimal(string: $0)
      }
    }
    let rows = (tables.first?["rows"] as? Int).map { Decimal($0) }
    #expect([rows, sum("id"), sum("total_stored")] == shop, sourceLocation: sourceLocation)
  }
}
