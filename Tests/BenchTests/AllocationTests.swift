import CDiscard
import Delivery
import Model
import Testing
import WooCommerce

/// The way of a row allocates nothing: what a page costs is the same however many rows it has.
struct AllocationTests {
  /// Texts of statements, the client library's results, and what else is made once a page: some
  /// 150 when optimized.
  private static let perPageMax = 2000

  /// Entities whose full page of the demo shop is a thousand rows.
  private static let entities = [Catalogue.orders, Catalogue.orderItems, Catalogue.orderNotes]

  @Test(.enabled(if: CDiscard_counts_allocations() == 1), arguments: storages, entities)
  func aPageOfManyRowsAllocatesAsOneOfFew(_ storage: Shop.Storage, _ entity: Entity) throws {
    var source = try DemoSource(storage, "allocations_\(entity.slug)").open(entity)
    var rows = RowBuffer()
    let full = try #require(try source.pageRanges().first)
    let few = try Self.cursor(before: 10, &source, &rows)
    // Once before it counts: buffers reach their working size.
    try Self.read(.after(full.after), &source, &rows)
    let many = try Self.allocations {
      try Self.read(.after(full.after), &source, &rows)
    }
    #expect(rows.count == WooCommerce.pageRows)
    let little = try Self.allocations { try Self.read(few, &source, &rows) }
    #expect(rows.count == 10)
    #expect(many <= little, "\(many) for 1,000 rows, \(little) for 10")
    #expect(many <= Self.perPageMax)
    #expect(little > 0, "nothing is counted")
  }

  private static func read(
    _ cursor: Cursor, _ source: inout EntitySource, _ rows: inout RowBuffer
  ) throws {
    rows.removeAll()
    _ = try source.read(after: cursor, into: &rows)
  }

  /// The place after which so many rows are left.
  private static func cursor(
    before count: Int, _ source: inout EntitySource, _ rows: inout RowBuffer
  ) throws -> Cursor {
    var cursor = Cursor.after(0)
    var keys: [Int64] = []
    while cursor != .end {
      rows.removeAll()
      cursor = try source.read(after: cursor, into: &rows)
      keys += rows.rows.map(\.key)
    }
    return .after(keys[keys.count - count - 1])
  }

  private static func allocations(of work: () throws -> Void) rethrows -> Int {
    let before = CDiscard_allocations()
    try work()
    return Int(CDiscard_allocations() - before)
  }
}
