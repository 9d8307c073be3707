internal import Bytes
internal import MariaDB
internal import Runtime

/// Reads a satellite's rows of a page into the arena.
enum SatelliteReading {
  /// Reads on until the rows end or the arena is full; false when it was full.
  static func read(
    _ satellite: Satellite, _ stream: inout ResultStream, into rows: inout SatelliteRows,
    _ arena: inout PageArena, priceDecimals: Int
  ) throws(Fault) -> Bool {
    switch satellite.shape {
    case .single(let slots):
      return try cells(&stream, slots, &rows, &arena)
    case .lanes(let names, let slots):
      return try lanes(&stream, names, slots, &rows, &arena)
    case .pairs(let names, let slots):
      return try pairs(&stream, names, slots, &rows, &arena)
    case .join(let names, let slots):
      var reading = JoinReading(names, slots: slots)
      return try reading.read(&stream, into: &rows, &arena)
    case .fold(let fold):
      var reading = FoldReading(fold, priceDecimals: priceDecimals)
      return try reading.read(&stream, into: &rows, &arena)
    case .tree(let path, let level):
      return try TreeReading.read(&stream, path: path, level: level, into: &rows, &arena)
    case .terms(let rules):
      var reading = TermReading(rules)
      return try reading.read(&stream, into: &rows, &arena)
    case .listed(let prefix, let slot):
      var reading = ListReading(prefix: prefix, slot: slot)
      return try reading.read(&stream, into: &rows, &arena)
    case .groups, .values, .labels:
      preconditionFailure("not read by itself")
    }
  }

  static func isFull(_ arena: borrowing PageArena) -> Bool {
    arena.pageLength > WooCommerce.arenaBytesMax
  }

  /// The row's key; a row without one belongs to no entity row.
  static func key(_ stream: borrowing ResultStream) -> Int64? {
    guard let cell = stream.cell(0) else { return nil }
    return IntegerText.value(cell)
  }

  /// The integer in a cell, 0 when there is none.
  static func integer(_ stream: borrowing ResultStream, _ index: Int) -> Int64 {
    guard let cell = stream.cell(index) else { return 0 }
    return IntegerText.value(cell) ?? 0
  }

  private static func cells(
    _ stream: inout ResultStream, _ slots: [Int], _ rows: inout SatelliteRows,
    _ arena: inout PageArena
  ) throws(Fault) -> Bool {
    while try stream.next() {
      guard let key = key(stream) else { continue }
      put(stream, slots, skipping: 1, key: key, &rows, &arena)
      if isFull(arena) { return false }
    }
    return true
  }

  private static func lanes(
    _ stream: inout ResultStream, _ names: NameTable, _ slots: [[Int]],
    _ rows: inout SatelliteRows, _ arena: inout PageArena
  ) throws(Fault) -> Bool {
    while try stream.next() {
      guard let key = key(stream), let name = stream.cell(1), let lane = names.index(of: name)
      else { continue }
      put(stream, slots[lane], skipping: 2, key: key, &rows, &arena)
      if isFull(arena) { return false }
    }
    return true
  }

  private static func put(
    _ stream: borrowing ResultStream, _ slots: [Int], skipping: Int, key: Int64,
    _ rows: inout SatelliteRows, _ arena: inout PageArena
  ) {
    for index in slots.indices {
      guard let cell = stream.cell(index + skipping) else { continue }
      rows.append(key: key, slot: slots[index], rank: 0, arena.copy(cell))
    }
  }

  private static func pairs(
    _ stream: inout ResultStream, _ names: NameTable, _ slots: [Int],
    _ rows: inout SatelliteRows, _ arena: inout PageArena
  ) throws(Fault) -> Bool {
    while try stream.next() {
      guard let key = key(stream), let name = stream.cell(1), let index = names.index(of: name),
        let rankCell = stream.cell(2), let rank = IntegerText.value(rankCell)
      else { continue }
      rows.append(key: key, slot: slots[index], rank: rank, arena.copy(stream.cell(3)))
      if isFull(arena) { return false }
    }
    return true
  }
}

/// Adds numbers up, group by group: of repeated names in a group the lowest rank counts, as
/// WordPress reads meta.
private struct FoldReading {
  private let fold: Satellite.Fold
  private let priceDecimals: Int
  private var key: Int64?
  private var group: Int64 = 0
  private var totals: [ExactDecimal?]
  private var pending: [(rank: Int64, value: ExactDecimal)?]

  init(_ fold: Satellite.Fold, priceDecimals: Int) {
    self.fold = fold
    self.priceDecimals = priceDecimals
    totals = Array(repeating: nil, count: fold.slots.count)
    pending = Array(repeating: nil, count: fold.rules.count)
  }

  mutating func read(
    _ stream: inout ResultStream, into rows: inout SatelliteRows, _ arena: inout PageArena
  ) throws(Fault) -> Bool {
    while try stream.next() {
      guard let key = SatelliteReading.key(stream) else { continue }
      let group = SatelliteReading.integer(stream, 2)
      if self.key != key {
        endKey(&rows, &arena)
        if SatelliteReading.isFull(arena) { return false }
        self.key = key
        self.group = group
      } else if self.group != group {
        endGroup()
        self.group = group
      }
      take(stream)
    }
    endKey(&rows, &arena)
    return !SatelliteReading.isFull(arena)
  }

  private mutating func take(_ stream: borrowing ResultStream) {
    guard let laneCell = stream.cell(1), let lane = fold.lanes.index(of: laneCell),
      let nameCell = stream.cell(3), let name = fold.names.index(of: nameCell),
      let valueCell = stream.cell(5)
    else { return }
    let rank = SatelliteReading.integer(stream, 4)
    let value = ExactDecimal(valueCell) ?? .zero
    for index in fold.rules.indices {
      let rule = fold.rules[index]
      if rule.lane != lane || rule.name != name { continue }
      if let earlier = pending[index], earlier.rank <= rank { continue }
      pending[index] = (rank, rule.isRounded ? value.rounded(to: priceDecimals) : value)
    }
  }

  private mutating func endGroup() {
    for index in fold.rules.indices {
      let rule = fold.rules[index]
      guard let (_, value) = pending[index] else { continue }
      pending[index] = nil
      // A sum of shop figures fits by far; should garbage overflow, it counts as nothing.
      totals[rule.output] = (totals[rule.output] ?? .zero).adding(value) ?? totals[rule.output]
    }
  }

  private mutating func endKey(_ rows: inout SatelliteRows, _ arena: inout PageArena) {
    guard let key else { return }
    endGroup()
    for index in totals.indices {
      guard let total = totals[index] else { continue }
      rows.append(key: key, slot: fold.slots[index], rank: 0, arena.write(total))
      totals[index] = nil
    }
  }
}
