internal import Bytes
internal import MariaDB
internal import Runtime

/// Joins texts, key by key and lane by lane.
///
/// A key's texts come in the order in which they are joined, its lanes mixed: that is the order
/// of an index, and the server need not sort.
struct JoinReading {
  private let lanes: NameTable
  /// The slot of each lane.
  private let slots: [Int]
  private var key: Int64?
  /// The texts of the key of the moment; as few as an order has such items.
  private var pieces: [Piece] = []

  private struct Piece {
    var lane: Int
    var place: CellPlace
  }

  init(_ lanes: NameTable, slots: [Int]) {
    self.lanes = lanes
    self.slots = slots
  }

  /// Reads on until the rows end or the arena is full; false when it was full.
  mutating func read(
    _ stream: inout ResultStream, into rows: inout SatelliteRows, _ arena: inout PageArena
  ) throws(Fault) -> Bool {
    while try stream.next() {
      guard let key = SatelliteReading.key(stream), let name = stream.cell(1),
        let lane = lanes.index(of: name), let text = stream.cell(2), text.byteCount > 0
      else { continue }
      if self.key != key { endKey(&rows, &arena) }
      self.key = key
      pieces.append(Piece(lane: lane, place: arena.copy(text)))
      if SatelliteReading.isFull(arena) { return false }
    }
    endKey(&rows, &arena)
    return !SatelliteReading.isFull(arena)
  }

  private mutating func endKey(_ rows: inout SatelliteRows, _ arena: inout PageArena) {
    guard let key else { return }
    for lane in slots.indices {
      let place = joined(lane, &arena)
      if !place.isNull { rows.append(key: key, slot: slots[lane], rank: 0, place) }
    }
    pieces.removeAll(keepingCapacity: true)
  }

  /// The lane's only text where it stands, or all of them copied to the arena's end.
  private func joined(_ lane: Int, _ arena: inout PageArena) -> CellPlace {
    var whole = CellPlace.null
    for index in pieces.indices where pieces[index].lane == lane {
      let place = pieces[index].place
      whole = whole.isNull ? place : arena.join(whole, ", ", place)
    }
    return whole
  }
}
