import Foundation
import Testing
import Testkit

/// Whether the stores of real WooCommerce are beside the repository.
private let stores = Repository.path("../shared/stores")
let hasStores = FileManager.default.fileExists(atPath: stores)

private let server = Result { try TemporaryMariaDB() }

/// A store that real WooCommerce filled, and what its own code says of it.
struct RealStore: Sendable, CustomTestStringConvertible {
  let name: String
  let prefix: String

  var testDescription: String { name }

  static let all = [
    RealStore(name: "hpos", prefix: "wp_"), RealStore(name: "legacy", prefix: "shop7_"),
  ]

  /// Loads the store's dump into a database of its own.
  func load(into database: String) throws {
    let server = try server.get()
    try server.createDatabase(database)
    let loaded = try ChildProcess.run(
      "bash",
      [
        "-c",
        "zcat \(stores)/\(name)/dump.sql.gz | mariadb --no-defaults --user=root "
          + "--socket=\(server.socketPath) --default-character-set=utf8mb4 \(database)",
      ])
    try #require(loaded.status == 0, "\(loaded.errors)")
  }

  func environment(_ database: String) throws -> [String: String] {
    [
      "WKPBIC_DB_HOST": "localhost:\(try server.get().socketPath)", "WKPBIC_DB_USER": "root",
      "WKPBIC_DB_PASSWORD": "", "WKPBIC_DB_NAME": database, "WKPBIC_TABLE_PREFIX": prefix,
    ]
  }

  /// Where what WooCommerce said of it is kept.
  func oracle(_ name: String) -> String { "\(stores)/\(self.name)/oracle/\(name).jsonl" }

  /// What the comparing tool says of an export.
  func compare(_ rows: String, entity: String, _ options: [String]) throws -> ChildProcess.Outcome {
    let shared = Repository.path("../shared")
    return try ChildProcess.run(
      "python3",
      [
        "\(shared)/tools/compare_oracle.py", "--entities", "\(shared)/entities", "--oracle",
        "\(stores)/\(name)/oracle", "--entity", entity,
      ] + options + [rows])
  }
}

/// Runs only where the stores are: they are too large for the repository.
@Suite(.enabled(if: hasStores, "the stores of real WooCommerce are not here"))
struct OracleTests {
  @Test(arguments: RealStore.all)
  func everyEntityEqualsWhatWooCommerceSays(_ store: RealStore) throws {
    let database = "oracle_\(store.name)"
    try store.load(into: database)
    let environment = try store.environment(database)
    let place = try TemporaryDirectory("oracle")
    let listed = try ChildProcess.run(
      Repository.binary, ["list-entities", "--format=ids"], environment: environment)
    let entities = listed.output.split(whereSeparator: \.isWhitespace).map(String.init)
    #expect(entities.contains("orders"))
    for entity in entities {
      for (name, ours, theirs) in [("default", [], []), ("all", ["--status=all"], ["--all"])] {
        let rows = place.file("\(entity)-\(name).ndjson")
        let exported = try ChildProcess.run(
          Repository.binary,
          ["export", "--entity=\(entity)", "--output=\(rows)"] + ours, environment: environment)
        #expect(exported.status == 0, "\(exported.errors)")
        let verdict = try store.compare(rows, entity: entity, theirs)
        #expect(verdict.status == 0, "\(entity) \(name):\n\(verdict.output.suffix(3000))")
      }
    }
  }

  /// Sales by the other dates; a store without the option `woocommerce_date_type` is among them.
  @Test(arguments: RealStore.all)
  func salesOfEveryDateEqualWhatWooCommerceSays(_ store: RealStore) throws {
    let database = "dates_\(store.name)"
    try store.load(into: database)
    let place = try TemporaryDirectory("oracle")
    for date in ["date_created", "date_paid", "date_completed"] {
      let rows = place.file("\(date).ndjson")
      let exported = try ChildProcess.run(
        Repository.binary,
        ["export", "--entity=sales_daily", "--date-type=\(date)", "--output=\(rows)"],
        environment: try store.environment(database))
      #expect(exported.status == 0, "\(exported.errors)")
      let verdict = try store.compare(
        rows, entity: "sales_daily", ["--set", "date_type=\(date)"])
      #expect(verdict.status == 0, "\(date):\n\(verdict.output.suffix(3000))")
    }
  }

  @Test func theToolWouldSeeOneChangedCent() throws {
    let store = RealStore.all[0]
    try store.load(into: "mutated")
    try server.get().run(
      """
      UPDATE wp_wc_orders SET total_amount = total_amount + 0.01
      WHERE type = 'shop_order' AND status = 'wc-completed' ORDER BY id LIMIT 1
      """, in: "mutated")
    let place = try TemporaryDirectory("oracle")
    let rows = place.file("rows.ndjson")
    let exported = try ChildProcess.run(
      Repository.binary, ["export", "--entity=orders", "--output=\(rows)"],
      environment: try store.environment("mutated"))
    #expect(exported.status == 0)
    #expect(try store.compare(rows, entity: "orders", []).status == 1)
  }
}
