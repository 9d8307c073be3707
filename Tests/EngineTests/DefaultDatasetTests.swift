import Bytes
import Connector
import Emulator
import Engine
import PowerBI
import Runtime
import Store
import Testing
import Testkit

/// The default dataset, and what becomes of entities that arrive after it was made.
struct DefaultDatasetTests {
  private static let second = "\(Connector.defaultDatasetName) 2"

  /// A shop whose default dataset was made before there were subscriptions.
  private func shop(_ name: String) throws -> Rehearsal {
    let rehearsal = try Rehearsal(name, orders: 40)
    #expect(try rehearsal.sync().fault == nil)
    try arrive(in: rehearsal)
    return rehearsal
  }

  private func arrive(in rehearsal: Rehearsal) throws {
    let plugin = "woocommerce-subscriptions/woocommerce-subscriptions.php"
    try rehearsal.setOption(
      "active_plugins",
      "a:2:{i:0;s:27:\"woocommerce/woocommerce.php\";i:1;s:\(plugin.utf8.count):\"\(plugin)\";}")
  }

  private func names(_ rehearsal: Rehearsal) -> [String] {
    rehearsal.emulator.datasets.map(\.name)
  }

  private func tables(_ rehearsal: Rehearsal, _ dataset: String) -> [String] {
    rehearsal.emulator.datasets.first { $0.name == dataset }?.tables.map(\.name) ?? []
  }

  @Test func theFirstHoldsWhatThereIs() throws {
    let rehearsal = try Rehearsal("first_dataset", orders: 40)
    let outcome = try #require(try rehearsal.syncEach("orders").first)
    #expect(outcome.fault == nil && outcome.remarks == [])
    let found = tables(rehearsal, Rehearsal.dataset)
    #expect(found.contains("calendar") && found.contains("invoices"))
    #expect(!found.contains("subscriptions"))
  }

  @Test func aLaterEntityGoesToASecond() throws {
    let rehearsal = try shop("later")
    let outcomes = try rehearsal.syncEach("orders", "subscriptions")
    #expect(outcomes.allSatisfy { $0.fault == nil })
    let remarks = outcomes.flatMap(\.remarks)
    #expect(remarks.contains { $0.contains(Self.second) && $0.contains("subscriptions") })
    #expect(names(rehearsal) == [Rehearsal.dataset, Self.second])
    #expect(tables(rehearsal, Self.second) == ["subscriptions"])
    try rehearsal.server.run(
      "UPDATE wp_wkpbic_tables SET last_push_at = NULL", in: rehearsal.database)
    // Known from now on: nothing is made, nothing is said.
    let again = try rehearsal.syncEach("orders", "subscriptions")
    #expect(again.allSatisfy { $0.fault == nil && $0.remarks.isEmpty })
    #expect(names(rehearsal) == [Rehearsal.dataset, Self.second])
    let known = try rehearsal.connector().datasets()
    #expect(known.map(\.name) == [Rehearsal.dataset, Self.second])
    #expect(known.last?.tables == ["subscriptions"])
    #expect(known.allSatisfy { $0.powerBIID != nil && $0.isDefault })
  }

  @Test func nobodyWhoDoesNotAskGetsASecond() throws {
    let rehearsal = try shop("unasked")
    #expect(try rehearsal.syncEach("orders").first?.remarks == [])
    #expect(names(rehearsal) == [Rehearsal.dataset])
  }

  @Test(arguments: [true, false])
  func aLostReplyMakesOneSecond(_ isDone: Bool) throws {
    let rehearsal = try shop("second_lost_\(isDone)")
    rehearsal.emulator.add(FaultRule(.reset(isDone: isDone), on: .createDataset))
    let outcome = try #require(try rehearsal.syncEach("subscriptions").first)
    #expect(outcome.fault == nil)
    #expect(rehearsal.emulator.faults.first?.struck == 1)
    #expect(names(rehearsal) == [Rehearsal.dataset, Self.second])
  }

  /// The sync ends before it learns that its request was granted; the next one finds the dataset.
  @Test func aCutCreationIsFound() throws {
    let rehearsal = try shop("second_cut")
    let rule = rehearsal.emulator.add(FaultRule(.reset(isDone: true), on: .createDataset))
    // Looked for twice before it is made, and in vain afterwards.
    var blind = FaultRule(.reset(isDone: false), on: .listDatasets)
    blind.nth = 3
    blind.count = 50
    let lists = rehearsal.emulator.add(blind)
    #expect(throws: Fault.self) { try rehearsal.syncEach("subscriptions", patienceSeconds: 1) }
    #expect(names(rehearsal) == [Rehearsal.dataset, Self.second])
    #expect(try rehearsal.connector().datasets().filter { $0.powerBIID != nil }.count == 1)
    rehearsal.emulator.removeFault(rule)
    rehearsal.emulator.removeFault(lists)
    #expect(try rehearsal.syncEach("subscriptions").first?.fault == nil)
    #expect(names(rehearsal) == [Rehearsal.dataset, Self.second])
    #expect(try rehearsal.connector().datasets().filter { $0.powerBIID != nil }.count == 2)
  }

  /// What a creation that never arrived has noted is not believed of the next one.
  @Test func anEntityThatArrivesAfterACutCreationIsInIt() throws {
    let rehearsal = try Rehearsal("arrives_between", orders: 40)
    var lost = FaultRule(.reset(isDone: false), on: .createDataset)
    lost.count = 50
    let rule = rehearsal.emulator.add(lost)
    #expect(throws: Fault.self) { try rehearsal.syncEach("orders", patienceSeconds: 1) }
    rehearsal.emulator.removeFault(rule)
    #expect(names(rehearsal) == [])
    try arrive(in: rehearsal)
    #expect(try rehearsal.syncEach("orders", "subscriptions").allSatisfy { $0.fault == nil })
    #expect(names(rehearsal) == [Rehearsal.dataset])
    #expect(tables(rehearsal, Rehearsal.dataset).contains("subscriptions"))
  }

