internal import Bytes

/// `_fields`: only these members, dots for nesting.
struct FieldFilter {
  private let paths: [[String]]

  /// Nil when nothing is asked for.
  init?(_ value: JSONValue?) {
    let words: [String]
    switch value {
    case .string(let text):
      words = text.split { $0 == "," || $0.isWhitespace }.map(String.init)
    case .array(let elements): words = elements.compactMap(\.string)
    default: return nil
    }
    paths = words.prefix(Self.wordsMax).map { $0.split(separator: ".").map(String.init) }
      .filter { !$0.isEmpty }
    if paths.isEmpty { return nil }
  }

  private static let wordsMax = 100

  /// The document with those members only; lists element by element.
  func filtered(_ value: JSONValue) -> JSONValue {
    if let elements = value.array { return .array(elements.map { Self.kept($0, paths) }) }
    return Self.kept(value, paths)
  }

  private static func kept(_ value: JSONValue, _ paths: [[String]]) -> JSONValue {
    guard let members = value.members else { return value }
    let kept = members.compactMap { member -> JSONValue.Member? in
      let inner = paths.filter { $0.first == member.name }.map { Array($0.dropFirst()) }
      if inner.isEmpty { return nil }
      if inner.contains(where: \.isEmpty) { return member }
      return .init(member.name, Self.kept(member.value, inner))
    }
    return .object(kept)
  }
}
