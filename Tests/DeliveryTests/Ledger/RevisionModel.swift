import Bytes
import Runtime
import Testing
import Testkit

@testable import Delivery

/// A ledger the naive way, beside the real one: dictionaries, and the destination as a bag of rows.
struct RevisionModel: ~Copyable {
  struct Place: Hashable {
    var key: Int64
    var ordinal: Int
  }

  struct Remembered: Hashable {
    var version: Int64
    /// Nil once it has vanished.
    var row: SourceRow?
  }

  /// A row that the destination holds.
  struct Held: Hashable {
    var key: Int64
    var version: Int64
    var text: String
    var dateKey: Int32
  }

  var shelf = Shelf()
  /// What the shop holds: the rows of each key, in order.
  var source: [Int64: [SourceRow]] = [:]
  var remembered: [Place: Remembered] = [:]
  var destination: [Held: Int] = [:]
  var revision: LedgerRevision<PlainPacker>
  var changes: ChangeRows
  var hasher = PlainHasher()
  var batch: Int64 = 0
  let style: ChangeStyle

  init(style: ChangeStyle, pages: PageLimits) {
    self.style = style
    revision = LedgerRevision(
      table: LedgerTable(datasetID: "d", name: "t"),
      form: LedgerForm(hash: .sha256, keepsImages: style == .signed), pages: pages,
      packer: PlainPacker())
    changes = ChangeRows(style, additive: ["v"])
  }

  static func row(_ key: Int64, value: Int, text: String, dateKey: Int32 = 0) -> SourceRow {
    SourceRow(key: key, text: "\"id\":\(key),\"v\":\(value),\"t\":\"\(text)\"", dateKey: dateKey)
  }

  /// What a run over these ranges must do, by the dictionaries alone.
  mutating func expect(_ ranges: [KeyRange]) -> ChangeCounts {
    var counts = ChangeCounts()
    for range in ranges {
      let known = remembered.keys.filter { $0.key >= range.first && $0.key <= range.last }
      var places = Set(known)
      for (key, rows) in source where key >= range.first && key <= range.last {
        for ordinal in rows.indices { places.insert(Place(key: key, ordinal: ordinal)) }
      }
      for place in places {
        let rows = source[place.key] ?? []
        let now = place.ordinal < rows.count ? rows[place.ordinal] : nil
        let before = remembered[place]
        switch (now, before?.row) {
        case (nil, nil): continue
        case (nil, _?):
          counts.deleted += 1
          remembered[place]?.row = nil
        case (let row?, nil):
          counts.inserted += 1
          remembered[place] = Remembered(version: (before?.version ?? 0) + 1, row: row)
        case (let row?, let old?) where row == old: counts.unchanged += 1
        case (let row?, _?):
          counts.updated += 1
          remembered[place] = Remembered(version: (before?.version ?? 0) + 1, row: row)
        }
      }
    }
    return counts
  }

  /// Runs over the ranges in batches of so many rows; some batches are lost and made again.
  mutating func run(
    _ ranges: [KeyRange], rows: Int, _ random: inout SeededRandom, losses: UInt64
  ) throws -> ChangeCounts {
    var total = ChangeCounts()
    var left = ranges
    var turns = 0
    while !left.isEmpty {
      turns += 1
      try #require(turns < 5000, "a run ends")
      let rest = try oneBatch(left, rows: rows)
      if losses > 0, random.isOne(in: losses) {
        shelf.staged = []
        continue
      }
      shelf.commit()
      deliver()
      total.inserted += changes.counts.inserted
      total.updated += changes.counts.updated
      total.deleted += changes.counts.deleted
      total.unchanged += changes.counts.unchanged
      left = rest
    }
    return total
  }

  /// Makes one batch; returns what is left of the ranges.
  private mutating func oneBatch(_ ranges: [KeyRange], rows: Int) throws -> [KeyRange] {
    batch += 1
    changes.removeAll()
    revision.begin(batch: batch, limit: BatchLimit(rows: rows, bytes: BatchLimit.bytesMin))
    for (place, range) in ranges.enumerated() {
      var buffer = RowBuffer()
      var hashes: [RowHash] = []
      for key in source.keys.sorted() where key >= range.first && key <= range.last {
        for row in source[key] ?? [] { buffer.append(row) }
      }
      buffer.hash(into: &hashes, with: &hasher)
      var index = 0
      let outcome = try revision.revise(
        range, rows: buffer, hashes: hashes, from: &index, changes: &changes, storage: &shelf)
      guard case .full(let through) = outcome else {
        #expect(index == buffer.count)
        continue
      }
      #expect(index == buffer.rows.firstIndex { $0.key > through } ?? buffer.count)
      _ = try revision.finish(storage: &shelf)
      #expect(changes.rows.count <= rows || changes.isOfOneKey)
      if through >= range.last { return Array(ranges[(place + 1)...]) }
      return [KeyRange(first: through + 1, last: range.last)] + ranges[(place + 1)...]
    }
    _ = try revision.finish(storage: &shelf)
    return []
  }

  /// The destination takes the batch: what is taken back must be there, exactly so.
  private mutating func deliver() {
    for place in changes.rows {
      let text = changes.bytes.bytes(at: place.start, length: place.length).text()
      var held = Held(
        key: place.key, version: place.version, text: text, dateKey: place.dateKey)
      if place.sign == 1 {
        destination[held, default: 0] += 1
        continue
      }
      // Negated by another way than ours: the sign in front of the figure.
      held.text =
        text.contains("\"v\":-")
        ? text.replacing("\"v\":-", with: "\"v\":")
        : text.contains("\"v\":0,") ? text : text.replacing("\"v\":", with: "\"v\":-")
      let count = destination[held] ?? 0
      #expect(count > 0, "\(held) was taken back")
      destination[held] = count > 1 ? count - 1 : nil
    }
  }

  /// Whether ledger, pages and destination are what the dictionaries say.
  func check(_ limits: PageLimits, _ label: String) throws {
    var found: [Place: Remembered] = [:]
    for (entry, image) in try shelf.entries() {
      let place = Place(key: entry.key, ordinal: entry.ordinal)
      let before = remembered[place]
      #expect(found[place] == nil, "\(label): \(place) twice")
      #expect(entry.isLive == (before?.row != nil), "\(label): \(place)")
      if style == .signed { #expect(image == before?.row?.text ?? "", "\(label): \(place)") }
      #expect(entry.dateKey == before?.row?.dateKey ?? 0, "\(label): \(place)")
      found[place] = Remembered(version: entry.version, row: before?.row)
    }
    #expect(found == remembered, "\(label)")
    for (left, right) in zip(shelf.pages, shelf.pages.dropFirst()) {
      #expect(left.summary.keys.last < right.summary.keys.first, "\(label): pages overlap")
    }
    for page in shelf.pages where page.summary.keys.first != page.summary.keys.last {
      #expect(page.bytes.count <= limits.bytesMax, "\(label): a page is too large")
    }
    #expect(shelf.pages.reduce(0) { $0 + $1.summary.entryCount } == remembered.count)
    if style == .signed {
      var wanted: [Held: Int] = [:]
      for (place, known) in remembered {
        guard let row = known.row else { continue }
        let held = Held(
          key: place.key, version: known.version, text: row.text, dateKey: row.dateKey)
        wanted[held, default: 0] += 1
      }
      #expect(destination == wanted, "\(label): the destination")
    }
  }
}
