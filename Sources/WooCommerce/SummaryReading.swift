internal import Bytes
internal import MariaDB
internal import Runtime
internal import WordPress

/// Reads meta: names that are asked for into slots of their own, and of the others what buyers
/// see, as one text `name: value; name: value` in the order of ids.
struct SummaryReading {
  private let names: NameTable
  /// The slot of each name.
  private let slots: [Int]
  /// The slot of the text of all others.
  private let others: Int
  private var key: Int64?
  /// The visible entries of the key of the moment, in the order of ids.
  private var pieces: [Piece] = []

  private struct Piece {
    var rank: Int64
    var place: CellPlace
  }

  /// Bytes from which on the statement may have cut a value.
  private static let cutBytes = 4001

  init(_ names: NameTable, slots: [Int], others: Int) {
    self.names = names
    self.slots = slots
    self.others = others
  }

  /// Reads on until the rows end or the arena is full; false when it was full.
  mutating func read(
    _ stream: inout ResultStream, into rows: inout SatelliteRows, _ arena: inout PageArena
  ) throws(Fault) -> Bool {
    while try stream.next() {
      guard let key = SatelliteReading.key(stream), let name = stream.cell(1) else { continue }
      if self.key != key { endKey(&rows, &arena) }
      self.key = key
      let rank = SatelliteReading.integer(stream, 2)
      if let index = names.index(of: name) {
        rows.append(key: key, slot: slots[index], rank: rank, arena.copy(stream.cell(3)))
      }
      if let value = stream.cell(3) { take(name, value, rank, &arena) }
      if SatelliteReading.isFull(arena) { return false }
    }
    endKey(&rows, &arena)
    return !SatelliteReading.isFull(arena)
  }

  private mutating func take(
    _ name: RawSpan, _ value: RawSpan, _ rank: Int64, _ arena: inout PageArena
  ) {
    if name.starts(with: "_") { return }
    guard let scalar = Self.scalar(value), scalar.byteCount > 0 else { return }
    let start = arena.count
    arena.append(name)
    arena.append(": ")
    arena.append(scalar)
    let place = CellPlace(start: UInt32(start), length: UInt32(arena.count - start))
    pieces.append(Piece(rank: rank, place: place))
    var index = pieces.count - 1
    while index > 0, pieces[index - 1].rank > pieces[index].rank {
      pieces.swapAt(index - 1, index)
      index -= 1
    }
  }

  /// The value as WordPress reads it; nil for arrays, objects, booleans and damaged ones.
  @_lifetime(copy value)
  private static func scalar(_ value: RawSpan) -> RawSpan? {
    if !PHPMaybe.isSerialized(value, isStrict: value.byteCount < cutBytes) { return value }
    let text = value.trimmed()
    var scanner = PHPScanner(text)
    switch try? scanner.next() {
    case .text(let range), .number(let range, _): return text.extracting(range)
    default: return nil
    }
  }

  private mutating func endKey(_ rows: inout SatelliteRows, _ arena: inout PageArena) {
    guard let key else { return }
    var whole = CellPlace.null
    for index in pieces.indices {
      let place = pieces[index].place
      whole = whole.isNull ? place : arena.join(whole, "; ", place)
    }
    if !whole.isNull { rows.append(key: key, slot: others, rank: 0, whole) }
    pieces.removeAll(keepingCapacity: true)
  }
}
