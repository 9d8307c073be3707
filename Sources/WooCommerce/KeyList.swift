/// Keys of coming pages, read ahead: finding an entity's keys among other posts costs the same
/// whether few or many are asked for.
///
/// Rows of a page are read when it is their turn, so a key that has gone by then has no row.
struct KeyList {
  /// The key behind which the list begins.
  private var start: Int64 = 0
  private var keys: [Int64] = []
  /// Where the page after the one read last begins.
  private var position = 0
  /// Whether nothing follows the list; false before anything was read.
  private var isWhole = false

  /// Whether the keys of a page behind that key are known.
  func knows(after key: Int64) -> Bool {
    guard key >= start else { return false }
    return isWhole || key < keys.last ?? start
  }

  /// Replaces the list; fewer keys than were asked for are all there are.
  mutating func fill(after key: Int64, with found: [Int64], limit: Int) {
    start = key
    keys = found
    position = 0
    isWhole = found.count < limit
  }

  /// Forgets everything.
  mutating func removeAll() { self = KeyList() }

  /// The first keys behind that key.
  mutating func page(after key: Int64, limit: Int) -> ArraySlice<Int64> {
    if position > 0, keys[position - 1] > key { position = 0 }
    while position < keys.count, keys[position] <= key { position += 1 }
    return keys[position..<min(position + limit, keys.count)]
  }
}
