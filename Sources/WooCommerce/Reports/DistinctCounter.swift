/// Tells whether something was seen before, for millions of things in little memory: 64 bits of a
/// seeded hash each, which nobody can collide on purpose.
///
/// Of a million things two are taken for one with a probability of one in ten million.
struct DistinctCounter {
  /// Hashes with the lanes that saw them in the lowest bits; 0 where nothing is.
  private var table = [UInt64](repeating: 0, count: 1 << 12)
  private var count = 0

  /// Lanes that are told apart, at most.
  static let lanesMax = 3
  private static let laneBits: UInt64 = (1 << 3) - 1

  /// Whether the lane sees that hash for the first time.
  mutating func insert(_ hash: Int, lane: Int) -> Bool {
    precondition(lane >= 0 && lane < Self.lanesMax)
    let bare = UInt64(bitPattern: Int64(hash)) & ~Self.laneBits
    let key = bare == 0 ? 1 << 63 : bare
    if count * 4 >= table.count * 3 { grow() }
    let place = Self.place(of: key, in: table)
    if table[place] == 0 { count += 1 }
    let bit: UInt64 = 1 << UInt64(lane)
    if table[place] & bit != 0 { return false }
    table[place] = (table[place] == 0 ? key : table[place]) | bit
    return true
  }

  private static func place(of key: UInt64, in table: [UInt64]) -> Int {
    var place = Int(key >> 3) & (table.count - 1)
    while table[place] != 0, table[place] & ~laneBits != key {
      place = (place + 1) & (table.count - 1)
    }
    return place
  }

  private mutating func grow() {
    var larger = [UInt64](repeating: 0, count: table.count * 2)
    for entry in table where entry != 0 {
      larger[Self.place(of: entry & ~Self.laneBits, in: larger)] = entry
    }
    table = larger
  }
}
