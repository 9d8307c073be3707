/// `.env` files as phpdotenv 5 reads them, and their values as `env()` of Bedrock converts them.
enum EnvironmentText {
  /// A line's name and value; without a value when there is no `=`.
  struct Entry: Sendable, Equatable {
    var name: String
    var value: Value?
  }

  /// A value, and where in it a `$` may begin a substitution.
  struct Value: Sendable, Equatable {
    var text: [UInt8] = []
    var dollars: [Int] = []
  }

  /// The entries of a file in order; a byte order mark before them is passed over.
  static func entries(_ bytes: [UInt8], file: String) throws(PHPRefusal) -> [Entry] {
    let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    return try parse(isMarked ? Array(bytes.dropFirst(3)) : bytes, file: file)
  }

  /// The entries of a text in order.
  static func parse(_ bytes: [UInt8], file: String) throws(PHPRefusal) -> [Entry] {
    var entries: [Entry] = []
    for (line, text) in logicalLines(bytes) {
      entries.append(try entry(text, place: PHPRefusal(file: file, line: line, reason: "")))
    }
    return entries
  }

  /// What the environment gains: what is set already stays, later lines beat earlier ones.
  static func loaded(
    _ entries: [Entry], over environment: [String: [UInt8]]
  ) -> [(name: String, value: [UInt8])] {
    var current = environment
    var loaded: [(name: String, value: [UInt8])] = []
    for entry in entries where environment[entry.name] == nil {
      guard let value = entry.value else { continue }
      let text = substituted(value, from: current)
      current[entry.name] = text
      loaded.append((entry.name, text))
    }
    return loaded
  }

  // MARK: Lines

  private static func logicalLines(_ bytes: [UInt8]) -> [(line: Int, text: [UInt8])] {
    var result: [(line: Int, text: [UInt8])] = []
    var pending: [UInt8] = []
    var start: Int?
    for (index, line) in physicalLines(bytes).enumerated() {
      if let first = start {
        pending += [0x0A] + line
        if isEnd(line, isStart: false) {
          result.append((first, pending))
          start = nil
        }
      } else if hasQuotedStart(line), !isEnd(line, isStart: true) {
        start = index + 1
        pending = line
      } else if !isBlank(line) {
        result.append((index + 1, line))
      }
    }
    // A quote that is never closed swallows the rest, as it does there.
    return result
  }

  private static func physicalLines(_ bytes: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = [[]]
    var previous: UInt8 = 0
    for byte in bytes {
      if byte == 0x0A, previous == 0x0D {
        previous = 0
        continue
      }
      if byte == 0x0A || byte == 0x0D {
        lines.append([])
      } else {
        lines[lines.count - 1].append(byte)
      }
      previous = byte
    }
    return lines
  }

  private static func isBlank(_ line: [UInt8]) -> Bool {
    guard let first = trimmed(line[...]).first else { return true }
    return first == UInt8(ascii: "#")
  }

  private static func hasQuotedStart(_ line: [UInt8]) -> Bool {
    zip(line, line.dropFirst()).contains { $0 == UInt8(ascii: "=") && $1 == UInt8(ascii: "\"") }
  }

  /// Counts quotes that are not escaped, the first byte never being one.
  private static func isEnd(_ line: [UInt8], isStart: Bool) -> Bool {
    let quote = UInt8(ascii: "\"")
    let escape = UInt8(ascii: "\\")
    if line == [quote] { return true }
    var plain: [UInt8] = []
    var index = 0
    while index < line.count {
      if line[index] == escape, index + 1 < line.count, line[index + 1] == escape {
        index += 2
        continue
      }
      plain.append(line[index])
      index += 1
    }
    let count = zip(plain, plain.dropFirst()).count { $0 != escape && $1 == quote }
    return isStart ? count > 1 : count >= 1
  }

  // MARK: Entries

  private static func entry(_ line: [UInt8], place: PHPRefusal) throws(PHPRefusal) -> Entry {
    guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else {
      return Entry(name: try name(trimmed(line[...]), place), value: nil)
    }
    let name = try name(trimmed(line[..<equals]), place)
    return Entry(name: name, value: try value(trimmed(line[(equals + 1)...]), place))
  }

