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
    case .pairs(let names, let slots, nil):
      return try pairs(&stream, names, slots, &rows, &arena)
    case .pairs(let names, let slots, .some(let others)):
      var reading = SummaryReading(names, slots: slots, others: others)
      return try reading.read(&stream, into: &rows, &arena)
    case .join(let names, let slots):
      var reading = JoinReading(names, slots: slots)
      return try reading.read(&stream, into: &rows, &arena)
    case .fold(let fold):
      var reading = FoldReading(fold, priceDecimals: priceDecimals)
      return try reading.read(&stream, into: &rows, &arena)
    case .lookup(let lookup):
      return try lanes(&stream, lookup.lanes, lookup.slots, &rows, &arena)
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
    case .wide: preconditionFailure("wide figures are no part of a page")
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

  /// Reads the rows that a cache wants into it.
  static func read(
    _ lookup: Satellite.Lookup, _ stream: inout ResultStream, into cache: inout LookupCache
  ) throws(Fault) {
    while try stream.next() {
      guard let key = key(stream), let name = stream.cell(1),
        let lane = lookup.lanes.index(of: name)
      else { continue }
      let columns = lookup.slots[lane]
      for column in columns.indices {
        guard let cell = stream.cell(column + 2) else { continue }
        cache.put(key, lane: lane, column: column, cell)
      }
    }
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
