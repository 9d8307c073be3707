internal import Bytes

/// Finds which of a few known names some bytes are, without allocating.
struct NameTable: Sendable {
  private let names: [[UInt8]]
  /// Index of a name by hash, -1 where none is; a power of two, at most a quarter full.
  private let buckets: [Int16]

  init(_ names: [String]) {
    precondition(names.count < 4096)
    self.names = names.map { Array($0.utf8) }
    var size = 16
    while size < names.count * 4 { size *= 2 }
    var buckets = [Int16](repeating: -1, count: size)
    for (index, name) in self.names.enumerated() {
      var place = Self.hash(name.rawSpan) & (size - 1)
      while buckets[place] >= 0 { place = (place + 1) & (size - 1) }
      buckets[place] = Int16(index)
    }
    self.buckets = buckets
  }

  /// The index of the name that is exactly these bytes.
  func index(of name: RawSpan) -> Int? {
    var place = Self.hash(name) & (buckets.count - 1)
    while buckets[place] >= 0 {
      let index = Int(buckets[place])
      if name.equals(names[index]) { return index }
      place = (place + 1) & (buckets.count - 1)
    }
    return nil
  }

  /// FNV-1a.
  private static func hash(_ bytes: RawSpan) -> Int {
    var hash: UInt32 = 2_166_136_261
    for index in 0..<bytes.byteCount {
      hash = (hash ^ UInt32(bytes.byte(at: index))) &* 16_777_619
    }
    return Int(hash)
  }
}
