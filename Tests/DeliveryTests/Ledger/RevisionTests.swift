import Bytes
import Runtime
import Testing
import Testkit

@testable import Delivery

struct RevisionTests {
  private static let everything = [KeyRange.all]

  private func edit(_ model: inout RevisionModel, _ random: inout SeededRandom, keys: Int64) {
    func key() -> Int64 { Int64(random.next() % UInt64(keys)) * 3 }
    for _ in 0..<(random.next() % 30) {
      let one = key()
      let text = String(repeating: "x", count: Int(random.next() % 40))
      let fresh = RevisionModel.row(
        one, value: Int(random.next() % 5) - 2, text: text, dateKey: Int32(random.next() % 3))
      switch random.next() % 8 {
      case 0, 1: model.source[one] = [fresh]
      case 2: model.source[one] = nil
      case 3: model.source[one, default: []].append(fresh)
      case 4: if model.source[one]?.isEmpty == false { model.source[one]?.removeFirst() }
      case 5:
        // A row moves to another key.
        let rows = model.source[one]
        model.source[one] = nil
        model.source[key()] = rows?.map { row in
          SourceRow(key: row.key, text: row.text, dateKey: row.dateKey)
        }
      case 6: model.source[one]?.reverse()
      default: if let row = model.source[one]?.first { model.source[one]?.append(row) }
      }
      if let rows = model.source[one], rows.count > 3 {
        model.source[one] = Array(rows.prefix(3))
      }
    }
    for (key, rows) in model.source {
      model.source[key] =
        rows.isEmpty
        ? nil
        : rows.map {
          SourceRow(key: key, text: $0.text, dateKey: $0.dateKey)
        }
    }
  }

  /// All keys as ranges that touch, or some keys as ranges that do not.
  private func ranges(_ random: inout SeededRandom, keys: Int64) -> [KeyRange] {
    if random.isOne(in: 3) { return Self.everything }
    let isGapless = random.isOne(in: 2)
    var found: [KeyRange] = []
    var first: Int64 = isGapless ? 0 : Int64(random.next() % 20)
    while first < keys * 3 {
      let last = first + Int64(random.next() % 60)
      found.append(KeyRange(first: first, last: last))
      first = last + 1 + (isGapless ? 0 : Int64(random.next() % 50))
    }
    return found
  }

  @Test(arguments: [ChangeStyle.signed, .append])
  func itDoesWhatDictionariesDo(_ style: ChangeStyle) throws {
    var (pages, updates, cases) = (0, 0, 0)
    for seed in 1...250 as ClosedRange<UInt64> {
      var random = SeededRandom(seed: seed)
      let limits = PageLimits(
        bytesMax: 150 + Int(random.next() % 3000), payloadBytesMax: 150 + Int(random.next() % 4000))
      var model = RevisionModel(style: style, pages: limits)
      let keys = Int64(5 + random.next() % 80)
      for round in 0..<8 {
        edit(&model, &random, keys: keys)
        let ranges = ranges(&random, keys: keys)
        let expected = model.expect(ranges)
        let rows = 6 + Int(random.next() % 60)
        let counts = try model.run(
          ranges, rows: rows, &random, losses: random.isOne(in: 3) ? 4 : 0)
        let label = "\(style), seed \(seed), round \(round)"
        #expect(counts == expected, "\(label)")
        try model.check(limits, label)
        updates += counts.updated
        cases += 1
      }
      pages = max(pages, model.shelf.pages.count)
    }
    // The tests tested something.
    #expect(pages > 10 && updates > 1000 && cases == 2000, "\(pages), \(updates)")
  }

  @Test func whatDidNotChangeIsNotWritten() throws {
    let limits = PageLimits(bytesMax: 2000, payloadBytesMax: 4000)
    var model = RevisionModel(style: .signed, pages: limits)
    var random = SeededRandom(seed: 1)
    for key in 1...500 as ClosedRange<Int64> {
      model.source[key] = [RevisionModel.row(key, value: 1, text: "a")]
    }
    _ = model.expect(Self.everything)
    _ = try model.run(Self.everything, rows: 10_000, &random, losses: 0)
    #expect(model.shelf.pages.count > 5)
    let before = model.shelf.pages.map(\.bytes)

    // Nothing changed: nothing is staged.
    let none = try model.run(Self.everything, rows: 10_000, &random, losses: 0)
    #expect(none.unchanged == 500 && none.changed == 0)
    #expect(model.shelf.pages.map(\.bytes) == before)

    // One row changed: one page is.
    model.source[250] = [RevisionModel.row(250, value: 2, text: "b")]
    _ = model.expect(Self.everything)
    _ = try model.run(Self.everything, rows: 10_000, &random, losses: 0)
    let after = model.shelf.pages.map(\.bytes)
    #expect(after.count == before.count)
    #expect(zip(before, after).filter { $0 != $1 }.count == 1)
    try model.check(limits, "one row")
  }

