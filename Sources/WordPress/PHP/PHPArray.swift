/// A key of a PHP array.
package enum PHPKey: Sendable, Hashable {
  case integer(Int64)
  case string([UInt8])

  /// The key that PHP makes of a string: canonical decimal integers become integers.
  package init(bytes: [UInt8]) {
    if let number = Self.canonicalInteger(bytes) {
      self = .integer(number)
    } else {
      self = .string(bytes)
    }
  }

  package init(_ name: String) {
    self.init(bytes: Array(name.utf8))
  }

  /// The key's text.
  package var bytes: [UInt8] {
    switch self {
    case .integer(let number): Array(String(number).utf8)
    case .string(let bytes): bytes
    }
  }

  /// `-0`, `+1`, `01`, spaces and what does not fit into 64 bits stay strings.
  private static func canonicalInteger(_ bytes: [UInt8]) -> Int64? {
    guard let first = bytes.first, bytes.count <= 20 else { return nil }
    let isNegative = first == UInt8(ascii: "-")
    let digits = isNegative ? bytes.dropFirst() : bytes[...]
    guard let lead = digits.first, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
      return nil
    }
    if lead == UInt8(ascii: "0"), digits.count > 1 || isNegative { return nil }
    return Int64(String(decoding: bytes, as: UTF8.self))
  }
}

/// A PHP array: keys and values in the order of their insertion.
package struct PHPArray: Sendable, Equatable {
  /// A key and its value.
  package struct Entry: Sendable, Equatable {
    /// An integer or bytes.
    package var key: PHPKey
    /// What stands under the key.
    package var value: PHPValue

    package init(key: PHPKey, value: PHPValue) {
      self.key = key
      self.value = value
    }
  }

  /// All entries, in the order of their insertion.
  package private(set) var entries: [Entry] = []
  private var places: [PHPKey: Int] = [:]
  private var nextIndex: Int64 = 0
  /// Whether every PHP would give the next element the same index.
  private(set) var hasCertainNextIndex = true

  package init() {}

  /// How many entries there are.
  package var count: Int { entries.count }

  /// Whether the keys are 0, 1, 2 … in order, so that JSON prints a list.
  package var isList: Bool {
    for (index, entry) in entries.enumerated() where entry.key != .integer(Int64(index)) {
      return false
    }
    return true
  }

  /// The values in order.
  package var values: [PHPValue] { entries.map(\.value) }

  /// Setting an existing key keeps its place; setting nil removes the key.
  package subscript(_ key: PHPKey) -> PHPValue? {
    get { places[key].map { entries[$0].value } }
    set {
      guard let newValue else {
        remove(key)
        return
      }
      if let place = places[key] {
        entries[place].value = newValue
        return
      }
      places[key] = entries.count
      entries.append(Entry(key: key, value: newValue))
      if case .integer(let index) = key, index >= nextIndex, index < Int64.max {
        nextIndex = index + 1
        hasCertainNextIndex = true
      } else if case .integer(let index) = key, index < 0, nextIndex == 0 {
        hasCertainNextIndex = false
      }
    }
  }

  /// Adds a value under the next free index.
  package mutating func append(_ value: PHPValue) {
    self[.integer(nextIndex)] = value
  }

  private mutating func remove(_ key: PHPKey) {
    guard let place = places.removeValue(forKey: key) else { return }
    entries.remove(at: place)
    for index in place..<entries.count { places[entries[index].key] = index }
  }

  package static func == (left: PHPArray, right: PHPArray) -> Bool {
    left.entries == right.entries
  }
}
