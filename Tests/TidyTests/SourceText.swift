/// A Swift file, line by line, with what is code and what is not kept apart.
struct SourceText {
  /// One line, whole and in parts.
  struct Line {
    /// Counted from one.
    let number: Int
    /// The line as it is written.
    let text: String
    /// The line with comments and the insides of string literals blanked out.
    let code: String
    /// What the line's string literals say, and nothing else.
    let literals: [String]

    /// The identifiers and keywords of the code, in order.
    var words: [Substring] {
      code.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    }
  }

  /// The path from the top folder.
  let path: String
  let lines: [Line]

  init(path: String, text: String) {
    self.path = path
    var masking = Masking(Array(text.utf8))
    masking.run()
    let whole = text.split(separator: "\n", omittingEmptySubsequences: false)
    let code = String(decoding: masking.code, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let literals = String(decoding: masking.literals, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    lines = whole.indices.map { index in
      Line(
        number: index + 1, text: String(whole[index]), code: String(code[index]),
        literals: literals[index].split(separator: Masking.gap).map(String.init))
    }
  }

  /// The room a file belongs to: the folder under `Sources`, or `SQL` for the statements' own file.
  var room: String {
    let folders = path.split(separator: "/")
    return folders.first == "sql" ? "SQL" : folders.count > 1 ? String(folders[1]) : ""
  }

  /// A violation at one of its lines.
  func violation(_ line: Line, _ what: String) -> Violation {
    Violation(path: path, line: line.number, what: what)
  }
}

/// Where a rule is broken, and how.
struct Violation: Equatable, CustomStringConvertible {
  let path: String
  let line: Int
  let what: String

  var description: String { "\(path):\(line): \(what)" }
}

/// Two copies of a file, byte for byte as long: one with only the code, one with only the strings.
///
/// Knows line and nested block comments, plain, raw and multi-line strings, and interpolations,
/// whose insides are code. Regex literals it does not know: there are none here.
private struct Masking {
  private struct Literal {
    let pounds: Int
    let isMultiline: Bool
    /// Parentheses open in the interpolation that the literal waits for.
    var depth = 0
  }

  /// What can begin something else than code, or end an interpolation.
  private static let special = Set("/\"#()".utf8)
  /// Between two literals of one line.
  static let gap: Character = "\u{1}"

  let bytes: [UInt8]
  private(set) var code: [UInt8]
  private(set) var literals: [UInt8]
  private var position = 0
  private var open: [Literal] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    code = bytes.map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
    literals = bytes.map { $0 == UInt8(ascii: "\n") ? $0 : 1 }
  }

  mutating func run() {
    while position < bytes.count {
      let isSpecial = Self.special.contains(bytes[position])
      if !isSpecial {
        code[position] = bytes[position]
        position += 1
      } else if has("//") {
        skipLine()
      } else if has("/*") {
        skipBlock()
      } else if !openLiteral() {
        stepCode()
      }
    }
  }

  private func has(_ text: StaticString, at offset: Int = 0) -> Bool {
    let start = position + offset
    guard start + text.utf8CodeUnitCount <= bytes.count else { return false }
    return text.withUTF8Buffer { $0.elementsEqual(bytes[start..<start + $0.count]) }
  }

  private mutating func skipLine() {
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
  }

  private mutating func skipBlock() {
    var depth = 0
    repeat {
      if has("/*") {
        (depth, position) = (depth + 1, position + 2)
      } else if has("*/") {
        (depth, position) = (depth - 1, position + 2)
      } else {
        position += 1
      }
    } while depth > 0 && position < bytes.count
  }

  private mutating func stepCode() {
    let byte = bytes[position]
    let isInterpolated = !open.isEmpty
    if isInterpolated, byte == UInt8(ascii: ")") {
      open[open.count - 1].depth -= 1
      if open[open.count - 1].depth == 0 {
        position += 1
        readLiteral()
        return
      }
    }
    if isInterpolated, byte == UInt8(ascii: "(") { open[open.count - 1].depth += 1 }
    code[position] = byte
    position += 1
  }

  private mutating func openLiteral() -> Bool {
    var pounds = 0
    while has("#", at: pounds) { pounds += 1 }
    guard has("\"", at: pounds) else { return false }
    position += pounds
    let isMultiline = has("\"\"\"")
    position += isMultiline ? 3 : 1
    open.append(Literal(pounds: pounds, isMultiline: isMultiline))
    readLiteral()
    return true
  }

  /// Reads on in the innermost literal, to its end or to an interpolation.
  private mutating func readLiteral() {
    guard let literal = open.last else { return }
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\\"), hasPounds(literal.pounds, at: 1) {
        let next = position + 1 + literal.pounds
        if next < bytes.count, bytes[next] == UInt8(ascii: "(") {
          position = next + 1
          open[open.count - 1].depth = 1
          return
        }
        keep(through: min(next + 1, bytes.count))
      } else if byte == UInt8(ascii: "\""), isEnd(of: literal) {
        position += (literal.isMultiline ? 3 : 1) + literal.pounds
        open.removeLast()
        return
      } else {
        keep(through: position + 1)
      }
    }
  }

  private mutating func keep(through end: Int) {
    while position < end {
      literals[position] = bytes[position]
      position += 1
    }
  }

  private func isEnd(of literal: Literal) -> Bool {
    literal.isMultiline
      ? has("\"\"\"") && hasPounds(literal.pounds, at: 3)
      : has("\"") && hasPounds(literal.pounds, at: 1)
  }

  private func hasPounds(_ count: Int, at offset: Int) -> Bool {
    (0..<count).allSatisfy { has("#", at: offset + $0) }
  }
}
