extension PHPEvaluator {
  /// What an expression gives; what it does is done to the state.
  mutating func evaluate(_ expression: PHPExpression) throws(PHPStop) -> PHPComputed {
    let line = expression.line
    try step(line)
    switch expression.kind {
    case .literal(let value): return .known(value)
    case .template(let parts): return try template(parts, line: line)
    case .variable(let name): return variable(name, line: line)
    case .constant(let name): return try constant(name, line: line)
    case .index(let base, let key): return try element(base, key, line: line)
    case .property(let object, let name, let isNullSafe):
      return try property(object, name, isNullSafe: isNullSafe, line: line)
    case .array(let items): return try array(items, line: line)
    case .unary(let word, let operand): return try unary(word, operand, line: line)
    case .binary(let word, let left, let right): return try binary(word, left, right, line: line)
    case .assign(let target, let word, let value):
      return try assign(target, word, value, line: line)
    case .step(let target, let by, let isPrefix):
      return try stepped(target, by: by, isPrefix: isPrefix, line: line)
    case .ternary(let condition, let yes, let no): return try ternary(condition, yes, no)
    case .isset(let operands): return try isset(operands)
    case .empty(let operand):
      return try mapped(try quiet(operand)) { (value) throws(PHPStop) in
        .boolean(!(value?.isTrue ?? false))
      }
    case .cast(let type, let operand): return try cast(type, operand, line: line)
    case .silence(let operand): return try evaluate(operand)
    case .print(let operand):
      _ = try evaluate(operand)
      return .known(.integer(1))
    case .exit: throw .ended(refusal(line, "the configuration ends with ‘exit’"))
    case .match(let subject, let arms): return try match(subject, arms, line: line)
    case .unsupported(let what):
      if what == "a closure" { return .unknown(refusal(line, what)) }
      throw refused(line, what)
    case .classConstant, .staticProperty, .call, .staticCall, .methodCall, .include, .eval:
      return try called(expression)
    }
  }

  private mutating func called(_ expression: PHPExpression) throws(PHPStop) -> PHPComputed {
    let line = expression.line
    switch expression.kind {
    case .classConstant(let name, let member):
      return try classConstant(name, member, line: line)
    case .staticProperty(let name, let property):
      throw refused(line, "\(name)::$\(property)")
    case .call(let name, let arguments): return try call(name, arguments, line: line)
    case .staticCall(let name, let method, let arguments):
      return try staticCall(name, method, try values(arguments), line: line)
    case .methodCall(let object, let method, let arguments, _):
      return try methodCall(try evaluate(object), method, try values(arguments), line: line)
    case .include(let isOnce, let isRequired, let path):
      return try include(path, isOnce: isOnce, isRequired: isRequired, line: line)
    case .eval(let source): return try evaluateSource(source, line: line)
    default: throw refused(line, "an expression")
    }
  }

  mutating func values(_ expressions: [PHPExpression]) throws(PHPStop) -> [PHPComputed] {
    var values: [PHPComputed] = []
    for expression in expressions { values.append(try evaluate(expression)) }
    return values
  }

  /// The value made of a known one, or the reason why it is unknown.
  func mapped(
    _ computed: PHPComputed?, _ body: (PHPValue?) throws(PHPStop) -> PHPValue
  ) throws(PHPStop) -> PHPComputed {
    switch computed {
    case .known(let value): return .known(try body(value))
    case nil: return .known(try body(nil))
    case .unknown(let reason): return .unknown(reason)
    }
  }

  private mutating func template(
    _ parts: [PHPExpression], line: Int
  ) throws(PHPStop) -> PHPComputed {
    var text: [UInt8] = []
    var doubt: PHPRefusal?
    for part in parts {
      switch try evaluate(part) {
      case .known(let value):
        text += try PHPOperators.string(value, at: refusal(line, "an array in a string"))
      case .unknown(let reason): doubt = doubt ?? reason
      }
    }
    return doubt.map { .unknown($0) } ?? .known(.string(text))
  }

  private mutating func array(
    _ items: [PHPArrayItem], line: Int
  ) throws(PHPStop) -> PHPComputed {
    var array = PHPArray()
    var doubt: PHPRefusal?
    for item in items {
      let key = try item.key.map { (key) throws(PHPStop) in try evaluate(key) }
      switch (key, try evaluate(item.value)) {
      case (.unknown(let reason), _), (_, .unknown(let reason)): doubt = doubt ?? reason
      case (nil, .known(let value)) where !item.isSpread:
        try append(value, to: &array, line: line)
      case (.known(let key), .known(let value)): array[try self.key(key, line: line)] = value
      default: throw refused(line, "a spread array")
      }
    }
    return doubt.map { .unknown($0) } ?? .known(.array(array))
  }

  /// Adds an element under the next index, which after a negative one depends on PHP's version.
  func append(_ value: PHPValue, to array: inout PHPArray, line: Int) throws(PHPStop) {
    guard array.hasCertainNextIndex else { throw refused(line, "an index after a negative one") }
    array.append(value)
  }

  /// The array key that PHP makes of a value.
  func key(_ value: PHPValue, line: Int) throws(PHPStop) -> PHPKey {
    switch value {
    case .string(let bytes): return PHPKey(bytes: bytes)
    case .integer(let number): return .integer(number)
    case .boolean(let flag): return .integer(flag ? 1 : 0)
    case .null: return .string([])
    default: throw refused(line, "an array key")
    }
  }

