extension HTTPClient {
  /// The head of a reply; its body stays in the client until the next request.
  package struct Response: Sendable, Equatable {
    /// The status of the last reply; interim ones are passed over.
    package var status: Int
    /// Its header fields.
    package var fields: Fields

    /// Whether the status is 2xx.
    package var isSuccess: Bool { status >= 200 && status < 300 }

    /// The value of a header field; its name in any case.
    package subscript(_ name: String) -> String? { fields[name] }
  }

  /// Header fields of a reply, bounded.
  package struct Fields: Sendable, Equatable {
    /// Fields at most.
    package static let countMax = 100
    /// Bytes of all fields at most.
    package static let bytesMax = 32 << 10

    private var fields: [Field] = []
    private var byteCount = 0

    package init() {}

    /// The first value of that name; ASCII case does not matter.
    package subscript(_ name: String) -> String? {
      fields.first { Self.isSame($0.name, name) }?.value
    }

    /// Takes one line of a head; false when that is too much.
    mutating func append(line: [UInt8]) -> Bool {
      byteCount += line.count
      guard byteCount <= Self.bytesMax, fields.count < Self.countMax else { return false }
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return true }
      fields.append(
        Field(
          String(decoding: line[..<colon], as: UTF8.self),
          String(decoding: Self.trimmed(line[(colon + 1)...]), as: UTF8.self)))
      return true
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
      var rest = bytes
      while let first = rest.first, first <= 0x20 { rest = rest.dropFirst() }
      while let last = rest.last, last <= 0x20 { rest = rest.dropLast() }
      return rest
    }

    private static func isSame(_ left: String, _ right: String) -> Bool {
      left.utf8.count == right.utf8.count
        && zip(left.utf8, right.utf8).allSatisfy { lowered($0) == lowered($1) }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
      byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
  }
}
