import Testing

/// Who may know whom: Package.swift's declarations and the import lines, held against the layers.
@Suite struct ImportTests {
  @Test func theTreeKeepsTheLayers() throws {
    let manifest = Manifest(text: try Tree.text("Package.swift"))
    try #require(manifest.targets.count > 20, "Package.swift was not understood")
    let names = Set(manifest.targets.map(\.name))
    #expect(names.isSuperset(of: ["CMariaDB", "SQL", "Bytes", "wkpbic", "Emulator", "TidyTests"]))
    #expect(Imports.layering(manifest) == [])
    let files = try Tree.sources.get() + Tree.swift(in: ["Tests"])
    #expect(Imports.declared(manifest, files) == [])
  }

  @Test func thePackageDependsOnNoOther() throws {
    #expect(Imports.packages(SourceText(path: "p", text: try Tree.text("Package.swift"))) == [])
    let bad = SourceText(path: "p", text: "dependencies: [\n.package(url: \"https://x\", from: 1)]")
    #expect(Imports.packages(bad).map(\.line) == [2])
    let fine = SourceText(
      path: "p", text: "// no .package(here)\nlet package = Package(name: \"\")")
    #expect(Imports.packages(fine) == [])
  }

  @Test func aRoomThatLooksUpOrSidewaysIsFound() {
    #expect(layering("room(\"Bytes\", imports: [\"MariaDB\"])").count == 1)
    #expect(layering("room(\"Model\", imports: [\"Bytes\", \"Delivery\"])").count == 1)
    #expect(layering("room(\"Delivery\", imports: [\"MariaDB\"])").count == 1)
    #expect(layering("room(\"PowerBI\", imports: [\"MariaDB\"])").count == 1)
    #expect(layering("room(\"PowerBI\", imports: [\"CCurl\"])").count == 2)
    #expect(layering("room(\"Engine\", imports: [\"Connector\"])").count == 1)
    #expect(layering("room(\"Connector\", imports: [\"Emulator\"])").count == 1)
    #expect(layering("room(\"Connector\", imports: [\"Testkit\"])").count == 1)
    #expect(layering("room(\"CommandLine\", imports: [\"MariaDB\"])").count == 1)
    #expect(layering("room(\"PowerBI\", imports: [\"SQL\"])").count == 2)
    #expect(layering("room(\"Attic\", imports: [])").count == 1)
    #expect(layering("room(\"HTTPClient\", imports: [\"CCurl\", \"Bytes\", \"Runtime\"])") == [])
    #expect(layering("tests(\"ModelTests\", imports: [\"Model\", \"Testkit\", \"CCurl\"])") == [])
    #expect(
      layering(
        ".executableTarget(\n name: \"wkpbic\", dependencies: [\"CommandLine\", \"HTTPClient\"])")
        == [])
  }

  @Test func aDeclarationWithoutAnImportIsFoundAndTheOtherWayRound() {
    func violations(_ imports: String, _ text: String) -> [String] {
      Imports.declared(
        Manifest(text: "targets: [ room(\"Model\", imports: [\(imports)]) ]"),
        [SourceText(path: "Sources/Model/Model.swift", text: text)]
      ).map(\.what)
    }
    #expect(violations("\"Bytes\"", "package import Bytes") == [])
    #expect(
      violations("\"Bytes\"", "// import Bytes") == ["Model declares Bytes and never imports it"])
    #expect(violations("", "internal import struct Bytes.Cell") == ["Bytes is not declared"])
    #expect(violations("", "@testable import Bytes") == ["Bytes is not declared"])
    #expect(violations("", "internal import Foundation\nlet import_ = 1") == [])
    #expect(violations("", "let text = \"import Bytes\"") == [])
  }

  @Test func foundationStaysOffTheWayOfARow() throws {
    #expect(try Tree.sources.get().flatMap(Imports.foundation) == [])
    func count(_ path: String, _ text: String) -> Int {
      Imports.foundation(SourceText(path: path, text: text)).count
    }
    #expect(count("Sources/Bytes/B.swift", "internal import Foundation") == 1)
    #expect(count("Sources/Delivery/D.swift", "import FoundationEssentials") == 1)
    #expect(count("Sources/Bytes/B.swift", "internal import Glibc // not Foundation") == 0)
    #expect(count("Sources/Emulator/E.swift", "internal import Foundation") == 0)
  }

  private func layering(_ target: String) -> [Violation] {
    Imports.layering(Manifest(text: "targets: [ \(target) ]"))
  }
}

/// The rules, as functions of what was read.
private enum Imports {
  /// Declared dependencies point down, to rooms that may be known, and never to the same layer.
  static func layering(_ manifest: Manifest) -> [Violation] {
    manifest.targets.filter { $0.kind != .tests }.flatMap { target -> [Violation] in
      guard let room = House.rooms[target.name] else {
        return [violation("the room \(target.name) has no layer in House.swift")]
      }
      return target.imports.flatMap { check($0, by: target.name, room) }
    }
  }

  private static func check(
    _ name: String, by importer: String, _ room: House.Room
  ) -> [Violation] {
    guard let imported = House.rooms[name] else {
      return [violation("\(importer) imports \(name), which has no layer in House.swift")]
    }
    var found: [Violation] = []
    if imported.layer >= room.layer || room.knows?.contains(name) == false {
      found.append(violation("\(importer) must not know \(name)"))
    }
    if let importers = House.importers[name], !importers.contains(importer) {
      found.append(violation("\(name) is not for \(importer)"))
    }
    return found
  }

  /// What a target imports it declares, and what it declares it imports.
  ///
  /// Tests may declare a program without importing it: they run it. What has no Swift is C.
  static func declared(_ manifest: Manifest, _ files: [SourceText]) -> [Violation] {
    let byRoom = Dictionary(grouping: files, by: \.room)
    return manifest.targets.flatMap { target -> [Violation] in
      guard let own = byRoom[target.name] else { return [] }
      let undeclared = own.flatMap { file in
        imports(of: file).filter { !(target.imports + House.toolchain).contains($0.module) }
          .map { file.violation($0.line, "\($0.module) is not declared") }
      }
      let imported = Set(own.flatMap { imports(of: $0).map(\.module) })
      let unused = target.imports.filter {
        !imported.contains($0) && !(target.kind == .tests && programs.contains($0))
      }
      return undeclared
        + unused.map { violation("\(target.name) declares \($0) and never imports it") }
    }
  }

  private static let programs: Set<String> = ["wkpbic", "Bench"]

  static func packages(_ manifest: SourceText) -> [Violation] {
    manifest.lines.filter { $0.code.contains(".package(") }
      .map { manifest.violation($0, "libraries come from the distribution") }
  }

  static func foundation(_ file: SourceText) -> [Violation] {
    guard House.withoutFoundation.contains(file.room) else { return [] }
    return imports(of: file).filter { $0.module.hasPrefix("Foundation") }
      .map { file.violation($0.line, "no Foundation here") }
  }

  private static let kinds: Set<Substring> = [
    "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
  ]

  /// The modules named by import lines: what follows the word, or the kind of thing after it.
  private static func imports(of file: SourceText) -> [(module: String, line: SourceText.Line)] {
    file.lines.compactMap { line in
      let words = line.words
      guard let at = words.firstIndex(of: "import"), at < 3 else { return nil }
      let rest = words[(at + 1)...].drop { kinds.contains($0) }
      return rest.first.map { (String($0), line) }
    }
  }

  private static func violation(_ what: String) -> Violation {
    Violation(path: "Package.swift", line: 0, what: what)
  }
}
