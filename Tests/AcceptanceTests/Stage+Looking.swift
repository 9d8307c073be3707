import Foundation
import Model
import Testing
import Testkit

/// Looks into the shop, the state tables and the stand-in.
extension Stage {
  /// What a statement answers, lines and columns a space apart.
  @discardableResult
  func sql(_ statements: String) throws -> String {
    try server.run(statements, in: database).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
  }

  /// Sets an option of the site.
  func setOption(_ name: String, _ value: String) throws {
    try sql(
      """
      INSERT INTO wp_options (option_name, option_value, autoload)
      VALUES ('\(name)', '\(value)', 'off')
      ON DUPLICATE KEY UPDATE option_value = VALUES(option_value)
      """)
  }

  /// Says which entities are synced when nobody names one, as PHP writes a list.
  func enable(_ slugs: String...) throws {
    let items = slugs.enumerated().map { "i:\($0);s:\($1.utf8.count):\"\($1)\";" }
    try setOption("wkpbic_entities", "a:\(slugs.count):{\(items.joined())}")
  }

  /// Makes every post of rows slower from now on; `struck` then counts them.
  func slowDown(seconds: Double, table: String? = nil) throws {
    let place = table.map { ",\"table\":\"\($0)\"" } ?? ""
    try addFault(
      """
      {"operation":"postRows","effect":"delay","seconds":\(seconds),"count":0\(place)}
      """)
  }

  /// Waits until the first fault that is on has struck so often while a sync is under way.
  func waitForStrikes(_ count: Int, during child: ChildProcess) throws {
    let deadline = Date(timeIntervalSinceNow: 60)
    while try struck() < count {
      try #require(child.isRunning, "it ended early: \(child.output)\(child.errors)")
      try #require(Date() < deadline, "there were fewer than \(count) requests")
      usleep(10_000)
    }
  }

  /// Switches every fault of the stand-in off.
  func calm() throws {
    let outcome = try ChildProcess.run(
      "curl", ["--silent", "--fail", "--request", "DELETE", "\(api)/_emulator/faults"])
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  /// Rows of a table at the stand-in, those that take others back included.
  func rowsHeld(_ table: String) throws -> Int {
    let state = try JSONSerialization.jsonObject(with: Data(control("/_emulator/state").utf8))
    let datasets = (state as? [String: Any])?["datasets"] as? [[String: Any]] ?? []
    let tables = datasets.flatMap { $0["tables"] as? [[String: Any]] ?? [] }
      .filter { $0["name"] as? String == table }
    try #require(tables.count == 1, "\(table) is there \(tables.count) times")
    return tables[0]["rows"] as? Int ?? -1
  }

  /// How a table's rows stand, as the state tables say.
  func delivery(_ table: String) throws -> String {
    try sql("SELECT mode FROM wp_wkpbic_deliveries WHERE table_name = '\(table)'")
  }

  /// Whether the stand-in holds what an export of the shop holds: each key once, and of every
  /// column that reports add up the same figure for each key, also where rows take others back.
  ///
  /// Returns how many keys there are.
  @discardableResult
  func expectWhole(
    _ entity: Entity, _ comment: Comment = "", changing: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Int {
    let key = entity.key[0]
    let additive = entity.columns.filter(\.isAdditive).map(\.name)
    let sums = (["_sign"] + additive).map { "\"\($0)\", SUM('\(entity.slug)'[\($0)])" }
    let rows = try query(
      "EVALUATE SUMMARIZECOLUMNS('\(entity.slug)'[\(key)], \(sums.joined(separator: ", ")))")
    var found: [Int: [String: Any]] = [:]
    for row in rows {
      let id = try #require(row["\(entity.slug)[\(key)]"] as? Int)
      let sign = row["[_sign]"] as? Int ?? -1
      if sign == 1 { found[id] = row }
      // What was taken back leaves nothing behind.
      let rest = additive.filter { abs(Self.number(row["[\($0)]"])) > 1e-6 }
      #expect(
        sign == 1 || (sign == 0 && rest.isEmpty), "\(comment) \(key) \(id): \(sign), \(rest)",
        sourceLocation: sourceLocation)
    }
    let export = try run(["export", "--entity=\(entity.slug)"], changing: changing)
    try #require(export.status == 0, "\(export.errors)")
    var keys: Set<Int> = []
    for line in export.output.split(separator: "\n") {
      let row = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let id = try #require(row[key] as? Int)
      keys.insert(id)
      let wrong = additive.filter { name in
        let shop = Self.number(row[name])
        return abs(Self.number(found[id]?["[\(name)]"]) - shop) > 1e-6 + abs(shop) * 1e-9
      }
      #expect(wrong.isEmpty, "\(comment) \(key) \(id) differs", sourceLocation: sourceLocation)
    }
    #expect(
      Set(found.keys) == keys, "\(comment): \(found.count) keys, the shop has \(keys.count)",
      sourceLocation: sourceLocation)
    return keys.count
  }

  private static func number(_ value: Any?) -> Double { (value as? NSNumber)?.doubleValue ?? 0 }

  /// Orders as plain SQL counts and adds them up, against the stand-in's sums.
  func expectOrderSums(
    _ comment: Comment = "", sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let shop = try sql(
      """
      SELECT COUNT(*), SUM(total_amount) FROM wp_wc_orders WHERE type = 'shop_order'
        AND status NOT IN ('auto-draft', 'trash', 'wc-checkout-draft')
      """
    ).split(separator: " ").compactMap { Double($0) }
    let row = try query(
      "EVALUATE ROW(\"n\", SUM('orders'[_sign]), \"total\", SUM('orders'[total_stored]))"
    ).first
    let held = [Self.number(row?["[n]"]), Self.number(row?["[total]"])]
    #expect(
      shop.count == 2 && held[0] == shop[0] && abs(held[1] - shop[1]) < 1e-4,
      "\(comment): \(held), the shop has \(shop)", sourceLocation: sourceLocation)
  }

  /// What people do between two syncs, the same for the same seed: amounts and states of about
  /// `share` of the orders change, some go and some come.
  func editOrders(seed: Int, share: Double = 0.3) throws {
    try sql(
      """
      SET @highest = (SELECT MAX(id) FROM wp_wc_orders);
      UPDATE wp_wc_orders SET total_amount = total_amount + 1 + (id % 7) / 100
      WHERE type = 'shop_order' AND RAND(\(seed)) < \(share);
      UPDATE wp_wc_orders SET status = IF(status = 'wc-completed', 'wc-on-hold', 'wc-completed')
      WHERE type = 'shop_order' AND status IN ('wc-completed', 'wc-on-hold')
        AND RAND(\(seed) + 1) < 0.1;
      UPDATE wp_wc_orders SET status = IF(status = 'trash', 'wc-completed', 'trash')
      WHERE type = 'shop_order' AND RAND(\(seed) + 2) < 0.03;
      INSERT INTO wp_wc_orders (id, status, currency, type, tax_amount, total_amount, customer_id,
        date_created_gmt, date_updated_gmt)
      SELECT @highest + ROW_NUMBER() OVER (ORDER BY id), 'wc-processing', currency, 'shop_order',
        0, 10 + \(seed), 0, UTC_TIMESTAMP(), UTC_TIMESTAMP()
      FROM wp_wc_orders WHERE type = 'shop_order' ORDER BY id LIMIT 5;
      """)
  }
}
