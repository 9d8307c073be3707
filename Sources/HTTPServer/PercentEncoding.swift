/// Percent-encoding of paths and forms, undone strictly.
package enum PercentEncoding {
  /// The bytes that `text` stands for; nil when an escape is malformed or stands for NUL.
  package static func decoded(_ text: some Collection<UInt8>) -> [UInt8]? {
    decoded(text, plusIsSpace: false)
  }

  /// The segments of a path, decoded one by one so that `%2F` stays inside its segment.
  ///
  /// `/a//b/` has the segments `a`, ``, `b`, ``. Nil when the path does not begin with `/` or any
  /// segment is malformed.
  package static func segments(of path: [UInt8]) -> [[UInt8]]? {
    guard path.first == UInt8(ascii: "/") else { return nil }
    var segments: [[UInt8]] = []
    let parts = path.dropFirst().split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for part in parts {
      guard let segment = decoded(part) else { return nil }
      segments.append(segment)
    }
    return segments
  }

  static func decoded(_ text: some Collection<UInt8>, plusIsSpace: Bool) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var index = text.startIndex
    while index < text.endIndex {
      var byte = text[index]
      text.formIndex(after: &index)
      if byte == UInt8(ascii: "%") {
        guard let escaped = escape(text, &index) else { return nil }
        byte = escaped
      } else if byte == UInt8(ascii: "+"), plusIsSpace {
        byte = UInt8(ascii: " ")
      }
      if byte == 0 { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  private static func escape<Text: Collection<UInt8>>(
    _ text: Text, _ index: inout Text.Index
  ) -> UInt8? {
    var value: UInt8 = 0
    for _ in 0..<2 {
      guard index < text.endIndex, let digit = hexDigit(text[index]) else { return nil }
      value = value << 4 | digit
      text.formIndex(after: &index)
    }
    return value
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 0x30
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - 0x57
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - 0x37
    default: nil
    }
  }
}

/// `name=value` pairs of a query or a form body, decoded.
package struct FormFields: Sendable, Equatable {
  /// One pair.
  package struct Field: Sendable, Equatable {
    /// The name, decoded.
    package var name: [UInt8]
    /// The value, decoded; empty without a `=`.
    package var value: [UInt8]
  }

  /// In the order in which they came, repeated ones kept.
  package var fields: [Field]

  /// Pairs of one query or form at most.
  package static let countMax = 1000

  /// Reads `a=1&b=2`, where `+` is a space; nil when an escape is malformed, a byte is NUL, or
  /// there are too many pairs.
  package init?(_ text: [UInt8]) {
    fields = []
    let parts = text.split(separator: UInt8(ascii: "&"))
    if parts.count > Self.countMax { return nil }
    for part in parts {
      let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
      guard let name = PercentEncoding.decoded(part[..<equals], plusIsSpace: true),
        let value = PercentEncoding.decoded(part[equals...].dropFirst(), plusIsSpace: true)
      else { return nil }
      fields.append(Field(name: name, value: value))
    }
  }

  /// The values of that name, in order.
  package func values(_ name: String) -> [[UInt8]] {
    let wanted = Array(name.utf8)
    return fields.filter { $0.name == wanted }.map(\.value)
  }

  /// The value of a name that stands there once, as text; nil when absent, repeated or not UTF-8.
  package func text(_ name: String) -> String? {
    let all = values(name)
    return all.count == 1 ? String(validating: all[0], as: UTF8.self) : nil
  }
}
