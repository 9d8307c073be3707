internal import Bytes

/// Queries and forms as PHP reads them: `a=1&b[]=2&c[x]=3`.
enum QueryText {
  /// Pairs at most; what comes after is not read, as in PHP.
  static let pairsMax = 1000
  /// Brackets of one name at most; deeper ones are dropped.
  static let depthMax = 8

  /// The members in the order in which their names first came; later values take the place of
  /// earlier ones.
  static func members(_ text: [UInt8]) -> [JSONValue.Member] {
    var root = JSONValue.object([JSONValue.Member]())
    for pair in text.split(separator: UInt8(ascii: "&")).prefix(pairsMax) {
      let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      guard let path = path(decoded(pair[..<equals])) else { continue }
      let value = JSONValue.string(text8(decoded(pair[equals...].dropFirst())))
      root = stored(value, at: path[...], in: root)
    }
    return listed(root).members ?? []
  }

  /// `+` and escapes undone; a malformed escape stands for itself.
  private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      if byte == UInt8(ascii: "%"), index + 2 < text.endIndex,
        let value = UInt8(text8(Array(text[index + 1...index + 2])), radix: 16)
      {
        bytes.append(value)
        index += 3
        continue
      }
      bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      index += 1
    }
    return bytes
  }

  private static func text8(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// `a[b][]` is `a`, `b` and an empty step; nil for a name that PHP drops.
  private static func path(_ name: [UInt8]) -> [String]? {
    let name = Array(name.drop { $0 == UInt8(ascii: " ") })
    guard let first = name.first, first != UInt8(ascii: "[") else { return nil }
    let open = name.firstIndex(of: UInt8(ascii: "[")) ?? name.endIndex
    var steps = [
      text8(
        name[..<open].map {
          $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: " ") ? UInt8(ascii: "_") : $0
        })
    ]
    var rest = name[open...]
    while rest.first == UInt8(ascii: "["), steps.count <= depthMax,
      let close = rest.firstIndex(of: UInt8(ascii: "]"))
    {
      steps.append(text8(Array(rest[rest.startIndex + 1..<close])))
      rest = rest[(close + 1)...]
    }
    return steps
  }

  private static func stored(
    _ value: JSONValue, at path: ArraySlice<String>, in place: JSONValue?
  ) -> JSONValue {
    guard let step = path.first else { return value }
    var members = place?.members ?? []
    let name = step.isEmpty && path.startIndex > 0 ? String(nextIndex(members)) : step
    let index = members.firstIndex { $0.name == name }
    let inner = stored(value, at: path.dropFirst(), in: index.map { members[$0].value })
    if let index { members[index].value = inner } else { members.append(.init(name, inner)) }
    return .object(members)
  }

  private static func nextIndex(_ members: [JSONValue.Member]) -> Int {
    (members.compactMap { Int($0.name) }.max() ?? -1) + 1
  }

  /// Objects with the names 0, 1, 2 … below the top are lists.
  private static func listed(_ value: JSONValue, isTop: Bool = true) -> JSONValue {
    guard let members = value.members else { return value }
    let inner = members.map { JSONValue.Member($0.name, listed($0.value, isTop: false)) }
    let isList = inner.enumerated().allSatisfy { $0.element.name == String($0.offset) }
    return isList && !isTop ? .array(inner.map(\.value)) : .object(inner)
  }
}
