extension PHPEvaluator {
  mutating func runLoop(_ statement: PHPStatement) throws(PHPStop) -> Flow {
    switch statement.kind {
    case .loop(let condition, let body, let isDo):
      return try loop(condition, body, isDo: isDo)
    case .count(let first, let conditions, let steps, let body):
      for expression in first { _ = try evaluate(expression) }
      return try count(conditions, steps, body, line: statement.line)
    case .each(let subject, let key, let value, let body):
      return try each(subject, key, value, body)
    case .choose(let subject, let cases): return try choose(subject, cases, line: statement.line)
    default: return .normal
    }
  }

  /// Whether a loop goes on after its body, or how it ends.
  private enum Turn {
    case next
    case end(Flow)
  }

  private func turn(_ flow: Flow) -> Turn {
    switch flow {
    case .normal, .proceed(1): .next
    case .leave(1): .end(.normal)
    case .leave(let levels): .end(.leave(levels - 1))
    case .proceed(let levels): .end(.proceed(levels - 1))
    case .giveBack: .end(flow)
    }
  }

  /// A condition whose answer must be known.
  private mutating func decided(_ condition: PHPExpression) throws(PHPStop) -> Bool {
    switch try evaluate(condition) {
    case .known(let value): return value.isTrue
    case .unknown(let reason): throw .refused(reason)
    }
  }

  private mutating func loop(
    _ condition: PHPExpression, _ body: PHPStatement, isDo: Bool
  ) throws(PHPStop) -> Flow {
    var isFirst = isDo
    while true {
      if !isFirst, try !decided(condition) { return .normal }
      isFirst = false
      if case .end(let flow) = turn(try run(body)) { return flow }
    }
  }

  private mutating func count(
    _ conditions: [PHPExpression], _ steps: [PHPExpression], _ body: PHPStatement, line: Int
  ) throws(PHPStop) -> Flow {
    while true {
      for condition in conditions.dropLast() { _ = try evaluate(condition) }
      if let last = conditions.last, try !decided(last) { return .normal }
      if case .end(let flow) = turn(try run(body)) { return flow }
      for expression in steps { _ = try evaluate(expression) }
    }
  }

  private mutating func each(
    _ subject: PHPExpression, _ key: PHPExpression?, _ value: PHPExpression, _ body: PHPStatement
  ) throws(PHPStop) -> Flow {
    let array: PHPArray
    switch try evaluate(subject) {
    case .known(.array(let known)): array = known
    case .known: throw refused(subject.line, "a loop over what is no array")
    case .unknown(let reason): throw .refused(reason)
    }
    for entry in array.entries {
      try assign(.known(entry.value), to: value)
      if let key { try assign(.known(entry.key.value), to: key) }
      if case .end(let flow) = turn(try run(body)) { return flow }
    }
    return .normal
  }

  private mutating func choose(
    _ subject: PHPExpression, _ cases: [PHPSwitchCase], line: Int
  ) throws(PHPStop) -> Flow {
    let value = try evaluate(subject)
    guard case .known(let known) = value else {
      return try chooseUnknown(value, cases, from: 0, line: line)
    }
    var chosen = cases.firstIndex { $0.condition == nil }
    for (index, branch) in cases.enumerated() {
      guard let condition = branch.condition else { continue }
      let candidate = try evaluate(condition)
      guard case .known(let option) = candidate else {
        return try chooseUnknown(candidate, cases, from: index, line: line)
      }
      if try PHPOperators.looselyEqual(known, option, at: refusal(line, "a comparison")) {
        chosen = index
        break
      }
    }
    guard let chosen else { return .normal }
    return try fall(cases[chosen...])
  }

  /// Runs the bodies from the chosen case on, until one leaves.
  private mutating func fall(_ cases: ArraySlice<PHPSwitchCase>) throws(PHPStop) -> Flow {
    for branch in cases {
      let flow = try run(branch.body)
      if flow == .normal { continue }
      if case .end(let ending) = turn(flow) { return ending }
      return .normal
    }
    return .normal
  }

  /// Any of the cases, or none, when there is no default.
  private mutating func chooseUnknown(
    _ value: PHPComputed, _ cases: [PHPSwitchCase], from start: Int, line: Int
  ) throws(PHPStop) -> Flow {
    guard case .unknown(let reason) = value else { return .normal }
    if start >= cases.count {
      guard let other = cases.firstIndex(where: { $0.condition == nil }) else { return .normal }
      return try fall(cases[other...])
    }
    if cases[start].condition == nil {
      return try chooseUnknown(value, cases, from: start + 1, line: line)
    }
    return try fork(reason) { (way) throws(PHPStop) in
      try way.fall(cases[start...])
    } _: { (way) throws(PHPStop) in
      try way.chooseUnknown(value, cases, from: start + 1, line: line)
    } merge: { (one, two) throws(PHPStop) in
      try Self.merged(one, two, reason)
    }
  }
}

extension PHPKey {
  /// The key as a value.
  package var value: PHPValue {
    switch self {
    case .integer(let number): .integer(number)
    case .string(let bytes): .string(bytes)
    }
  }
}
