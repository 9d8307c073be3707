import Bytes
import Emulator
import Testing
import Testkit

@testable import API

/// Profiles with rows and tables of their own, and tables with names of their own.
@Suite struct ProfileTests {
  private let root = "/wp-json/wkpbic/v1"

  /// Orders of some statuses, as SQL counts them.
  private static func orders(_ statuses: String, _ site: Site) throws -> Int {
    let count = try site.sql(
      "SELECT COUNT(*) FROM wp_wc_orders WHERE type = 'shop_order' AND status IN (\(statuses))")
    return try #require(Int(count.split(separator: "\n")[0]))
  }

  @Test func aProfileIsChangedPieceByPieceAndDeleted() throws {
    let site = try Site("profile_changes", isEmpty: true)
    let made = try site.data(
      "POST", "/sync/profiles",
      json: """
        {"name":"Done","entity_types":["orders"],"table_name":"done",
          "filters":{"date_range":"last_30_days","statuses":["completed"]},
          "schedule":{"frequency":"daily","time":"03:30"}}
        """)
    #expect(
      made.members?.map(\.name) == [
        "id", "name", "entity_types", "filters", "dataset_id", "table_name", "mode", "schedule",
        "active",
      ])
    let changed = try site.data(
      "PUT", "/sync/profiles/1", json: #"{"active":false,"filters":{"statuses":["refunded"]}}"#)
    #expect(changed["name"]?.string == "Done" && changed["table_name"]?.string == "done")
    #expect(changed["active"]?.boolean == false)
    #expect(changed["filters"] == .object(["statuses": .array([.string("refunded")])]))
    #expect(changed["schedule"]?["time"]?.string == "03:30")
    #expect(try site.data("GET", "/sync/profiles/1") == changed)
    // Empty words take away what was said.
    let plain = try site.data(
      "PUT", "/sync/profiles/1", json: #"{"name":"All","table_name":"","filters":{},"schedule":{}}"#
    )
    for name in ["table_name", "filters", "schedule", "dataset_id"] {
      #expect(plain[name]?.isNull == true, "\(name)")
    }
    for (json, status) in [
      (#"{"filters":{"date_range":"yesterday"}}"#, 400),
      (#"{"filters":{"date_range":"custom"}}"#, 400), (#"{"table_name":"a.b"}"#, 400),
      (#"{"schedule":{"frequency":"daily","time":"9"}}"#, 400), (#"{"active":null}"#, 400),
      (#"{"dataset_id":"nowhere"}"#, 404), (#"{"mode":"upsert"}"#, 400),
      (#"{"entity_types":["nothing"]}"#, 400),
    ] {
      let reply = try site.ask("PUT", "\(root)/sync/profiles/1", json: json)
      #expect(reply.status == status, "\(json): \(reply.text)")
    }
    #expect(try site.data("GET", "/sync/profiles/1") == plain)
    let twin = try site.ask("POST", "\(root)/sync/profiles", json: #"{"name":"All"}"#)
    #expect(twin.status == 409)
    #expect(try site.ask("POST", "\(root)/sync/profile/1").status == 409)
    let forbidden = try site.ask(
      "PUT", "\(root)/sync/profiles/1", as: "wkpbic_view_logs", json: "{}")
    #expect(forbidden.status == 403)
    #expect(try site.data("DELETE", "/sync/profiles/1")["deleted"]?.boolean == true)
    #expect(try site.ask("DELETE", "\(root)/sync/profiles/1").status == 404)
    #expect(try site.ask("PUT", "\(root)/sync/profiles/1", json: "{}").status == 404)
    #expect(
      try site.sql("SELECT action FROM wp_wkpbic_audit ORDER BY id")
        == "profile.create\nprofile.change\nprofile.change\nprofile.delete\n")
  }

  @Test func aProfileFillsItsTableAndARetryFillsItAgain() throws {
    let site = try Site("profile_tables", orders: 80)
    _ = try site.data(
      "POST", "/sync/profiles",
      json: """
        {"name":"Done","entity_types":["orders"],"table_name":"done orders",
          "filters":{"statuses":["completed"]}}
        """)
    site.emulator.add(
      FaultRule(.status(403, .message, isDone: false, retryAfterSeconds: nil), on: .postRows))
    let run = try SyncTests.start("{}", site, "/sync/profile/1")
    let failed = try SyncTests.ended(run, site)
    #expect(failed["status"]?.string == "failed" && failed["profile"]?.string == "Done")
    let again = try SyncTests.start("{}", site, "/sync/runs/\(run)/retry")
    let row = try SyncTests.ended(again, site)
    #expect(row["status"]?.string == "completed" && row["profile"]?.string == "Done", "\(row)")
    let done = try Self.orders("'wc-completed'", site)
    #expect(done > 10 && row["rows_pushed"]?.string == String(done))
    #expect(site.emulator.rows(dataset: "Done", table: "done orders").count == done)
    // Nothing went anywhere else.
    #expect(site.emulator.datasets.map(\.name) == ["Done"])
    let profile = try site.data("GET", "/sync/profiles/1")
    let id = try #require(profile["dataset_id"]?.string)
    let tables = try site.data("GET", "/tables/\(id)")
    #expect(tables.array?.map { $0["name"]?.string } == ["done orders"])
    let cleared = try site.data("DELETE", "/tables/\(id)/done%20orders/rows")
    #expect(cleared["previous_rows"] == .number(String(done)))
    #expect(site.emulator.rows(dataset: "Done", table: "done orders").isEmpty)
    let manual = try SyncTests.start(
      #"{"entity":"orders","dataset_id":"\#(id)"}"#, site, "/sync/manual")
    #expect(try SyncTests.ended(manual, site)["rows_pushed"]?.string == String(done))
  }

  @Test func severalEntitiesAreSeveralRuns() throws {
    let site = try Site("profile_runs", orders: 10)
    let slugs = ["tags", "brands", "coupons"]
    let items = slugs.enumerated().map { "i:\($0);s:\($1.utf8.count):\"\($1)\";" }.joined()
    try site.sql(
      """
      INSERT INTO wp_options (option_name, option_value, autoload)
      VALUES ('wkpbic_entities', 'a:3:{\(items)}', 'off')
      """)
    let started = try site.data("POST", "/sync", json: "{}")
    let runs = try #require(started["runs"]?.array)
    #expect(Set(runs.map { $0["entity_type"]?.string }) == Set(slugs))
    #expect(started["run_id"] == runs.first?["run_id"])
    for run in runs {
      let id = try #require(run["run_id"]?.string)
      let row = try SyncTests.ended(id, site)
      #expect(row["status"]?.string == "completed")
      #expect(row["entity_type"] == run["entity_type"])
    }
    #expect(try site.sql("SELECT COUNT(*) FROM wp_wkpbic_runs") == "3\n")
    #expect(
      try site.sql("SELECT COUNT(*) FROM wp_wkpbic_leases WHERE name LIKE 'queued:%'") == "0\n")
  }

  @Test func oneOfSeveralRunsCanBeCancelledWhileItWaits() throws {
    let site = try Site("profile_cancelled", orders: 10)
    _ = try site.data(
      "POST", "/sync/profiles",
      json: #"{"name":"Three","entity_types":["tags","brands","coupons"]}"#)
    var slow = FaultRule(.delay(seconds: 1, isDone: false), on: .createDataset)
    slow.count = nil
    site.emulator.add(slow)
    let runs = try #require(try site.data("POST", "/sync/profile/1", json: "{}")["runs"]?.array)
    let ids = try runs.map { try #require($0["run_id"]?.string) }
    #expect(try site.ask("POST", "\(root)/sync/runs/\(ids[1])/cancel").status == 202)
    let ended = try ids.map { try SyncTests.ended($0, site)["status"]?.string }
    #expect(ended == ["completed", "cancelled", "completed"])
  }

  @Test func tablesBearNamesOfTheirOwn() throws {
    let site = try Site("profile_names", orders: 20)
    let made = try site.data("POST", "/datasets", json: #"{"name":"Mine","entity_types":["tags"]}"#)
    let id = try #require(made["id"]?.string)
    #expect(made["type"]?.string == "permanent")
    func add(_ name: String) throws -> Int {
      let json = #"{"dataset_id":"\#(id)","table_name":"\#(name)","entity_type":"orders"}"#
      return try site.ask("POST", "\(root)/tables", json: json).status
    }
    #expect(try add("Sales 2026") == 201)
    #expect(try add("sales 2026") == 409)
    #expect(try add("TAGS") == 409)
    let long = String(repeating: "n", count: 100)
    #expect(try add(long) == 201)
    for name in ["", " x", "a/b", "a[b]", "a'b", "Date", "ä", long + "n", "a\\u0001"] {
      #expect(try add(name) == 400, "\(name)")
    }
    _ = try site.data("POST", "/datasets/\(id)/publish")
    #expect(try add("later") == 409)
    // What a profile wants in a published dataset must be there.
    func profile(_ table: String) throws -> Wire.Reply {
      try site.ask(
        "POST", "\(root)/sync/profiles",
        json: """
          {"name":"\(table)","entity_types":["orders"],"dataset_id":"\(id)",
            "table_name":"\(table)","filters":{"statuses":["completed"]}}
          """)
    }
    let missing = try profile("later")
    #expect(missing.status == 409)
    #expect(try missing.json["message"]?.string?.contains("adds no table") == true)
    #expect(try profile("tags").status == 409)
    #expect(try profile("Sales 2026").status == 201)
    let run = try SyncTests.start("{}", site, "/sync/profile/1")
    #expect(try SyncTests.ended(run, site)["status"]?.string == "completed")
    let done = try Self.orders("'wc-completed'", site)
    #expect(site.emulator.rows(dataset: "Mine", table: "Sales 2026").count == done)
    // The dataset's other table of orders has all of them.
    let manual = #"{"entity":"orders","dataset_id":"\#(id)"}"#
    let both = try #require(try site.data("POST", "/sync/manual", json: manual)["runs"]?.array)
    for run in both { _ = try SyncTests.ended(run["run_id"]?.string ?? "", site) }
    #expect(both.count == 2)
    #expect(site.emulator.rows(dataset: "Mine", table: long).count == 20)
    #expect(site.emulator.rows(dataset: "Mine", table: "Sales 2026").count == done)
  }

  @Test func onlyATemporaryDatasetIsMadeAnew() throws {
    let site = try Site("profile_kinds", orders: 15)
    for (name, kind) in [("Kept", "permanent"), ("Passing", "temporary")] {
      let made = try site.data(
        "POST", "/datasets",
        json: #"{"name":"\#(name)","entity_types":["tags"],"type":"\#(kind)"}"#)
      let id = try #require(made["id"]?.string)
      #expect(made["type"]?.string == kind)
      _ = try site.data(
        "POST", "/sync/profiles",
        json: #"{"name":"\#(name)","entity_types":["tags"],"dataset_id":"\#(id)"}"#)
    }
    for number in [1, 2] {
      let run = try SyncTests.start("{}", site, "/sync/profile/\(number)")
      #expect(try SyncTests.ended(run, site)["status"]?.string == "completed")
    }
    let before = site.emulator.datasets
    #expect(before.map(\.name) == ["Kept", "Passing"])
    // One more entity: a published dataset takes no table.
    let more = #"{"entity_types":["tags","brands"]}"#
    #expect(try site.ask("PUT", "\(root)/sync/profiles/1", json: more).status == 409)
    _ = try site.data("PUT", "/sync/profiles/2", json: more)
    let refused = try SyncTests.start("{}", site, "/sync/profile/2")
    let row = try SyncTests.ended(refused, site)
    #expect(row["status"]?.string == "failed")
    #expect(row["error"]?.string?.contains("--full") == true, "\(row)")
    #expect(site.emulator.datasets == before)
    let full = try #require(
      try site.data("POST", "/sync/profile/2", json: #"{"full":true}"#)["runs"]?.array)
    for run in full {
      let row = try SyncTests.ended(run["run_id"]?.string ?? "", site)
      #expect(row["status"]?.string == "completed", "\(row)")
    }
    let after = site.emulator.datasets
    #expect(after.map(\.name) == ["Kept", "Passing"] && after[0] == before[0])
    #expect(after[1].id != before[1].id)
    #expect(after[1].tables.map(\.name).sorted() == ["brands", "tags"])
    #expect(after[1].tables.allSatisfy { $0.rowCount > 0 })
  }
}