  @Test func aRangeThatWasNotReadLosesNothing() throws {
    let limits = PageLimits.standard
    var model = RevisionModel(style: .signed, pages: limits)
    var random = SeededRandom(seed: 1)
    for key in 1...100 as ClosedRange<Int64> {
      model.source[key] = [RevisionModel.row(key, value: 1, text: "a")]
    }
    _ = model.expect(Self.everything)
    _ = try model.run(Self.everything, rows: 10_000, &random, losses: 0)
    model.source = [:]
    let some = [KeyRange(first: 10, last: 19), KeyRange(first: 90, last: 95)]
    let counts = try model.run(some, rows: 10_000, &random, losses: 0)
    #expect(counts.deleted == 16)
    #expect(try model.shelf.entries().filter(\.entry.isLive).count == 84)
    #expect(model.destination.count == 84)
  }

  @Test func versionsGoOnAfterAReturn() throws {
    var model = RevisionModel(style: .signed, pages: .standard)
    var random = SeededRandom(seed: 1)
    var versions: [Int64] = []
    for value in [1, 2, nil, nil, 3, 3, nil, 3] as [Int?] {
      model.source[7] = value.map { [RevisionModel.row(7, value: $0, text: "a")] }
      _ = model.expect(Self.everything)
      _ = try model.run(Self.everything, rows: 10, &random, losses: 0)
      versions.append(try #require(model.shelf.entries().first).entry.version)
      try model.check(.standard, "\(versions)")
    }
    #expect(versions == [1, 2, 2, 2, 3, 3, 3, 4])
  }

  @Test func newRowsJoinTheLastPageUntilItIsFull() throws {
    let limits = PageLimits(bytesMax: 4000, payloadBytesMax: 4000)
    var model = RevisionModel(style: .signed, pages: limits)
    var random = SeededRandom(seed: 1)
    for key in 1...400 as ClosedRange<Int64> {
      model.source[key] = [RevisionModel.row(key, value: 1, text: "a")]
      let fresh = [KeyRange(first: key, last: .max)]
      _ = model.expect(fresh)
      _ = try model.run(fresh, rows: 10, &random, losses: 0)
    }
    try model.check(limits, "one by one")
    let bytes = model.shelf.pages.reduce(0) { $0 + $1.bytes.count }
    #expect(model.shelf.pages.count <= bytes / (limits.bytesMax / 3) + 1)
  }

  @Test func theRowsOfOneKeyTravelTogetherHoweverFewABatchShouldHave() throws {
    var model = RevisionModel(style: .signed, pages: .standard)
    var random = SeededRandom(seed: 1)
    model.source[1] = (0..<11).map { RevisionModel.row(1, value: $0, text: "a") }
    model.source[2] = (0..<3).map { RevisionModel.row(2, value: $0, text: "b") }
    _ = model.expect(Self.everything)
    _ = try model.run(Self.everything, rows: 10, &random, losses: 0)
    try model.check(.standard, "large keys")
    #expect(model.batch == 2)
  }

  @Test func aKeyThatNoRequestCanHoldSaysSo() throws {
    var model = RevisionModel(style: .signed, pages: .standard)
    var random = SeededRandom(seed: 1)
    model.source[1] = (0...Delivery.batchRowsMax).map { RevisionModel.row(1, value: $0, text: "a") }
    let fault = #expect(throws: Fault.self) {
      try model.run(Self.everything, rows: 10, &random, losses: 0)
    }
    #expect(fault?.code == .tooLarge && fault?.subject == "t, key 1")
  }

  @Test func bytesBindAsRowsDo() throws {
    var model = RevisionModel(style: .signed, pages: .standard)
    var random = SeededRandom(seed: 1)
    let text = String(repeating: "y", count: 100_000)
    for key in 1...25 as ClosedRange<Int64> {
      model.source[key] = [RevisionModel.row(key, value: 1, text: text)]
    }
    _ = model.expect(Self.everything)
    _ = try model.run(Self.everything, rows: 10_000, &random, losses: 0)
    try model.check(.standard, "large rows")
    #expect(model.batch == 3)
    model.changes.makeBody(
      BatchStamp(number: 3, syncedAt: Instant(unixSeconds: 0), hasDateKey: true))
    #expect(model.changes.bytes.count <= BatchLimit.bytesMin)
  }

  @Test func aDamagedPageIsAFaultThatNamesItsKeys() throws {
    var model = RevisionModel(style: .signed, pages: .standard)
    var random = SeededRandom(seed: 1)
    for key in 5...9 as ClosedRange<Int64> {
      model.source[key] = [RevisionModel.row(key, value: 1, text: "a")]
    }
    _ = model.expect(Self.everything)
    _ = try model.run(Self.everything, rows: 100, &random, losses: 0)
    model.shelf.pages[0].bytes.removeLast()
    let fault = #expect(throws: Fault.self) {
      try model.run(Self.everything, rows: 100, &random, losses: 0)
    }
    #expect(fault?.code == .data && fault?.subject == "t, keys 5 to 9")
    #expect(fault?.hint.contains("--full") == true)
  }
}
