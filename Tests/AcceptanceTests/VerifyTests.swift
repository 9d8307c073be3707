import Foundation
import Testing
import Testkit

/// `verify` as its user meets it: what was sent is equal, what somebody did behind our back is
/// found, and mended when asked.
struct VerifyTests {
  /// One table's line of `verify --format=json`.
  private struct Line {
    var verdict: String
    var rows: [Int?]
    var differences: [String]
  }

  private func lines(_ outcome: ChildProcess.Outcome) throws -> [String: Line] {
    let objects = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    var lines: [String: Line] = [:]
    for object in objects as? [[String: Any]] ?? [] {
      let differences = object["differences"] as? [[String: Any]] ?? []
      lines[object["entity"] as? String ?? ""] = Line(
        verdict: object["verdict"] as? String ?? "",
        rows: ["rows_source", "rows_ledger", "rows_destination"].map { object[$0] as? Int },
        differences: differences.map {
          "\($0["between"] ?? "") \($0["rows_of"] ?? "") \($0["figure"] ?? "")"
        })
    }
    return lines
  }

  /// Somebody who asks the service without us.
  private struct Stranger {
    let stage: Stage
    let token: String
    let tables: String

    init(_ stage: Stage) throws {
      self.stage = stage
      let settings = stage.settings
      let reply = try ChildProcess.run(
        "curl",
        [
          "--silent", "--fail",
          "\(settings["WKPBIC_AUTHORITY_URL"] ?? "")/\(settings["WKPBIC_TENANT_ID"] ?? "")"
            + "/oauth2/v2.0/token",
          "--data", "grant_type=client_credentials",
          "--data-urlencode", "client_id=\(settings["WKPBIC_CLIENT_ID"] ?? "")",
          "--data-urlencode", "client_secret=\(settings["WKPBIC_CLIENT_SECRET"] ?? "")",
          "--data-urlencode", "scope=\(settings["WKPBIC_SCOPE"] ?? "")",
        ])
      let tree = try JSONSerialization.jsonObject(with: Data(reply.output.utf8))
      token = try #require((tree as? [String: Any])?["access_token"] as? String)
      let state = try JSONSerialization.jsonObject(
        with: Data(stage.control("/_emulator/state").utf8))
      let datasets = (state as? [String: Any])?["datasets"] as? [[String: Any]]
      let id = try #require(datasets?.first?["id"] as? String)
      let workspace = settings["WKPBIC_WORKSPACE_ID"] ?? ""
      tables = "\(stage.api)/v1.0/myorg/groups/\(workspace)/datasets/\(id)/tables"
    }

    private func call(_ arguments: [String]) throws {
      let outcome = try ChildProcess.run(
        "curl",
        ["--silent", "--show-error", "--fail", "--header", "Authorization: Bearer \(token)"]
          + arguments)
      try #require(outcome.status == 0, "\(outcome.errors)")
    }

    func post(_ rows: String, to table: String) throws {
      try call([
        "--header", "Content-Type: application/json", "--data", "{\"rows\":[\(rows)]}",
        "\(tables)/\(table)/rows",
      ])
    }

    func clear(_ table: String) throws {
      try call(["--request", "DELETE", "\(tables)/\(table)/rows"])
    }
  }

  @Test func everythingThatWasSyncedIsEqual() throws {
    let stage = try Stage("verifyall", orders: 120)
    #expect(try stage.run("install").status == 0)
    let early = try stage.run("verify", "--format=json")
    #expect(early.status == 0, "\(early.errors)")
    #expect(try lines(early).values.allSatisfy { $0.verdict == "never synced" })
    let slugs = try stage.run("list-entities", "--format=ids").output
      .split(whereSeparator: \.isWhitespace).map(String.init)
    let entities = "--entity=\(slugs.joined(separator: ","))"
    #expect(try stage.run("sync", entities).status == 0)
    let outcome = try stage.run("verify", entities, "--format=json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let found = try lines(outcome)
    #expect(found.count == slugs.count)
    for (entity, line) in found where line.verdict != "never synced" {
      #expect(line.verdict == "equal", "\(entity): \(line)")
      #expect(line.rows[0] == line.rows[1] && line.rows[1] == line.rows[2], "\(entity): \(line)")
      #expect(line.rows[0] != nil && line.differences.isEmpty, "\(entity)")
    }
    #expect(found["orders"]?.rows == [120, 120, 120])
    #expect(!outcome.errors.contains("not provable"), "\(outcome.errors)")
    #expect(outcome.errors.contains("Texts cannot be compared in Power BI"))
    let table = try stage.run("verify", "--entity=orders,report_types").output
    #expect(table.contains("| orders       | signed  | 120 "), "\(table)")
  }

  @Test func rowsOfStrangersAreFoundAndTakenAway() throws {
    let stage = try Stage("verifystranger", orders: 60)
    #expect(try stage.run("install").status == 0)
    #expect(try stage.run("sync", "--entity=orders,coupons").status == 0)
    let stranger = try Stranger(stage)
    try stranger.post(
      "{\"id\":7,\"total\":12.5,\"_sign\":1,\"_version\":1,\"_batch\":1,\"_date_key\":20300105}",
      to: "orders")
    let outcome = try stage.run("verify", "--entity=orders,coupons", "--format=json")
    #expect(outcome.status == 1)
    let found = try lines(outcome)
    #expect(found["coupons"]?.verdict == "equal")
    #expect(found["orders"]?.verdict == "differs" && found["orders"]?.rows == [60, 60, 61])
    #expect(
      found["orders"]?.differences == [
        "ledger/destination batch 1 rows", "ledger/destination 2030-01 rows",
        "ledger/destination 2030-01 versions", "ledger/destination 2030-01 total",
      ])
    #expect(outcome.errors.contains("wkpbic verify --repair --entity=orders"))
    let table = try stage.run("verify", "--entity=orders")
    #expect(table.status == 1)
    #expect(table.output.contains("| 2030-01 | total    | 0        | 12.5  |"), "\(table.output)")
    let repaired = try stage.run("verify", "--entity=orders,coupons", "--repair", "--format=json")
    #expect(repaired.status == 0, "\(repaired.errors)")
    #expect(try lines(repaired)["orders"]?.rows == [60, 60, 60])
    #expect(repaired.errors.contains("orders: repaired: 60 rows in "))
    #expect(!repaired.errors.contains("coupons: repaired"))
    try stage.expectEqual()
    #expect(try stage.run("verify", "--entity=orders").status == 0)
  }

