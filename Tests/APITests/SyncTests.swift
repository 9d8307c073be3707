import Bytes
import Emulator
import Glibc
import Testing
import Testkit

@testable import API

/// Long work: promised at once, done in the background, told in the log.
@Suite struct SyncTests {
  private let root = "/wp-json/wkpbic/v1"

  /// The run's row once it has ended.
  static func ended(_ run: String, _ site: Site) throws -> JSONValue {
    for _ in 0..<600 {
      let row = try site.data("GET", "/sync/runs/\(run)")
      if !["queued", "running"].contains(row["status"]?.string) { return row }
      usleep(50_000)
    }
    Issue.record("run \(run) never ended")
    return .null
  }

  static func start(_ json: String, _ site: Site, _ path: String = "/sync") throws -> String {
    let started = try site.data("POST", path, json: json)
    #expect(started["status"]?.string == "queued")
    return try #require(started["run_id"]?.string)
  }

  @Test func aSyncIsPromisedAndThenDone() throws {
    let site = try Site("promised", orders: 60)
    let run = try Self.start(#"{"entity":"orders"}"#, site)
    let row = try Self.ended(run, site)
    #expect(row["status"]?.string == "completed", "\(row)")
    #expect(row["rows_pushed"]?.string == "60" && row["id"]?.string == run)
    let batches = try #require(row["batches"]?.array)
    #expect(batches.map { $0["rows"]?.string } == ["60"])
    #expect(batches.map { $0["status"]?.string } == ["committed"])
    let requests = try #require(row["requests"]?.array)
    let posts = requests.filter { $0["method"]?.string == "POST" }
    #expect(posts.map { $0["status"]?.string } == ["200"])
    #expect(posts.first?["path"]?.string?.hasSuffix("/tables/orders/rows") == true)
    #expect(posts.first?["bytes"] == batches.first?["bytes"])
    let log = try #require(try site.data("GET", "/sync/logs?entity_type=orders").array)
    #expect(log.map { $0["id"]?.string } == [run])
    let status = try site.data("GET", "/sync/status")
    #expect(status["is_syncing"]?.boolean == false)
    #expect(
      status["last_syncs"]?.array?.first?.members?.map(\.name) == [
        "id", "entity_type", "status", "rows_pushed", "duration_seconds", "completed_at",
      ])
    #expect(site.emulator.rows(dataset: "WooCommerce Store Data", table: "orders").count == 60)
    // The dataset is there now, and its table says what it holds.
    let dataset = try #require(try site.data("GET", "/datasets").array?.first)
    #expect(dataset["status"]?.string == "loaded")
    let id = try #require(dataset["powerbi_id"]?.string)
    let tables = try #require(try site.data("GET", "/tables/\(id.uppercased())").array)
    let orders = try #require(tables.first { $0["name"]?.string == "orders" })
    #expect(orders["rows"] == .number("60"))
    let audit = try site.sql("SELECT user_login, action, target, ip FROM wp_wkpbic_audit")
    #expect(audit == "user7\tsync.start\torders\t127.0.0.1\n")
  }

