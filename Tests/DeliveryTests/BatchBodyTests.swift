import Bytes
import Delivery
import Runtime
import Testing

struct BatchBodyTests {
  private func buffer(_ count: Int, padding: Int) -> RowBuffer {
    var rows = RowBuffer()
    for index in 0..<count {
      let start = rows.bytes.count
      rows.bytes.append("\"id\":")
      rows.bytes.append(decimal: Int64(index))
      rows.bytes.append(",\"text\":")
      rows.bytes.appendJSONString(String(repeating: "x", count: padding))
      rows.endRow(key: Int64(index), start: start, dateKey: index % 2 == 0 ? 20_260_410 : 0)
    }
    return rows
  }

  private let stamp = BatchStamp(
    number: 7, syncedAt: Instant(unixSeconds: 1_775_826_000), hasDateKey: true)

  @Test func aBodyIsTheRowsWithTheirStamp() throws {
    var body = BatchBody()
    body.fill(
      from: buffer(2, padding: 1), limit: BatchLimit(rows: 10, bytes: 1_000_000), stamp: stamp)
    #expect(
      body.bytes.bytes.text() == """
        {"rows":[{"id":0,"text":"x","_sign":1,"_version":1,"_batch":7,\
        "_synced_at":"2026-04-10T13:00:00Z","_date_key":20260410},\
        {"id":1,"text":"x","_sign":1,"_version":1,"_batch":7,\
        "_synced_at":"2026-04-10T13:00:00Z","_date_key":null}]}
        """)
  }

  @Test func batchesRespectBothLimitsAndLoseNothing() throws {
    var rows = buffer(2500, padding: 1000)
    let limit = BatchLimit(rows: 900, bytes: 1_000_000)
    var body = BatchBody()
    var seen: [Int64] = []
    var batches = 0
    while !rows.isEmpty {
      body.fill(from: rows, limit: limit, stamp: stamp)
      #expect(body.bytes.count <= limit.bytes && body.rowCount <= limit.rows)
      let document = try JSONValue(body.bytes.array())
      let ids = try #require(document["rows"]?.array).compactMap { $0["id"]?.integer }
      #expect(ids.count == body.rowCount)
      seen += ids
      rows.removeFirst(body.rowCount)
      batches += 1
    }
    #expect(seen == (0..<2500).map(Int64.init))
    #expect(batches >= 3)
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
    var rows = buffer(10, padding: 3)
    let before = rows.bytes.array()
    let start = rows.bytes.count
    rows.bytes.append("half a row")
    rows.endRow(key: 10, start: start, dateKey: 0)
    rows.truncate(toRows: 10)
    #expect(rows.count == 10)
    #expect(rows.bytes.array() == before)
  }
}
