import Testing

/// Privacy rules hold because there is one way to an entity.
@Suite struct CatalogueTests {
  @Test func onlyOnePlaceTakesEntitiesFromTheCatalogue() throws {
    let files = try Tree.sources.get()
    #expect(files.contains { $0.path == Self.place })
    #expect(files.flatMap(Self.violations) == [])
    let elsewhere = SourceText(
      path: "Sources/Engine/File.swift", text: "let x = Catalogue.entities // Catalogue.orders")
    #expect(Self.violations(elsewhere).count == 1)
    #expect(
      Self.violations(SourceText(path: "Sources/Engine/File.swift", text: "// Catalogue.x")) == [])
  }

  private static let place = "Sources/Connector/Connector+Fields.swift"
  /// Figures are added up from rows that nobody receives; a report's own columns are entities'.
  private static let reports = "Sources/WooCommerce/Reports/"

  /// Rooms that may deliver rows; those below take entities as they are handed down.
  private static let rooms: Set<String> = [
    "WooCommerce", "PowerBI", "Files", "Store", "Engine", "Connector", "API", "CommandLine",
  ]

  private static func violations(_ file: SourceText) -> [Violation] {
    if !rooms.contains(file.room) || file.path == place || file.path.hasPrefix(reports) {
      return []
    }
    return file.lines.filter { $0.code.contains("Catalogue.") }
      .map { file.violation($0, "entities come from Connector+Fields, under the privacy rules") }
  }
}
