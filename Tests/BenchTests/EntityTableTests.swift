import Delivery
import Foundation
import Model
import Testing
import Testkit
import WooCommerce

/// The bench measures every entity, and what it measures is all of it.
struct EntityTableTests {
  @Test(arguments: storages)
  func everyEntityHasALineWithAllItsRows(_ storage: Shop.Storage) throws {
    let demo = try DemoSource(storage, "table", orders: 60)
    let lines = try Self.table(demo, "all")
    for entity in Catalogue.entities {
      var source = try demo.openAny(entity)
      let line = try #require(lines[entity.slug], "\(entity.slug)")
      #expect(line.rows == (try source.count()), "\(entity.slug)")
      #expect(line.statements > 0 && !line.isCut, "\(entity.slug)")
    }
  }

  @Test func anEntityIsReadNoLongerThanSaid() throws {
    let demo = try DemoSource(.hpos, "cut", orders: 60)
    let line = try #require(try Self.table(demo, "tags,order_items", "--seconds=0")["order_items"])
    #expect(line.isCut && line.rows == 0)
  }

  private struct Line {
    var rows: Int
    var statements: Int
    var isCut: Bool
  }

  /// The bench's lines by their slugs.
  private static func table(
    _ demo: DemoSource, _ entities: String, _ more: String...
  ) throws -> [String: Line] {
    let outcome = try ChildProcess.run(
      Repository.built("Bench"),
      ["--entity=\(entities)", "--repeat=1"] + demo.benchWords + more)
    try #require(outcome.status == 0, "\(outcome.errors)\(outcome.output)")
    var lines: [String: Line] = [:]
    for text in outcome.output.split(separator: "\n") {
      var words = text.split(separator: " ").map(String.init)
      guard let slug = words.first, Catalogue.entity(slug) != nil else { continue }
      let marks = words.dropFirst().prefix { $0 == "r" || $0 == "*" }
      words.removeFirst(1 + marks.count)
      lines[slug] = Line(
        rows: try #require(Int(words[0])), statements: try #require(Int(words[2])),
        isCut: marks.contains("*"))
    }
    return lines
  }
}
