extension PHPLexer {
  /// Reads a string in which variables are substituted, up to and with `quote`, or to the end.
  mutating func template(until quote: UInt8?) throws(PHPRefusal) -> [PHPToken.Part] {
    let start = line
    var parts: [PHPToken.Part] = []
    var text: [UInt8] = []
    while position < bytes.count, bytes[position] != quote {
      if bytes[position] == UInt8(ascii: "\\") {
        try escape(into: &text, quote: quote)
      } else if let expression = try substitution() {
        if !text.isEmpty { parts.append(.text(text)) }
        text = []
        parts.append(.expression(expression))
      } else {
        text.append(bytes[position])
        advance(1)
      }
    }
    if quote != nil {
      guard position < bytes.count else {
        throw PHPRefusal(file: file, line: start, reason: "a string that does not end")
      }
      advance(1)
    }
    if !text.isEmpty { parts.append(.text(text)) }
    return parts
  }

  /// `$name`, `$name[…]`, `$name->name`, `{$…}` or `${name}`; nil when the bytes are text.
  private mutating func substitution() throws(PHPRefusal) -> [PHPToken]? {
    if isAt("{$") {
      advance(1)
      return try braced()
    }
    if isAt("${") {
      advance(2)
      return try dollarBraced()
    }
    guard bytes[position] == UInt8(ascii: "$"), isName(at: position + 1) else { return nil }
    advance(1)
    var tokens = [token(.variable(takeName()))]
    if isAt("[") {
      try simpleIndex(&tokens)
    } else if isAt("->"), isName(at: position + 2) {
      advance(2)
      tokens += [token(.mark("->")), token(.name(takeName()))]
    }
    tokens.append(token(.end))
    return tokens
  }

  private mutating func dollarBraced() throws(PHPRefusal) -> [PHPToken] {
    guard isName(at: position) else { throw refusal("a variable whose name is computed") }
    let name = takeName()
    guard isAt("}") else { throw refusal("a variable whose name is computed") }
    advance(1)
    return [token(.variable(name)), token(.end)]
  }

  /// `[name]`, `[12]`, `[-1]` or `[$name]` behind a variable in a string.
  private mutating func simpleIndex(_ tokens: inout [PHPToken]) throws(PHPRefusal) {
    advance(1)
    tokens.append(token(.mark("[")))
    if isAt("$") {
      advance(1)
      tokens.append(token(.variable(takeName())))
    } else if isName(at: position) {
      tokens.append(token(.string(Array(takeName().utf8))))
    } else {
      let start = position
      while position < bytes.count, bytes[position] != UInt8(ascii: "]") { advance(1) }
      let digits = Array(bytes[start..<position])
      guard !digits.isEmpty, digits.count < 32 else { throw refusal("an index in a string") }
      // A canonical integer is an offset, anything else a name.
      if case .integer(let number) = PHPKey(bytes: digits) {
        tokens.append(token(.integer(number)))
      } else {
        tokens.append(token(.string(digits)))
      }
    }
    guard isAt("]") else { throw refusal("an index in a string") }
    advance(1)
    tokens.append(token(.mark("]")))
  }

  private func token(_ kind: PHPToken.Kind) -> PHPToken { PHPToken(kind: kind, line: line) }

  private mutating func escape(into text: inout [UInt8], quote: UInt8?) throws(PHPRefusal) {
    guard position + 1 < bytes.count else {
      text.append(bytes[position])
      advance(1)
      return
    }
    let kind = bytes[position + 1]
    advance(2)
    switch kind {
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "v"): text.append(0x0B)
    case UInt8(ascii: "e"): text.append(0x1B)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "\\"), UInt8(ascii: "$"): text.append(kind)
    case UInt8(ascii: "0")...UInt8(ascii: "7"): octal(kind, into: &text)
    case UInt8(ascii: "x") where position < bytes.count && PHPByte.hexValue(bytes[position]) != nil:
      hexadecimal(into: &text)
    case UInt8(ascii: "u") where isAt("{"): try codePoint(into: &text)
    case _ where kind == quote: text.append(kind)
    default: text += [UInt8(ascii: "\\"), kind]
    }
  }

  private mutating func octal(_ first: UInt8, into text: inout [UInt8]) {
    var value = UInt32(first - UInt8(ascii: "0"))
    for _ in 0..<2 where position < bytes.count {
      guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(bytes[position]) else { break }
      value = value * 8 + UInt32(bytes[position] - UInt8(ascii: "0"))
      position += 1
    }
    text.append(UInt8(truncatingIfNeeded: value))
  }

  private mutating func hexadecimal(into text: inout [UInt8]) {
    var value: UInt32 = 0
    for _ in 0..<2 where position < bytes.count {
      guard let digit = PHPByte.hexValue(bytes[position]) else { break }
      value = value * 16 + digit
      position += 1
    }
    text.append(UInt8(truncatingIfNeeded: value))
  }

  private mutating func codePoint(into text: inout [UInt8]) throws(PHPRefusal) {
    position += 1
    var value: UInt32 = 0
    var digits = 0
    while position < bytes.count, digits < 9, let digit = PHPByte.hexValue(bytes[position]) {
      value = value &* 16 &+ digit
      position += 1
      digits += 1
    }
    guard isAt("}"), digits > 0, digits <= 6, let scalar = Unicode.Scalar(value) else {
      throw refusal("a code point in a string")
    }
    position += 1
    text += Array(String(Character(scalar)).utf8)
  }
}
