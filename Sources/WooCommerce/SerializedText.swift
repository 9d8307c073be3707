internal import Bytes
internal import WordPress

/// What PHP wrote into a meta value, as one text or number.
///
/// What is damaged, or something else than an array, has no elements, as WooCommerce sees it.
enum SerializedText {
  /// Elements that are looked at, at most: a shop's lists are shorter by far.
  static let elementsMax = 10_000

  /// The values of an array, in their order.
  static func values(_ bytes: [UInt8]) -> [PHPValue] {
    guard let array = PHPMaybe.unserialize(bytes).array else { return [] }
    return Array(array.values.prefix(elementsMax))
  }

  /// The numbers of an array, added up.
  static func sum(_ bytes: [UInt8]) -> ExactDecimal {
    var sum = ExactDecimal.zero
    for value in values(bytes) {
      guard let text = value.scalarBytes, let number = ExactDecimal(text.rawSpan) else { continue }
      sum = sum.adding(number) ?? sum
    }
    return sum
  }

  /// The texts of an array that are not empty, joined.
  static func list(_ bytes: [UInt8]) -> [UInt8] {
    joined(values(bytes).compactMap(\.scalarBytes).filter { !$0.isEmpty })
  }

  /// The ids of an array or of a comma-separated text, each once, joined.
  static func ids(_ bytes: [UInt8]) -> [UInt8] {
    var texts = values(bytes).compactMap(\.scalarBytes)
    if texts.isEmpty, !PHPMaybe.isSerialized(bytes.rawSpan, isStrict: true) {
      let pieces = bytes.split(separator: UInt8(ascii: ","), maxSplits: elementsMax)
      texts = pieces.prefix(elementsMax).map { Array($0) }
    }
    var seen: Set<Int64> = []
    let ids = texts.compactMap { IntegerText.value($0.rawSpan.trimmed()) }
      .filter { $0 > 0 && seen.insert($0).inserted }
    return joined(ids.map { Array(String($0).utf8) })
  }

  static func joined(_ texts: [[UInt8]]) -> [UInt8] {
    Array(texts.joined(separator: Array(", ".utf8)))
  }

  /// Names decoded, in the order of their code points, joined; that of UTF-8 bytes is the same.
  static func joinedNames(_ names: [[UInt8]]) -> [UInt8] {
    joined(names.map(NameText.decoded).sorted { $0.lexicographicallyPrecedes($1) })
  }
}
