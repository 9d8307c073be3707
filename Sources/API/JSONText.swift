internal import Bytes

/// JSON as PHP prints it: `\/`, everything beyond ASCII escaped.
struct JSONText {
  private(set) var bytes: [UInt8] = []
  private let isPretty: Bool

  /// Text of a document; indented by four blanks when asked for.
  static func encoded(_ value: JSONValue, isPretty: Bool = false) -> [UInt8] {
    var text = JSONText(isPretty: isPretty)
    text.append(value, depth: 0)
    return text.bytes
  }

  private init(isPretty: Bool) {
    self.isPretty = isPretty
  }

  private mutating func append(_ value: JSONValue, depth: Int) {
    switch value {
    case .null: append("null")
    case .boolean(let flag): append(flag ? "true" : "false")
    case .number(let digits): append(digits)
    case .string(let text): append(quoted: text)
    case .array(let elements):
      list("[", "]", elements, depth) { text, element in text.append(element, depth: depth + 1) }
    case .object(let members):
      list("{", "}", members, depth) { text, member in
        text.append(quoted: member.name)
        text.append(text.isPretty ? ": " : ":")
        text.append(member.value, depth: depth + 1)
      }
    }
  }

  private mutating func list<Element>(
    _ start: String, _ end: String, _ elements: [Element], _ depth: Int,
    _ body: (inout JSONText, Element) -> Void
  ) {
    append(start)
    for (index, element) in elements.enumerated() {
      if index > 0 { append(",") }
      indent(depth + 1)
      body(&self, element)
    }
    if !elements.isEmpty { indent(depth) }
    append(end)
  }

  private mutating func indent(_ depth: Int) {
    guard isPretty else { return }
    append("\n")
    for _ in 0..<depth { append("    ") }
  }

  private mutating func append(_ text: String) {
    bytes += Array(text.utf8)
  }

  private mutating func append(quoted text: String) {
    append("\"")
    for unit in text.utf16 {
      switch unit {
      case 0x22: append("\\\"")
      case 0x5C: append("\\\\")
      case 0x2F: append("\\/")
      case 0x08: append("\\b")
      case 0x0C: append("\\f")
      case 0x0A: append("\\n")
      case 0x0D: append("\\r")
      case 0x09: append("\\t")
      case 0x20...0x7F: bytes.append(UInt8(unit))
      default:
        let digits = String(unit, radix: 16)
        append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      }
    }
    append("\"")
  }
}
