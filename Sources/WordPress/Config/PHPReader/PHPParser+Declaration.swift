extension PHPParser {
  /// A function with its name, the word `function` standing here.
  mutating func function() throws(PHPRefusal) -> PHPFunction {
    advance()
    _ = take("&")
    let name = try self.name()
    let parameters = try self.parameters()
    while !isAt("{") {
      if kind == .end || isAt(";") { throw unexpected("expected {") }
      advance()
    }
    guard case .block(let body) = try statement().kind else { throw unexpected("expected {") }
    return PHPFunction(name: name, parameters: parameters, body: body, file: file)
  }

  private mutating func parameters() throws(PHPRefusal) -> [PHPFunction.Parameter] {
    try expect("(")
    var parameters: [PHPFunction.Parameter] = []
    while !take(")") {
      var isPlain = true
      while true {
        if case .variable = kind { break }
        if kind == .end || isAt(")") { throw unexpected("expected a parameter") }
        if isAt("&") || isAt("...") { isPlain = false }
        advance()
      }
      let name = try variable()
      let fallback = take("=") ? try expression() : nil
      parameters.append(.init(name: name, fallback: fallback, isPlain: isPlain))
      if !isAt(")") { try expect(",") }
    }
    return parameters
  }

  mutating func constants() throws(PHPRefusal) -> [(String, PHPExpression)] {
    advance()
    var constants: [(String, PHPExpression)] = []
    repeat {
      let name = try self.name()
      try expect("=")
      constants.append((name, try expression()))
    } while take(",")
    try expect(";")
    return constants
  }

  mutating func variables() throws(PHPRefusal) -> [String] {
    var names = [try variable()]
    while take(",") { names.append(try variable()) }
    try expect(";")
    return names
  }

  /// `use A\B;`, `use A\B as C;`, `use function A\b;`; grouped ones are passed over.
  mutating func use() throws(PHPRefusal) -> PHPStatement.Kind {
    advance()
    let isFunction = takeWord("function")
    let isConstant = takeWord("const")
    let name = try self.name()
    var alias = name.split(separator: "\\").last.map(String.init) ?? name
    if takeWord("as") { alias = try self.name() }
    let isSimple = isAt(";")
    while !take(";") {
      if kind == .end { throw unexpected("expected ;") }
      advance()
    }
    if isConstant { return .nothing }
    if !isSimple { return .unsupported("a grouped ‘use’") }
    return isFunction ? .useFunction(alias: alias, name: name) : .useClass(alias: alias, name: name)
  }

  /// The body of `try`, its `catch` blocks passed over: nothing here throws that could be caught.
  mutating func attempt() throws(PHPRefusal) -> PHPStatement.Kind {
    advance()
    guard case .block(let body) = try statement().kind else { throw unexpected("expected {") }
    while takeWord("catch") {
      try skipGroup("(", ")")
      try skipGroup("{", "}")
    }
    var last: [PHPStatement] = []
    if takeWord("finally") {
      guard case .block(let block) = try statement().kind else { throw unexpected("expected {") }
      last = block
    }
    return .attempt(body, finally: last)
  }

  /// `namespace A;` and `declare(strict_types=1);` change nothing that a configuration shows.
  mutating func skipDirective() throws(PHPRefusal) -> PHPStatement.Kind {
    let isNamespace = isAtWord("namespace")
    advance()
    while !isAt(";") {
      if kind == .end || isAt("{") {
        throw PHPRefusal(
          file: file, line: line, reason: isNamespace ? "a namespace block" : "a declare block")
      }
      advance()
    }
    advance()
    return .nothing
  }

  mutating func skipClass(_ word: String) throws(PHPRefusal) -> PHPStatement.Kind? {
    guard case .name = following else { return nil }
    while !isAt("{") {
      if kind == .end || isAt(";") { throw unexpected("expected {") }
      advance()
    }
    try skipGroup("{", "}")
    return .nothing
  }
}
