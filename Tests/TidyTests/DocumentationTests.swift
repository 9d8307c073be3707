import Testing

/// Every `package` declaration has a doc comment.
///
/// Exempt are initializers, whose labels name the properties that are documented; witnesses of
/// protocols, whose requirements are documented where the protocol is; and enum cases, which are
/// their own sentence. swift-format's rule of that kind sees `public` only, and nothing here is
/// public.
@Suite struct DocumentationTests {
  @Test func everyPackageDeclarationSaysWhatItIsFor() throws {
    let files = try Tree.sources.get()
    let witnesses = Documentation.requirements(files).union(Documentation.known)
    #expect(witnesses.contains("monotonicSeconds"), "the requirements were not found")
    #expect(files.flatMap { Documentation.missing($0, witnesses: witnesses) } == [])
  }

  @Test func everyRoomSaysWhatItMayKnow() throws {
    let files = try Tree.sources.get().filter { !["wkpbic", "Bench"].contains($0.room) }
    for (room, own) in Dictionary(grouping: files, by: \.room) {
      #expect(own.map(Documentation.isPage).contains(true), "\(room)")
    }
  }

  @Test(arguments: [
    "package struct A {", "  package var a: Int", "  package static let a = 1",
    "  @discardableResult\n  package func f() {", "package enum A {}", "package final class A {",
    "  package private(set) var a = 1", "  package subscript(_ i: Int) -> Int {",
    "  // Not a doc comment.\n  package mutating func f() {",
    "/// The protocol.\npackage protocol P {\n  func f()\n}",
  ])
  func whatHasNoneIsFound(text: String) {
    #expect(missing(text).count == 1)
  }

  @Test(arguments: [
    "/// A.\npackage struct A {", "package import Bytes", "  package init(a: Int) {",
    "/// A.\n@frozen\n@safe\npackage struct A {", "  package convenience init() {",
    "  package static func == (left: A, right: A) -> Bool {", "struct A {",
    "let package = Package()",
    "  package var now: Instant {", "// package struct A",
    "/// The protocol.\npackage protocol P {\n  /// Does it.\n  func f()\n}",
  ])
  func whatNeedsNoneIsNot(text: String) {
    #expect(missing(text) == [])
  }

  private func missing(_ text: String) -> [Violation] {
    Documentation.missing(
      SourceText(path: "Sources/A/A.swift", text: text), witnesses: ["now", "=="])
  }
}

private enum Documentation {
  /// What protocols of the standard library ask for.
  static let known: Set<String> = [
    "==", "<", "hash", "description", "debugDescription", "next", "rawValue", "makeIterator",
  ]

  private static let kinds: Set<Substring> = [
    "struct", "class", "enum", "actor", "protocol", "typealias", "associatedtype", "func", "var",
    "let", "subscript", "macro",
  ]

  /// Whether the file opens its room: with a page on what the room may and must not know.
  static func isPage(_ file: SourceText) -> Bool {
    file.lines.contains { line in
      line.text.hasPrefix("///")
        && line.text.split { !$0.isLetter }.contains("know")
    }
  }

  static func missing(_ file: SourceText, witnesses: Set<String>) -> [Violation] {
    let required = Set(requirementLines(file).map(\.number))
    return file.lines.indices.compactMap { index in
      let line = file.lines[index]
      let isRequirement = required.contains(line.number)
      guard isRequirement || isPackage(line), let name = name(in: line),
        !isDocumented(index, in: file)
      else { return nil }
      if !isRequirement && witnesses.contains(name) { return nil }
      return file.violation(line, "\(name) has no doc comment")
    }
  }

  /// The names that protocols of the house require, in all files.
  static func requirements(_ files: [SourceText]) -> Set<String> {
    Set(files.flatMap { requirementLines($0).compactMap(name(in:)) })
  }

  /// Lines of members in a `package protocol`; the formatter puts its closing brace alone.
  private static func requirementLines(_ file: SourceText) -> [SourceText.Line] {
    var indent: Int?
    return file.lines.filter { line in
      let spaces = line.text.prefix { $0 == " " }.count
      if indent == nil, line.words.starts(with: ["package", "protocol"]), !line.code.hasSuffix("}")
      {
        indent = spaces
        return false
      }
      guard let outer = indent else { return false }
      if line.code.hasPrefix(String(repeating: " ", count: outer) + "}") { indent = nil }
      return indent != nil && spaces == outer + 2
    }
  }

  private static func isPackage(_ line: SourceText.Line) -> Bool {
    line.words.prefix { !kinds.contains($0) && $0 != "init" }.contains("package")
  }

  /// The declared name, or nil for what is no declaration or needs no comment.
  private static func name(in line: SourceText.Line) -> String? {
    let words = line.words
    guard !words.contains("import"), let at = words.firstIndex(where: kinds.contains) else {
      return nil
    }
    if words[..<at].contains(where: { $0 == "init" || $0 == "case" || $0 == "package" && at == 0 })
    {
      return nil
    }
    if words[at] == "subscript" { return "subscript" }
    guard at + 1 < words.count else { return nil }
    if words[at] == "func", let symbol = symbol(in: line) { return symbol }
    return String(words[at + 1])
  }

  private static func symbol(in line: SourceText.Line) -> String? {
    guard let start = line.code.firstRange(of: "func ")?.upperBound else { return nil }
    let symbol = line.code[start...].prefix { $0 != " " && $0 != "(" }
    return symbol.first.map { $0.isLetter || $0 == "_" || $0 == "`" } == false
      ? String(symbol) : nil
  }

  private static func isDocumented(_ index: Int, in file: SourceText) -> Bool {
    let above = file.lines[..<index].last { line in
      !line.text.drop { $0 == " " }.hasPrefix("@")
    }
    return above?.text.drop { $0 == " " }.hasPrefix("///") == true
  }
}
