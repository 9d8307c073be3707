import Bytes
import Emulator
import Glibc
import Testing
import Testkit

@testable import API

/// Plans, comparisons, the audit and the retry queue.
@Suite struct CheckTests {
  private let root = "/wp-json/wkpbic/v1"

  @Test func aPlanSaysWhatASyncWouldTakeAndSendsNothing() throws {
    let site = try Site("planned", orders: 60)
    let plan = try site.data("GET", "/sync/plan?entity=orders,subscriptions&batch=25")
    let tables = try #require(plan["tables"]?.array)
    #expect(tables.map { $0["entity"]?.string } == ["orders", "subscriptions"])
    #expect(tables[0]["rows"] == .number("60") && tables[0]["requests"] == .number("3"))
    #expect(tables[1]["unavailable"]?.string?.contains("not active") == true)
    #expect(plan["requests"] == .number("3") && plan["possible"]?.boolean == true)
    #expect(try site.sql("SELECT COUNT(*) FROM wp_wkpbic_runs") == "0\n")
    #expect(try site.ask("GET", "\(root)/sync/plan?entity=nope").status == 400)
    #expect(try site.ask("GET", "\(root)/sync/plan?batch=0").status == 400)
    #expect(try site.ask("GET", "\(root)/sync/plan", as: "wkpbic_view_logs").status == 403)
  }

  private func verified(_ json: String, _ site: Site) throws -> JSONValue {
    let reply = try site.ask("POST", "\(root)/sync/verify", json: json)
    #expect(reply.status == 202, "\(reply.text)")
    let id = try #require(try reply.json["data"]?["report_id"]?.string)
    for _ in 0..<600 {
      let report = try site.data("GET", "/sync/verify/\(id)")
      if !["queued", "running"].contains(report["status"]?.string) { return report }
      usleep(50_000)
    }
    Issue.record("report \(id) never ended")
    return .null
  }

