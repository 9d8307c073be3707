import Bytes
import Connector
import Emulator
import Engine
import Runtime
import Store
import Testing
import Testkit

/// Tables that hold a part of an entity's rows, as profiles say; what they hold is told by SQL that
/// knows nothing of how rows are read.
struct StreamTests {
  /// Orders of the last hundred days and the next three, west of Greenwich: local days begin late.
  private static func rehearsal(_ database: String, orders: Int = 300) throws -> Rehearsal {
    let rehearsal = try Rehearsal(database, orders: orders)
    try rehearsal.setOption("timezone_string", "")
    try rehearsal.setOption("gmt_offset", "-8")
    try rehearsal.setOption("wkpbic_schedule", "a:1:{s:7:\"enabled\";b:0;}")
    try rehearsal.run(
      """
      UPDATE wp_wc_orders SET date_created_gmt =
        '2026-04-13 12:00:00' - INTERVAL (id * 9973) % 148320 MINUTE WHERE type = 'shop_order'
      """)
    return rehearsal
  }

  private func add(
    _ name: String, _ definition: String, _ rehearsal: Rehearsal
  ) throws -> DefinitionRecord {
    try rehearsal.connector().addProfile(name: name, definition: definition)
  }

  @discardableResult
  private func sync(
    _ profile: String, _ rehearsal: Rehearsal, full isFull: Bool = false
  ) throws -> [TableOutcome] {
    var connector = try rehearsal.connector()
    var order = SyncOrder(
      entities: nil, batchRows: 400, patienceSeconds: 60, waitsForLease: true)
    order.isFull = isFull
    order.aim = try connector.aim(profile: profile, dataset: nil)
    return try connector.sync(order) { _ in }
  }

  private static func orders(
    from first: String, to last: String, _ statuses: String, _ rehearsal: Rehearsal
  ) throws -> [Int] {
    try rehearsal.keys(
      """
      SELECT id FROM wp_wc_orders WHERE type = 'shop_order' AND status IN (\(statuses))
        AND DATE(date_created_gmt - INTERVAL 8 HOUR) BETWEEN '\(first)' AND '\(last)' ORDER BY id
      """)
  }

