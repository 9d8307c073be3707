/// A statement beside the entity's own, and what its rows bring to which slots.
struct Satellite: Sendable {
  var name: String
  var shape: Shape
  /// The statement, its optional indexes resolved.
  var template: [UInt8]
  /// Whether it is read for a wide range of keys at once.
  var isWide = false

  enum Shape: Sendable {
    /// The slot of each column after the key.
    case single([Int])
    /// For each lane the slot of each column after key and lane.
    case lanes(NameTable, slots: [[Int]])
    /// The slot of each name.
    case pairs(NameTable, slots: [Int])
    /// The slot of each lane.
    case join(NameTable, slots: [Int])
    case fold(Fold)
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
    /// Whether each number is rounded to the store's price decimals first.
    var isRounded: Bool
    /// Index into the fold's slots.
    var output: Int
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

  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    position = 0
  }

  /// The next entry of that key, nil after the last; keys must be asked for in rising order.
  mutating func next(key: Int64) -> Entry? {
    while position < entries.count, entries[position].key < key { position += 1 }
    guard position < entries.count, entries[position].key == key else { return nil }
    position += 1
    return entries[position - 1]
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

  subscript(slot: Int) -> CellPlace { places[slot] }
}
