package import Bytes

/// The text of a statement: our own words, with values put in only through `Literal`.
package struct SQLText: Sendable, Equatable, ExpressibleByStringLiteral {
  /// The statement as it is sent.
  package private(set) var bytes: [UInt8]

  /// Our own words.
  package init(stringLiteral text: StaticString) {
    bytes = unsafe Array(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// A template's words with its `{name}` places filled; a place without a value is a
  /// programmer's mistake.
  package init(template: [UInt8], _ values: [String: Literal]) {
    bytes = []
    bytes.reserveCapacity(template.count + 64)
    var index = 0
    while index < template.count {
      guard template[index] == UInt8(ascii: "{"),
        let close = template[index...].firstIndex(of: UInt8(ascii: "}"))
      else {
        bytes.append(template[index])
        index += 1
        continue
      }
      let name = String(decoding: template[(index + 1)..<close], as: UTF8.self)
      guard let value = values[name] else { preconditionFailure("no value for {\(name)}") }
      value.append(to: &bytes)
      index = close + 1
    }
  }

  /// A template given as words in the code.
  package init(_ template: StaticString, _ values: [String: Literal]) {
    self.init(template: SQLText(stringLiteral: template).bytes, values)
  }
}

/// A value or name that may stand in a statement; whatever it holds, it cannot change the
/// statement's meaning.
package enum Literal: Sendable, Equatable {
  case null
  case integer(Int64)
  /// Any bytes, quoted and escaped. Holds because our sessions never set NO_BACKSLASH_ESCAPES and
  /// speak only encodings in which no character's tail is a quote or a backslash.
  case text([UInt8])
  case timestamp(CivilTime)
  /// The server's own clock, UTC, to the microsecond.
  case serverTime
  /// Comma-separated; an empty list stands as NULL, so that `IN ({list})` is valid and false.
  case list([Literal])
  /// The prefix of table names.
  case prefix(TablePrefix)

  /// A text as UTF-8.
  package static func text(_ text: String) -> Literal { .text(Array(text.utf8)) }

  func append(to out: inout [UInt8]) {
    switch self {
    case .null: out += Array("NULL".utf8)
    case .integer(let value): for byte in String(value).utf8 { out.append(byte) }
    case .text(let bytes): Self.quote(bytes, into: &out)
    case .timestamp(let time):
      var buffer = ByteBuffer(capacity: 32)
      buffer.append(time, separator: UInt8(ascii: " "))
      Self.quote(buffer.array(), into: &out)
    case .serverTime: out += Array("UTC_TIMESTAMP(6)".utf8)
    case .list(let values):
      if values.isEmpty { out += Array("NULL".utf8) }
      for (index, value) in values.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        value.append(to: &out)
      }
    case .prefix(let prefix): out += Array(prefix.text.utf8)
    }
  }

  private static func quote(_ bytes: [UInt8], into out: inout [UInt8]) {
    out.append(UInt8(ascii: "'"))
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\\"):
        out.append(UInt8(ascii: "\\"))
        out.append(byte)
      case 0:
        out += [UInt8(ascii: "\\"), UInt8(ascii: "0")]
      default:
        out.append(byte)
      }
    }
    out.append(UInt8(ascii: "'"))
  }
}

/// What table names begin with: letters, digits and underscores, as WordPress demands.
package struct TablePrefix: Sendable, Hashable, CustomStringConvertible {
  /// The prefix itself, safe to stand in a statement.
  package let text: String

  /// Nil when the text could be more than the beginning of a name.
  package init?(_ text: String) {
    guard text.utf8.count <= 32, !text.isEmpty else { return nil }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        continue
      default: return nil
      }
    }
    self.text = text
  }

  package var description: String { text }
}
