extension PHPEvaluator {
  mutating func assign(
    _ target: PHPExpression, _ word: String, _ value: PHPExpression, line: Int
  ) throws(PHPStop) -> PHPComputed {
    if word == "??" {
      if let present = try quiet(target), present != .known(.null) {
        if case .unknown(let reason) = present { throw .refused(reason) }
        return present
      }
    }
    var result = try evaluate(value)
    if word != "", word != "??" {
      result = try operate(word, try evaluate(target), result, line: line)
    }
    try assign(result, to: target)
    return result
  }

  mutating func stepped(
    _ target: PHPExpression, by: Int64, isPrefix: Bool, line: Int
  ) throws(PHPStop) -> PHPComputed {
    let before = try evaluate(target)
    let after = try operate("+", before, .known(.integer(by)), line: line)
    try assign(after, to: target)
    return isPrefix ? after : before
  }

  mutating func assign(_ value: PHPComputed, to target: PHPExpression) throws(PHPStop) {
    switch target.kind {
    case .variable(let name):
      state.scopes[scopeIndex(of: name)].variables[name] = value
    case .index(let base, let key): try assignElement(value, base, key, line: target.line)
    case .array(let items): try unpack(value, items, line: target.line)
    case .staticProperty(let name, let property):
      try assignStatic(value, name, property, line: target.line)
    default: throw refused(target.line, "what is assigned to")
    }
  }

  /// Takes an array apart into the targets of a list.
  private mutating func unpack(
    _ value: PHPComputed, _ items: [PHPArrayItem], line: Int
  ) throws(PHPStop) {
    for (index, item) in items.enumerated() {
      if case .unsupported = item.value.kind, item.key == nil { continue }
      var key = PHPKey.integer(Int64(index))
      if let expression = item.key {
        guard case .known(let known) = try evaluate(expression) else {
          throw refused(line, "a key that a request decides")
        }
        key = try self.key(known, line: line)
      }
      switch value {
      case .known(.array(let array)): try assign(.known(array[key] ?? .null), to: item.value)
      case .unknown: try assign(value, to: item.value)
      default: throw refused(line, "unpacking what is no array")
      }
    }
  }

  private mutating func assignElement(
    _ value: PHPComputed, _ base: PHPExpression, _ key: PHPExpression?, line: Int
  ) throws(PHPStop) {
    if case .variable(let name) = base.kind, ["_SERVER", "_ENV", "GLOBALS"].contains(name) {
      try assignSuperglobal(value, name, key, line: line)
      return
    }
    let holder = try quiet(base) ?? .known(.null)
    let index = try key.map { (key) throws(PHPStop) in try evaluate(key) }
    guard case .known(let element) = value, case .known(let held) = holder else {
      try assign(doubtful(value, holder), to: base)
      return
    }
    if case .unknown = index {
      try assign(doubtful(index ?? value, holder), to: base)
      return
    }
    var array: PHPArray
    switch held {
    case .array(let present): array = present
    case .null: array = PHPArray()
    default: throw refused(line, "an element of what is no array")
    }
    if case .known(let known) = index {
      array[try self.key(known, line: line)] = element
    } else {
      try append(element, to: &array, line: line)
    }
    try assign(.known(.array(array)), to: base)
  }

  /// The unknown one of the two.
  private func doubtful(_ one: PHPComputed, _ two: PHPComputed) -> PHPComputed {
    one.value == nil ? one : two
  }

  private mutating func assignSuperglobal(
    _ value: PHPComputed, _ name: String, _ key: PHPExpression?, line: Int
  ) throws(PHPStop) {
    guard let key, case .known(let known) = try evaluate(key), let text = known.scalarText else {
      throw refused(line, "an element of $\(name)")
    }
    switch name {
    case "_SERVER": state.server[text] = value
    case "_ENV": state.environment[text] = value
    default: state.scopes[0].variables[text] = value
    }
  }

  mutating func unset(_ target: PHPExpression) throws(PHPStop) {
    switch target.kind {
    case .variable(let name): state.scopes[scopeIndex(of: name)].variables[name] = nil
    case .index(let base, .some(let key)) where base.isServer:
      guard let name = try evaluate(key).value?.scalarText else {
        throw refused(target.line, "unset")
      }
      state.server[name] = .known(.null)
    case .index(let base, .some(let key)):
      guard case .known(.array(var array)) = try evaluate(base),
        case .known(let known) = try evaluate(key)
      else { throw refused(target.line, "unset") }
      array[try self.key(known, line: target.line)] = nil
      try assign(.known(.array(array)), to: base)
    default: throw refused(target.line, "unset")
    }
  }

  /// The first definition of a name counts.
  mutating func define(_ name: String, _ value: PHPComputed) {
    guard let present = state.constants[name] else {
      state.constants[name] = PHPState.Constant(value: value)
      state.constantOrder.append(name)
      return
    }
    if present.isUncertain, case .unknown = present.value {
      state.constants[name] = PHPState.Constant(value: present.value)
    }
  }
}

extension PHPExpression {
  /// Whether this is `$_SERVER`.
  fileprivate var isServer: Bool {
    if case .variable("_SERVER") = kind { true } else { false }
  }
}
