internal import Runtime

/// Runs the part of PHP that configurations are written in, without doing anything.
///
/// What only a request can tell is unknown, not guessed: both ways of a question about it are
/// tried, and what differs afterwards is unknown too. What is not understood is refused.
struct PHPEvaluator {
  let files: any FileReading
  let absolutePath: String
  var state = PHPState()
  /// The file that is being run.
  var file: String
  private var steps = 0
  var callDepth = 0
  var includeDepth = 0
  var sourceBytes = 0
  /// Names of functions that each file declares anywhere.
  var declared: [String: Set<String>] = [:]

  /// Expressions and statements evaluated at most.
  static let stepsMax = 200_000
  /// Functions within functions at most.
  static let callDepthMax = 32
  /// Files within files at most.
  static let includeDepthMax = 16
  /// Source read at most, all files together.
  static let sourceBytesMax = 4 << 20

  init(files: any FileReading, absolutePath: String) {
    self.files = files
    self.absolutePath = absolutePath
    file = absolutePath
  }

  /// How a statement ended.
  enum Flow: Equatable {
    case normal
    case giveBack(PHPComputed)
    case leave(Int64)
    case proceed(Int64)
  }

  func refusal(_ line: Int, _ reason: String) -> PHPRefusal {
    PHPRefusal(file: file, line: line, reason: reason)
  }

  func refused(_ line: Int, _ reason: String) -> PHPStop {
    .refused(refusal(line, reason))
  }

  mutating func step(_ line: Int) throws(PHPStop) {
    steps += 1
    if steps > Self.stepsMax { throw refused(line, "more than \(Self.stepsMax) steps") }
  }

  /// Tries both ways of a question that has no answer, and keeps what holds in both.
  mutating func fork<Outcome>(
    _ reason: PHPRefusal,
    _ one: (inout PHPEvaluator) throws(PHPStop) -> Outcome,
    _ two: (inout PHPEvaluator) throws(PHPStop) -> Outcome,
    merge: (Outcome, Outcome) throws(PHPStop) -> Outcome
  ) throws(PHPStop) -> Outcome {
    let before = state
    let first = try way(one)
    let after = state
    state = before
    let second = try way(two)
    switch (first, second) {
    case (.some(let left), .some(let right)):
      state = after.merged(state, reason)
      return try merge(left, right)
    case (.some(let left), nil):
      state = after
      return left
    case (nil, .some(let right)): return right
    case (nil, nil): throw .ended(reason)
    }
  }

  /// What a way leads to; nil when WordPress does not start on it.
  private mutating func way<Outcome>(
    _ body: (inout PHPEvaluator) throws(PHPStop) -> Outcome
  ) throws(PHPStop) -> Outcome? {
    do {
      return try body(&self)
    } catch .ended {
      return nil
    } catch .settingsReached {
      throw .refused(refusal(0, "WordPress is started within a condition that a request decides"))
    } catch {
      throw error
    }
  }

  // MARK: Statements

  /// Runs statements until one leaves; functions are declared first, as PHP does.
  mutating func run(_ statements: [PHPStatement]) throws(PHPStop) -> Flow {
    for statement in statements {
      if case .function(let function) = statement.kind { declare(function) }
    }
    for statement in statements {
      let flow = try run(statement)
      if flow != .normal { return flow }
    }
    return .normal
  }

  private mutating func declare(_ function: PHPFunction) {
    let name = function.name.lowercased()
    if state.functions[name] == nil { state.functions[name] = function }
  }

  mutating func run(_ statement: PHPStatement) throws(PHPStop) -> Flow {
    try step(statement.line)
    switch statement.kind {
    case .expression(let expression): _ = try evaluate(expression)
    case .echo(let values):
      for value in values { _ = try evaluate(value) }
    case .block(let body): return try run(body)
    case .branch(let condition, let then, let otherwise):
      return try branch(condition, then, otherwise)
    case .loop, .count, .each, .choose: return try runLoop(statement)
    case .function(let function): declare(function)
    case .giveBack(let value):
      return .giveBack(
        try value.map { (value) throws(PHPStop) in try evaluate(value) }
          ?? .known(.null))
    case .leave(let levels): return .leave(levels)
    case .proceed(let levels): return .proceed(levels)
    case .attempt(let body, let last): return try attempt(body, last, line: statement.line)
    case .fail: throw .ended(refusal(statement.line, "the configuration throws"))
    case .global, .constants, .useFunction, .useClass, .unset: try declare(statement)
    case .nothing: break
    case .unsupported(let what): throw refused(statement.line, what)
    }
    return .normal
  }

  private mutating func declare(_ statement: PHPStatement) throws(PHPStop) {
    switch statement.kind {
    case .global(let names): state.scopes[state.scopes.count - 1].globals.formUnion(names)
    case .constants(let pairs):
      for (name, value) in pairs { define(name, try evaluate(value)) }
    case .useFunction(let alias, let name): state.functionAliases[alias.lowercased()] = name
    case .useClass(let alias, let name): state.classAliases[alias.lowercased()] = name
    case .unset(let targets):
      for target in targets { try unset(target) }
    default: break
    }
  }

  private mutating func branch(
    _ condition: PHPExpression, _ then: PHPStatement, _ otherwise: PHPStatement?
  ) throws(PHPStop) -> Flow {
    switch try evaluate(condition) {
    case .known(let value):
      if value.isTrue { return try run(then) }
      return try otherwise.map { (other) throws(PHPStop) in try run(other) } ?? .normal
    case .unknown(let reason):
      return try fork(reason) { (way) throws(PHPStop) in
        try way.run(then)
      } _: { (way) throws(PHPStop) in
        try otherwise.map { (other) throws(PHPStop) in try way.run(other) } ?? .normal
      } merge: { (one, two) throws(PHPStop) in
        try Self.merged(one, two, reason)
      }
    }
  }

  static func merged(_ one: Flow, _ two: Flow, _ reason: PHPRefusal) throws(PHPStop) -> Flow {
    if one == two { return one }
    if case .giveBack(let left) = one, case .giveBack(let right) = two {
      return .giveBack(left.merged(right, reason))
    }
    throw .refused(reason)
  }

  private mutating func attempt(
    _ body: [PHPStatement], _ last: [PHPStatement], line: Int
  ) throws(PHPStop) -> Flow {
    let flow: Flow
    do {
      flow = try run(body)
    } catch .ended(let reason) {
      throw .refused(reason)
    } catch {
      throw error
    }
    let ending = try run(last)
    return ending == .normal ? flow : ending
  }
}
