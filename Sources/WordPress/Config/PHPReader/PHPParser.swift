/// Makes statements of tokens; this file holds the parser's hands, extensions the grammar.
struct PHPParser {
  let file: String
  private let tokens: [PHPToken]
  private var position = 0
  var depth = 0

  /// Nesting of expressions and statements at most.
  static let depthMax = 200

  init(_ tokens: [PHPToken], file: String) {
    precondition(tokens.last?.kind == .end, "tokens end with an end")
    self.tokens = tokens
    self.file = file
  }

  /// The statements of a whole file.
  static func statements(
    _ tokens: [PHPToken], file: String
  ) throws(PHPRefusal) -> [PHPStatement] {
    var parser = PHPParser(tokens, file: file)
    var statements: [PHPStatement] = []
    while parser.kind != .end { statements.append(try parser.statement()) }
    return statements
  }

  var kind: PHPToken.Kind { tokens[position].kind }

  var following: PHPToken.Kind { tokens[min(position + 1, tokens.count - 1)].kind }

  var line: Int { tokens[position].line }

  mutating func advance() {
    if position < tokens.count - 1 { position += 1 }
  }

  func isAt(_ mark: String) -> Bool { kind == .mark(mark) }

  /// Whether a keyword stands here.
  func isAtWord(_ word: String) -> Bool {
    if case .name(let name) = kind { name.lowercased() == word } else { false }
  }

  /// Passes the mark when it stands here.
  mutating func take(_ mark: String) -> Bool {
    guard isAt(mark) else { return false }
    advance()
    return true
  }

  mutating func takeWord(_ word: String) -> Bool {
    guard isAtWord(word) else { return false }
    advance()
    return true
  }

  mutating func expect(_ mark: String) throws(PHPRefusal) {
    guard take(mark) else { throw unexpected("expected \(mark)") }
  }

  mutating func name() throws(PHPRefusal) -> String {
    guard case .name(let name) = kind else { throw unexpected("expected a name") }
    advance()
    return name
  }

  mutating func variable() throws(PHPRefusal) -> String {
    guard case .variable(let name) = kind else { throw unexpected("expected a variable") }
    advance()
    return name
  }

  func unexpected(_ wish: String) -> PHPRefusal {
    PHPRefusal(file: file, line: line, reason: "a syntax error (\(wish), found \(Self.name(kind)))")
  }

  static func name(_ kind: PHPToken.Kind) -> String {
    switch kind {
    case .variable(let name): "$\(name)"
    case .name(let name): name
    case .mark(let mark): mark
    case .cast(let name): "(\(name))"
    case .integer, .float: "a number"
    case .string, .template: "a string"
    case .inlineText: "text"
    case .end: "the end"
    }
  }

  /// Passes a group in brackets, the opening one standing here, whatever is in it.
  mutating func skipGroup(_ open: String, _ close: String) throws(PHPRefusal) {
    try expect(open)
    var level = 1
    while level > 0 {
      if kind == .end { throw unexpected("expected \(close)") }
      if isAt(open) { level += 1 }
      if isAt(close) { level -= 1 }
      advance()
    }
  }

  /// Runs one level deeper, within the limit.
  mutating func nested<Result>(
    _ body: (inout PHPParser) throws(PHPRefusal) -> Result
  ) throws(PHPRefusal) -> Result {
    guard depth < Self.depthMax else {
      throw PHPRefusal(file: file, line: line, reason: "nesting deeper than \(Self.depthMax)")
    }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }
}
