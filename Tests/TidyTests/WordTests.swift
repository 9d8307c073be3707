import Testing

/// A line mentions only what its room knows.
@Suite struct WordTests {
  @Test func theTreeMentionsOnlyWhatItKnows() throws {
    let files = try Tree.sources.get()
    try #require(files.count > 100)
    for rule in Words.rules { #expect(files.flatMap(rule) == []) }
  }

  @Test func unsafeStaysInTheDrivers() {
    let line = "let x = unsafe f(p)"
    #expect(Words.unsafe(file("Store", line)).count == 1)
    #expect(Words.unsafe(file("Attic", line)).count == 1)
    #expect(Words.unsafe(file("MariaDB", line)) == [])
    #expect(Words.unsafe(file("Testkit", line)) == [])
    #expect(Words.unsafe(file("Store", "// unsafe\nlet x = \"'unsafe-inline'\"")) == [])
    #expect(Words.unsafe(file("Store", "nonisolated(unsafe) var x = 1")).count == 1)
  }

  @Test func nobodyPrints() {
    #expect(Words.printing(file("CommandLine", "print(x)")).count == 1)
    #expect(Words.printing(file("Engine", "if a { debugPrint(x) }")).count == 1)
    #expect(Words.printing(file("Engine", "\"\\(print(x))\"")).count == 1)
    #expect(Words.printing(file("Engine", "Swift.print(x)")).count == 1)
    #expect(
      Words.printing(
        file("Engine", "case print(String)\nx = .print(a)\nfingerprint(x)\n// print(x)"))
        == [])
  }

  @Test func theProcessIsAskedAtTheEdgeOnly() {
    for text in [
      "let x = getenv(name)", "let x = Swift.CommandLine.arguments", "ProcessInfo.processInfo.x",
      "let path = \"/proc/self/environ\"",
    ] {
      #expect(Words.environment(file("Connector", text)).count == 1, "\(text)")
      #expect(Words.environment(file("CommandLine", text)) == [])
    }
    #expect(Words.environment(file("WordPress", "// as getenv does\ncase \"getenv\": x")) == [])
  }

  @Test func onlyTheAdapterAndItsStandInNameMicrosoft() {
    for host in [
      "login.microsoftonline.us", "API.PowerBI.com", "analysis.windows.net", "api.powerbi.cn",
      "api.high.powerbigov.us", "analysis.usgovcloudapi.net", "learn.microsoft.com",
    ] {
      #expect(Words.hosts(file("Engine", "let x = \"https://\(host)/y\"")).count == 1, "\(host)")
      #expect(Words.hosts(file("Engine", "/// Such as \(host).")).count == 1, "\(host)")
      #expect(Words.hosts(file("PowerBI", "let x = \"https://\(host)/y\"")) == [])
    }
    #expect(Words.hosts(file("Engine", "let powerBI = PowerBI.comparing()")) == [])
  }

  @Test func statementsStayWithTheTables() {
    for text in [
      "let x = \"SELECT 1\"", "let x = \"\"\"\n  DELETE FROM t\n  \"\"\"", "f(\"SHOW GRANTS\")",
      "f(\"START TRANSACTION READ ONLY\")", "f(\"UPDATE `t` SET a = 1\")",
    ] {
      #expect(Words.statements(file("Connector", text)).count == 1, "\(text)")
      #expect(Words.statements(file("Store", text)) == [])
    }
    let fine = "[\"SELECT\", \"Grant SELECT on t\", \"selected 5\"] // SELECT 1"
    #expect(Words.statements(file("Connector", fine)) == [])
  }

  @Test func namesOfTypesSayWhatTheyAre() {
    for name in ["RowManager", "StringUtils", "CommonRow", "HelperKit", "EventHandler", "UserInfo"]
    {
      #expect(Words.typeNames(file("Engine", "struct \(name): Sendable {")).count == 1, "\(name)")
    }
    #expect(Words.typeNames(file("Engine", "final class OrderService {}")).count == 1)
    #expect(Words.typeNames(file("Engine", "  package typealias RowData = [UInt8]")).count == 1)
    for name in ["ServiceFault", "DataType", "Dataset", "DatabaseHost", "Utility"] {
      #expect(Words.typeNames(file("Engine", "enum \(name) {")) == [], "\(name)")
    }
  }

  @Test func nothingIsLeftForLaterAndNoMachineIsNamed() {
    #expect(Words.leftovers(file("Engine", "// TO\u{44}O: later")).count == 1)
    #expect(Words.leftovers(file("Engine", "let x = 1 // FIX\u{4d}E")).count == 1)
    #expect(Words.leftovers(file("Engine", "let x = \"/wor\u{6b}/main\"")).count == 1)
    #expect(Words.leftovers(file("Engine", "let x = \"/hom\u{65}/me/x\"")).count == 1)
    #expect(Words.leftovers(file("Engine", "let todoList = network/worker")) == [])
  }

  private func file(_ room: String, _ text: String) -> SourceText {
    SourceText(path: "Sources/\(room)/File.swift", text: text)
  }
}

/// The rules, as functions of one file.
enum Words {
  static let rules: [@Sendable (SourceText) -> [Violation]] = [
    unsafe, printing, environment, hosts, statements, typeNames, leftovers,
  ]

