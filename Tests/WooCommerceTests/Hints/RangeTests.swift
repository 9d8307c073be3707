import Delivery
import Model
import Testing
import Testkit
import WooCommerce

/// Ranges of keys, read in any order, bring what reading everything brings.
struct RangeTests {
  @Test(arguments: bothStorages)
  func rangesOutOfOrderBringTheSameBytes(_ storage: Shop.Storage) throws {
    let shop = try ChangeShop(storage, "ranges", orders: 150)
    for (index, entity) in Catalogue.entities.enumerated() {
      let whole = try shop.rows(entity)
      var random = SeededRandom(seed: UInt64(index))
      let ranges = Self.cut(whole, &random)
      var source = try shop.open(entity)
      var parts: [KeyRange: [ReadRow]] = [:]
      for range in ranges.shuffled(using: &random) {
        let rows = try ChangeShop.rows(&source, range)
        #expect(rows.allSatisfy { range.first <= $0.key && $0.key <= range.last })
        parts[range] = rows
      }
      #expect(ranges.flatMap { parts[$0] ?? [] } == whole, "\(entity.slug)")
      // The same source, from the beginning once more.
      #expect(try ChangeShop.rows(&source, nil) == whole, "\(entity.slug)")
      #expect(try ChangeShop.rows(&source, .all) == whole, "\(entity.slug)")
    }
  }

  @Test(arguments: bothStorages)
  func aRangeOfSeveralPagesEndsWhereItShould(_ storage: Shop.Storage) throws {
    let shop = try ChangeShop(storage, "paged", orders: 1200)
    for entity in [Catalogue.orders, Catalogue.orderItems, Catalogue.customers] {
      let whole = try shop.rows(entity)
      let range = KeyRange(first: whole[3].key, last: whole[whole.count - 4].key)
      var source = try shop.open(entity)
      // Somewhere behind it first.
      _ = try ChangeShop.rows(&source, KeyRange(first: range.last, last: range.last + 5))
      #expect(try ChangeShop.rows(&source, range) == Array(whole[3...(whole.count - 4)]))
      let one = KeyRange(first: whole[7].key, last: whole[7].key)
      #expect(try ChangeShop.rows(&source, one) == [whole[7]])
    }
  }

  @Test func aRangeWithoutKeysIsEmpty() throws {
    let shop = try ChangeShop(.hpos, "hollow", orders: 10)
    for entity in [Catalogue.orders, Catalogue.products, Catalogue.calendar] {
      var source = try shop.open(entity)
      var rows = RowBuffer()
      #expect(try source.read(after: .after(5), upTo: 5, into: &rows) == .end)
      #expect(try source.read(after: .after(.max - 1), upTo: nil, into: &rows) == .end)
      #expect(try source.read(after: .end, upTo: nil, into: &rows) == .end)
      let count = rows.count
      #expect(count == 0)
    }
  }

  /// Ranges that hold all keys: short ones, long ones, some of them without a row.
  private static func cut(_ rows: [ReadRow], _ random: inout SeededRandom) -> [KeyRange] {
    var ranges: [KeyRange] = []
    var first: Int64 = 1
    var index = 0
    while index < rows.count {
      let step =
        random.isOne(in: 3) ? 1 : Int.random(in: 1...max(40, rows.count / 5), using: &random)
      index += step
      let isLast = index >= rows.count
      let last = isLast ? .max : rows[index].key - Int64.random(in: 0...1, using: &random)
      if last < first { continue }
      ranges.append(KeyRange(first: first, last: last))
      if last == .max { break }
      first = last + 1
    }
    return ranges
  }
}
