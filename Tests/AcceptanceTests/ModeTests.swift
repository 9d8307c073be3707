import Model
import Testing
import Testkit

/// Modes as the command says them, and what sends a table anew.
struct ModeTests {
  private static let both = "--entity=orders,products"

  /// One order and one product have other values.
  private static func edit(_ stage: Stage) throws {
    try stage.sql(
      """
      UPDATE wp_wc_orders SET total_amount = total_amount + 1
      WHERE type = 'shop_order' AND status = 'wc-completed' ORDER BY id LIMIT 1;
      UPDATE wp_posts SET post_title = CONCAT(post_title, '!')
      WHERE post_type = 'product' AND post_status = 'publish' ORDER BY ID LIMIT 1;
      """)
  }

  /// Rows at the stand-in beyond one a key, after so many edits.
  private static func surplus(_ mode: String, edits: Int) -> Int {
    switch mode {
    case "signed": 2 * edits
    case "append": edits
    default: 0
    }
  }

  @Test(
    arguments: [
      // Other tables refer to products, so each of them is there once whatever was asked.
      ("signed", "signed", "replace"), ("replace", "replace", "replace"),
      ("append", "append", "replace"), ("auto", "signed", "replace"),
    ])
  func aModeDoesWhatItSaysAndSticks(
    _ asked: String, _ ofOrders: String, _ ofProducts: String
  ) throws {
    let stage = try Stage("mode_\(asked)", orders: 60)
    _ = try stage.run("install")
    try stage.addFault(
      "{\"operation\":\"deleteRows\",\"effect\":\"delay\",\"seconds\":0,\"count\":0}")
    let tables = [
      (Catalogue.orders, ofOrders), (Catalogue.products, ofProducts),
    ]
    var counts: [String: Int] = [:]
    func expect(edits: Int) throws {
      for (entity, mode) in tables {
        #expect(try stage.delivery(entity.slug) == mode)
        let rows = try stage.rowsHeld(entity.slug)
        let count = try #require(counts[entity.slug])
        #expect(
          rows == count + Self.surplus(mode, edits: edits), "\(entity.slug), \(edits) edits")
        // Where nothing is taken back, a changed key is there twice.
        if mode != "append" || edits == 0 { try stage.expectWhole(entity, "\(edits) edits") }
      }
    }
    let begun = try stage.run("sync", Self.both, "--mode=\(asked)")
    #expect(begun.status == 0)
    #expect(
      begun.errors.contains("products: its keys stay unique")
        == ["signed", "append"].contains(asked), "\(begun.errors)")
    for (entity, _) in tables { counts[entity.slug] = try stage.expectWhole(entity) }
    try expect(edits: 0)
    try Self.edit(stage)
    #expect(try stage.run("sync", Self.both, "--mode=\(asked)").status == 0)
    try expect(edits: 1)
    // Nobody asks again: it goes on as it was begun.
    try Self.edit(stage)
    #expect(try stage.run("sync", Self.both).status == 0)
    try expect(edits: 2)
    let clears = tables.filter { $0.1 == "replace" }.count * 2
    #expect(try stage.struck() == clears)
    let again = try stage.run("sync", Self.both)
    #expect(again.output == "orders: up to date\nproducts: up to date\n")
    // Everything anew: one row a key, the mode as it was.
    #expect(try stage.run("sync", Self.both, "--full").status == 0)
    #expect(try stage.struck() == clears + 2)
    try expect(edits: 0)
  }

  @Test func oneModeAfterAnother() throws {
    let stage = try Stage("modes", orders: 60)
    _ = try stage.run("install")
    #expect(try stage.run("sync").status == 0)
    let count = try stage.expectWhole(Catalogue.orders)
    // Folding: a signed table is cleared when rows have changed, and stays signed.
    try Self.edit(stage)
    #expect(try stage.run("sync", "--mode=replace").status == 0)
    #expect(try stage.rowsHeld("orders") == count)
    #expect(try stage.delivery("orders") == "signed")
    try Self.edit(stage)
    #expect(try stage.run("sync").status == 0)
    #expect(try stage.rowsHeld("orders") == count + 2)
    try stage.expectWhole(Catalogue.orders)
    // Appended rows are never taken back, so signed begins anew.
    #expect(try stage.run("sync", "--mode=append").status == 0)
    try Self.edit(stage)
    #expect(try stage.run("sync").status == 0)
    #expect(try stage.rowsHeld("orders") == count + 3)
    let signed = try stage.run("sync", "--mode=signed")
    #expect(signed.status == 0)
    #expect(signed.errors.contains("orders: the mode has changed: sent anew"), "\(signed.errors)")
    #expect(try stage.rowsHeld("orders") == count)
    try stage.expectWhole(Catalogue.orders)
    let unknown = try stage.run("sync", "--mode=sideways")
    #expect(unknown.status != 0 && unknown.errors.contains("auto, signed, replace, append"))
  }

  @Test func afterANewRuleForPersonalDataNoOldValueRemains() throws {
    let stage = try Stage("ruled", orders: 60)
    _ = try stage.run("install")
    #expect(try stage.run("sync").status == 0)
    let mails = "EVALUATE SUMMARIZECOLUMNS('orders'[billing_email])"
    #expect(
      try stage.query(mails).contains {
        ($0["orders[billing_email]"] as? String ?? "").contains("@")
      })
    #expect(try stage.run("configure", "--privacy=all=drop").status == 0)
    let outcome = try stage.run("sync")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors.contains("orders: columns, the selection, rules for personal data"),
      "\(outcome.errors)")
    #expect(
      try stage.query(mails).allSatisfy { ($0["orders[billing_email]"] as? String ?? "").isEmpty })
    try stage.expectEqual()
  }

  @Test func anotherNameOfTheStoreIsSentAnew() throws {
    let stage = try Stage("renamed", orders: 60)
    _ = try stage.run("install")
    func names() throws -> [String] {
      try stage.query("EVALUATE SUMMARIZECOLUMNS('orders'[source_store])").compactMap {
        $0["orders[source_store]"] as? String
      }
    }
    let one = ["WKPBIC_STORE_NAME": "One"]
    let two = ["WKPBIC_STORE_NAME": "Two"]
    #expect(try stage.run("sync", changing: one).status == 0)
    #expect(try names() == ["One"])
    #expect(try stage.run("sync", changing: one).output == "orders: up to date\n")
    let outcome = try stage.run("sync", changing: two)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("or the store's name have changed: sent anew"))
    #expect(try names() == ["Two"])
    try stage.expectEqual()
  }

  @Test func aDatasetThatWasDeletedIsMadeAndFilledAnew() throws {
    let stage = try Stage("deleted", orders: 60)
    _ = try stage.run("install")
    try stage.enable("orders", "products")
    #expect(try stage.run("run-due").status == 0)
    try stage.control("/_emulator/reset", json: "{}")
    let outcome = try stage.run("sync")
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("is gone from Power BI"), "\(outcome.errors)")
    try stage.expectEqual()
    try stage.expectWhole(Catalogue.orders)
    // What nobody named is empty now, and therefore due.
    let pass = try stage.run("run-due")
    #expect(pass.status == 0)
    #expect(pass.output.hasPrefix("products: "), "\(pass.output)\(pass.errors)")
    try stage.expectWhole(Catalogue.products)
    let known = try stage.sql(
      """
      SELECT COUNT(*), SUM(t.row_count > 0) FROM wp_wkpbic_tables t
      JOIN wp_wkpbic_datasets d ON d.id = t.dataset_id
      WHERE d.powerbi_id IS NOT NULL AND t.table_name IN ('orders', 'products')
      """)
    #expect(known == "2 2")
  }
}
