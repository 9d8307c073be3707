internal import Bytes
internal import Delivery

/// The values of one encoded row, one after the other.
struct RowCells: ~Escapable {
  private let bytes: RawSpan
  private var scanner: JSONScanner

  /// Over the members of a row, as the encoder has written them.
  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) {
    self.bytes = bytes
    scanner = JSONScanner(members: bytes)
  }

  /// A value; texts and numbers are places in the row's bytes.
  enum Cell {
    case null
    case boolean(Bool)
    case number(Range<Int>)
    case text(JSONText)
  }

  /// The next member's value; what the encoder wrote is JSON, anything else is our mistake.
  @_lifetime(self: copy self)
  mutating func next() -> Cell {
    do {
      guard case .key = try scanner.next() else { preconditionFailure("a row has members") }
      switch try scanner.next() {
      case .null: return .null
      case .boolean(let flag): return .boolean(flag)
      case .number(let range): return .number(range)
      case .string(let text): return .text(text)
      default: preconditionFailure("a row's members are flat")
      }
    } catch {
      preconditionFailure("a row is JSON: \(error.reason) at \(error.offset)")
    }
  }
}

extension ByteBuffer {
  /// Appends a JSON string's text, unescaped.
  mutating func append(_ text: JSONText, of bytes: RawSpan) {
    if text.hasEscapes {
      append(utf8: text.string(in: bytes))
    } else {
      append(bytes.extracting(text.start..<text.end))
    }
  }
}
