import Delivery
import Model
import Runtime
import Testing
import Testkit
import WooCommerce

/// What changes in a shop is found by its dates or by events, or nobody claims to know.
struct HintTests {
  /// Entities whose tables may be too large to sweep often.
  private static let entities: [Entity] = Catalogue.entities.filter {
    [
      "orders", "order_grid", "invoices", "order_items", "order_taxes", "order_shipping",
      "order_fees", "order_coupons", "refunds", "refund_items", "customers", "customer_lookup",
      "products", "product_variations", "inventory", "reviews", "order_notes",
    ].contains($0.slug)
  }
  private static let limit = 5000
  /// 2026-06-01, after everything in the demo shop.
  private static let start: Int64 = 1_780_272_000

  @Test(arguments: bothStorages)
  func editsOfOrdersAreFound(_ storage: Shop.Storage) throws {
    try Self.play(OrderEdits(ChangeShop(storage, "edited", orders: 90)).all)
  }

  @Test(arguments: bothStorages)
  func trashAndEndOfOrdersAreFound(_ storage: Shop.Storage) throws {
    try Self.play(OrderEdits(ChangeShop(storage, "ended", orders: 90)).endings)
  }

  @Test(arguments: bothStorages)
  func editsOfOthersAreFound(_ storage: Shop.Storage) throws {
    try Self.play(CatalogueEdits(ChangeShop(storage, "others", orders: 90)).all)
  }

  /// Lets things happen one after the other, an hour apart, and looks each time for what changed.
  private static func play(_ script: Script) throws {
    #expect(entities.count == 17)
    var before = try rows(script.shop)
    for (index, step) in script.steps.enumerated() {
      let since = Instant(unixSeconds: start + Int64(index) * 3600)
      let time = since.adding(seconds: 1800).wordPressText
      let edit = try step(EditText(storage: script.shop.storage, time: time))
      try script.shop.run(edit.statements)
      let after = try rows(script.shop)
      for entity in entities {
        let found = try Found(
          edit, entity, script.shop, before: before[entity.slug] ?? [:], since: since)
        found.judge(after: after[entity.slug] ?? [:])
      }
      before = after
    }
  }

  private static func rows(_ shop: ChangeShop) throws -> [String: [Int64: [UInt8]]] {
    var all: [String: [Int64: [UInt8]]] = [:]
    for entity in entities {
      all[entity.slug] = Dictionary(
        uniqueKeysWithValues: try shop.rows(entity).map { ($0.key, $0.bytes) })
    }
    return all
  }

  /// Where dates and events say one should look, and where rows changed.
  private struct Found {
    let edit: ShopEdit
    let slug: String
    let before: [Int64: [UInt8]]
    let dates: ChangedKeys
    let events: ChangedKeys

    init(
      _ edit: ShopEdit, _ entity: Entity, _ shop: ChangeShop, before: [Int64: [UInt8]],
      since: Instant
    ) throws {
      self.edit = edit
      self.before = before
      slug = entity.slug
      var source = try shop.open(entity)
      // Keys close to the newest are always looked at; what is tested are the others.
      let newest =
        (before.keys.max() ?? 0)
        + (edit.isNew ? 0 : WooCommerce.lateKeys + 2 * ChangedKeys.nearKeys)
      dates = try source.changedKeys(since: since, afterKey: newest, limit: HintTests.limit)
      events = try source.keys(touchedBy: edit.hints, limit: HintTests.limit)
    }

    func judge(after: [Int64: [UInt8]]) {
      let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
      #expect(dates != .unknown, "\(edit.name), \(slug)")
      if edit.dated.contains(slug) {
        #expect(!changed.isEmpty, "\(edit.name), \(slug): nothing changed")
        #expect(changed.allSatisfy(dates.contains), "\(edit.name), \(slug): \(changed) \(dates)")
        expectNarrow(dates)
      } else if edit.undated.contains(slug) {
        #expect(!changed.isEmpty, "\(edit.name), \(slug): nothing changed")
        #expect(!changed.allSatisfy(dates.contains), "\(edit.name), \(slug): dates tell")
        #expect(events != .unknown, "\(edit.name), \(slug)")
        expectNarrow(events)
      }
      #expect((events == .unknown) == edit.open.contains(slug), "\(edit.name), \(slug) \(events)")
      if edit.swept.contains(slug) { return }
      let both = dates.union(events)
      #expect(changed.allSatisfy(both.contains), "\(edit.name), \(slug): \(changed) \(both)")
    }

    private func expectNarrow(_ keys: ChangedKeys) {
      if edit.isNew { return }
      let count = before.keys.count(where: keys.contains)
      #expect(count * 2 < before.count + 20, "\(edit.name), \(slug): \(count)/\(before.count)")
    }
  }
}

/// What happens to a shop, step by step.
struct Script {
  var shop: ChangeShop
  var steps: [(EditText) throws -> ShopEdit]
}
