import Bytes
import Runtime
import Testing
import Testkit

@testable import Delivery

/// The comparison against dictionaries.
struct ComparisonTests {
  private static let columns = FigureColumns([FigureColumn("v", .whole)])

  /// Rows of three months and of none, some keys with several.
  private func edit(_ model: inout RevisionModel, _ random: inout SeededRandom, edits: UInt64) {
    for _ in 0..<edits {
      let key = Int64(random.next() % 40) * 7 - 30
      guard random.next() % 4 > 0 else {
        model.source[key] = nil
        continue
      }
      model.source[key] = (0..<(1 + random.next() % 2)).map { _ in
        RevisionModel.row(
          key, value: Int(random.next() % 7) - 3, text: "t\(random.next() % 3)",
          dateKey: [0, 20_260_301, 20_260_330, 20_260_401, 20_251_231][Int(random.next() % 5)])
      }
    }
  }

  /// Compares in pages of random sizes, which may part the rows of a key.
  private func compare(
    _ model: inout RevisionModel, _ random: inout SeededRandom
  ) throws -> ComparedFigures {
    var comparison = LedgerComparison(
      table: LedgerTable(datasetID: "d", name: "t"), columns: Self.columns, hash: .sha256,
      packer: PlainPacker())
    var rows = model.source.sorted { $0.key < $1.key }.flatMap(\.value)[...]
    var hasher = PlainHasher()
    while !rows.isEmpty {
      var page = RowBuffer()
      var hashes: [RowHash] = []
      let count = Int(random.next() % 9)
      for row in rows.prefix(count) { page.append(row) }
      rows = rows.dropFirst(count)
      page.hash(into: &hashes, with: &hasher)
      try comparison.compare(page, hashes: hashes, storage: &model.shelf)
    }
    try comparison.finish(storage: &model.shelf)
    return comparison.found
  }

  @Test(arguments: [ChangeStyle.signed, .append])
  func itFindsWhatDictionariesFind(_ style: ChangeStyle) throws {
    var (differing, equal, untouched) = (0, 0, 0)
    for seed in 1...300 as ClosedRange<UInt64> {
      var random = SeededRandom(seed: seed)
      let pages = PageLimits(bytesMax: 200 + Int(random.next() % 800), payloadBytesMax: 4000)
      var model = RevisionModel(style: style, pages: pages)
      for _ in 0..<(1 + random.next() % 3) {
        edit(&model, &random, edits: 30)
        _ = model.expect([.all])
        _ = try model.run([.all], rows: 500, &random, losses: 0)
      }
      edit(&model, &random, edits: random.next() % 4)
      let found = try compare(&model, &random)
      let label = "\(style), seed \(seed)"
      checkRows(found, model.source, model.remembered, label)
      checkPages(found.pages, model.remembered, style, label)
      checkFigures(found, model.source, model.remembered, style, label)
      if found.isEqual { equal += 1 } else { differing += 1 }
      if found.pages.isUntouched { untouched += 1 }
    }
    // Each way is taken often enough to mean something.
    #expect(differing > 100 && equal > 50 && untouched > 50)
  }

  private func checkRows(
    _ found: ComparedFigures, _ source: [Int64: [SourceRow]],
    _ remembered: [RevisionModel.Place: RevisionModel.Remembered], _ label: String
  ) {
    var places = Set(remembered.keys)
    for (key, rows) in source {
      for ordinal in rows.indices { places.insert(.init(key: key, ordinal: ordinal)) }
    }
    var (missing, changed, vanished) = (0, 0, 0)
    for place in places {
      let rows = source[place.key] ?? []
      let now = place.ordinal < rows.count ? rows[place.ordinal] : nil
      switch (now, remembered[place]?.row) {
      case (nil, _?): vanished += 1
      case (_?, nil): missing += 1
      case (let now?, let then?): if now != then { changed += 1 }
      case (nil, nil): continue
      }
    }
    #expect(found.rows.missing == missing, "\(label)")
    #expect(found.rows.changed == changed, "\(label)")
    #expect(found.rows.vanished == vanished, "\(label)")
    #expect(found.rows.first.count == min(found.rows.count, RowDifferences.examplesMax))
    #expect(found.isEqual == (missing + changed + vanished == 0), "\(label)")
  }