  @Test func aTableHoldsTheRowsOfItsDaysAndStatusesAsBothMove() throws {
    let rehearsal = try Self.rehearsal("stream_days")
    _ = try add(
      "Daily Orders",
      """
      {"entity_types":["orders"],"table_name":"Orders 30",
        "filters":{"date_range":"last_30_days","statuses":["wc-completed","processing"]}}
      """, rehearsal)
    let statuses = "'wc-completed', 'wc-processing'"
    func expectEqual(
      from first: String, to last: String, _ location: SourceLocation = #_sourceLocation
    ) throws {
      let shop = try Self.orders(from: first, to: last, statuses, rehearsal)
      #expect(shop.count > 20, sourceLocation: location)
      #expect(
        try rehearsal.held("Daily Orders", "Orders 30") == shop, sourceLocation: location)
    }
    // 05:00 on April 10th by the shop's clock.
    let first = try #require(try sync("Daily Orders", rehearsal).first)
    #expect(first.fault == nil && first.table == "Orders 30" && first.entity == "orders")
    try expectEqual(from: "2026-03-12", to: "2026-04-10")
    // A status changes as WooCommerce changes it; the order leaves, others come.
    try rehearsal.run(
      """
      UPDATE wp_wc_orders SET status = 'wc-refunded', date_updated_gmt = '2026-04-10 13:00:00'
      WHERE type = 'shop_order' AND status = 'wc-completed' AND id % 5 = 0;
      UPDATE wp_wc_orders SET status = 'wc-completed', date_updated_gmt = '2026-04-10 13:00:00'
      WHERE type = 'shop_order' AND status = 'wc-on-hold'
      """)
    #expect(try #require(try sync("Daily Orders", rehearsal).first).rows > 0)
    try expectEqual(from: "2026-03-12", to: "2026-04-10")
    // Until midnight by the shop's clock nothing moves; then a day leaves and a day comes.
    rehearsal.clock.advance(seconds: 18.9 * 3600)
    #expect(try #require(try sync("Daily Orders", rehearsal).first).rows == 0)
    rehearsal.clock.advance(seconds: 600)
    #expect(try #require(try sync("Daily Orders", rehearsal).first).rows > 0)
    try expectEqual(from: "2026-03-13", to: "2026-04-11")
    rehearsal.clock.advance(seconds: 2 * 86_400)
    #expect(try sync("Daily Orders", rehearsal).allSatisfy { $0.fault == nil })
    try expectEqual(from: "2026-03-15", to: "2026-04-13")
    // Nothing was cleared: what left was taken back.
    #expect(rehearsal.emulator.requestCount(.deleteRows) == 0)
    var connector = try rehearsal.connector()
    var order = VerifyOrder(entities: nil, repairs: false)
    order.aim = try connector.aim(profile: "Daily Orders", dataset: nil)
    let report = try connector.verify(order) { _ in }
    #expect(report.isEqual && report.tables.map(\.table) == ["Orders 30"], "\(report)")
    #expect(report.tables.map(\.dataset) == ["Daily Orders"])
  }

  @Test func linesFollowTheirOrdersAndWhatDiffersIsMended() throws {
    let rehearsal = try Self.rehearsal("stream_lines", orders: 120)
    _ = try add(
      "March",
      """
      {"entity_types":["order_items","refunds"],
        "filters":{"date_range":"custom","date_from":"2026-03-01","date_to":"2026-03-31"}}
      """, rehearsal)
    #expect(try sync("March", rehearsal).allSatisfy { $0.fault == nil })
    let lines = """
      SELECT i.order_item_id FROM wp_woocommerce_order_items i
      JOIN wp_wc_orders o ON o.id = i.order_id AND o.type = 'shop_order'
      WHERE i.order_item_type = 'line_item'
        AND o.status NOT IN ('trash', 'auto-draft', 'wc-checkout-draft')
        AND DATE(o.date_created_gmt - INTERVAL 8 HOUR) BETWEEN '2026-03-01' AND '2026-03-31'
      ORDER BY 1
      """
    let before = try rehearsal.keys(lines)
    #expect(try before.count > 10 && rehearsal.held("March", "order_items") == before)
    try rehearsal.run(
      """
      UPDATE wp_wc_orders SET date_created_gmt = '2026-02-01 00:00:00' WHERE type = 'shop_order'
        AND DATE(date_created_gmt - INTERVAL 8 HOUR) = '2026-03-01';
      UPDATE wp_wc_orders SET date_created_gmt = '2026-04-01 07:59:59' WHERE type = 'shop_order'
        AND DATE(date_created_gmt) = '2026-04-05'
      """)
    #expect(try rehearsal.keys(lines) != before)
    var connector = try rehearsal.connector()
    let report = try connector.verify(VerifyOrder(entities: ["order_items"], repairs: true)) { _ in
    }
    #expect(report.isEqual, "\(report)")
    #expect(report.repairs.map(\.table) == ["order_items"])
    // The default dataset was never made.
    #expect(report.tables.map(\.verdict) == [.neverSynced, .equal])
    #expect(try rehearsal.held("March", "order_items") == rehearsal.keys(lines))
  }

  @Test func aTableThatIsReplacedHoldsOnlyWhatIsChosen() throws {
    let rehearsal = try Self.rehearsal("stream_replace", orders: 40)
    _ = try add(
      "Shown", #"{"entity_types":["products"],"filters":{"statuses":["publish"]}}"#, rehearsal)
    let shown = "SELECT ID FROM wp_posts WHERE post_type = 'product' AND post_status = 'publish'"
    try sync("Shown", rehearsal)
    let before = try rehearsal.keys("\(shown) ORDER BY 1")
    #expect(try before.count > 3 && rehearsal.held("Shown", "products") == before)
    try rehearsal.run(
      "UPDATE wp_posts SET post_status = 'draft' WHERE ID = \(before[1])")
    try sync("Shown", rehearsal)
    let after = try rehearsal.keys("\(shown) ORDER BY 1")
    #expect(try after.count == before.count - 1 && rehearsal.held("Shown", "products") == after)
    #expect(
      rehearsal.emulator.rowCount(dataset: "Shown", table: "products") == after.count)
  }

  @Test func anotherSelectionReloadsTheTable() throws {
    let rehearsal = try Self.rehearsal("stream_changed", orders: 150)
    let made = try add(
      "Year", #"{"entity_types":["orders"],"filters":{"date_range":"this_year"}}"#, rehearsal)
    try sync("Year", rehearsal)
    let held = try rehearsal.held("Year", "orders")
    #expect(held.count > 100)
    let record = try #require(try rehearsal.connector().definitions(.profile).first)
    _ = try rehearsal.connector().changeProfile(
      id: made.id, name: "Year",
      definition: record.definition.replacing("this_year", with: "last_7_days"))
    let outcome = try #require(try sync("Year", rehearsal).first)
    #expect(outcome.remarks.contains { $0.contains("the selection") }, "\(outcome.remarks)")
    let all =
      "'wc-pending','wc-processing','wc-on-hold','wc-completed','wc-cancelled',"
      + "'wc-refunded','wc-failed'"
    let week = try Self.orders(from: "2026-04-04", to: "2026-04-10", all, rehearsal)
    #expect(try week.count > 3 && rehearsal.held("Year", "orders") == week)
    #expect(
      rehearsal.emulator.rowCount(dataset: "Year", table: "orders") == week.count)
  }

  @Test func twoProfilesOfOneTableMustAgree() throws {
    let rehearsal = try Self.rehearsal("stream_shared", orders: 150)
    let connector = try rehearsal.connector()
    let dataset = try connector.createDataset(name: "Shared", entities: ["tags"])
    func definition(_ range: String, _ table: String) -> String {
      """
      {"entity_types":["orders"],"dataset_id":"\(dataset.id)","table_name":"\(table)",
        "filters":{"date_range":"\(range)"}}
      """
    }
    _ = try add("One", definition("this_year", "recent"), rehearsal)
    let refused = #expect(throws: Fault.self) {
      try add("Two", definition("last_7_days", "Recent"), rehearsal)
    }
    #expect(refused?.code == .busy && refused?.hint.contains("table_name") == true)
    // The same rows, or another table, are welcome.
    _ = try add("Same", definition("this_year", "recent"), rehearsal)
    _ = try add("Other", definition("last_7_days", "week"), rehearsal)
    // Whoever is first publishes the dataset, with the tables of all.
    #expect(try sync("Other", rehearsal).map(\.fault) == [nil])
    #expect(try sync("One", rehearsal).map(\.fault) == [nil])
    #expect(
      Set(rehearsal.emulator.datasets.flatMap(\.tables).map(\.name)) == [
        "tags", "recent", "week",
      ])
    let late = #expect(throws: Fault.self) {
      try add("Late", definition("last_90_days", "quarter"), rehearsal)
    }
    #expect(late?.code == .busy && late?.hint.isEmpty == false)
    for (name, table) in [("One", "recent"), ("Other", "week")] {
      #expect(try !rehearsal.held("Shared", table).isEmpty, "\(name)")
    }
    // Every table of the dataset, each with its own rows.
    let held = try rehearsal.held("Shared", "week")
    var all = SyncOrder(
      entities: nil, batchRows: 400, patienceSeconds: 60, waitsForLease: true)
    var verbs = try rehearsal.connector()
    all.aim = try verbs.aim(profile: nil, dataset: dataset.id)
    let outcomes = try verbs.sync(all) { _ in }
    #expect(Set(outcomes.map(\.table)) == ["tags", "recent", "week"])
    #expect(outcomes.allSatisfy { $0.fault == nil }, "\(outcomes)")
    #expect(try rehearsal.held("Shared", "week") == held)
  }

  @Test func whatCannotBeChosenIsRefused() throws {
    let rehearsal = try Self.rehearsal("stream_refused", orders: 5)
    for (definition, word) in [
      (#"{"entity_types":["tags"],"filters":{"date_range":"this_year"}}"#, "no date"),
      (#"{"entity_types":["calendar"],"filters":{"statuses":["a"]}}"#, "no status"),
      (#"{"filters":{"date_range":"this_year"}}"#, "named"),
      (#"{"entity_types":["orders","tags"],"table_name":"both"}"#, "one table"),
      (#"{"entity_types":["orders"],"table_name":"a/b"}"#, "called"),
      (#"{"entity_types":["orders"],"table_name":"Date"}"#, "Date"),
      (#"{"entity_types":["orders"],"filters":{"date_range":"custom"}}"#, "days"),
      (#"{"entity_types":["orders"],"filters":{"date_from":"2026-01-01"}}"#, "custom"),
      (
        #"{"entity_types":["orders"],"filters":{"date_range":"custom","date_from":"2026-02-01","date_to":"2026-01-01"}}"#,
        "before"
      ),
      (#"{"entity_types":["orders"],"filters":{"statuses":["a b"]}}"#, "status"),
      (#"{"entity_types":["orders"],"schedule":{"time":"03:00"}}"#, "frequency"),
      (#"{"entity_types":["orders"],"schedule":{"frequency":"daily","time":"24:00"}}"#, "time"),
      (#"{"entity_types":["orders","orders"]}"#, "twice"),
    ] {
      let fault = #expect(throws: Fault.self) { try add("x", definition, rehearsal) }
      #expect(fault?.code == .usage && fault?.cause.contains(word) == true, "\(definition)")
      #expect(fault?.hint.isEmpty == false)
    }
    let absent = #expect(throws: Fault.self) {
      try add("x", #"{"entity_types":["orders"],"dataset_id":"nowhere"}"#, rehearsal)
    }
    #expect(absent?.code == .notFound)
    #expect(try rehearsal.connector().definitions(.profile).isEmpty)
  }
}

/// Profiles that are synced by their own schedule.
struct ProfileScheduleTests {
  @Test func aPassSyncsProfilesWhenTheirTimeHasCome() throws {
    let rehearsal = try Rehearsal("stream_due", orders: 30)
    try rehearsal.setOption("timezone_string", "")
    try rehearsal.setOption("gmt_offset", "2")
    try rehearsal.setOption("wkpbic_schedule", "a:1:{s:7:\"enabled\";b:0;}")
    var connector = try rehearsal.connector()
    func pass() throws -> DuePass {
      let order = SyncOrder(
        entities: nil, batchRows: 400, patienceSeconds: 60, waitsForLease: false)
      return try connector.syncDue(secondsMax: 50, order) { _ in }
    }
    // It is 15:00 there.
    let daily =
      #"{"entity_types":["tags","orders"],"schedule":{"frequency":"daily","time":"16:30"}"#
    _ = try connector.addProfile(
      name: "Daily", definition: daily + #","filters":{},"table_name":""}"#)
    _ = try connector.addProfile(name: "Off", definition: daily + #","active":false}"#)
    _ = try connector.addProfile(
      name: "Few",
      definition: """
        {"entity_types":["orders"],"table_name":"few","filters":{"statuses":["completed"]},
          "schedule":{"frequency":"hourly","time":"00:15"}}
        """)
    let first = try pass()
    #expect(first.outcomes.isEmpty && first.failures.isEmpty)
    #expect(first.nextAt == Instant(unixSeconds: 1_775_826_900))
    rehearsal.clock.advance(seconds: 900)
    #expect(try pass().outcomes.map(\.table) == ["few"])
    #expect(try pass().outcomes.isEmpty)
    rehearsal.clock.advance(seconds: 4500)
    // 16:30: both of them.
    let second = try pass()
    #expect(second.outcomes.map(\.table) == ["tags", "orders", "few"], "\(second)")
    #expect(second.outcomes.allSatisfy { $0.fault == nil })
    #expect(try pass().outcomes.isEmpty)
    let runs = try rehearsal.server.run(
      "SELECT profile, table_name, status FROM wp_wkpbic_runs ORDER BY id",
      in: rehearsal.database)
    #expect(
      runs == """
        Few\tfew\tcompleted
        Daily\ttags\tcompleted
        Daily\torders\tcompleted
        Few\tfew\tcompleted

        """)
  }

  @Test func aProfileThatFailsIsTriedAgainInItsTable() throws {
    let rehearsal = try Rehearsal("stream_retry", orders: 30)
    try rehearsal.setOption("wkpbic_schedule", "a:1:{s:7:\"enabled\";b:0;}")
    var connector = try rehearsal.connector()
    _ = try connector.addProfile(
      name: "Few",
      definition: """
        {"entity_types":["orders"],"table_name":"few","filters":{"statuses":["completed"]}}
        """)
    var order = SyncOrder(
      entities: nil, batchRows: 400, patienceSeconds: 0, waitsForLease: true)
    order.aim = try connector.aim(profile: "Few", dataset: nil)
    rehearsal.emulator.add(
      FaultRule(
        .status(403, .message, isDone: false, retryAfterSeconds: nil), on: .postRows,
        table: "few"))
    let failed = try #require(try connector.sync(order) { _ in }.first)
    #expect(failed.fault != nil)
    #expect(failed.remarks.contains { $0.hasPrefix("run-due tries it again") })
    let again = SyncOrder(
      entities: nil, batchRows: 400, patienceSeconds: 60, waitsForLease: false)
    #expect(try connector.syncDue(secondsMax: 50, again) { _ in }.outcomes.isEmpty)
    rehearsal.clock.advance(seconds: 60)
    let pass = try connector.syncDue(secondsMax: 50, again) { _ in }
    #expect(pass.outcomes.map(\.table) == ["few"] && pass.outcomes.first?.fault == nil)
    #expect(
      try rehearsal.held("Few", "few")
        == rehearsal.keys(
          """
          SELECT id FROM wp_wc_orders WHERE type = 'shop_order' AND status = 'wc-completed'
          ORDER BY id
          """))
    #expect(
      try rehearsal.server.run(
        "SELECT DISTINCT profile, table_name FROM wp_wkpbic_runs", in: rehearsal.database)
        == "Few\tfew\n")
  }
}

extension Rehearsal {
  fileprivate func run(_ statements: String) throws {
    try server.run(statements, in: database)
  }

  /// The numbers that a statement brings.
  fileprivate func keys(_ statement: String) throws -> [Int] {
    try server.run(statement, in: database).split(separator: "\n").compactMap { Int($0) }
  }

  /// Keys that hold at the stand-in: rows less those that take them back.
  fileprivate func held(_ dataset: String, _ table: String) throws -> [Int] {
    var signs: [Int: Int64] = [:]
    for text in emulator.rows(dataset: dataset, table: table) {
      let row = try JSONValue(Array(text.utf8))
      let id = try #require(row["id"]?.integer)
      signs[Int(id), default: 0] += row["_sign"]?.integer ?? 0
    }
    #expect(signs.values.allSatisfy { $0 == 0 || $0 == 1 }, "\(dataset).\(table)")
    return signs.filter { $0.value == 1 }.keys.sorted()
  }
}
