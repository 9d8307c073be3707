/// A statement beside the entity's own, and what its rows bring to which slots.
struct Satellite: Sendable {
  var name: String
  var shape: Shape
  /// The statement, its optional indexes resolved.
  var template: [UInt8]
  /// Whether it is read in slices, for a wide range of keys at once.
  var isWide: Bool {
    if case .wide = shape { true } else { false }
  }

  /// The rules of a wide satellite.
  var wideRules: [WideRule] {
    if case .wide(let rules) = shape { rules } else { [] }
  }

  /// Whether its rows belong to what a row points to, not to its key.
  var isLookup: Bool {
    if case .lookup = shape { true } else { false }
  }

  /// An empty cache for what it brings.
  func makeCache() -> LookupCache {
    guard case .lookup(let lookup) = shape, lookup.isCached, let columns = lookup.slots.first else {
      return LookupCache(columnCount: 0, places: 1)
    }
    return LookupCache(columnCount: columns.count)
  }

  enum Shape: Sendable {
    /// The slot of each column after the key.
    case single([Int])
    /// For each lane the slot of each column after key and lane.
    case lanes(NameTable, slots: [[Int]])
    /// The slot of each name, and the one of all other visible names in one text.
    case pairs(NameTable, slots: [Int], others: Int?)
    /// The slot of each lane.
    case join(NameTable, slots: [Int])
    case fold(Fold)
    case lookup(Lookup)
    /// The slots of the path and the level.
    case tree(path: Int, level: Int)
    case terms(TermRules)
    /// The prefix of the meta keys, and the slot of all of them.
    case listed(prefix: [UInt8], slot: Int)
    /// The slot that says whether something holds for one of the keys in an array.
    case groups(slot: Int)
    case values
    case labels
    /// How each column after the key is added to what earlier slices said.
    case wide([WideRule])
  }

  /// How rows that others point to are found.
  struct Lookup: Sendable {
    var lanes: NameTable
    /// For each lane the slot of the number that finds its row.
    var by: [Int]
    /// For each lane the slots of its columns.
    var slots: [[Int]]
    /// Whether rows are asked for by key and kept from page to page.
    var isCached: Bool
  }

  /// How a figure of several slices becomes one.
  struct WideRule: Sendable {
    var slot: Int
    var merging: Merging

    enum Merging: String, Sendable {
      case sum
      /// The greatest text: of dates the latest.
      case latest
      /// What the last slice says.
      case last
    }
  }

  /// How numbers are added up.
  struct Fold: Sendable {
    var lanes: NameTable
    var names: NameTable
    var rules: [Rule]
    /// The distinct slots that rules add up into.
    var slots: [Int]
  }

  struct Rule: Sendable {
    var lane: Int
    var name: Int
    var measure: Measure
    /// The rule that, where it has found something in a group, makes this one superfluous.
    var unless: Int?
    /// Index into the fold's slots.
    var output: Int
  }

  /// What is added up of a cell.
  enum Measure: String, Sendable {
    /// The number in it.
    case sum
    /// The number, rounded to the store's price decimals first.
    case rounded
    /// One.
    case count
    /// The taxes in PHP's format.
    case taxes
  }
}

/// What a satellite's statement has brought for a page, in the order of keys.
struct SatelliteRows {
  private(set) var entries: [Entry] = []
  private var position = 0

  /// A cell for a slot of the row with that key.
  struct Entry {
    var key: Int64
    /// Of several entries for a slot the lowest rank counts.
    var rank: Int64
    var slot: Int32
    var place: CellPlace
  }

  mutating func append(key: Int64, slot: Int, rank: Int64, _ place: CellPlace) {
    entries.append(Entry(key: key, rank: rank, slot: Int32(slot), place: place))
  }

  /// Tells a cache what the cells of those slots point to.
  func collect(_ slots: [Int], _ arena: borrowing PageArena, into cache: inout LookupCache) {
    for index in entries.indices {
      for slot in slots.indices where slots[slot] == Int(entries[index].slot) {
        if let key = arena.integer(entries[index].place) { cache.want(key) }
      }
    }
  }

  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    position = 0
  }

  /// Puts the cells of that key into their slots; keys must be asked for in rising order.
  mutating func scatter(key: Int64, into slots: inout RowSlots) {
    while position < entries.count, entries[position].key < key { position += 1 }
    while position < entries.count, entries[position].key == key {
      let entry = entries[position]
      slots.put(Int(entry.slot), entry.place, rank: entry.rank)
      position += 1
    }
  }
}

extension SatelliteRows {
  /// Puts the cells of all satellites into the slots of a row: those of its key, then those of
  /// what the row points to.
  static func scatter(
    _ rows: inout [SatelliteRows], of satellites: [Satellite], key: Int64,
    _ caches: [LookupCache], _ arena: inout PageArena, into slots: inout RowSlots
  ) {
    for index in rows.indices where !satellites[index].isLookup {
      rows[index].scatter(key: key, into: &slots)
    }
    for index in rows.indices {
      guard case .lookup(let lookup) = satellites[index].shape else { continue }
      for lane in lookup.by.indices {
        guard let found = arena.integer(slots[lookup.by[lane]]) else { continue }
        if lookup.isCached {
          caches[index].scatter(found, lane: lane, lookup.slots[lane], &arena, into: &slots)
        } else {
          rows[index].scatter(found: found, among: lookup.slots[lane], into: &slots)
        }
      }
    }
  }

  /// Puts those cells of that key which go into the given slots; keys may come in any order.
  func scatter(found key: Int64, among wanted: [Int], into slots: inout RowSlots) {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].key < key { low = middle + 1 } else { high = middle }
    }
    while low < entries.count, entries[low].key == key {
      let entry = entries[low]
      for index in wanted.indices where wanted[index] == Int(entry.slot) {
        slots.put(wanted[index], entry.place, rank: entry.rank)
      }
      low += 1
    }
  }
}

/// The cells of the row of the moment, by slot.
struct RowSlots {
  private var places: [CellPlace]
  private var ranks: [Int64]

  init(count: Int) {
    places = Array(repeating: .null, count: count)
    ranks = Array(repeating: .max, count: count)
  }

  /// Forgets the row.
  mutating func clear() {
    var places = places.mutableSpan
    for index in places.indices { places[index] = .null }
    var ranks = ranks.mutableSpan
    for index in ranks.indices { ranks[index] = .max }
  }

  mutating func put(_ slot: Int, _ place: CellPlace, rank: Int64) {
    if rank >= ranks[slot], ranks[slot] != .max { return }
    places[slot] = place
    ranks[slot] = rank
  }

  /// Puts a cell where another one may stand already.
  mutating func replace(_ slot: Int, _ place: CellPlace) {
    places[slot] = place
    ranks[slot] = 0
  }

  subscript(slot: Int) -> CellPlace { places[slot] }
}
