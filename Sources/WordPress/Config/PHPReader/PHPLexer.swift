/// Cuts PHP source into tokens, as PHP's own scanner does for what a configuration may hold.
struct PHPLexer {
  let bytes: [UInt8]
  let file: String
  var position = 0
  var line = 1
  /// How deep templates stand in templates.
  private let depth: Int

  /// Templates in templates at most.
  static let templateDepthMax = 8

  init(_ bytes: [UInt8], file: String, line: Int = 1, depth: Int = 0) {
    self.bytes = bytes
    self.file = file
    self.line = line
    self.depth = depth
  }

  /// All tokens of a file, which starts as text until `<?php`.
  static func tokens(of bytes: [UInt8], file: String) throws(PHPRefusal) -> [PHPToken] {
    var lexer = PHPLexer(bytes, file: file)
    var tokens: [PHPToken] = []
    while lexer.skipText(&tokens) {
      try lexer.code(&tokens)
    }
    tokens.append(PHPToken(kind: .end, line: lexer.line))
    return tokens
  }

  /// All tokens of a text that is PHP from its first byte, as `eval` takes it.
  static func tokens(
    ofCode bytes: [UInt8], file: String, line: Int
  ) throws(PHPRefusal) -> [PHPToken] {
    var lexer = PHPLexer(bytes, file: file, line: line)
    var tokens: [PHPToken] = []
    repeat { try lexer.code(&tokens) } while lexer.skipText(&tokens)
    tokens.append(PHPToken(kind: .end, line: lexer.line))
    return tokens
  }

  /// Passes text up to and with the next opening tag; false when there is none.
  private mutating func skipText(_ tokens: inout [PHPToken]) -> Bool {
    while position < bytes.count {
      if isAt("<?php"), position + 5 == bytes.count || PHPByte.isSpace(bytes[position + 5]) {
        advance(5)
        return true
      }
      if isAt("<?=") {
        advance(3)
        tokens.append(PHPToken(kind: .name("echo"), line: line))
        return true
      }
      advance(1)
    }
    return false
  }

  /// Reads tokens up to and with a closing tag, the end, or `__halt_compiler`.
  private mutating func code(_ tokens: inout [PHPToken]) throws(PHPRefusal) {
    while true {
      try skipSpace()
      if position == bytes.count { return }
      if isAt("?>") {
        tokens.append(PHPToken(kind: .mark(";"), line: line))
        advance(2)
        return
      }
      let token = try next()
      if case .name(let name) = token.kind, name.lowercased() == "__halt_compiler" {
        tokens.append(PHPToken(kind: .mark(";"), line: line))
        position = bytes.count
        return
      }
      tokens.append(token)
    }
  }

  /// Reads the tokens of `{$…}`, the brace being passed already, up to its closing brace.
  mutating func braced() throws(PHPRefusal) -> [PHPToken] {
    var tokens: [PHPToken] = []
    var open = 1
    while true {
      try skipSpace()
      if position == bytes.count { throw refusal("unexpected end of file in a string") }
      let token = try next()
      if token.kind == .mark("{") { open += 1 }
      if token.kind == .mark("}") {
        open -= 1
        if open == 0 { break }
      }
      tokens.append(token)
    }
    tokens.append(PHPToken(kind: .end, line: line))
    return tokens
  }

  private mutating func next() throws(PHPRefusal) -> PHPToken {
    let start = line
    let byte = bytes[position]
    let kind: PHPToken.Kind
    switch byte {
    case UInt8(ascii: "$") where isName(at: position + 1):
      advance(1)
      kind = .variable(takeName())
    case UInt8(ascii: "'"):
      kind = .string(try singleQuoted())
    case UInt8(ascii: "\""):
      advance(1)
      kind = Self.simplified(try template(until: UInt8(ascii: "\"")))
    case UInt8(ascii: "`"):
      throw refusal("a shell command")
    case UInt8(ascii: "<") where isAt("<<<"):
      kind = try heredoc()
    case UInt8(ascii: "\\") where isName(at: position + 1):
      kind = .name(takeQualifiedName())
    case _ where PHPByte.isNameStart(byte):
      kind = .name(takeQualifiedName())
    case _ where PHPByte.isDigit(byte):
      kind = try number()
    case UInt8(ascii: ".") where position + 1 < bytes.count && PHPByte.isDigit(bytes[position + 1]):
      kind = try number()
    default:
      kind = cast() ?? mark()
    }
    return PHPToken(kind: kind, line: start)
  }

