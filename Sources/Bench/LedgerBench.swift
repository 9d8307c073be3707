import Bytes
import Cryptography
import Delivery
import Foundation
import Runtime
import Store
import Testkit

/// What a ledger costs beside the rows that it remembers: bytes, and time, in one process.
struct LedgerBench {
  let rowCount: Int
  private static let table = LedgerTable(datasetID: "bench", name: "orders")
  private static let chunkRows = 2_000

  /// Seconds of one kind of work, summed over all rows.
  private struct Times {
    var produce = 0.0
    var sha256 = 0.0
    var blake2b = 0.0
    var write = 0.0
    var compare = 0.0
    var change = 0.0
  }

  func run() throws {
    print("machine: \(Machine.description), load \(Machine.load); \(rowCount) rows")
    for style in [ChangeStyle.signed, .append] { try run(style) }
  }

  private func run(_ style: ChangeStyle) throws {
    var times = Times()
    var shelf = Shelf()
    var sourceBytes = 0
    // First everything is new, then nothing changed, then one row of a hundred.
    for pass in 0..<3 {
      var random = SeededRandom(seed: 1)
      var revision = LedgerRevision(
        table: Self.table, form: LedgerForm(hash: .sha256, keepsImages: style == .signed),
        pages: .standard, packer: ZstdPacker())
      var changes = ChangeRows(style, additive: SyntheticOrder.additive)
      var rows = RowBuffer()
      var hashes: [RowHash] = []
      var hasher = LedgerHasher()
      var blake = ShortDigest(.blake2b512)
      var batch: Int64 = 1
      let limit = BatchLimit(rows: Delivery.batchRowsMax, bytes: Delivery.batchBytesMax)
      revision.begin(batch: batch, limit: limit)
      var next: Int64 = 1
      while next <= rowCount {
        let last = min(next + Int64(Self.chunkRows) - 1, Int64(rowCount))
        rows.removeAll()
        let produced = seconds {
          for key in next...last {
            SyntheticOrder.append(
              key, isChanged: pass == 2 && key % 100 == 0, &random, to: &rows)
          }
        }
        let hashed = seconds { rows.hash(into: &hashes, with: &hasher) }
        if pass == 0 {
          times.produce += produced
          times.sha256 += hashed
          sourceBytes += rows.bytes.count
          times.blake2b += seconds {
            for place in rows.rows {
              _ = blake.prefix(of: rows.bytes.bytes(at: place.start, length: place.length))
            }
          }
        }
        var index = 0
        let start = SystemClock().monotonicSeconds
        var first = next
        while case .full(let through) = try revision.revise(
          KeyRange(first: first, last: last), rows: rows, hashes: hashes, from: &index,
          changes: &changes, storage: &shelf)
        {
          _ = try revision.finish(storage: &shelf)
          shelf.commit()
          changes.removeAll()
          batch += 1
          revision.begin(batch: batch, limit: limit)
          first = through + 1
          if first > last { break }
        }
        let spent = SystemClock().monotonicSeconds - start
        switch pass {
        case 0: times.write += spent
        case 1: times.compare += spent
        default: times.change += spent
        }
        next = last + 1
      }
      _ = try revision.finish(storage: &shelf)
      shelf.commit()
      if pass == 0 { report(style, shelf, sourceBytes) }
    }
    report(style, times)
  }

  private func report(_ style: ChangeStyle, _ shelf: borrowing Shelf, _ sourceBytes: Int) {
    let bytes = shelf.byteCount
    print(
      String(
        format: "%@: %d bytes a row, ledger %.1f bytes a row in %d pages: %.1f %% of the rows",
        "\(style)", sourceBytes / rowCount, Double(bytes) / Double(rowCount), shelf.pageCount,
        100 * Double(bytes) / Double(sourceBytes)))
  }

  private func report(_ style: ChangeStyle, _ times: Times) {
    let micros = 1e6 / Double(rowCount)
    print(
      String(
        format: """
          %@: µs a row: produce %.2f, SHA-256 %.2f, BLAKE2b %.2f, write pages %.2f, \
          compare unchanged %.2f, compare 1 %% changed %.2f; hash and write %.2f × produce
          """,
        "\(style)", times.produce * micros, times.sha256 * micros, times.blake2b * micros,
        times.write * micros, times.compare * micros, times.change * micros,
        (times.sha256 + times.write) / times.produce))
  }

  private func seconds(_ work: () -> Void) -> Double {
    let start = SystemClock().monotonicSeconds
    work()
    return SystemClock().monotonicSeconds - start
  }
}

/// Pages in memory, as a database would keep them.
private struct Shelf: LedgerStorage, ~Copyable {
  private var pages: [(summary: PageSummary, bytes: [UInt8])] = []
  private var staged: [(summary: PageSummary, bytes: [UInt8])] = []

  var pageCount: Int { pages.count }
  var byteCount: Int { pages.reduce(0) { $0 + $1.bytes.count } }

  /// The first page that ends at or behind a key.
  private func place(reaching key: Int64) -> Int {
    var (low, high) = (0, pages.count)
    while low < high {
      let middle = (low + high) / 2
      if pages[middle].summary.keys.last < key { low = middle + 1 } else { high = middle }
    }
    return low
  }

  mutating func page(
    of table: LedgerTable, in range: KeyRange, into bytes: inout ByteBuffer
  ) throws(Fault) -> PageSummary? {
    let place = place(reaching: range.first)
    guard place < pages.count, pages[place].summary.keys.first <= range.last else { return nil }
    bytes.removeAll()
    bytes.append(pages[place].bytes)
    return pages[place].summary
  }