  static func unsafe(_ file: SourceText) -> [Violation] {
    let layer = House.rooms[file.room]?.layer ?? .max
    if layer <= 2 || House.unsafeExempt.contains(file.room) { return [] }
    return file.lines.filter { $0.words.contains("unsafe") }
      .map { file.violation($0, "unsafe above the drivers") }
  }

  /// Lines go out unbuffered through StandardOutput; Bench is no part of what ships.
  static func printing(_ file: SourceText) -> [Violation] {
    if file.room == "Bench" { return [] }
    return file.lines.filter { line in
      ["print(", "debugPrint(", "Swift.print("].contains { line.code.hasCall($0) }
        && !line.words.starts(with: ["case"])
    }.map { file.violation($0, "lines go through StandardOutput") }
  }

  /// Arguments and variables are read at the edge, where a program begins, and handed on as values.
  static func environment(_ file: SourceText) -> [Violation] {
    if ["CommandLine", "wkpbic", "Testkit", "Bench"].contains(file.room) { return [] }
    return file.lines.filter { line in
      line.words.contains("getenv") || line.words.contains("ProcessInfo")
        || line.code.contains("CommandLine.arguments")
        || line.literals.contains { $0.contains("/proc/self/environ") }
    }.map { file.violation($0, "only the edge asks the process") }
  }

  private static let microsoft = [
    "microsoft.com", "microsoftonline.", "powerbi.com", "powerbi.cn", "powerbigov.",
    "analysis.windows.net", "usgovcloudapi.net", "chinacloudapi.cn",
  ]

  /// Names of hosts, in comments as well: an example that names a host has a subject that is known.
  static func hosts(_ file: SourceText) -> [Violation] {
    if ["PowerBI", "Emulator"].contains(file.room) { return [] }
    return file.lines.filter { line in
      guard line.text.contains(".") else { return false }
      let text = line.text.lowercased()
      return microsoft.contains { host in
        // Not `PowerBI.comparing(…)`: a name ends where the letters end.
        text.ranges(of: host).contains { range in
          host.hasSuffix(".") || range.upperBound == text.endIndex
            || !text[range.upperBound].isLetter
        }
      }
    }.map { file.violation($0, "only PowerBI and Emulator name Microsoft's hosts") }
  }

  private static let verbs = [
    "SELECT ", "INSERT ", "REPLACE INTO ", "UPDATE ", "DELETE FROM ", "CREATE ", "ALTER ", "DROP ",
    "TRUNCATE ", "SHOW ", "SET ", "START TRANSACTION", "DESCRIBE ", "EXPLAIN ", "WITH ",
  ]

  /// A literal that begins as a statement begins; Testkit writes them to private servers.
  static func statements(_ file: SourceText) -> [Violation] {
    let rooms = ["SQL", "WooCommerce", "WordPress", "Store", "MariaDB", "Testkit"]
    if rooms.contains(file.room) { return [] }
    return file.lines.filter { line in
      line.literals.contains { literal in
        let start = literal.drop { $0 == " " }
        return verbs.contains { start.hasPrefix($0) }
      }
    }.map { file.violation($0, "statements stay with the tables") }
  }

  private static let empty: Set<String> = [
    "Manager", "Managers", "Helper", "Helpers", "Util", "Utils", "Utilities", "Common", "Handler",
    "Handlers", "Processor", "Wrapper", "Info",
  ]
  /// Empty as the noun itself; before another they are Power BI's words, as in `DataType`.
  private static let emptyAtTheEnd: Set<String> = ["Service", "Services", "Data"]

  static func typeNames(_ file: SourceText) -> [Violation] {
    file.lines.flatMap { line in
      typeNames(in: line).filter { name in
        let words = camelWords(name)
        return words.contains(where: empty.contains)
          || words.last.map(emptyAtTheEnd.contains) == true
      }.map { file.violation(line, "\($0) does not say what it is") }
    }
  }

  private static func typeNames(in line: SourceText.Line) -> [Substring] {
    let words = line.words
    let kinds: Set<Substring> = [
      "struct", "class", "enum", "protocol", "actor", "typealias", "associatedtype",
    ]
    return words.indices.dropLast().filter { kinds.contains(words[$0]) }.map { words[$0 + 1] }
  }

  private static func camelWords(_ name: Substring) -> [String] {
    name.reduce(into: []) { words, letter in
      if letter.isUppercase || words.isEmpty { words.append("") }
      words[words.count - 1].append(letter)
    }
  }

  /// Written in halves, so that this file keeps its own rule.
  private static let reminders: Set<Substring> = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
  private static let places = ["/wor" + "k/", "/tmp" + "/wt", "/home" + "/", "/User" + "s/"]

  static func leftovers(_ file: SourceText) -> [Violation] {
    file.lines.filter { line in
      let words = line.text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
      return words.contains(where: reminders.contains)
        || places.contains { line.text.contains($0) }
    }.map { file.violation($0, "left for later, or a path of somebody's machine") }
  }
}

extension String {
  /// Whether it calls a function of this name that is no member and no part of a longer name.
  fileprivate func hasCall(_ call: String) -> Bool {
    ranges(of: call).contains { range in
      guard range.lowerBound > startIndex else { return true }
      let before = self[index(before: range.lowerBound)]
      return !(before.isLetter || before.isNumber || before == "_" || before == ".")
    }
  }
}
