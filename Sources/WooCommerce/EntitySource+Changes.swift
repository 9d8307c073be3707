internal import Bytes
package import Delivery
internal import MariaDB
package import Runtime

extension EntitySource: HintedSource {
  package var isReadAsAWhole: Bool { !wide.isEmpty }

  package mutating func changedKeys(
    since: Instant, afterKey: Int64, limit: Int
  ) throws(Fault) -> ChangedKeys {
    guard let changes = plan.changes.changes else { return .unknown }
    let newest = max(afterKey, WooCommerce.lateKeys) - WooCommerce.lateKeys
    var tally = KeyTally(limit: limit)
    tally.add(KeyRange(first: newest == .max ? newest : newest + 1, last: .max))
    if plan.isAbsent { return ChangedKeys(tally.ranges) }
    for change in changes {
      let places = changePlaces(since, limit)
      try change.isSliced
        ? collectSlices(change, places, into: &tally)
        : collect(SQLText(template: change.template, places), change.name, into: &tally)
      if tally.isFull { return .unknown }
    }
    return try widened(tally)
  }

  package mutating func keys(
    touchedBy hints: [Hint], limit: Int
  ) throws(Fault) -> ChangedKeys {
    if plan.changes.touches.isEmpty { return .unknown }
    var objects: [HintKind: Set<Int64>] = [:]
    for hint in hints {
      guard let kind = HintKind(rawValue: hint.kind) else { return .unknown }
      objects[kind, default: []].insert(hint.objectID)
    }
    if plan.isAbsent { return .ranges([]) }
    var tally = KeyTally(limit: limit)
    for touch in plan.changes.touches {
      guard let ids = objects[touch.kind]?.sorted() else { continue }
      try collect(touch, ids, into: &tally)
      if tally.isFull { return .unknown }
    }
    return try widened(tally)
  }
}

extension EntitySource {
  private func changePlaces(_ since: Instant, _ limit: Int) -> [String: Literal] {
    let seconds = max(0, since.unixSeconds)
    var places = plan.values(after: 0, upto: 0, limit: limit + 1, signpost: 0)
    places["since"] = .timestamp(CivilTime(seconds: seconds))
    places["since_seconds"] = .text(String(seconds))
    return places
  }

  /// Keys in the first cell.
  private mutating func collect(
    _ text: SQLText, _ name: String, into tally: inout KeyTally
  ) throws(Fault) {
    var stream = try connection.stream(text, "looking for changes of \(subject) (\(name))")
    while try stream.next() {
      tally.add(SatelliteReading.key(stream) ?? 0)
    }
  }

  /// Slices of the newest ids, none of which takes long.
  private mutating func collectSlices(
    _ change: ChangePlan.Change, _ places: [String: Literal], into tally: inout KeyTally
  ) throws(Fault) {
    guard let slices = plan.slices else { preconditionFailure("changes come in slices") }
    var places = places
    let last =
      try number(SQLText(template: slices, places), "finding the last slice") ?? 0
    var slice = max(0, last - WooCommerce.changedIDsMax)
    while slice < last, !tally.isFull {
      places["slice_after"] = .integer(slice)
      places["slice_upto"] = .integer(slice + WideRows.sliceIDs)
      try collect(SQLText(template: change.template, places), change.name, into: &tally)
      slice += WideRows.sliceIDs
    }
  }

  private mutating func collect(
    _ touch: ChangePlan.Touch, _ ids: [Int64], into tally: inout KeyTally
  ) throws(Fault) {
    if touch.isKey { for id in ids where id > 0 { tally.add(id) } }
    guard let template = touch.template else { return }
    var start = 0
    while start < ids.count, !tally.isFull {
      let some = ids[start..<min(start + WooCommerce.namedKeysMax, ids.count)]
      // Each of them may bring a row without a key.
      let limit = tally.limit + some.count + 1
      var places = plan.values(after: 0, upto: 0, limit: limit, signpost: 0)
      places["touched"] = .list(some.map { .integer($0) })
      let found = try collectTouched(SQLText(template: template, places), into: &tally)
      if touch.isUnknownWhenGone, !found.isSuperset(of: some) { tally.fill() }
      start += some.count
    }
  }

  /// The objects that are there, whose keys go into the tally.
  private mutating func collectTouched(
    _ text: SQLText, into tally: inout KeyTally
  ) throws(Fault) -> Set<Int64> {
    var found: Set<Int64> = []
    var stream = try connection.stream(text, "looking for what events touched of \(subject)")
    while try stream.next() {
      if let cell = stream.cell(0), let id = IntegerText.value(cell) { found.insert(id) }
      guard let cell = stream.cell(1), let key = IntegerText.value(cell), key > 0 else { continue }
      tally.add(key)
    }
    return found
  }

  /// The ranges, as far as they reach into what is empty: rows that vanished stood there.
  private mutating func widened(_ tally: KeyTally) throws(Fault) -> ChangedKeys {
    guard let beside = plan.changes.beside, case .ranges(let ranges) = ChangedKeys(tally.ranges)
    else { return ChangedKeys(tally.ranges) }
    var wide: [KeyRange] = []
    for range in ranges {
      var places = plan.values(after: 0, upto: 0, limit: 1, signpost: 0)
      places["first"] = .integer(range.first)
      places["last"] = .integer(range.last)
      let text = SQLText(template: beside, places)
      let rows = try connection.rows(text, "looking beside changes of \(subject)")
      let before = rows.first?[0].flatMap { IntegerText.value($0.rawSpan) } ?? 0
      let behind = rows.first?[1].flatMap { IntegerText.value($0.rawSpan) }
      wide.append(
        KeyRange(
          first: min(before + 1, range.first), last: max(range.last, (behind ?? .max) - 1)))
    }
    return ChangedKeys(wide)
  }
}

/// Keys as they come, up to a limit.
struct KeyTally {
  /// Keys that are held at most.
  let limit: Int
  private(set) var ranges: [KeyRange] = []
  private var keyCount = 0
  /// Whether there are more, or it is open which.
  private(set) var isFull = false

  init(limit: Int) {
    self.limit = limit
  }

  /// Zero is no key, and yet counts: the statement that brought it stops at the limit.
  mutating func add(_ key: Int64) {
    keyCount += 1
    if keyCount > limit { isFull = true }
    if isFull || key <= 0 { return }
    if let last = ranges.last?.last, key == last || key - 1 == last {
      ranges[ranges.count - 1].last = key
    } else {
      ranges.append(KeyRange(first: key, last: key))
    }
  }

  /// Keys of which it is not known how many there are, and that do not count.
  mutating func add(_ range: KeyRange) { ranges.append(range) }

  mutating func fill() { isFull = true }
}
