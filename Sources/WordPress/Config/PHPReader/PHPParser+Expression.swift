extension PHPParser {
  /// How tightly an operator binds, and whether from the right.
  private static let binaries: [String: (power: Int, isRight: Bool)] = [
    "or": (1, false), "xor": (2, false), "and": (3, false), "??": (6, true), "||": (7, false),
    "&&": (8, false), "|": (9, false), "^": (10, false), "&": (11, false), "==": (12, false),
    "!=": (12, false), "<>": (12, false), "===": (12, false), "!==": (12, false),
    "<=>": (12, false), "<": (13, false), "<=": (13, false), ">": (13, false), ">=": (13, false),
    ".": (14, false), "<<": (15, false), ">>": (15, false), "+": (16, false), "-": (16, false),
    "*": (17, false), "/": (17, false), "%": (17, false), "instanceof": (19, false),
    "**": (20, true),
  ]
  private static let assignments: Set<String> = [
    "=", "+=", "-=", "*=", "/=", ".=", "%=", "??=", "&=", "|=", "^=", "<<=", ">>=", "**=",
  ]
  private static let powerOfTernary = 5
  private static let powerOfNot = 18
  private static let powerOfSign = 19

  /// An expression of operators that bind at least as tightly as `power`.
  mutating func expression(_ power: Int = 0) throws(PHPRefusal) -> PHPExpression {
    try nested { (parser: inout PHPParser) throws(PHPRefusal) in
      var left = try parser.operand()
      while let next = try parser.extended(left, power: power) { left = next }
      return left
    }
  }

  /// The expression with one more operator behind it; nil when none binds tightly enough.
  private mutating func extended(
    _ left: PHPExpression, power: Int
  ) throws(PHPRefusal) -> PHPExpression? {
    guard let word = operatorWord else { return nil }
    if Self.assignments.contains(word), left.isTarget { return try assignment(left, word) }
    if word == "?" {
      if power > Self.powerOfTernary { return nil }
      return try ternary(left)
    }
    guard let (strength, isRight) = Self.binaries[word], strength >= power else { return nil }
    advance()
    let right = try expression(isRight ? strength : strength + 1)
    return PHPExpression(line: left.line, kind: .binary(word, left, right))
  }

  private var operatorWord: String? {
    switch kind {
    case .mark(let mark): mark
    case .name(let name): name.lowercased()
    default: nil
    }
  }

  private mutating func assignment(
    _ target: PHPExpression, _ word: String
  ) throws(PHPRefusal) -> PHPExpression {
    advance()
    if isAt("&") {
      advance()
      _ = try expression(4)
      return PHPExpression(line: target.line, kind: .unsupported("an assignment by reference"))
    }
    let value = try expression(4)
    return PHPExpression(line: target.line, kind: .assign(target, String(word.dropLast()), value))
  }

  private mutating func ternary(_ condition: PHPExpression) throws(PHPRefusal) -> PHPExpression {
    advance()
    let yes = isAt(":") ? nil : try expression(4)
    try expect(":")
    let no = try expression(Self.powerOfTernary + 1)
    return PHPExpression(line: condition.line, kind: .ternary(condition, yes, no))
  }

  private mutating func operand() throws(PHPRefusal) -> PHPExpression {
    let start = line
    if case .cast(let name) = kind {
      advance()
      return PHPExpression(line: start, kind: .cast(name, try expression(Self.powerOfSign)))
    }
    guard case .mark(let mark) = kind else { return try postfix(try primary()) }
    switch mark {
    case "!":
      advance()
      return PHPExpression(line: start, kind: .unary("!", try expression(Self.powerOfNot)))
    case "-", "+", "~":
      advance()
      return PHPExpression(line: start, kind: .unary(mark, try expression(Self.powerOfSign)))
    case "@":
      advance()
      return PHPExpression(line: start, kind: .silence(try expression(Self.powerOfSign)))
    case "++", "--":
      advance()
      let target = try expression(Self.powerOfSign)
      return PHPExpression(
        line: start, kind: .step(target, by: mark == "++" ? 1 : -1, isPrefix: true))
    case "&":
      advance()
      _ = try expression(Self.powerOfSign)
      return PHPExpression(line: start, kind: .unsupported("a reference"))
    default: return try postfix(try primary())
    }
  }

  /// Calls, indexes and members behind an expression.
  private mutating func postfix(_ first: PHPExpression) throws(PHPRefusal) -> PHPExpression {
    var left = first
    while case .mark(let mark) = kind {
      switch mark {
      case "[":
        advance()
        let index = isAt("]") ? nil : try expression()
        try expect("]")
        left = PHPExpression(line: left.line, kind: .index(left, index))
      case "->", "?->": left = try member(left, isNullSafe: mark == "?->")
      case "(":
        _ = try arguments()
        left = PHPExpression(line: left.line, kind: .unsupported("a call of a computed function"))
      case "::":
        advance()
        advance()
        if isAt("(") { _ = try arguments() }
        left = PHPExpression(line: left.line, kind: .unsupported("a member of a computed class"))
      case "++", "--":
        advance()
        left = PHPExpression(
          line: left.line, kind: .step(left, by: mark == "++" ? 1 : -1, isPrefix: false))
      default: return left
      }
    }
    return left
  }

  private mutating func member(
    _ object: PHPExpression, isNullSafe: Bool
  ) throws(PHPRefusal) -> PHPExpression {
    advance()
    guard case .name(let name) = kind else {
      throw PHPRefusal(file: file, line: line, reason: "a member whose name is computed")
    }
    advance()
    if isAt("(") {
      let values = try arguments()
      return PHPExpression(
        line: object.line, kind: .methodCall(object, name, values, isNullSafe: isNullSafe))
    }
    return PHPExpression(line: object.line, kind: .property(object, name, isNullSafe: isNullSafe))
  }

  /// `(a, b)`; named and spread arguments become expressions that are refused when evaluated.
  mutating func arguments() throws(PHPRefusal) -> [PHPExpression] {
    try expect("(")
    var values: [PHPExpression] = []
    while !take(")") {
      let start = line
      if take("...") {
        if !isAt(")") { _ = try expression() }
        values.append(PHPExpression(line: start, kind: .unsupported("spread arguments")))
      } else if case .name = kind, following == .mark(":") {
        advance()
        advance()
        _ = try expression()
        values.append(PHPExpression(line: start, kind: .unsupported("named arguments")))
      } else {
        values.append(try expression())
      }
      if !isAt(")") { try expect(",") }
    }
    return values
  }
}

extension PHPExpression {
  /// Whether something can be assigned to this.
  var isTarget: Bool {
    switch kind {
    case .variable, .index, .property, .staticProperty, .array: true
    default: false
    }
  }
}