  private static func name(
    _ text: ArraySlice<UInt8>, _ place: PHPRefusal
  ) throws(PHPRefusal) -> String {
    var rest = text
    // A name of one letter behind `export` is not accepted there either.
    if rest.count > 8, rest.starts(with: "export".utf8), PHPByte.isSpace(rest[rest.startIndex + 6])
    {
      rest = rest.dropFirst(6).drop(while: PHPByte.isSpace)
    }
    if rest.count >= 3, let first = rest.first, first == rest.last,
      first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
    {
      rest = rest.dropFirst().dropLast()
    }
    let isValid = rest.allSatisfy {
      ($0 < 0x80 && PHPByte.isName($0)) || $0 == UInt8(ascii: ".")
    }
    guard isValid, !rest.isEmpty else { throw place.saying("an invalid name") }
    return String(decoding: rest, as: UTF8.self)
  }

  private enum Mode {
    case initial, plain, single, double, escape, space, comment
  }

  private static func value(
    _ text: ArraySlice<UInt8>, _ place: PHPRefusal
  ) throws(PHPRefusal) -> Value {
    var value = Value()
    var mode = Mode.initial
    for byte in text { try take(byte, &mode, &value, place) }
    switch mode {
    case .single, .double, .escape: throw place.saying("a missing closing quote")
    default: return value
    }
  }

  private static func take(
    _ byte: UInt8, _ mode: inout Mode, _ value: inout Value, _ place: PHPRefusal
  ) throws(PHPRefusal) {
    switch mode {
    case .initial:
      switch byte {
      case UInt8(ascii: "'"): mode = .single
      case UInt8(ascii: "\""): mode = .double
      default:
        mode = .plain
        try take(byte, &mode, &value, place)
      }
    case .plain:
      if byte == UInt8(ascii: "#") {
        mode = .comment
      } else if PHPByte.isSpace(byte) {
        mode = .space
      } else {
        value.append(byte)
      }
    case .single:
      if byte == UInt8(ascii: "'") { mode = .space } else { value.text.append(byte) }
    case .double:
      switch byte {
      case UInt8(ascii: "\""): mode = .space
      case UInt8(ascii: "\\"): mode = .escape
      default: value.append(byte)
      }
    case .escape:
      value.text.append(try escaped(byte, place))
      mode = .double
    case .space:
      if byte == UInt8(ascii: "#") {
        mode = .comment
      } else if !PHPByte.isSpace(byte) {
        throw place.saying("unexpected white space")
      }
    case .comment: break
    }
  }

  private static func escaped(_ byte: UInt8, _ place: PHPRefusal) throws(PHPRefusal) -> UInt8 {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "$"): return byte
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "v"): return 0x0B
    default: throw place.saying("an unexpected escape sequence")
    }
  }

  private static func substituted(_ value: Value, from known: [String: [UInt8]]) -> [UInt8] {
    var text = value.text
    for start in value.dollars.reversed() {
      guard start + 1 < text.count, text[start + 1] == UInt8(ascii: "{"),
        let end = text[start...].firstIndex(of: UInt8(ascii: "}"))
      else { continue }
      let name = text[(start + 2)..<end]
      let isName = name.allSatisfy { ($0 < 0x80 && PHPByte.isName($0)) || $0 == UInt8(ascii: ".") }
      guard isName, !name.isEmpty, let replacement = known[String(decoding: name, as: UTF8.self)]
      else { continue }
      text.replaceSubrange(start...end, with: replacement)
    }
    return text
  }

  private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool { (PHPByte.isSpace(byte) && byte != 0x0C) || byte == 0 }
    var rest = text.drop(while: isBlank)
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    return rest
  }

  // MARK: Conversion

  /// The value that `env()` makes of a variable's text.
  static func converted(_ bytes: [UInt8], options: Int64) -> PHPValue {
    switch String(decoding: bytes, as: UTF8.self).lowercased() {
    case "true" where options & 1 != 0: return .boolean(true)
    case "false" where options & 1 != 0: return .boolean(false)
    case "null" where options & 2 != 0: return .null
    default: break
    }
    if options & 4 != 0, !bytes.isEmpty, bytes.allSatisfy(PHPByte.isDigit) {
      return .integer(Int64(String(decoding: bytes, as: UTF8.self)) ?? .max)
    }
    if options & 8 != 0, bytes.count >= 2, let first = bytes.first, first == bytes.last,
      first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
    {
      return .string(Array(bytes.dropFirst().dropLast()))
    }
    return .string(bytes)
  }
}

extension EnvironmentText.Value {
  fileprivate mutating func append(_ byte: UInt8) {
    if byte == UInt8(ascii: "$") { dollars.append(text.count) }
    text.append(byte)
  }
}

extension PHPRefusal {
  fileprivate func saying(_ reason: String) -> PHPRefusal {
    PHPRefusal(file: file, line: line, reason: reason)
  }
}