  private mutating func unary(
    _ word: String, _ operand: PHPExpression, line: Int
  ) throws(PHPStop) -> PHPComputed {
    let place = refusal(line, "the operator \(word)")
    return try mapped(try evaluate(operand)) { (value) throws(PHPStop) in
      try PHPOperators.unary(word, value ?? .null, at: place)
    }
  }

  private mutating func binary(
    _ word: String, _ left: PHPExpression, _ right: PHPExpression, line: Int
  ) throws(PHPStop) -> PHPComputed {
    switch word {
    case "&&", "and":
      return try decide(try evaluate(left), or: .known(.boolean(false)), whenTrue: right)
    case "||", "or":
      return try decide(
        try unary("!", PHPExpression(line: line, kind: left.kind), line: line),
        or: .known(.boolean(true)), whenTrue: right)
    case "??":
      if let value = try quiet(left), value != .known(.null) {
        guard case .unknown(let reason) = value else { return value }
        return try either(reason, { (_) throws(PHPStop) in value }, right)
      }
      return try evaluate(right)
    case "instanceof": return .unknown(refusal(line, "instanceof"))
    default: return try operate(word, try evaluate(left), try evaluate(right), line: line)
    }
  }

  func operate(
    _ word: String, _ left: PHPComputed, _ right: PHPComputed, line: Int
  ) throws(PHPStop) -> PHPComputed {
    switch (left, right) {
    case (.unknown(let reason), _), (_, .unknown(let reason)): return .unknown(reason)
    case (.known(let one), .known(let two)):
      return .known(
        try PHPOperators.binary(word, one, two, at: refusal(line, "the operator \(word)")))
    }
  }

  /// `right` as a boolean when the condition holds, else `other`.
  private mutating func decide(
    _ condition: PHPComputed, or other: PHPComputed, whenTrue right: PHPExpression
  ) throws(PHPStop) -> PHPComputed {
    switch condition {
    case .known(let value):
      guard value.isTrue else { return other }
      return try mapped(try evaluate(right)) { (value) throws(PHPStop) in
        .boolean(value?.isTrue ?? false)
      }
    case .unknown(let reason):
      return try fork(reason) { (way) throws(PHPStop) in
        try way.decide(.known(.boolean(true)), or: other, whenTrue: right)
      } _: { (_) throws(PHPStop) in
        other
      } merge: { (one, two) throws(PHPStop) in
        one.merged(two, reason)
      }
    }
  }

  private mutating func either(
    _ reason: PHPRefusal, _ one: (inout PHPEvaluator) throws(PHPStop) -> PHPComputed,
    _ other: PHPExpression
  ) throws(PHPStop) -> PHPComputed {
    try fork(reason, one) { (way) throws(PHPStop) in
      try way.evaluate(other)
    } merge: { (one, two) throws(PHPStop) in
      one.merged(two, reason)
    }
  }

  private mutating func ternary(
    _ condition: PHPExpression, _ yes: PHPExpression?, _ no: PHPExpression
  ) throws(PHPStop) -> PHPComputed {
    let decision = try evaluate(condition)
    switch decision {
    case .known(let value):
      guard value.isTrue else { return try evaluate(no) }
      return try yes.map { (yes) throws(PHPStop) in try evaluate(yes) } ?? decision
    case .unknown(let reason):
      return try either(
        reason,
        { (way) throws(PHPStop) in
          try yes.map { (yes) throws(PHPStop) in try way.evaluate(yes) } ?? decision
        }, no)
    }
  }

  private mutating func isset(_ operands: [PHPExpression]) throws(PHPStop) -> PHPComputed {
    var doubt: PHPRefusal?
    for operand in operands {
      switch try quiet(operand) {
      case nil, .known(.null): return .known(.boolean(false))
      case .known: continue
      case .unknown(let reason): doubt = doubt ?? reason
      }
    }
    return doubt.map { .unknown($0) } ?? .known(.boolean(true))
  }

  private mutating func match(
    _ subject: PHPExpression, _ arms: [PHPMatchArm], line: Int
  ) throws(PHPStop) -> PHPComputed {
    guard case .known(let value) = try evaluate(subject) else {
      throw refused(line, "a match that a request decides")
    }
    for arm in arms {
      for condition in arm.conditions ?? [] {
        guard case .known(let option) = try evaluate(condition) else {
          throw refused(condition.line, "a match that a request decides")
        }
        if PHPOperators.identical(value, option) { return try evaluate(arm.result) }
      }
    }
    guard let other = arms.first(where: { $0.conditions == nil }) else {
      throw .ended(refusal(line, "a match without a matching arm"))
    }
    return try evaluate(other.result)
  }

  private mutating func cast(
    _ type: String, _ operand: PHPExpression, line: Int
  ) throws(PHPStop) -> PHPComputed {
    let place = refusal(line, "the cast (\(type))")
    return try mapped(try evaluate(operand)) { (value) throws(PHPStop) in
      guard let result = PHPFunctions.cast(value ?? .null, to: type) else {
        throw .refused(place)
      }
      return result
    }
  }
}
