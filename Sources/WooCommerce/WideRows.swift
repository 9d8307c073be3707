internal import Bytes
internal import MariaDB
internal import Runtime

/// Figures that no index serves: every row of another table is read for them, a slice at a time,
/// and added up for a wide range of keys at once.
///
/// A page's worth of keys would cost as much as all of them. Memory follows the keys of a range,
/// not the rows of the other table.
struct WideRows: ~Copyable {
  /// Keys of a range: few enough that their figures are small, many enough that most shops have
  /// one range.
  static let keysMax = 65_536
  /// Ids of the other table that one statement looks at, so that none takes long.
  static let sliceIDs: Int64 = 20_000

  private let rules: [Satellite.WideRule]
  /// Where a key's cells begin.
  private var places: [Int64: Int] = [:]
  private var cells: [Cell] = []
  /// The figures of the keys after the first and up to the second are here.
  private(set) var coveredAfter: Int64 = 0
  private(set) var coveredUpto: Int64 = 0

  private enum Cell {
    case none
    case number(ExactDecimal)
    case text([UInt8])
  }

  init(_ rules: [Satellite.WideRule]) {
    self.rules = rules
  }

  var isEmpty: Bool { rules.isEmpty }

  mutating func removeAll() {
    coveredAfter = 0
    coveredUpto = 0
    places.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
  }

  /// Every figure of these keys is here now.
  mutating func cover(after: Int64, upto: Int64) {
    coveredAfter = after
    coveredUpto = upto
  }

  /// Whether the figures of the key that follows are here.
  func covers(after key: Int64) -> Bool { key >= coveredAfter && key < coveredUpto }

  /// Adds what a slice says; slices come in the order of their ids.
  mutating func add(_ stream: inout ResultStream) throws(Fault) {
    while try stream.next() {
      guard let key = SatelliteReading.key(stream) else { continue }
      let start = place(of: key)
      for index in rules.indices {
        guard let cell = stream.cell(index + 1) else { continue }
        cells[start + index] = Self.merged(cells[start + index], cell, rules[index].merging)
      }
    }
  }

  private mutating func place(of key: Int64) -> Int {
    if let place = places[key] { return place }
    places[key] = cells.count
    for _ in rules { cells.append(.none) }
    return cells.count - rules.count
  }

  private static func merged(
    _ old: Cell, _ cell: RawSpan, _ merging: Satellite.WideRule.Merging
  ) -> Cell {
    switch merging {
    case .sum:
      var sum = ExactDecimal(cell) ?? .zero
      if case .number(let other) = old { sum.add(other) }
      return .number(sum)
    case .latest:
      let text = cell.array()
      if case .text(let other) = old, !other.lexicographicallyPrecedes(text) { return old }
      return .text(text)
    case .last: return .text(cell.array())
    }
  }

  /// Puts the figures of that key into their slots.
  func scatter(key: Int64, into slots: inout RowSlots, _ arena: inout PageArena) {
    guard let start = places[key] else { return }
    for index in rules.indices {
      switch cells[start + index] {
      case .none: continue
      case .number(let value): slots.put(rules[index].slot, arena.write(value), rank: 0)
      case .text(let text): slots.put(rules[index].slot, arena.copy(text.rawSpan), rank: 0)
      }
    }
  }
}

extension EntitySource {
  /// Reads the next slice of figures, if the page after a key still lacks them; false when nothing
  /// is lacking.
  mutating func readSlice(after: Int64) throws(Fault) -> Bool {
    if wide.isEmpty { return false }
    let signpost = try takeSignpost()
    if wide.covers(after: after) || after >= signpost { return false }
    if sliceUpto == nil || rangeAfter != after {
      try beginRange(after: after, signpost: signpost)
    }
    guard let slice = sliceUpto, slice < sliceSignpost else {
      wide.cover(after: after, upto: rangeUpto)
      sliceUpto = nil
      return false
    }
    for satellite in plan.satellites where satellite.isWide {
      var stream = try connection.stream(
        sliceText(satellite.template, after: after, slice: slice),
        "reading \(subject) (\(satellite.name))")
      try wide.add(&stream)
    }
    sliceUpto = slice + WideRows.sliceIDs
    return true
  }

  private mutating func beginRange(after: Int64, signpost: Int64) throws(Fault) {
    wide.removeAll()
    rangeAfter = after
    let range = plan.values(
      after: after, upto: signpost, limit: WideRows.keysMax, signpost: signpost)
    let bound = SQLText(template: plan.bound, range)
    rangeUpto = try number(bound, "finding a range") ?? signpost
    guard let slices = plan.slices else { preconditionFailure("wide figures come in slices") }
    sliceSignpost = try number(SQLText(template: slices, range), "finding the last slice") ?? 0
    sliceUpto = 0
  }

  private func sliceText(_ template: [UInt8], after: Int64, slice: Int64) -> SQLText {
    var values = plan.values(after: after, upto: rangeUpto, limit: 0, signpost: rangeUpto)
    values["slice_after"] = .integer(slice)
    values["slice_upto"] = .integer(slice + WideRows.sliceIDs)
    return SQLText(template: template, values)
  }

  /// Forgets a range, so that it is read again from its beginning.
  mutating func restartRange() {
    wide.removeAll()
    sliceUpto = nil
  }
}
