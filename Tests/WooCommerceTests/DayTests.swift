import Bytes
import Delivery
import Model
import Runtime
import Testing
import WooCommerce

/// Rows of some days: those whose main date says so, whatever is read to find them.
@Suite struct DayTests {
  private static let ranges: [DayRange] = [
    .between(20_240_301, 20_240_331), .between(nil, 20_230_228), .between(20_251_101, nil),
    .between(20_301_231, nil), .last(30), .thisYear,
  ]

  /// 2024-12-31 at 23:30 in Berlin.
  private static let now = Instant(unixSeconds: 1_735_684_200)

  private static let days: [DayRange: ClosedRange<String>] = [
    .between(20_240_301, 20_240_331): "2024-03-01"..."2024-03-31",
    .between(nil, 20_230_228): "0001-01-01"..."2023-02-28",
    .between(20_251_101, nil): "2025-11-01"..."9999-12-31",
    .between(20_301_231, nil): "2030-12-31"..."9999-12-31",
    .last(30): "2024-12-02"..."2024-12-31", .thisYear: "2024-01-01"..."2024-12-31",
  ]

  @Test(arguments: [Shop.Storage.hpos, .legacy])
  func rowsAreThoseOfTheirDays(_ storage: Shop.Storage) throws {
    let shop = try ChangeShop(storage, "days", orders: 300)
    var found = 0
    for entity in Catalogue.entities where RowFilter.hasDays(entity) {
      let mainDate = try #require(entity.mainDate)
      let all = try shop.rows(entity).map { row in
        (row, try JSONValue([0x7B] + row.bytes + [0x7D])[mainDate]?.string)
      }
      for range in Self.ranges {
        let days = try #require(Self.days[range])
        let expected = all.filter { _, date in
          date.map { days.contains(String($0.prefix(10))) } ?? false
        }.map(\.0)
        let filter = shop.filter(range, now: Self.now)
        #expect(try shop.rows(entity, filter) == expected, "\(entity.slug) \(range)")
        var source = try shop.open(entity, filter)
        #expect(try source.count() == expected.count, "\(entity.slug) \(range)")
        // A part of the keys, before, around and behind those that hold.
        for part in [KeyRange(first: 1, last: 5), KeyRange(first: 700, last: 1100)] {
          #expect(
            try ChangeShop.rows(&source, part)
              == expected.filter {
                $0.key >= part.first && $0.key <= part.last
              }, "\(entity.slug) \(range) \(part)")
        }
        found += expected.count
      }
    }
    #expect(found > 1000)
  }

  @Test func selectionsAreToldByOneLine() {
    for days in Self.ranges + [.all, .last(7), .last(90)] {
      for statuses in [[], ["wc-completed", "on-hold", "completed"]] {
        let selection = Selection(days: days, statuses: statuses)
        #expect(Selection(text: selection.text) == selection)
        #expect(!selection.text.contains("\n"))
      }
    }
    #expect(
      Selection(days: .all, statuses: ["wc-b", "a", "b"]).text == "days=all statuses=a,b")
    for text in ["", "days=", "days=yesterday", "statuses=a", "days=1-x", "days=1"] {
      #expect(Selection(text: text) == nil, "\(text)")
    }
  }
}