  private func checkPages(
    _ pages: PageFigures, _ remembered: [RevisionModel.Place: RevisionModel.Remembered],
    _ style: ChangeStyle, _ label: String
  ) {
    #expect(pages.entryCount == remembered.count, "\(label)")
    #expect(pages.keyCount == Set(remembered.keys.map(\.key)).count, "\(label)")
    #expect(
      pages.isUntouched == remembered.values.allSatisfy { $0.version == 1 && $0.row != nil },
      "\(label)")
    if !remembered.isEmpty { #expect(pages.keepsImages == (style == .signed), "\(label)") }
  }

  private func checkFigures(
    _ found: ComparedFigures, _ source: [Int64: [SourceRow]],
    _ remembered: [RevisionModel.Place: RevisionModel.Remembered], _ style: ChangeStyle,
    _ label: String
  ) {
    let here = Dictionary(grouping: source.values.joined()) { $0.dateKey / 100 }
    let known = remembered.values.compactMap { one in one.row.map { (one.version, $0) } }
    let there = Dictionary(grouping: known) { $0.1.dateKey / 100 }
    #expect(Set(found.source.slices.keys) == Set(here.keys), "\(label)")
    #expect(Set(found.ledger.slices.keys) == Set(there.keys), "\(label)")
    var isEveryMonthEqual = true
    for month in Set(here.keys).union(there.keys) {
      let (left, right) = (here[month] ?? [], (there[month] ?? []).map(\.1))
      let (slice, other) = (found.source.slices[month], found.ledger.slices[month])
      #expect(slice?.rowCount ?? 0 == left.count, "\(label)")
      #expect(other?.rowCount ?? 0 == right.count, "\(label)")
      #expect(other?.versions ?? 0 == (there[month] ?? []).reduce(0) { $0 + Int128($1.0) })
      #expect(sum(slice) == Self.sum(left), "\(label)")
      let isKnown = style == .signed || right.isEmpty
      #expect(sum(other) == (isKnown ? Self.sum(right) : nil), "\(label)")
      let isSame = left.map(\.text).sorted() == right.map(\.text).sorted()
      #expect((slice?.hash ?? 0 == other?.hash ?? 0) == isSame, "\(label), \(month)")
      if !isSame { isEveryMonthEqual = false }
    }
    #expect(found.differences.isEmpty == isEveryMonthEqual, "\(label)")
  }

  private func sum(_ slice: SliceFigures?) -> Int? {
    guard let slice else { return 0 }
    return slice.sums[0].map { Int($0.mantissa) }
  }

  private static func sum(_ rows: [SourceRow]) -> Int {
    rows.reduce(0) { sum, row in
      sum + (row.text.firstMatch(of: /"v":(-?\d+)/).flatMap { Int($0.1) } ?? 1_000_000)
    }
  }

  @Test func whatCannotBeReadIsSaidAndNotTakenForTheTruth() throws {
    var random = SeededRandom(seed: 7)
    var model = RevisionModel(
      style: .signed, pages: PageLimits(bytesMax: 400, payloadBytesMax: 4000))
    edit(&model, &random, edits: 40)
    _ = model.expect([.all])
    _ = try model.run([.all], rows: 500, &random, losses: 0)
    try #require(model.shelf.pages.count > 2)
    model.shelf.pages[1].bytes.removeLast()
    var comparison = LedgerComparison(
      table: LedgerTable(datasetID: "d", name: "t"), columns: Self.columns, hash: .sha256,
      packer: PlainPacker())
    var fault: Fault?
    do throws(Fault) {
      try comparison.finish(storage: &model.shelf)
    } catch {
      fault = error
    }
    #expect(fault?.cause.contains("a page cannot be read") == true)
    #expect(!comparison.found.isLedgerReadable && !comparison.found.isEqual)
  }

  @Test func anotherHashIsNoHash() throws {
    var random = SeededRandom(seed: 8)
    var model = RevisionModel(style: .append, pages: .standard)
    edit(&model, &random, edits: 10)
    _ = model.expect([.all])
    _ = try model.run([.all], rows: 500, &random, losses: 0)
    var comparison = LedgerComparison(
      table: LedgerTable(datasetID: "d", name: "t"), columns: Self.columns, hash: .blake2b,
      packer: PlainPacker())
    var isRefused = false
    do throws(Fault) {
      try comparison.finish(storage: &model.shelf)
    } catch {
      isRefused = true
    }
    #expect(isRefused && !comparison.found.isLedgerReadable)
  }
}
