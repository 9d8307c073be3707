import Foundation
import Testing
import Testkit

/// Files: where they lie, how long, how wide, how heavy.
@Suite struct ShapeTests {
  @Test func theTopLevelIsTheHouse() throws {
    #expect(Shape.topLevel(try Tree.paths()) == [])
    #expect(Shape.topLevel(["scripts/x", "NOTES.md", "Makefile"]).count == 3)
    #expect(Shape.topLevel([".gitignore", ".ci/run", "sql/SQL.swift", "README.md"]) == [])
  }

  @Test func sourcesAreShortAndNarrow() throws {
    let files = try Tree.sources.get()
    #expect(files.flatMap(Shape.width) == [])
    #expect(files.flatMap(Shape.length) == [])
    let wide = SourceText(path: "a", text: "x\n" + String(repeating: "é", count: 101))
    #expect(Shape.width(wide).map(\.line) == [2])
    #expect(Shape.width(SourceText(path: "a", text: String(repeating: "é", count: 100))) == [])
    let long = String(repeating: "\n", count: Shape.linesMax + 1)
    #expect(Shape.length(SourceText(path: "a", text: long)).count == 1)
    #expect(Shape.length(SourceText(path: "a", text: String(long.dropLast()))) == [])
  }

  @Test func nothingIsHeavy() throws {
    let sizes = try Tree.paths().map { path in
      (path, try #require(Self.size(of: path), "\(path)"))
    }
    #expect(Shape.heavy(sizes) == [])
    #expect(Shape.heavy([("Sources/a", 1 << 20), ("Sources/b", 1 << 20 | 1)]).count == 1)
    #expect(Shape.heavy([("Tests/Fixtures/a", 9 << 20)]) == [])
  }

  @Test func filesInAllFoldersAreFinished() throws {
    let paths = try Tree.paths().filter { !$0.hasPrefix("Tests/Fixtures/") }
    let texts = try paths.map { SourceText(path: $0, text: try Tree.text($0)) }
    #expect(texts.flatMap(Words.leftovers) == [])
  }

  private static func size(of path: String) -> Int? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: Repository.path(path))
    return attributes?[.size] as? Int
  }
}

private enum Shape {
  static let linesMax = 400
  static let columnsMax = 100
  /// A megabyte; what is larger is generated, or belongs elsewhere.
  static let bytesMax = 1 << 20

  private static let names: Set<Substring> = [
    "Package.swift", "Sources", "Tests", "sql", "deploy", "README.md", "LICENSE",
  ]

  static func topLevel(_ paths: [String]) -> [Violation] {
    Set(paths.compactMap { $0.split(separator: "/").first })
      .filter { !names.contains($0) && !$0.hasPrefix(".") }
      .map { Violation(path: String($0), line: 0, what: "does not belong at the top") }
  }

  static func width(_ file: SourceText) -> [Violation] {
    file.lines.filter { $0.text.count > columnsMax }
      .map { file.violation($0, "longer than \(columnsMax)") }
  }

  /// A file ends with a newline, behind which there is no line.
  static func length(_ file: SourceText) -> [Violation] {
    guard let last = file.lines.last else { return [] }
    let count = last.text.isEmpty ? file.lines.count - 1 : file.lines.count
    return count > linesMax ? [file.violation(last, "longer than \(linesMax) lines")] : []
  }

  static func heavy(_ sizes: [(path: String, bytes: Int)]) -> [Violation] {
    sizes.filter { $0.bytes > bytesMax && !$0.path.hasPrefix("Tests/Fixtures/") }
      .map { Violation(path: $0.path, line: 0, what: "\($0.bytes) bytes") }
  }
}
