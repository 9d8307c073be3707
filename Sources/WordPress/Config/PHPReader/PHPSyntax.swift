/// An expression, and the line it starts on.
struct PHPExpression: Sendable {
  var line: Int
  var kind: Kind

  indirect enum Kind: Sendable {
    case literal(PHPValue)
    case template([PHPExpression])
    case variable(String)
    case constant(String)
    case classConstant(String, String)
    case staticProperty(String, String)
    /// `a[b]`; without `b` only as a target.
    case index(PHPExpression, PHPExpression?)
    case property(PHPExpression, String, isNullSafe: Bool)
    case array([PHPArrayItem])
    case call(String, [PHPExpression])
    case staticCall(String, String, [PHPExpression])
    case methodCall(PHPExpression, String, [PHPExpression], isNullSafe: Bool)
    case unary(String, PHPExpression)
    case binary(String, PHPExpression, PHPExpression)
    /// `target = value`, `target .= value`; the operator stands without `=`.
    case assign(PHPExpression, String, PHPExpression)
    case step(PHPExpression, by: Int64, isPrefix: Bool)
    case ternary(PHPExpression, PHPExpression?, PHPExpression)
    case isset([PHPExpression])
    case empty(PHPExpression)
    case cast(String, PHPExpression)
    case silence(PHPExpression)
    case print(PHPExpression)
    case include(isOnce: Bool, isRequired: Bool, PHPExpression)
    case eval(PHPExpression)
    case exit
    case match(PHPExpression, [PHPMatchArm])
    /// Understood as syntax, and not evaluated: what it is.
    case unsupported(String)
  }
}

/// An element of an array literal.
struct PHPArrayItem: Sendable {
  var key: PHPExpression?
  var value: PHPExpression
  /// `...$array`.
  var isSpread: Bool
}

/// A line of `match`; no conditions for `default`.
struct PHPMatchArm: Sendable {
  var conditions: [PHPExpression]?
  var result: PHPExpression
}

/// A statement, and the line it starts on.
struct PHPStatement: Sendable {
  var line: Int
  var kind: Kind

  indirect enum Kind: Sendable {
    case expression(PHPExpression)
    case echo([PHPExpression])
    case block([PHPStatement])
    case branch(PHPExpression, then: PHPStatement, otherwise: PHPStatement?)
    /// `do` runs the body before the first question.
    case loop(PHPExpression, body: PHPStatement, isDo: Bool)
    case count([PHPExpression], [PHPExpression], [PHPExpression], body: PHPStatement)
    case each(PHPExpression, key: PHPExpression?, value: PHPExpression, body: PHPStatement)
    case choose(PHPExpression, [PHPSwitchCase])
    case function(PHPFunction)
    case giveBack(PHPExpression?)
    case leave(levels: Int64)
    case proceed(levels: Int64)
    case global([String])
    case constants([(String, PHPExpression)])
    case useFunction(alias: String, name: String)
    case useClass(alias: String, name: String)
    case unset([PHPExpression])
    case attempt([PHPStatement], finally: [PHPStatement])
    case fail(PHPExpression)
    case nothing
    /// Understood as syntax, and not evaluated: what it is.
    case unsupported(String)
  }
}

/// `case …:`, or `default:` without a condition.
struct PHPSwitchCase: Sendable {
  var condition: PHPExpression?
  var body: [PHPStatement]
}

/// A function of the file.
struct PHPFunction: Sendable {
  var name: String
  var parameters: [Parameter]
  var body: [PHPStatement]
  var file: String

  struct Parameter: Sendable {
    var name: String
    var fallback: PHPExpression?
    /// By reference or variadic: calling is refused.
    var isPlain: Bool
  }
}
