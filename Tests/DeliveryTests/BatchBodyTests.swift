import Bytes
import Runtime
import Testing
import Testkit

@testable import Delivery

struct BatchBodyTests {
  private static func entry(_ key: Int64, version: Int64, dateKey: Int32 = 0) -> LedgerEntry {
    LedgerEntry(
      key: key, ordinal: 0, version: version, isLive: true, hash: RowHash(low: 0, high: 0),
      dateKey: dateKey, imageStart: 0, imageLength: 0)
  }

  private func stamp(_ number: Int64, hasDateKey: Bool = true) -> BatchStamp {
    BatchStamp(
      number: number, syncedAt: Instant(unixSeconds: 1_775_826_000), hasDateKey: hasDateKey)
  }

  @Test func aBodyIsTheRowsWithTheirStamp() throws {
    var changes = ChangeRows(.signed, additive: ["v"])
    changes.insert(
      Self.entry(1, version: 1, dateKey: 20_260_410), Array(#""id":1,"v":5"#.utf8).rawSpan)
    try changes.update(
      Self.entry(2, version: 4), Array(#""id":2,"v":7"#.utf8).rawSpan,
      from: Self.entry(2, version: 3), Array(#""id":2,"v":6"#.utf8).rawSpan)
    changes.makeBody(stamp(7))
    let body = """
      {"rows":[{"id":1,"v":5,"_sign":1,"_version":1,"_batch":7,\
      "_synced_at":"2026-04-10T13:00:00Z","_date_key":20260410},\
      {"id":2,"v":-6,"_sign":-1,"_version":3,"_batch":7,\
      "_synced_at":"2026-04-10T13:00:00Z","_date_key":null},\
      {"id":2,"v":7,"_sign":1,"_version":4,"_batch":7,\
      "_synced_at":"2026-04-10T13:00:00Z","_date_key":null}]}
      """
    #expect(changes.bytes.bytes.text() == body)
    changes.makeBody(stamp(1_234_567))
    let later = body.replacing("\"_batch\":7,", with: "\"_batch\":1234567,")
    #expect(changes.bytes.bytes.text() == later)
    changes.makeBody(stamp(7))
    #expect(changes.bytes.bytes.text() == body)
  }

  /// Bodies of random rows, each told by plain concatenation of text.
  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func makingABodyLosesNothing(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var changes = ChangeRows(.append, additive: [])
    var texts: [String] = []
    for key in 1...Int64.random(in: 1...40, using: &random) {
      let filler = String(repeating: "y", count: Int.random(in: 0...300, using: &random))
      texts.append(#""id":\#(key),"t":"\#(filler)""#)
      changes.insert(
        Self.entry(key, version: .random(in: 1...(1 << 40), using: &random)),
        Array((texts.last ?? "").utf8).rawSpan)
    }
    let plain = changes.bytes.array()
    for number in [3, 30_000, 5] as [Int64] {
      changes.makeBody(stamp(number, hasDateKey: number != 5))
      let rows = zip(texts, changes.rows).map { text, place in
        "{\(text),\"_sign\":1,\"_version\":\(place.version),\"_batch\":\(number),"
          + "\"_synced_at\":\"2026-04-10T13:00:00Z\""
          + (number == 5 ? "}" : ",\"_date_key\":null}")
      }
      #expect(
        changes.bytes.bytes.text() == "{\"rows\":[" + rows.joined(separator: ",") + "]}")
      #expect(changes.bytes.count <= changes.bodyBytesMax)
    }
    changes.unmakeBody()
    #expect(changes.bytes.array() == plain)
    changes.makeBody(stamp(9))
    changes.removeAll()
    #expect(changes.isEmpty && changes.bytes.isEmpty)
  }

  @Test func theBytesOfARowAreThoseOfItsBody() {
    var rows = RowBuffer()
    var changes = ChangeRows(.append, additive: [])
    for key in 1...9 as ClosedRange<Int64> {
      let start = rows.bytes.count
      rows.bytes.append("\"id\":")
      rows.bytes.append(decimal: key)
      changes.insert(
        Self.entry(key, version: 1), rows.bytes.bytes(at: start, length: rows.bytes.count - start))
      rows.endRow(key: key, start: start, dateKey: 0)
    }
    changes.makeBody(stamp(7))
    let bytes = changes.bytes.count
    #expect(rows.bytesPerRow(under: stamp(7)) == (bytes + 8) / 9)
  }

  @Test func limitsHalveDownToOneMegabyte() {
    var limit: BatchLimit? = BatchLimit(rows: 10_000, bytes: 20_000_000)
    var bytes: [Int] = []
    while let present = limit {
      bytes.append(present.bytes)
      limit = present.halved
    }
    #expect(bytes == [15_000_000, 7_500_000, 3_750_000, 1_875_000, 1_000_000])
  }

  @Test func aFailedPageLeavesTheBufferAsItWas() {
    var rows = RowBuffer()
    rows.bytes.append("\"id\":1")
    rows.endRow(key: 1, start: 0, dateKey: 0)
    let before = rows.bytes.array()
    let start = rows.bytes.count
    rows.bytes.append("half a row")
    rows.endRow(key: 10, start: start, dateKey: 0)
    rows.truncate(toRows: 1)
    #expect(rows.count == 1)
    #expect(rows.bytes.array() == before)
  }
}
