/// What Package.swift declares, read from its text.
struct Manifest {
  enum Kind: Equatable {
    case room, tests, executable, systemLibrary
  }

  struct Target: Equatable {
    let name: String
    let kind: Kind
    let imports: [String]
  }

  let targets: [Target]

  private static let callees: [(word: String, kind: Kind)] = [
    (".systemLibrary(", .systemLibrary), (".executableTarget(", .executable),
    (".testTarget(", .tests), (".target(", .room), ("room(", .room), ("tests(", .tests),
  ]

  /// Reads every target after the word `targets:`; what stands before it are the functions that
  /// make targets.
  init(text: String) {
    let source = SourceText(path: "Package.swift", text: text)
    // Comments are gone, strings are put back, so that only what is declared remains.
    let plain = source.lines.map { line in
      line.text.split(separator: "//", omittingEmptySubsequences: false).first.map(String.init)
        ?? ""
    }.joined(separator: " ")
    guard let start = plain.firstRange(of: "targets: [")?.upperBound else {
      targets = []
      return
    }
    var rest = plain[start...]
    var found: [Target] = []
    while let (kind, arguments, end) = Self.nextCall(in: rest) {
      rest = rest[end...]
      let strings = Self.strings(in: arguments)
      guard let name = strings.first else { continue }
      found.append(Target(name: name, kind: kind, imports: Self.imports(in: arguments)))
    }
    targets = found
  }

  private static func nextCall(
    in text: Substring
  ) -> (kind: Kind, arguments: Substring, end: Substring.Index)? {
    let first = callees.compactMap { callee in
      text.firstRange(of: callee.word).map { (range: $0, kind: callee.kind) }
    }.min {
      ($0.range.lowerBound, $1.range.upperBound) < ($1.range.lowerBound, $0.range.upperBound)
    }
    guard let first else { return nil }
    var depth = 1
    var index = first.range.upperBound
    while index < text.endIndex, depth > 0 {
      if text[index] == "(" { depth += 1 }
      if text[index] == ")" { depth -= 1 }
      index = text.index(after: index)
    }
    return (first.kind, text[first.range.upperBound..<index], index)
  }

  private static func imports(in arguments: Substring) -> [String] {
    for label in ["imports: [", "dependencies: ["] {
      guard let start = arguments.firstRange(of: label)?.upperBound else { continue }
      return strings(in: arguments[start...].prefix { $0 != "]" })
    }
    return []
  }

  private static func strings(in text: Substring) -> [String] {
    text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
  }
}
