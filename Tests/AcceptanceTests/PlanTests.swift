import Foundation
import Testing
import Testkit

/// The service's limits between processes, plans, and the log.
struct PlanTests {
  /// Every answer that the stand-in remembers.
  private func statuses(_ stage: Stage, _ operation: String) throws -> [Int] {
    let state = try JSONSerialization.jsonObject(
      with: Data(stage.control("/_emulator/state").utf8))
    let journal = (state as? [String: Any])?["requests"] as? [[String: Any]] ?? []
    return journal.filter { $0["operation"] as? String == operation }
      .compactMap { $0["status"] as? Int }
  }

  @Test func processesShareTheServicesLimitsAndNoneIsRefused() throws {
    let stage = try Stage("limits_shared", orders: 60)
    let paced = ["WKPBIC_QUOTA": "on"]
    #expect(try stage.run("install").status == 0)
    // More processes than the service lets send at once, none of which knows of the others.
    let entities = ["orders", "order_items", "customers", "products", "order_taxes", "coupons"]
    let before = Date()
    let children = try entities.map { entity in
      try stage.start("sync", "--entity=\(entity)", "--batch=30", changing: paced)
    }
    for child in children {
      let outcome = try child.wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let elapsed = Date().timeIntervalSince(before)
    let posts = try statuses(stage, "postRows")
    #expect(posts.count > 8)
    #expect(posts.allSatisfy { $0 == 200 }, "\(posts)")
    #expect(elapsed >= Double(posts.count - 1), "\(posts.count) posts in \(elapsed) s")
    try stage.expectEqual()
  }

  @Test func aPlanSendsNothingAndIsTrue() throws {
    let stage = try Stage("plan")
    // Before there are state tables, a dataset, or a service that answers.
    let away = ["WKPBIC_API_URL": "http://127.0.0.1:9", "WKPBIC_QUOTA": "on"]
    let early = try stage.run(
      "sync", "--dry-run", "--entity=orders,subscriptions", "--batch=100", "--format=csv",
      changing: away)
    #expect(early.status == 0, "\(early.errors)")
    let lines = early.output.split(separator: "\n").map(String.init)
    #expect(
      lines.first
        == "entity,sends,rows,bytes_per_row,requests,minutes,binding_limit,filled,full_on")
    #expect(lines.count == 2)
    let cells = lines.last?.split(separator: ",", omittingEmptySubsequences: false) ?? []
    #expect(cells.first == "orders" && cells[1] == "everything")
    #expect(cells[2] == "300" && cells[4] == "3")
    #expect(lines.last?.contains("\"1 request a second, 100 rows a request\",0.0%,") == true)
    #expect(early.errors.contains("subscriptions: unavailable: "))
    #expect(early.errors.contains("Nothing was sent."))
    // The bytes of a row are those that a sync really sends, but for digits of counters.
    #expect(try stage.run("install").status == 0)
    #expect(try stage.run("sync", "--dry-run").status == 0)
    #expect(try statuses(stage, "createDataset").isEmpty)
    #expect(
      try stage.server.run("SELECT COUNT(*) FROM wp_wkpbic_datasets", in: stage.database)
        .contains("0"))
    #expect(try stage.run("sync").status == 0)
    #expect(try statuses(stage, "postRows").count == 1)
    func plan(_ flags: String...) throws -> String {
      let outcome = try stage.run(
        ["sync", "--dry-run", "--entity=orders", "--format=json"] + flags,
        changing: ["WKPBIC_QUOTA": "on"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.output
    }
    // Nothing has changed; and in full, what the table holds is no hindrance.
    #expect(try plan().contains("\"sends\":\"nothing\",\"rows\":0,"))
    #expect(try plan().contains("\"requests\":0,"))
    let full = try plan("--full")
    #expect(full.contains("\"sends\":\"everything\",\"rows\":300,"))
    #expect(full.contains("\"requests\":1,\"minutes\":0.0,\"binding_limit\":\"none\""))
    // Two orders change and one goes: five rows travel, and so says the sync that follows.
    try stage.server.run(
      """
      UPDATE wp_wc_orders SET total_amount = total_amount + 1 WHERE type = 'shop_order'
      ORDER BY id LIMIT 2;
      DELETE FROM wp_wc_orders WHERE type = 'shop_order' ORDER BY id DESC LIMIT 1;
      """, in: stage.database)
    let changed = try plan("--batch=2")
    #expect(changed.contains("\"sends\":\"changes\",\"rows\":5,"), "\(changed)")
    // The two rows of one key travel together.
    #expect(changed.contains("\"requests\":3,"), "\(changed)")
    let sync = try stage.run("sync", "--entity=orders", "--batch=2")
    #expect(sync.output.hasPrefix("orders: 5 rows in "), "\(sync.output)")
    #expect(try statuses(stage, "postRows").count == 4)
  }

  @Test func aPlanThatNeverEndsIsRefusedWithWhatWouldMakeItPossible() throws {
    let stage = try Stage("impossible", orders: 12)
    #expect(try stage.run("install").status == 0)
    _ = try stage.run("sync", "--entity=coupons")
    // Another table of the dataset is large already; requests of one row then take half a minute.
    try stage.server.run(
      """
      UPDATE wp_wkpbic_tables SET row_count = 300000 WHERE table_name = 'products';
      INSERT INTO wp_wc_orders (id, type, status, date_created_gmt)
      SELECT 1000000 + seq, 'shop_order', 'wc-completed', '2026-01-01' FROM seq_1_to_3000;
      """, in: stage.database)
    let outcome = try stage.run(
      "sync", "--dry-run", "--entity=orders", "--batch=1", changing: ["WKPBIC_QUOTA": "on"])
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("impossible"))
    #expect(outcome.errors.contains("take longer than a day"))
    #expect(outcome.errors.contains(/Use --batch=\d{4,5}: number of requests 1, in 1 h or less/))
  }