  mutating func page(
    of table: LedgerTable, before key: Int64, bytesMax: Int, into bytes: inout ByteBuffer
  ) throws(Fault) -> PageSummary? {
    let place = place(reaching: key) - 1
    guard place >= 0, pages[place].bytes.count <= bytesMax else { return nil }
    bytes.removeAll()
    bytes.append(pages[place].bytes)
    return pages[place].summary
  }

  mutating func stage(
    _ page: RawSpan, _ summary: PageSummary, of table: LedgerTable, batch: Int64
  ) throws(Fault) {
    staged.append((summary, page.array()))
  }

  mutating func commit() {
    for new in staged {
      let start = place(reaching: new.summary.keys.first)
      var end = start
      while end < pages.count, pages[end].summary.keys.first <= new.summary.keys.last { end += 1 }
      pages.replaceSubrange(start..<end, with: [new])
    }
    staged = []
  }
}

/// An order as a shop of the usual kind has it: about 1.9 KB, half of it text that is never twice.
private enum SyntheticOrder {
  static let additive = [
    "total", "subtotal", "discount_total", "shipping_total", "shipping_tax", "cart_tax",
    "total_tax", "fees_total", "net_total", "total_refunded", "total_after_refunds",
  ]
  private static let names = [
    "Anna", "Jürgen", "María", "Oliver", "Chloé", "Noah", "Emma", "Łukasz", "Sofia", "Liam",
    "Müller", "Schmidt", "García", "Smith", "Novák", "Rossi", "Johnson", "Dubois", "Jensen",
  ]
  private static let cities = [
    "Berlin", "München", "Madrid", "London", "Praha", "Milano", "New York", "Lyon", "København",
  ]
  private static let words = [
    "please", "leave", "the", "parcel", "with", "our", "neighbour", "at", "number", "ring",
    "twice", "gift", "no", "invoice", "inside", "thank", "you", "birthday", "delivery", "before",
  ]
  private static let texts = [
    "payment_method_title", "shipping_method", "billing_company", "origin", "device_type",
    "utm_source", "utm_medium", "utm_campaign", "session_entry", "billing_state", "currency",
    "created_via", "customer_type", "referrer", "user_agent_family", "shipping_state",
  ]

  static func append(
    _ key: Int64, isChanged: Bool, _ random: inout SeededRandom, to rows: inout RowBuffer
  ) {
    let start = rows.bytes.count
    let cents = Int64(random.next() % 50_000) + (isChanged ? 1 : 0)
    rows.bytes.append("\"source_store\":\"shop.example.com\",\"id\":")
    rows.bytes.append(decimal: key)
    member("number", "\(key)", &rows.bytes)
    member("status", key % 9 == 0 ? "processing" : "completed", &rows.bytes)
    for side in ["billing", "shipping"] { address(side, &random, &rows.bytes) }
    member(
      "billing_email", "\(pick(names, &random))\(random.next() % 100_000)@example.com", &rows.bytes)
    member("billing_phone", "+49 \(random.next() % 10_000_000_000)", &rows.bytes)
    member(
      "transaction_id", "ch_\(String(random.next(), radix: 36))\(String(random.next(), radix: 36))",
      &rows.bytes)
    member(
      "customer_ip_address",
      "\(random.next() % 256).\(random.next() % 256).\(random.next() % 256).7", &rows.bytes)
    for name in additive {
      rows.bytes.append(utf8: ",\"\(name)\":\(cents / 100).\(10 + cents % 90)")
    }
    let minute = key / 3
    let clock = "T\(10 + minute / 60 % 10):\(10 + minute % 50):\(10 + random.next() % 50)"
    let day = "2025-\(10 + minute / 20_000 % 3)-\(10 + minute / 1440 % 18)"
    for name in ["created", "modified", "paid", "completed"] {
      member("date_\(name)", "\(day)\(clock)", &rows.bytes)
      member("date_\(name)_gmt", "\(day)\(clock)Z", &rows.bytes)
    }
    for (place, name) in texts.enumerated() {
      member(name, "\(name) of kind \(random.next() % UInt64(place + 2))", &rows.bytes)
    }
    if random.isOne(in: 4) {
      let note = (0..<(8 + random.next() % 20)).map { _ in pick(words, &random) }
      member("customer_note", note.joined(separator: " "), &rows.bytes)
    } else {
      rows.bytes.append(",\"customer_note\":null")
    }
    rows.endRow(key: key, start: start, dateKey: 20_250_101 + Int32(minute / 1440 % 28))
  }

  private static func address(
    _ side: String, _ random: inout SeededRandom, _ bytes: inout ByteBuffer
  ) {
    member("\(side)_first_name", pick(names, &random), &bytes)
    member("\(side)_last_name", pick(names, &random), &bytes)
    member("\(side)_city", pick(cities, &random), &bytes)
    member("\(side)_address_1", "\(pick(words, &random)) street \(random.next() % 300)", &bytes)
    member("\(side)_postcode", "\(10_000 + random.next() % 90_000)", &bytes)
    member("\(side)_country", "DE", &bytes)
  }

  private static func pick(_ list: [String], _ random: inout SeededRandom) -> String {
    list[Int(random.next() % UInt64(list.count))]
  }

  private static func member(_ name: String, _ value: String, _ bytes: inout ByteBuffer) {
    bytes.append(utf8: ",\"\(name)\":")
    bytes.appendJSONString(value)
  }
}
