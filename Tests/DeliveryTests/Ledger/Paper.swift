import Bytes
import Runtime
import Testkit

@testable import Delivery

/// A packing that repeats every byte: easy to damage, and no library is in the way.
struct PlainPacker: PagePacker, ~Copyable {
  var algorithm: UInt8 { 200 }

  mutating func pack(_ payload: RawSpan, into out: inout ByteBuffer) {
    out.append(payload)
  }

  mutating func unpack(
    _ packed: RawSpan, into out: inout ByteBuffer, bytesMax: Int
  ) throws(PageError) {
    guard packed.byteCount <= bytesMax else { throw .packing("too large") }
    out.append(packed)
  }
}

/// Hashes well enough for rows that nobody forges (FNV-1a, twice).
struct PlainHasher: RowHasher, ~Copyable {
  var algorithm: RowHashAlgorithm { .sha256 }

  mutating func hash(_ row: RawSpan) -> RowHash {
    var low: UInt64 = 0xCBF2_9CE4_8422_2325
    var high: UInt64 = 0x9E37_79B9_7F4A_7C15
    for index in 0..<row.byteCount {
      low = (low ^ UInt64(row.byte(at: index))) &* 0x100_0000_01B3
      high = (high ^ UInt64(row.byte(at: index))) &* 0x1_0000_01B3 &+ 1
    }
    return RowHash(low: low, high: high)
  }
}

/// A ledger in memory that keeps to the rules of a database: staged pages are not seen, and a
/// commit replaces every page that begins within a staged page's keys.
struct Shelf: LedgerStorage, ~Copyable {
  struct Kept {
    var summary: PageSummary
    var bytes: [UInt8]
  }

  var pages: [Kept] = []
  var staged: [Kept] = []
  var reads = 0

  mutating func page(
    of table: LedgerTable, in range: KeyRange, into bytes: inout ByteBuffer
  ) throws(Fault) -> PageSummary? {
    reads += 1
    guard
      let found = pages.first(where: {
        $0.summary.keys.last >= range.first && $0.summary.keys.first <= range.last
      })
    else { return nil }
    bytes.removeAll()
    bytes.append(found.bytes)
    return found.summary
  }

  mutating func page(
    of table: LedgerTable, before key: Int64, bytesMax: Int, into bytes: inout ByteBuffer
  ) throws(Fault) -> PageSummary? {
    reads += 1
    guard let found = pages.last(where: { $0.summary.keys.last < key }),
      found.bytes.count <= bytesMax
    else { return nil }
    bytes.removeAll()
    bytes.append(found.bytes)
    return found.summary
  }

  mutating func stage(
    _ page: RawSpan, _ summary: PageSummary, of table: LedgerTable, batch: Int64
  ) throws(Fault) {
    staged.append(Kept(summary: summary, bytes: page.array()))
  }

  mutating func commit() {
    for new in staged {
      pages.removeAll {
        $0.summary.keys.first >= new.summary.keys.first
          && $0.summary.keys.first <= new.summary.keys.last
      }
    }
    pages += staged
    pages.sort { $0.summary.keys.first < $1.summary.keys.first }
    staged = []
  }

  /// All entries with their images, in order.
  func entries() throws -> [(entry: LedgerEntry, image: String)] {
    var found: [(LedgerEntry, String)] = []
    var reader = PageReader()
    var packer = PlainPacker()
    for page in pages {
      var bytes = ByteBuffer()
      bytes.append(page.bytes)
      try reader.open(bytes, with: &packer)
      while let entry = try reader.next() {
        found.append((entry, reader.image(of: entry).text()))
      }
    }
    return found
  }
}

/// One row of a test, and its place in a buffer.
struct SourceRow: Hashable {
  var key: Int64
  var text: String
  var dateKey: Int32 = 0
}

extension RowBuffer {
  mutating func append(_ row: SourceRow) {
    let start = bytes.count
    bytes.append(utf8: row.text)
    endRow(key: row.key, start: start, dateKey: row.dateKey)
  }
}