  @Test func theLogSaysHowRunsEnded() throws {
    let stage = try Stage("log", orders: 40)
    #expect(try stage.run("install").status == 0)
    #expect(try stage.run("sync", "--entity=orders,coupons").status == 0)
    try stage.addFault(
      "{\"operation\":\"postRows\",\"effect\":\"status\",\"status\":404}")
    #expect(try stage.run("sync", "--entity=orders", "--full").status == 1)
    let log = try stage.run("logs", "--format=csv").output.split(separator: "\n")
      .map(String.init)
    #expect(
      log.first
        == "id,entity_type,profile,mode,status,rows_pushed,rows_failed,duration_seconds,"
        + "started_at,completed_at,error")
    #expect(log.count == 4)
    #expect(log[1].hasPrefix("3,orders,,signed,failed,0,0,"))
    #expect(log[1].contains("404") || log[1].contains("posting rows"))
    #expect(log[2].hasPrefix("2,coupons,,replace,completed,"))
    #expect(log[3].hasPrefix("1,orders,,signed,completed,40,0,"))
    #expect(try stage.run("logs", "--limit=1", "--format=ids").output == "3\n")
    let requests = try stage.run("logs", "--requests", "--limit=100", "--format=csv").output
      .split(separator: "\n").map(String.init)
    #expect(
      requests.first
        == "time,method,path,bytes_sent,status,milliseconds,request_id,error")
    let posts = requests.filter { $0.contains(/,POST,\S+\/tables\/orders\/rows,\d+,/) }
    #expect(posts.count == 2)
    #expect(posts.first?.contains(",404,") == true && posts.last?.contains(",200,") == true)
    #expect(!requests.contains { $0.lowercased().contains("bearer") })
    #expect(
      try stage.run("logs", "--entity=orders", "--status=failed", "--format=ids").output == "3\n")
    #expect(try stage.run("logs", "--since=2126-04-01", "--format=count").output == "0\n")
    #expect(try stage.run("logs", "--since=2026-04-01", "--format=count").output == "3\n")
    let flushed = try stage.run("flush-cache")
    #expect(flushed.status == 0 && flushed.output.hasPrefix("Nothing is cached"))
  }

  @Test func aRunThatWaitsIsQueuedAndOneThatWasKilledHasFailed() throws {
    let stage = try Stage("queued", orders: 300)
    #expect(try stage.run("install").status == 0)
    let slow = try stage.start(
      "sync", "--entity=orders", "--batch=10", changing: ["WKPBIC_QUOTA": "on"])
    try stage.waitForRows(10, of: slow)
    let waiting = try stage.start("sync", "--entity=orders")
    try stage.wait(
      for: "SELECT COUNT(*) FROM wp_wkpbic_leases WHERE name LIKE 'run:%'", "1")
    func states() throws -> [String] {
      try stage.run("logs", "--format=csv").output.split(separator: "\n").dropFirst().map {
        String($0.split(separator: ",", omittingEmptySubsequences: false)[4])
      }
    }
    #expect(try states() == ["queued", "running"])
    slow.send(SIGKILL)
    #expect(try waiting.wait().status == 0)
    #expect(try states() == ["completed", "failed"])
    try stage.expectEqual()
  }
}
