/// Names of terms as WordPress stores them: with entities for what HTML would mistake.
package enum NameText {
  private static let entities: [(name: [UInt8], byte: UInt8)] = [
    ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#034;", "\""), ("&#039;", "'"),
    ("&#39;", "'"), ("&#038;", "&"), ("&#38;", "&"), ("&amp;", "&"),
  ].map { (Array($0.0.utf8), Array($0.1.utf8)[0]) }

  /// The name with the entities that WordPress writes decoded, each once; others stay.
  package static func decoded(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(UInt8(ascii: "&")) else { return bytes }
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "&"), let (length, byte) = entity(at: index, in: bytes) {
        out.append(byte)
        index += length
      } else {
        out.append(bytes[index])
        index += 1
      }
    }
    return out
  }

  private static func entity(at index: Int, in bytes: [UInt8]) -> (length: Int, byte: UInt8)? {
    for (name, byte) in entities where bytes[index...].starts(with: name) {
      return (name.count, byte)
    }
    return nil
  }
}