  @Test func theFirstIsMadeAnewBesideTheSecond() throws {
    let rehearsal = try shop("first_gone")
    _ = try rehearsal.syncEach("subscriptions")
    try delete(Rehearsal.dataset, in: rehearsal)
    let outcome = try #require(try rehearsal.syncEach("orders").first)
    #expect(outcome.fault == nil)
    #expect(outcome.remarks.contains { $0.contains("is gone from Power BI") })
    #expect(names(rehearsal) == [Self.second, Rehearsal.dataset])
    #expect(!tables(rehearsal, Rehearsal.dataset).contains("subscriptions"))
  }

  @Test func whenBothAreGoneOneHoldsEverything() throws {
    let rehearsal = try shop("both_gone")
    _ = try rehearsal.syncEach("subscriptions")
    try delete(Rehearsal.dataset, in: rehearsal)
    try delete(Self.second, in: rehearsal)
    #expect(try rehearsal.syncEach("orders", "subscriptions").allSatisfy { $0.fault == nil })
    #expect(names(rehearsal) == [Rehearsal.dataset])
    #expect(try rehearsal.connector().datasets().map(\.name) == [Rehearsal.dataset])
  }

  private func delete(_ name: String, in rehearsal: Rehearsal) throws {
    let dataset = try #require(rehearsal.emulator.datasets.first { $0.name == name })
    var client = try rehearsal.client()
    try client.deleteDataset(workspace: dataset.workspaceID, dataset: dataset.id)
  }
}

/// Measures follow what the shop says.
struct MeasureChangeTests {
  private static let option = "woocommerce_excluded_report_order_statuses"

  private func orders(_ rehearsal: Rehearsal) throws -> Int64 {
    let dataset = try #require(rehearsal.emulator.datasets.first)
    var client = try rehearsal.client()
    let rows = try client.query(
      workspace: dataset.workspaceID, dataset: dataset.id,
      dax: "EVALUATE ROW(\"n\", [Orders])")
    return try #require(rows.first?["[n]"]?.integer)
  }

  private func counted(_ rehearsal: Rehearsal, without statuses: String) throws -> Int64? {
    Int64(
      try rehearsal.server.run(
        """
        SELECT COUNT(*) FROM wp_wc_orders WHERE type = 'shop_order' AND status NOT IN
          ('auto-draft', 'trash', 'wc-checkout-draft', \(statuses))
        """, in: rehearsal.database
      ).trimmed())
  }

  private func planned(_ rehearsal: Rehearsal) throws -> [String] {
    var connector = try rehearsal.connector()
    return try connector.status().attention.filter { $0.contains("measures") }
  }

  @Test func aChangeIsPlannedAndThenMade() throws {
    let rehearsal = try Rehearsal("measures", orders: 300)
    #expect(try rehearsal.sync().fault == nil)
    #expect(
      try orders(rehearsal)
        == counted(rehearsal, without: "'wc-pending', 'wc-failed', 'wc-cancelled'"))
    #expect(try planned(rehearsal) == [])
    try rehearsal.setOption(Self.option, "a:1:{i:0;s:9:\"completed\";}")
    let words = try #require(try planned(rehearsal).first)
    #expect(words.contains("orders, order_items, refunds") && words.contains("completed"))
    var connector = try rehearsal.connector()
    let finding = try #require(connector.doctor().first { $0.subject == "measures" })
    #expect(finding.severity == .warning && finding.text == words)
    // Nothing has changed yet: who looks changes nothing.
    #expect(rehearsal.emulator.requestCount(.putTable) == 0)
    let outcome = try rehearsal.sync()
    #expect(outcome.fault == nil && outcome.remarks.contains { $0.contains("measures") })
    #expect(rehearsal.emulator.requestCount(.putTable) == 1)
    #expect(try orders(rehearsal) == counted(rehearsal, without: "'wc-completed'"))
    #expect(try planned(rehearsal).first?.contains("order_items, refunds") == true)
    #expect(
      try rehearsal.syncEach("refunds", "order_items").allSatisfy {
        $0.fault == nil && !$0.remarks.isEmpty
      })
    #expect(try planned(rehearsal) == [])
    #expect(try rehearsal.sync().remarks == [])
    #expect(rehearsal.emulator.requestCount(.putTable) == 3)
  }

  @Test func aLostReplyIsAskedAgain() throws {
    let rehearsal = try Rehearsal("measures_lost", orders: 60)
    #expect(try rehearsal.sync().fault == nil)
    try rehearsal.setOption(Self.option, "a:1:{i:0;s:9:\"completed\";}")
    rehearsal.emulator.add(FaultRule(.reset(isDone: true), on: .putTable))
    #expect(try rehearsal.sync().fault != nil)
    #expect(try planned(rehearsal).count == 1)
    #expect(try rehearsal.sync().fault == nil)
    #expect(try orders(rehearsal) == counted(rehearsal, without: "'wc-completed'"))
  }

  @Test func rowsThatAChangeLosesComeBack() throws {
    let rehearsal = try Rehearsal("measures_empty", orders: 60)
    #expect(try rehearsal.sync().fault == nil)
    rehearsal.emulator.behaviour.schemaChangeKeepsRows = false
    try rehearsal.setOption(Self.option, "a:1:{i:0;s:9:\"completed\";}")
    #expect(try rehearsal.sync().fault == nil)
    try rehearsal.expectEqual()
  }
}
