/// A JSON document as a tree, for the control plane: replies of services, bodies of requests.
///
/// Numbers keep their text, objects their order and their repeated names.
package indirect enum JSONValue: Sendable, Equatable {
  case null
  case boolean(Bool)
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// A name and its value.
  package struct Member: Sendable, Equatable {
    /// The name, unescaped.
    package var name: String
    /// What stands under the name.
    package var value: JSONValue

    package init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// Reads one document of at most `bytesMax` bytes.
  package init(_ bytes: RawSpan, bytesMax: Int) throws(JSONError) {
    guard bytes.byteCount <= bytesMax else {
      throw JSONError(offset: bytesMax, reason: "longer than \(bytesMax) bytes")
    }
    var scanner = JSONScanner(bytes)
    self = try Self.value(&scanner, try scanner.next(), bytes)
    _ = try scanner.next()
  }

  /// Reads one document of at most 16 MiB.
  package init(_ bytes: [UInt8]) throws(JSONError) {
    try self.init(bytes.rawSpan, bytesMax: 16 << 20)
  }

  /// Recursion is bounded by the scanner's depth.
  @_lifetime(scanner: copy scanner)
  private static func value(
    _ scanner: inout JSONScanner, _ token: JSONScanner.Token, _ bytes: RawSpan
  ) throws(JSONError) -> JSONValue {
    switch token {
    case .null: return .null
    case .boolean(let value): return .boolean(value)
    case .number(let range): return .number(bytes.extracting(range).text())
    case .string(let text): return .string(text.string(in: bytes))
    case .arrayStart:
      var elements: [JSONValue] = []
      while true {
        let next = try scanner.next()
        if next == .arrayEnd { return .array(elements) }
        elements.append(try value(&scanner, next, bytes))
      }
    case .objectStart:
      var members: [Member] = []
      while case .key(let name) = try scanner.next() {
        let element = try value(&scanner, try scanner.next(), bytes)
        members.append(Member(name.string(in: bytes), element))
      }
      return .object(members)
    case .objectEnd, .arrayEnd, .key, .end:
      throw JSONError(offset: scanner.position, reason: "expected a value")
    }
  }

  /// The value of a member; the last one when a name is repeated, nil when this is no object.
  package subscript(_ name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  /// The text; nil when this is no string.
  package var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The truth value; nil when this is none.
  package var boolean: Bool? {
    if case .boolean(let value) = self { value } else { nil }
  }

  /// The number as an integer; nil when it has a fraction or does not fit.
  package var integer: Int64? {
    if case .number(let text) = self { Int64(text) } else { nil }
  }

  /// The elements; nil when this is no array.
  package var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The members in their order; nil when this is no object.
  package var members: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// Whether this is `null`.
  package var isNull: Bool { self == .null }

  /// A whole number.
  package static func integer(_ value: Int) -> JSONValue { .number(String(value)) }

  /// An object of these members, in this order.
  package static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(members.map { Member($0.key, $0.value) })
  }
}

extension ByteBuffer {
  /// A JSON document without white space.
  package mutating func append(_ value: JSONValue) {
    switch value {
    case .null: append("null")
    case .boolean(let flag): append(flag ? "true" : "false")
    case .number(let text): append(utf8: text)
    case .string(let text): appendJSONString(text)
    case .array(let elements):
      append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { append(UInt8(ascii: ",")) }
        append(element)
      }
      append(UInt8(ascii: "]"))
    case .object(let members):
      append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { append(UInt8(ascii: ",")) }
        appendJSONString(member.name)
        append(UInt8(ascii: ":"))
        append(member.value)
      }
      append(UInt8(ascii: "}"))
    }
  }
}

extension JSONValue {
  /// The document's bytes.
  package func encoded() -> [UInt8] {
    var buffer = ByteBuffer()
    buffer.append(self)
    return buffer.array()
  }
}
