internal import Bytes

/// What rows that others point to have told: kept from page to page, for many lines point to few
/// products.
///
/// Also keeps that there is no such row. Bounded; when it has grown too large it starts anew with
/// the next page.
struct LookupCache {
  private let columnCount: Int
  /// Open addressing; 0 stands for an empty place, which is no row's key.
  private var keys: [Int64]
  /// For each place its lane; negative while no row was found.
  private var lanes: [Int8]
  /// For each place the cells of its columns.
  private var cells: [CellPlace]
  private var bytes: [UInt8] = []
  private var count = 0
  /// Keys of the page that are not known yet.
  private(set) var wanted: [Int64] = []

  /// Keys at most when a page begins.
  static let keysMax = 1 << 16
  /// Bytes of cells at most when a page begins.
  static let bytesMax = 4 << 20
  static let placesMin = 1 << 8

  init(columnCount: Int, places: Int = LookupCache.placesMin) {
    self.columnCount = columnCount
    keys = Array(repeating: 0, count: places)
    lanes = Array(repeating: -1, count: places)
    cells = Array(repeating: .null, count: places * columnCount)
  }

  mutating func beginPage() {
    wanted.removeAll(keepingCapacity: true)
    if count <= Self.keysMax, bytes.count <= Self.bytesMax { return }
    self = LookupCache(columnCount: columnCount)
  }

  /// Notes that a row points to that key.
  mutating func want(_ key: Int64) {
    if key <= 0 { return }
    if (count + 1) * 2 > keys.count { grow() }
    let place = place(of: key)
    if keys[place] == key { return }
    keys[place] = key
    count += 1
    wanted.append(key)
  }

  /// Keeps a cell of a key that was wanted; of several the first counts.
  mutating func put(_ key: Int64, lane: Int, column: Int, _ cell: RawSpan) {
    let place = place(of: key)
    guard keys[place] == key, lanes[place] < 0 || Int(lanes[place]) == lane,
      cells[place * columnCount + column].isNull
    else { return }
    lanes[place] = Int8(lane)
    cells[place * columnCount + column] = CellPlace(
      start: UInt32(bytes.count), length: UInt32(cell.byteCount))
    for index in 0..<cell.byteCount { bytes.append(cell.byte(at: index)) }
  }

  /// Puts the cells of that key into their slots, when its row is of that lane.
  func scatter(
    _ key: Int64, lane: Int, _ columns: [Int], _ arena: inout PageArena, into slots: inout RowSlots
  ) {
    let place = place(of: key)
    guard key > 0, keys[place] == key, Int(lanes[place]) == lane else { return }
    for column in columns.indices {
      let cell = cells[place * columnCount + column]
      if cell.isNull { continue }
      let start = Int(cell.start)
      let copy = arena.copy(bytes.rawSpan.extracting(start..<(start + Int(cell.length))))
      slots.put(columns[column], copy, rank: 0)
    }
  }

  /// Where a key stands, or would.
  private func place(of key: Int64) -> Int {
    // Fibonacci hashing: ids come in runs.
    let hash = UInt64(bitPattern: key) &* 0x9E37_79B9_7F4A_7C15
    var place = Int(hash >> 32) & (keys.count - 1)
    while keys[place] != 0, keys[place] != key { place = (place + 1) & (keys.count - 1) }
    return place
  }

  private mutating func grow() {
    var larger = LookupCache(columnCount: columnCount, places: keys.count * 2)
    for old in keys.indices where keys[old] != 0 {
      let place = larger.place(of: keys[old])
      larger.keys[place] = keys[old]
      larger.lanes[place] = lanes[old]
      for column in 0..<columnCount {
        larger.cells[place * columnCount + column] = cells[old * columnCount + column]
      }
    }
    swap(&keys, &larger.keys)
    swap(&lanes, &larger.lanes)
    swap(&cells, &larger.cells)
  }
}
