extension PHPParser {
  /// One statement, whatever it is.
  mutating func statement() throws(PHPRefusal) -> PHPStatement {
    try nested { (parser: inout PHPParser) throws(PHPRefusal) in
      let start = parser.line
      return PHPStatement(line: start, kind: try parser.statementKind())
    }
  }

  private mutating func statementKind() throws(PHPRefusal) -> PHPStatement.Kind {
    if take(";") { return .nothing }
    if isAt("{") { return .block(try block()) }
    if isAt("#[") {
      _ = try primary()
      return .unsupported("an attribute")
    }
    if case .name(let name) = kind, following != .mark("::"),
      following != .mark("(")
        || Self
          .wordsBeforeBracket.contains(name.lowercased())
    {
      if let kind = try worded(name.lowercased()) { return kind }
    }
    let value = try expression()
    try endOfStatement()
    return .expression(value)
  }

  /// Words that begin a statement even when a bracket follows.
  private static let wordsBeforeBracket: Set<String> = [
    "if", "while", "for", "foreach", "switch", "echo", "return", "declare", "unset", "throw",
  ]

  private mutating func worded(_ word: String) throws(PHPRefusal) -> PHPStatement.Kind? {
    switch word {
    case "if": return try branch()
    case "while": return try whileLoop()
    case "do": return try doLoop()
    case "for": return try forLoop()
    case "foreach": return try eachLoop()
    case "switch": return try choose()
    case "echo":
      advance()
      return .echo(try expressions())
    case "return":
      advance()
      let value = isAt(";") || kind == .end ? nil : try expression()
      try endOfStatement()
      return .giveBack(value)
    case "break", "continue":
      advance()
      let levels = try self.levels()
      return word == "break" ? .leave(levels: levels) : .proceed(levels: levels)
    default: return try declaration(word)
    }
  }

  private mutating func declaration(_ word: String) throws(PHPRefusal) -> PHPStatement.Kind? {
    switch word {
    case "function":
      guard case .name = following else { return nil }
      return .function(try function())
    case "const": return .constants(try constants())
    case "use": return try use()
    case "global":
      advance()
      return .global(try variables())
    case "unset":
      advance()
      let targets = try arguments()
      try endOfStatement()
      return .unset(targets)
    case "try": return try attempt()
    case "throw":
      advance()
      let value = try expression()
      try endOfStatement()
      return .fail(value)
    case "namespace", "declare": return try skipDirective()
    case "class", "interface", "trait", "abstract", "final", "enum", "readonly":
      return try skipClass(word)
    case "goto": throw PHPRefusal(file: file, line: line, reason: "‘goto’")
    default: return nil
    }
  }

  /// `;`, or the end of the source, which also ends a statement after `?>`.
  private mutating func endOfStatement() throws(PHPRefusal) {
    if kind == .end { throw unexpected("expected ;") }
    try expect(";")
  }

  private mutating func block() throws(PHPRefusal) -> [PHPStatement] {
    try expect("{")
    var body: [PHPStatement] = []
    while !take("}") {
      if kind == .end { throw unexpected("expected }") }
      body.append(try statement())
    }
    return body
  }

  private mutating func expressions() throws(PHPRefusal) -> [PHPExpression] {
    var values = [try expression()]
    while take(",") { values.append(try expression()) }
    try endOfStatement()
    return values
  }

  private mutating func levels() throws(PHPRefusal) -> Int64 {
    var levels: Int64 = 1
    if case .integer(let number) = kind {
      levels = number
      advance()
    }
    try endOfStatement()
    guard levels >= 1, levels < 100 else { throw unexpected("expected a number of levels") }
    return levels
  }

  private mutating func condition() throws(PHPRefusal) -> PHPExpression {
    try expect("(")
    let condition = try expression()
    try expect(")")
    return condition
  }

  /// A body in the `:` notation, up to one of the words, which is left standing.
  private mutating func body(untilWords words: [String]) throws(PHPRefusal) -> PHPStatement {
    let start = line
    var body: [PHPStatement] = []
    while !words.contains(where: { isAtWord($0) }) {
      if kind == .end { throw unexpected("expected \(words[0])") }
      body.append(try statement())
    }
    return PHPStatement(line: start, kind: .block(body))
  }