  @Test func aTableThatSomebodyClearedIsFilledAgain() throws {
    let stage = try Stage("verifycleared", orders: 30)
    #expect(try stage.run("install").status == 0)
    #expect(try stage.run("sync", "--entity=orders,products").status == 0)
    let stranger = try Stranger(stage)
    try stranger.clear("orders")
    try stranger.clear("products")
    let outcome = try stage.run("verify", "--entity=orders,products", "--format=json")
    #expect(outcome.status == 1)
    #expect(try lines(outcome)["orders"]?.rows == [30, 30, 0])
    #expect(try lines(outcome)["products"]?.verdict == "differs")
    let repaired = try stage.run("verify", "--entity=orders,products", "--repair")
    #expect(repaired.status == 0, "\(repaired.output)\(repaired.errors)")
    try stage.expectEqual()
  }

  @Test func whatTheShopHasChangedIsSentByRepairing() throws {
    let stage = try Stage("verifyshop", orders: 30)
    #expect(try stage.run("install").status == 0)
    #expect(try stage.run("sync").status == 0)
    try stage.server.run(
      """
      UPDATE wp_wc_orders SET total_amount = total_amount + 1 WHERE type = 'shop_order'
        ORDER BY id LIMIT 1
      """, in: stage.database)
    let outcome = try stage.run("verify", "--entity=orders", "--format=csv")
    #expect(outcome.status == 1)
    #expect(
      outcome.output.hasPrefix(
        "entity,mode,rows_source,rows_ledger,rows_destination,differences,verdict,table,dataset\n"
          + "orders,signed,30,30,30,"), "\(outcome.output)")
    #expect(outcome.output.hasSuffix(",differs,orders,\n"))
    #expect(
      outcome.errors.contains(
        "orders: 1 row of the shop is not as it was sent: 1 changed (keys "))
    let repaired = try stage.run("verify", "--entity=orders", "--repair")
    #expect(repaired.status == 0, "\(repaired.errors)")
    // Only the order that changed was sent: taken back, and as it is now.
    #expect(repaired.errors.contains("orders: repaired: 2 rows in "))
    let shop = try stage.server.run(
      """
      SELECT CONCAT(COUNT(*), ' ', TRIM(TRAILING '0' FROM SUM(total_amount))) FROM wp_wc_orders
      WHERE type = 'shop_order' AND status NOT IN ('auto-draft', 'trash', 'wc-checkout-draft')
      """, in: stage.database
    ).trimmingCharacters(in: .whitespacesAndNewlines)
    let sums = try sums(stage, ["_sign", "total_stored"])
    #expect(sums.joined(separator: " ") == shop)
  }

  /// Sums of columns of orders, as the stand-in adds them up.
  private func sums(_ stage: Stage, _ names: [String]) throws -> [String] {
    let state = try JSONSerialization.jsonObject(with: Data(stage.control("/_emulator/state").utf8))
    let datasets = (state as? [String: Any])?["datasets"] as? [[String: Any]] ?? []
    let tables = datasets.flatMap { $0["tables"] as? [[String: Any]] ?? [] }
    let orders = tables.first { $0["name"] as? String == "orders" }
    let columns = orders?["columns"] as? [[String: Any]] ?? []
    return names.compactMap { name in
      columns.first { $0["name"] as? String == name }?["sum"] as? String
    }
  }

  @Test func queriesThatAreForbiddenFailNothing() throws {
    let stage = try Stage("verifymute", orders: 20)
    #expect(try stage.run("install").status == 0)
    #expect(try stage.run("sync").status == 0)
    try stage.control("/_emulator/behaviour", json: "{\"queries\":false}")
    let outcome = try stage.run("verify", "--entity=orders", "--format=json")
    #expect(outcome.status == 0)
    #expect(try lines(outcome)["orders"]?.verdict == "not provable")
    #expect(outcome.errors.contains("orders: Power BI does not say what the table holds: "))
    #expect(!outcome.errors.contains("Texts cannot be compared"))
    try stage.control("/_emulator/behaviour", json: "{\"queries\":true,\"grouping\":false}")
    let parts = try stage.run("verify", "--entity=orders", "--format=json")
    #expect(try lines(parts)["orders"]?.verdict == "equal", "\(parts.errors)")
  }
}