  @Test func aComparisonIsPromisedAndItsResultKept() throws {
    let site = try Site("compared", orders: 40)
    let run = try SyncTests.start(#"{"entity":"orders"}"#, site)
    _ = try SyncTests.ended(run, site)
    let equal = try verified(#"{"entity":["orders"]}"#, site)
    #expect(
      equal["status"]?.string == "completed" && equal["is_equal"]?.boolean == true, "\(equal)")
    let table = try #require(equal["tables"]?.array?.first)
    #expect(table["verdict"]?.string == "equal" && table["rows_source"] == .number("40"))
    #expect(table["table"]?.string == "orders" && table["dataset"] == .null)
    #expect(table["rows_destination"] == .number("40"))
    // Rows that are gone from the shop are found, and repaired when asked for.
    try site.sql(
      "DELETE FROM wp_wc_orders WHERE id = (SELECT MIN(id) FROM (SELECT id FROM wp_wc_orders WHERE type = 'shop_order') x)"
    )
    let other = try verified(#"{"entity":"orders"}"#, site)
    #expect(other["is_equal"]?.boolean == false)
    #expect(other["tables"]?.array?.first?["difference_count"]?.integer ?? 0 > 0)
    let mended = try verified(#"{"entity":"orders","repair":true}"#, site)
    #expect(mended["is_equal"]?.boolean == true, "\(mended)")
    #expect(mended["repairs"]?.array?.first?["entity"]?.string == "orders")
    let list = try #require(try site.data("GET", "/sync/verify").array)
    #expect(list.map { $0["id"]?.string } == ["3", "2", "1"])
    #expect(try site.ask("GET", "\(root)/sync/verify/99").status == 404)
    #expect(try site.ask("GET", "\(root)/sync/verify/x").status == 404)
    let actions = try site.data("GET", "/logs/audit?action=verify").array ?? []
    #expect(
      actions.map { $0["action"]?.string } == ["verify.repair", "verify.start", "verify.start"])
  }

  @Test func aReportWhoseProcessDiedSaysSo() throws {
    let site = try Site("orphaned", isEmpty: true)
    // A process of this very host that was born at another moment than the one with its number.
    let host = try #require(
      try verified(#"{"entity":"tags"}"#, site)["id"]?.string.map { id in
        try site.sql(
          "SELECT SUBSTRING_INDEX(owner, ' ', 1) FROM wp_wkpbic_reports WHERE id = \(id)")
      })
    let name = host.split(whereSeparator: \.isNewline).first ?? ""
    try site.sql(
      """
      INSERT INTO wp_wkpbic_reports (kind, status, owner, asked_at)
      VALUES ('verify', 'running', '\(name) 1 1 1', UTC_TIMESTAMP()),
        ('verify', 'running', 'elsewhere 1 1 1', UTC_TIMESTAMP())
      """)
    let list = try #require(try site.data("GET", "/sync/verify").array)
    #expect(list.map { $0["status"]?.string }.prefix(2) == ["running", "failed"])
    #expect(list[1]["error"]?.string?.contains("process ended") == true)
  }

  @Test func onlyTheLatestReportsAreKept() throws {
    let site = try Site("forgetful", isEmpty: true)
    try site.sql(
      """
      INSERT INTO wp_wkpbic_reports (id, kind, status, owner, asked_at, completed_at)
      VALUES (1, 'verify', 'completed', 'x', UTC_TIMESTAMP(), UTC_TIMESTAMP()),
        (200, 'verify', 'completed', 'x', UTC_TIMESTAMP(), UTC_TIMESTAMP())
      """)
    _ = try verified(#"{"entity":"tags"}"#, site)
    #expect(
      try site.sql("SELECT GROUP_CONCAT(id ORDER BY id) FROM wp_wkpbic_reports") == "200,201\n")
  }

  @Test func theAuditIsLeafedThroughAndSifted() throws {
    let site = try Site("sifted", isEmpty: true)
    try site.sql(
      """
      INSERT INTO wp_wkpbic_audit (noted_at, user_id, user_login, action, target, ip) VALUES
        ('2026-01-01 10:00:00', 1, 'anna', 'dataset.create', 'a', '::1'),
        ('2026-01-02 00:00:00', 2, 'bert', 'dataset.delete', 'a', '::1'),
        ('2026-01-02 23:59:59', 1, 'anna', 'datasets', 'b', '10.0.0.1')
      """)
    func ids(_ query: String) throws -> [String?] {
      try site.data("GET", "/logs/audit\(query)").array?.map { $0["id"]?.string } ?? []
    }
    #expect(try ids("") == ["3", "2", "1"])
    #expect(try ids("?action=dataset") == ["2", "1"])
    #expect(try ids("?action=dataset.create") == ["1"])
    #expect(try ids("?action=%25") == [])
    #expect(try ids("?user=anna") == ["3", "1"])
    #expect(try ids("?target=a&user=bert") == ["2"])
    #expect(try ids("?since=2026-01-02") == ["3", "2"])
    #expect(try ids("?until=2026-01-02") == ["1"])
    #expect(try site.ask("GET", "\(root)/logs/audit?since=yesterday").status == 400)
    let page = try site.ask("GET", "\(root)/logs/audit?per_page=2&page=2")
    #expect(page.values("X-WP-Total") == ["3"] && page.values("X-WP-TotalPages") == ["2"])
    #expect(try site.ask("GET", "\(root)/logs/audit", as: "wkpbic_manage_sync").status == 403)
  }

  @Test func whatIsTriedAgainIsListed() throws {
    let site = try Site("retrying", isEmpty: true)
    try site.sql(
      """
      INSERT INTO wp_wkpbic_retries
        (dataset_id, table_name, entity, attempts, next_at, failed_at, error)
      VALUES ('d1', 'orders', 'orders', 2, '2026-01-01 00:05:00', '2026-01-01 00:00:00', 'why'),
        ('d1', 'tags', 'tags', 5, NULL, '2026-01-01 00:01:00', 'why')
      """)
    let list = try #require(try site.data("GET", "/sync/retries").array)
    #expect(list.map { $0["table_name"]?.string } == ["orders", "tags"])
    #expect(
      list[0]["next_at"]?.string == "2026-01-01 00:05:00" && list[1]["next_at"]?.isNull == true)
    #expect(list[0]["attempts"] == .number("2"))
  }
}
