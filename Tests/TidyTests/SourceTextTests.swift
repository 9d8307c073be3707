import Testing

/// The reader that the other suites stand on: what it takes for code, and what for text.
@Suite struct SourceTextTests {
  @Test(arguments: [
    ("a // b \"c\"", "a", []), ("a /* b /* c */ d */ e", "a e", []),
    ("f(\"a // b\")", "f( )", ["a // b"]), ("f(\"a\\\"b\", \"c\")", "f( , )", ["a\\\"b", "c"]),
    ("\"a \\(b(\"c\")) d\"", "b( )", ["a ", "c", " d"]),
    ("#\"a \\(b) \"c\" \\#(d)e\"#", "d", ["a \\(b) \"c\" ", "e"]),
    ("\"\"\"\n  \"quoted\" \\(x)\n  \"\"\" + y", "x + y", ["  \"quoted\" ", "  "]),
    ("\"\" + a", "+ a", []), ("#if os(Linux)", "#if os(Linux)", []),
  ])
  func takesLinesApart(text: String, code: String, literals: [String]) {
    let lines = SourceText(path: "a", text: text).lines
    let seen = lines.map(\.code).joined(separator: " ").split(separator: " ")
    #expect(seen.joined(separator: " ") == code.split(separator: " ").joined(separator: " "))
    #expect(lines.flatMap(\.literals) == literals)
    #expect(lines.map(\.text).joined(separator: "\n") == text)
  }

  @Test func readsAManifest() {
    let manifest = Manifest(
      text: """
        func room(_ name: String, imports: [String]) -> Target { .target(name: name) }
        let package = Package(name: "p", targets: [
          // room("Ghost", imports: ["A"]),
          .systemLibrary(name: "C", pkgConfig: "c", providers: [.apt(["c-dev"])]),
          room("A", imports: []), room(
            "B", imports: [
              "A", "C",
            ]),
          .target(name: "S", path: "sql", resources: [.embedInCode("x")], swiftSettings: strict),
          .executableTarget(name: "E", dependencies: ["B"], swiftSettings: strict),
          tests("BTests", imports: ["B"]),
        ])
        """)
    #expect(
      manifest.targets == [
        .init(name: "C", kind: .systemLibrary, imports: []),
        .init(name: "A", kind: .room, imports: []),
        .init(name: "B", kind: .room, imports: ["A", "C"]),
        .init(name: "S", kind: .room, imports: []),
        .init(name: "E", kind: .executable, imports: ["B"]),
        .init(name: "BTests", kind: .tests, imports: ["B"]),
      ])
  }
}