  @Test func aRepeatedRequestIsDoneOnce() throws {
    let site = try Site("repeated", orders: 10)
    func ask(_ json: String, _ key: String, _ rights: String = Site.everything) throws
      -> Wire.Reply
    {
      try site.ask("POST", "\(root)/sync", as: rights, ["Idempotency-Key: \(key)"], json: json)
    }
    let first = try ask(#"{"entity":"tags"}"#, "one")
    #expect(first.status == 202)
    let second = try ask(#"{"entity":"tags"}"#, "one")
    #expect(second.status == 202 && second.values("Idempotent-Replayed") == ["true"])
    #expect(try first.json["data"] == second.json["data"])
    #expect(try ask(#"{"entity":"brands"}"#, "one").status == 422)
    let other = try ask(#"{"entity":"tags"}"#, "two")
    #expect(other.status == 202)
    #expect(try first.json["data"] != other.json["data"])
    // What was refused may be tried again under the same key.
    #expect(try ask(#"{"entity":"subscriptions"}"#, "three").status == 400)
    #expect(try ask(#"{"entity":"subscriptions"}"#, "three").status == 400)
    #expect(try ask("{}", String(repeating: "k", count: 256)).status == 400)
    for reply in [first, other] {
      _ = try Self.ended(try #require(try reply.json["data"]?["run_id"]?.string), site)
    }
    let runs = try site.sql("SELECT COUNT(*) FROM wp_wkpbic_runs WHERE entity = 'tags'")
    #expect(runs == "2\n")
  }

  @Test func aDatasetOfOnesOwnIsMadePublishedSyncedClearedAndDeleted() throws {
    let site = try Site("owned", orders: 30)
    let made = try site.data(
      "POST", "/datasets", json: #"{"name":"Mine","entity_types":["orders","orders"]}"#)
    let id = try #require(made["id"]?.string)
    #expect(made["status"]?.string == "not_published" && made["powerbi_id"]?.isNull == true)
    #expect(made["entity_types"] == .array([.string("orders")]))
    let manual = #"{"entity":"orders","dataset_id":"\#(id)"}"#
    #expect(try site.ask("POST", "\(root)/sync/manual", json: manual).status == 409)
    let more = #"{"dataset_id":"\#(id)","table_name":"tags","entity_type":"tags"}"#
    #expect(try site.data("POST", "/tables", json: more)["name"]?.string == "tags")
    #expect(try site.ask("POST", "\(root)/tables", json: more).status == 409)
    let published = try site.data("POST", "/datasets/\(id)/publish")
    let powerBI = try #require(published["powerbi_id"]?.string)
    #expect(try site.data("POST", "/datasets/\(powerBI)/publish")["id"]?.string == id)
    let late = more.replacing("tags", with: "brands")
    let refused = try site.ask("POST", "\(root)/tables", json: late)
    #expect(refused.status == 409)
    #expect(try refused.json["message"]?.string?.contains("Create another dataset") == true)
    let run = try Self.start(manual, site, "/sync/manual")
    #expect(try Self.ended(run, site)["status"]?.string == "completed")
    #expect(site.emulator.rows(dataset: "Mine", table: "orders").count == 30)
    let wrong = manual.replacing("orders", with: "customers")
    #expect(try site.ask("POST", "\(root)/sync/manual", json: wrong).status == 400)
    let cleared = try site.data("DELETE", "/tables/\(powerBI)/orders/rows")
    #expect(cleared["previous_rows"] == .number("30"))
    #expect(site.emulator.rows(dataset: "Mine", table: "orders").isEmpty)
    // What was cleared comes back whole with the next sync.
    let again = try Self.start(manual, site, "/sync/manual")
    #expect(try Self.ended(again, site)["rows_pushed"]?.string == "30")
    #expect(try site.data("DELETE", "/datasets/\(id)")["deleted"]?.boolean == true)
    #expect(try site.data("GET", "/datasets") == .array([]))
    #expect(try site.ask("DELETE", "\(root)/datasets/\(id)").status == 404)
    #expect(
      try site.sql("SELECT COUNT(*) FROM wp_wkpbic_ledger WHERE dataset_id = '\(id)'") == "0\n")
  }

  @Test func theScheduleIsWordPresssOption() throws {
    let site = try Site("scheduled", isEmpty: true)
    let set = try site.data(
      "POST", "/sync/schedule", json: #"{"enabled":true,"frequency":"daily","time":"03:30"}"#)
    #expect(set["frequency"]?.string == "daily" && set["time"]?.string == "03:30")
    let next = try #require(set["next_run"]?.string)
    #expect(next.wholeMatch(of: /\d{4}-\d\d-\d\d \d\d:\d\d:00/) != nil)
    let stored = try site.sql(
      "SELECT option_value FROM wp_options WHERE option_name = 'wkpbic_schedule'")
    #expect(
      stored == """
        a:3:{s:7:"enabled";b:1;s:9:"frequency";s:5:"daily";s:4:"time";s:5:"03:30";}

        """)
    let off = try site.data("POST", "/sync/schedule", json: #"{"enabled":false}"#)
    #expect(off["frequency"]?.string == "daily" && off["next_run"]?.isNull == true)
    let root = "/wp-json/wkpbic/v1"
    #expect(try site.ask("POST", "\(root)/sync/schedule", json: #"{"time":"25:00"}"#).status == 400)
    let word = try site.ask("POST", "\(root)/sync/schedule", json: #"{"frequency":"often"}"#)
    #expect(
      try word.json["data"]?["params"]?["frequency"]?.string
        == "frequency is not one of hourly, twicedaily, daily, and weekly.")
  }

  @Test func aRunThatWaitsCanBeCancelled() throws {
    let site = try Site("cancelled", orders: 10)
    try site.sql(
      """
      INSERT INTO wp_wkpbic_runs (entity, mode, status, started_at)
      VALUES ('orders', 'auto', 'queued', UTC_TIMESTAMP())
      """)
    #expect(try site.ask("POST", "\(root)/sync/runs/1/cancel").status == 202)
    #expect(try site.sql("SELECT run_id FROM wp_wkpbic_cancellations") == "1\n")
    #expect(try site.ask("POST", "\(root)/sync/runs/1/retry").status == 409)
    for id in ["0", "99999999999999999999", "1;2", "-1"] {
      #expect(try site.ask("POST", "\(root)/sync/runs/\(id)/cancel").status == 404)
    }
  }

  @Test func tokensShowWhatIsThere() throws {
    let site = try Site("embedded", isEmpty: true)
    let reports = try #require(try site.data("GET", "/reports").array)
    #expect(reports.map { $0["name"]?.string } == ["Sales"])
    #expect(reports.first?.members?.map(\.name) == ["id", "name", "web_url", "embed_url"])
    for (kind, id) in [("reports", Site.reportID), ("dashboards", Site.dashboardID)] {
      let token = try site.data("GET", "/\(kind)/\(id)/embed-token")
      #expect(token["token"]?.string?.hasPrefix("H4sI") == true)
      #expect(token["embed_url"]?.string?.contains(id) == true)
      #expect(token["expiration"]?.string?.isEmpty == false)
      #expect(token["token_id"]?.string?.utf8.count == 36)
      let other = try site.ask("GET", "\(root)/\(kind)/..%2F\(id)/embed-token")
      #expect(other.status == 404)
      let forbidden = try site.ask(
        "GET", "\(root)/\(kind)/\(id)/embed-token", as: "wkpbic_view_logs")
      #expect(forbidden.status == 403)
    }
  }
}