  private mutating func branch() throws(PHPRefusal) -> PHPStatement.Kind {
    advance()
    let condition = try self.condition()
    if take(":") { return try longBranch(condition) }
    let then = try statement()
    if isAtWord("elseif") || (isAtWord("else") && following == .name("if")) {
      if isAtWord("else") { advance() }
      let start = line
      let otherwise = PHPStatement(line: start, kind: try branch())
      return .branch(condition, then: then, otherwise: otherwise)
    }
    let otherwise = takeWord("else") ? try statement() : nil
    return .branch(condition, then: then, otherwise: otherwise)
  }

  private mutating func longBranch(
    _ condition: PHPExpression
  ) throws(PHPRefusal) -> PHPStatement.Kind {
    let then = try body(untilWords: ["endif", "elseif", "else"])
    if isAtWord("elseif") {
      let start = line
      advance()
      let next = try self.condition()
      try expect(":")
      let otherwise = PHPStatement(line: start, kind: try longBranch(next))
      return .branch(condition, then: then, otherwise: otherwise)
    }
    var otherwise: PHPStatement?
    if takeWord("else") {
      try expect(":")
      otherwise = try body(untilWords: ["endif"])
    }
    advance()
    try endOfStatement()
    return .branch(condition, then: then, otherwise: otherwise)
  }

  /// A loop's body in either notation.
  private mutating func loopBody(_ word: String) throws(PHPRefusal) -> PHPStatement {
    guard take(":") else { return try statement() }
    let body = try body(untilWords: [word])
    advance()
    try endOfStatement()
    return body
  }

  private mutating func whileLoop() throws(PHPRefusal) -> PHPStatement.Kind {
    advance()
    return .loop(try condition(), body: try loopBody("endwhile"), isDo: false)
  }

  private mutating func doLoop() throws(PHPRefusal) -> PHPStatement.Kind {
    advance()
    let body = try statement()
    guard takeWord("while") else { throw unexpected("expected while") }
    let condition = try self.condition()
    try endOfStatement()
    return .loop(condition, body: body, isDo: true)
  }

  private mutating func forLoop() throws(PHPRefusal) -> PHPStatement.Kind {
    advance()
    try expect("(")
    var parts: [[PHPExpression]] = []
    for close in [";", ";", ")"] {
      var values: [PHPExpression] = []
      while !take(close) {
        values.append(try expression())
        if !isAt(close) { try expect(",") }
      }
      parts.append(values)
    }
    return .count(parts[0], parts[1], parts[2], body: try loopBody("endfor"))
  }

  private mutating func eachLoop() throws(PHPRefusal) -> PHPStatement.Kind {
    advance()
    try expect("(")
    let subject = try expression()
    guard takeWord("as") else { throw unexpected("expected as") }
    var value = try expression()
    var key: PHPExpression?
    if take("=>") {
      key = value
      value = try expression()
    }
    try expect(")")
    return .each(subject, key: key, value: value, body: try loopBody("endforeach"))
  }

  private mutating func choose() throws(PHPRefusal) -> PHPStatement.Kind {
    advance()
    let subject = try condition()
    let isLong = take(":")
    if !isLong { try expect("{") }
    var cases: [PHPSwitchCase] = []
    while !(isLong ? isAtWord("endswitch") : isAt("}")) {
      cases.append(try switchCase())
    }
    advance()
    if isLong { try endOfStatement() }
    return .choose(subject, cases)
  }

  private mutating func switchCase() throws(PHPRefusal) -> PHPSwitchCase {
    var condition: PHPExpression?
    if !takeWord("default") {
      guard takeWord("case") else { throw unexpected("expected case") }
      condition = try expression()
    }
    if !take(":") { try expect(";") }
    var body: [PHPStatement] = []
    while !isAtWord("case"), !isAtWord("default"), !isAtWord("endswitch"), !isAt("}") {
      body.append(try statement())
    }
    return PHPSwitchCase(condition: condition, body: body)
  }
}
