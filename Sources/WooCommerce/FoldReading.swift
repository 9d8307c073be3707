internal import Bytes
internal import MariaDB
internal import Runtime
internal import WordPress

/// Adds numbers up, group by group: of repeated names in a group the lowest rank counts, as
/// WordPress reads meta.
struct FoldReading {
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
    for index in fold.rules.indices {
      let rule = fold.rules[index]
      if rule.lane != lane || rule.name != name { continue }
      if let earlier = pending[index], earlier.rank <= rank { continue }
      pending[index] = (rank, value(of: valueCell, rule.measure))
    }
  }

  /// What is no number counts as 0, as PHP has it.
  private func value(of cell: RawSpan, _ measure: Satellite.Measure) -> ExactDecimal {
    switch measure {
    case .sum: ExactDecimal(cell) ?? .zero
    case .rounded: (ExactDecimal(cell) ?? .zero).rounded(to: priceDecimals)
    case .count: ExactDecimal(1)
    case .taxes: PHPScanner.taxTotal(cell) ?? .zero
    }
  }

  private mutating func endGroup() {
    for index in fold.rules.indices {
      let rule = fold.rules[index]
      guard let (_, value) = pending[index] else { continue }
      if let other = rule.unless, pending[other] != nil { continue }
      // A sum of shop figures fits by far; should garbage overflow, it counts as nothing.
      totals[rule.output] = (totals[rule.output] ?? .zero).adding(value) ?? totals[rule.output]
    }
    for index in pending.indices { pending[index] = nil }
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
