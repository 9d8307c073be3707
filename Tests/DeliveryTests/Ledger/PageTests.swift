import Bytes
import Foundation
import Runtime
import Testing
import Testkit

@testable import Delivery

/// Pages: what is written is read, and what was not written is refused.
struct PageTests {
  private struct Row: Hashable {
    var key: Int64
    var ordinal: Int
    var version: Int64
    var isLive: Bool
    var hash: RowHash
    var dateKey: Int32
    var image: [UInt8]
  }

  private func page(_ rows: [Row], images: Bool) -> [UInt8] {
    var draft = PageDraft(LedgerForm(hash: .blake2b, keepsImages: images))
    for row in rows {
      draft.append(
        LedgerEntry(
          key: row.key, ordinal: row.ordinal, version: row.version, isLive: row.isLive,
          hash: row.hash, dateKey: row.dateKey, imageStart: 0, imageLength: row.image.count),
        image: row.image.rawSpan)
    }
    let head = draft.head(packing: 200)
    var out = ByteBuffer()
    head.append(to: &out)
    draft.write(head, into: &out)
    return out.array()
  }

  private func read(_ page: [UInt8]) throws(PageError) -> [Row] {
    var reader = PageReader()
    var packer = PlainPacker()
    var bytes = ByteBuffer(capacity: max(page.count, 1))
    bytes.append(page)
    try reader.open(bytes, with: &packer)
    var rows: [Row] = []
    while let entry = try reader.next() {
      rows.append(
        Row(
          key: entry.key, ordinal: entry.ordinal, version: entry.version, isLive: entry.isLive,
          hash: entry.hash, dateKey: entry.dateKey, image: reader.image(of: entry).array()))
    }
    return rows
  }

  private func randomRows(_ random: inout SeededRandom, images: Bool) -> [Row] {
    var key = Int64(bitPattern: random.next()) >> Int64(random.next() % 63)
    var rows: [Row] = []
    var ordinal = 0
    for _ in 0...(random.next() % 40) {
      if !rows.isEmpty {
        if random.isOne(in: 4) {
          ordinal += 1
        } else {
          let step = Int64(random.next() >> (1 + random.next() % 63)) | 1
          if key > .max - step { break }
          key += step
          ordinal = 0
        }
      }
      let isLive = !random.isOne(in: 5)
      rows.append(
        Row(
          key: key, ordinal: ordinal, version: Int64(random.next() >> (2 + random.next() % 62)) | 1,
          isLive: isLive,
          hash: isLive
            ? RowHash(low: random.next(), high: random.next()) : RowHash(low: 0, high: 0),
          dateKey: isLive ? Int32(truncatingIfNeeded: random.next()) : 0,
          image: isLive && images ? random.bytes(count: Int(random.next() % 300)) : []))
    }
    return rows
  }

  @Test func whatIsWrittenIsRead() throws {
    var random = SeededRandom(seed: 11)
    for round in 0..<2000 {
      let rows = randomRows(&random, images: round % 2 == 0)
      #expect(try read(page(rows, images: round % 2 == 0)) == rows, "round \(round)")
    }
  }

  @Test func extremesAreReadAsWell() throws {
    let hash = RowHash(low: .max, high: 1)
    let rows = [
      Row(
        key: .min, ordinal: 0, version: 1, isLive: true, hash: hash, dateKey: .min, image: []),
      Row(
        key: .max, ordinal: 0, version: .max / 2 - 1, isLive: true, hash: hash, dateKey: .max,
        image: [0]),
    ]
    #expect(try read(page(rows, images: true)) == rows)
  }

  @Test func aRowTakesFewBytesBesideItsHash() {
    let rows = (1...1000).map {
      Row(
        key: $0, ordinal: 0, version: 1, isLive: true, hash: RowHash(low: 1, high: 2),
        dateKey: 20_260_410 + Int32($0 / 100), image: [])
    }
    #expect(page(rows, images: false).count < 1000 * (16 + 3) + 120)
  }

  /// Every bit of a small page, every cut of it, and everything that it says about itself.
  @Test func everyDamagedBitOfTheHeadAndEveryCutIsRefused() throws {
    var random = SeededRandom(seed: 12)
    let rows = randomRows(&random, images: true)
    let whole = page(rows, images: true)
    for count in 0..<whole.count {
      #expect(throws: PageError.self) { _ = try self.read(Array(whole[..<count])) }
    }
    for bit in 0..<(PageHead.length * 8) {
      var changed = whole
      changed[bit / 8] ^= 1 << (bit % 8)
      #expect(throws: PageError.self, "bit \(bit)") { _ = try self.read(changed) }
    }
    #expect(throws: PageError.self) { _ = try self.read(whole + [0]) }
  }

  @Test func otherFormatsAreNamed() {
    let whole = page(
      [
        Row(
          key: 1, ordinal: 0, version: 1, isLive: true, hash: RowHash(low: 0, high: 0), dateKey: 0,
          image: [])
      ], images: false)
    for (place, words) in [(4, "format 9"), (5, "packing 9"), (6, "hash 9")] {
      var changed = whole
      changed[place] = 9
      #expect(throws: PageError.unknown(words)) { _ = try self.read(changed) }
    }
    #expect(throws: PageError.notAPage) { _ = try self.read([UInt8](repeating: 0, count: 99)) }
  }

  /// Damage of all kinds to pages without a checksum in the way: an error or rows, never a trap.
  @Test func noDamageTraps() throws {
    let wanted =
      ProcessInfo.processInfo.environment["WKPBIC_FUZZ_SECONDS"].flatMap(Double.init) ?? 2
    let end = SystemClock().monotonicSeconds + wanted
    var seed: UInt64 = 1
    var (opened, refused) = (0, 0)
    while SystemClock().monotonicSeconds < end {
      for _ in 0..<50 {
        var random = SeededRandom(seed: seed)
        var bytes = page(randomRows(&random, images: !seed.isMultiple(of: 3)), images: true)
        for _ in 0...(random.next() % 4) { damage(&bytes, &random) }
        if let rows = try? read(bytes) {
          opened += 1
          // What can be read is a page: written again it reads the same.
          let images = bytes[7] == 1
          #expect(try read(page(rows, images: images)) == rows, "seed \(seed)")
        } else {
          refused += 1
        }
        seed += 1
      }
    }
    #expect(opened > 0 && refused > 0, "\(opened) opened, \(refused) refused")
  }

  private func damage(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
    guard !bytes.isEmpty else { return }
    let place = Int(random.next() % UInt64(bytes.count))
    let twin = (place % PageHead.length) + PageHead.length
    switch random.next() % 6 {
    case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 1: bytes[place] ^= 0x80
    case 2: bytes.remove(at: place)
    case 3: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
    case 4:
      // In both heads at once, so that they agree and the rest must be checked.
      let value: UInt8 = random.isOne(in: 2) ? 0xFF : UInt8(random.next() % 4)
      bytes[twin - PageHead.length] = value
      if twin < bytes.count { bytes[twin] = value }
    default:
      let figures = min(2 * PageHead.length + Int(random.next() % 24), bytes.count - 1)
      bytes[figures] = UInt8(truncatingIfNeeded: random.next())
    }
  }
}