  // MARK: Space and names

  private mutating func skipSpace() throws(PHPRefusal) {
    while position < bytes.count {
      let byte = bytes[position]
      if PHPByte.isSpace(byte) {
        advance(1)
      } else if isAt("//") || (byte == UInt8(ascii: "#") && !isAt("#[")) {
        skipLine()
      } else if isAt("/*") {
        try skipComment()
      } else {
        return
      }
    }
  }

  /// A line comment ends at the line's end or before `?>`.
  private mutating func skipLine() {
    while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D, !isAt("?>") {
      advance(1)
    }
  }

  private mutating func skipComment() throws(PHPRefusal) {
    let start = line
    advance(2)
    while !isAt("*/") {
      if position == bytes.count {
        throw PHPRefusal(file: file, line: start, reason: "a comment that does not end")
      }
      advance(1)
    }
    advance(2)
  }

  mutating func takeName() -> String {
    let start = position
    while position < bytes.count, PHPByte.isName(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func takeQualifiedName() -> String {
    let start = position
    while position < bytes.count,
      PHPByte.isName(bytes[position])
        || (bytes[position] == UInt8(ascii: "\\") && isName(at: position + 1))
    {
      position += 1
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  func isName(at index: Int) -> Bool {
    index < bytes.count && PHPByte.isNameStart(bytes[index])
  }

  func isAt(_ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    guard position + length <= bytes.count else { return false }
    return bytes[position..<(position + length)].elementsEqual(text.description.utf8)
  }

  mutating func advance(_ count: Int) {
    for _ in 0..<count where position < bytes.count {
      if bytes[position] == 0x0A { line += 1 }
      position += 1
    }
  }

  func refusal(_ reason: String) -> PHPRefusal {
    PHPRefusal(file: file, line: line, reason: reason)
  }

  // MARK: Strings

  private mutating func singleQuoted() throws(PHPRefusal) -> [UInt8] {
    let start = line
    advance(1)
    var text: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "'") {
        advance(1)
        return text
      }
      if byte == UInt8(ascii: "\\"), position + 1 < bytes.count,
        bytes[position + 1] == UInt8(ascii: "'") || bytes[position + 1] == UInt8(ascii: "\\")
      {
        advance(1)
      }
      text.append(bytes[position])
      advance(1)
    }
    throw PHPRefusal(file: file, line: start, reason: "a string that does not end")
  }

  private mutating func heredoc() throws(PHPRefusal) -> PHPToken.Kind {
    advance(3)
    while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 { advance(1) }
    let quote = position < bytes.count ? bytes[position] : 0
    let isQuoted = quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
    if isQuoted { advance(1) }
    let mark = Array(takeName().utf8)
    if isQuoted { advance(1) }
    guard !mark.isEmpty, depth < Self.templateDepthMax else { throw refusal("a heredoc mark") }
    if position < bytes.count, bytes[position] == 0x0D { advance(1) }
    guard position < bytes.count, bytes[position] == 0x0A else { throw refusal("a heredoc mark") }
    advance(1)
    let start = line
    let body = try heredocBody(mark)
    if quote == UInt8(ascii: "'") { return .string(body) }
    var inner = PHPLexer(body, file: file, line: start, depth: depth + 1)
    return Self.simplified(try inner.template(until: nil))
  }

  /// The lines up to the closing mark, without its indentation and without the last line end.
  private mutating func heredocBody(_ mark: [UInt8]) throws(PHPRefusal) -> [UInt8] {
    var lines: [ArraySlice<UInt8>] = []
    while position < bytes.count {
      let start = position
      while position < bytes.count, bytes[position] != 0x0A { advance(1) }
      let text = bytes[start..<position]
      let indent = text.prefix { $0 == 0x20 || $0 == 0x09 }
      let rest = text[indent.endIndex...]
      if rest.starts(with: mark),
        rest.count == mark.count || !PHPByte.isName(rest[rest.startIndex + mark.count])
      {
        position = indent.endIndex + mark.count
        return try joined(lines, without: indent)
      }
      advance(1)
      lines.append(text)
    }
    throw refusal("a heredoc that does not end")
  }

  private func joined(
    _ lines: [ArraySlice<UInt8>], without indent: ArraySlice<UInt8>
  ) throws(PHPRefusal) -> [UInt8] {
    var body: [UInt8] = []
    for (index, line) in lines.enumerated() {
      if index > 0 { body.append(0x0A) }
      let isBlank = line.allSatisfy { $0 == 0x0D }
      guard line.starts(with: indent) || isBlank else { throw refusal("a heredoc's indentation") }
      body += isBlank ? line : line.dropFirst(indent.count)
    }
    if body.last == 0x0D { body.removeLast() }
    return body
  }

  private static func simplified(_ parts: [PHPToken.Part]) -> PHPToken.Kind {
    if parts.isEmpty { return .string([]) }
    if parts.count == 1, case .text(let text) = parts[0] { return .string(text) }
    return .template(parts)
  }

  // MARK: Numbers and marks

  private mutating func number() throws(PHPRefusal) -> PHPToken.Kind {
    let start = position
    while position < bytes.count, isNumberByte(at: position, start: start) { position += 1 }
    let text = String(
      decoding: bytes[start..<position].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self
    )
    .lowercased()
    if let number = Self.integer(text) { return .integer(number) }
    if let number = Double(text), !text.hasPrefix("0x") { return .float(number) }
    throw refusal("the number \(text)")
  }

  private func isNumberByte(at index: Int, start: Int) -> Bool {
    let byte = bytes[index]
    if PHPByte.isName(byte) || byte == UInt8(ascii: ".") {
      return
        !(byte == UInt8(ascii: ".") && index + 1 < bytes.count
        && bytes[index + 1] == UInt8(ascii: "."))
    }
    let isHex = start + 1 < bytes.count && bytes[start + 1] | 0x20 == UInt8(ascii: "x")
    let isSign = byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
    return isSign && !isHex && index > start && bytes[index - 1] | 0x20 == UInt8(ascii: "e")
  }

  private static func integer(_ text: String) -> Int64? {
    if text.hasPrefix("0x") { return Int64(text.dropFirst(2), radix: 16) }
    if text.hasPrefix("0b") { return Int64(text.dropFirst(2), radix: 2) }
    if text.hasPrefix("0o") { return Int64(text.dropFirst(2), radix: 8) }
    if text.hasPrefix("0"), text.utf8.count > 1 { return Int64(text, radix: 8) }
    return Int64(text)
  }

  private static let casts: Set<String> = [
    "int", "integer", "bool", "boolean", "string", "binary", "float", "double", "array", "object",
  ]

  private mutating func cast() -> PHPToken.Kind? {
    guard bytes[position] == UInt8(ascii: "(") else { return nil }
    var index = position + 1
    while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    let start = index
    while index < bytes.count, PHPByte.isName(bytes[index]) { index += 1 }
    let name = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
    while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    guard index < bytes.count, bytes[index] == UInt8(ascii: ")"), Self.casts.contains(name) else {
      return nil
    }
    position = index + 1
    return .cast(name)
  }

  private static let marks: [String] = [
    "<<=", ">>=", "**=", "...", "<=>", "===", "!==", "??=", "?->", "+=", "-=", "*=", "/=", ".=",
    "%=", "&=", "|=", "^=", "==", "!=", "<>", "<=", ">=", "&&", "||", "??", "->", "=>", "::", "++",
    "--", "<<", ">>", "**", "#[",
  ]

  private mutating func mark() -> PHPToken.Kind {
    for mark in Self.marks where bytes[position...].starts(with: mark.utf8) {
      position += mark.utf8.count
      return .mark(mark)
    }
    position += 1
    return .mark(String(Character(Unicode.Scalar(bytes[position - 1]))))
  }
}
