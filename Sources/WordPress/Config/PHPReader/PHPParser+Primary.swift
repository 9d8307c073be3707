extension PHPParser {
  /// A literal, a variable, a name, or something in brackets.
  mutating func primary() throws(PHPRefusal) -> PHPExpression {
    let start = line
    switch kind {
    case .integer(let number): return literal(.integer(number))
    case .float(let number): return literal(.float(number))
    case .string(let bytes): return literal(.string(bytes))
    case .template(let parts): return try template(parts)
    case .variable(let name):
      advance()
      return PHPExpression(line: start, kind: .variable(name))
    case .name(let name): return try named(name)
    case .mark("("):
      advance()
      let inner = try expression()
      try expect(")")
      // Brackets end what may be assigned to, and keep an operator's operands together.
      return inner
    case .mark("["):
      advance()
      return PHPExpression(line: start, kind: .array(try items(until: "]")))
    case .mark("#["):
      try skipAttribute()
      return try primary()
    case .mark("$"):
      throw PHPRefusal(file: file, line: line, reason: "a variable whose name is computed")
    default: throw unexpected("expected an expression")
    }
  }

  private mutating func literal(_ value: PHPValue) -> PHPExpression {
    let start = line
    advance()
    return PHPExpression(line: start, kind: .literal(value))
  }

  private mutating func skipAttribute() throws(PHPRefusal) {
    advance()
    var level = 1
    while level > 0 {
      if kind == .end { throw unexpected("expected ]") }
      if isAt("[") || isAt("#[") { level += 1 }
      if isAt("]") { level -= 1 }
      advance()
    }
  }

  private mutating func template(_ parts: [PHPToken.Part]) throws(PHPRefusal) -> PHPExpression {
    let start = line
    var pieces: [PHPExpression] = []
    for part in parts {
      switch part {
      case .text(let text): pieces.append(PHPExpression(line: start, kind: .literal(.string(text))))
      case .expression(let tokens): pieces.append(try embedded(tokens))
      }
    }
    advance()
    return PHPExpression(line: start, kind: .template(pieces))
  }

  private func embedded(_ tokens: [PHPToken]) throws(PHPRefusal) -> PHPExpression {
    var parser = PHPParser(tokens, file: file)
    parser.depth = depth
    let expression = try parser.expression()
    guard parser.kind == .end else { throw parser.unexpected("expected }") }
    return expression
  }

  /// Array elements up to and with `close`; skipped elements are for unpacking.
  private mutating func items(until close: String) throws(PHPRefusal) -> [PHPArrayItem] {
    var items: [PHPArrayItem] = []
    while !take(close) {
      if take(",") {
        let nothing = PHPExpression(line: line, kind: .unsupported("a skipped element"))
        items.append(PHPArrayItem(key: nil, value: nothing, isSpread: false))
        continue
      }
      items.append(try item())
      if !isAt(close) { try expect(",") }
    }
    return items
  }

  private mutating func item() throws(PHPRefusal) -> PHPArrayItem {
    if take("...") { return PHPArrayItem(key: nil, value: try expression(), isSpread: true) }
    let first = try expression()
    guard take("=>") else { return PHPArrayItem(key: nil, value: first, isSpread: false) }
    return PHPArrayItem(key: first, value: try expression(), isSpread: false)
  }

  private mutating func named(_ name: String) throws(PHPRefusal) -> PHPExpression {
    let start = line
    advance()
    if let special = try keyword(name.lowercased(), line: start) { return special }
    if isAt("(") {
      return PHPExpression(line: start, kind: .call(name, try arguments()))
    }
    if take("::") { return try classMember(name, line: start) }
    return PHPExpression(line: start, kind: .constant(name))
  }

  private mutating func classMember(
    _ name: String, line start: Int
  ) throws(PHPRefusal) -> PHPExpression {
    if case .variable(let property) = kind {
      advance()
      return PHPExpression(line: start, kind: .staticProperty(name, property))
    }
    let member = try self.name()
    if isAt("(") {
      return PHPExpression(line: start, kind: .staticCall(name, member, try arguments()))
    }
    return PHPExpression(line: start, kind: .classConstant(name, member))
  }

  private mutating func keyword(
    _ word: String, line start: Int
  ) throws(PHPRefusal) -> PHPExpression? {
    let kind: PHPExpression.Kind
    switch word {
    case "array" where isAt("("):
      advance()
      kind = .array(try items(until: ")"))
    case "list" where isAt("("):
      advance()
      kind = .array(try items(until: ")"))
    case "isset":
      kind = .isset(try arguments())
    case "empty":
      try expect("(")
      kind = .empty(try expression())
      try expect(")")
    case "exit", "die":
      if isAt("(") { _ = try arguments() }
      kind = .exit
    case "include", "include_once", "require", "require_once":
      kind = .include(
        isOnce: word.hasSuffix("_once"), isRequired: word.hasPrefix("require"), try expression(4))
    case "eval":
      try expect("(")
      kind = .eval(try expression())
      try expect(")")
    case "match" where isAt("("): kind = try match()
    case "print": kind = .print(try expression(4))
    case "function", "fn", "static": kind = try closure(word)
    case "new": kind = try creation()
    case "clone", "yield", "throw":
      _ = try expression(4)
      kind = .unsupported("‘\(word)’ in an expression")
    default: return nil
    }
    return PHPExpression(line: start, kind: kind)
  }

  private mutating func match() throws(PHPRefusal) -> PHPExpression.Kind {
    try expect("(")
    let subject = try expression()
    try expect(")")
    try expect("{")
    var arms: [PHPMatchArm] = []
    while !take("}") {
      var conditions: [PHPExpression]? = []
      if isAtWord("default"), following == .mark("=>") {
        advance()
        conditions = nil
      } else {
        while !isAt("=>") {
          conditions?.append(try expression())
          if !isAt("=>") { try expect(",") }
        }
      }
      try expect("=>")
      arms.append(PHPMatchArm(conditions: conditions, result: try expression()))
      if !isAt("}") { try expect(",") }
    }
    return .match(subject, arms)
  }

  /// Passes a closure; it may be handed around, and is refused when it matters.
  private mutating func closure(_ first: String) throws(PHPRefusal) -> PHPExpression.Kind {
    var word = first
    if word == "static" {
      guard isAtWord("function") || isAtWord("fn") else { return .unsupported("‘static’") }
      word = try name().lowercased()
    }
    _ = take("&")
    try skipGroup("(", ")")
    if word == "fn" {
      while !isAt("=>") {
        if kind == .end { throw unexpected("expected =>") }
        advance()
      }
      advance()
      _ = try expression(4)
      return .unsupported("a closure")
    }
    while !isAt("{") {
      if kind == .end { throw unexpected("expected {") }
      advance()
    }
    try skipGroup("{", "}")
    return .unsupported("a closure")
  }

  private mutating func creation() throws(PHPRefusal) -> PHPExpression.Kind {
    if isAtWord("class") {
      advance()
      if isAt("(") { _ = try arguments() }
      while !isAt("{"), kind != .end { advance() }
      try skipGroup("{", "}")
      return .unsupported("a class without a name")
    }
    guard case .name(let name) = kind else {
      throw PHPRefusal(file: file, line: line, reason: "a class whose name is computed")
    }
    advance()
    if isAt("(") { _ = try arguments() }
    return .unsupported("an object of class \(name)")
  }
}
