import Bytes
import Delivery
import Engine
import Foundation
import MariaDB
import Model
import Runtime
import Store
import Testkit
import WooCommerce

/// One way to go over the rows of an entity; the last two know orders only, and what syncs comes
/// in this order.
enum Way: String, CaseIterable {
  /// As `encode`, and all that is sent is noted for `discard`.
  case record
  case discard, encode, sync, sweep, edited, hinted, codable, php

  var title: String {
    switch self {
    case .record: "read, encode, note statements"
    case .discard: "(a) C: same statements, discarded"
    case .encode: "(b) read and encode"
    case .sync: "(c) full sync to a local sink, with ledger"
    case .sweep: "(d) sweep that finds nothing"
    case .edited: "the newest 1 % changed, swept"
    case .hinted: "the newest 1 % changed, by hints"
    case .codable: "Codable: dictionaries, JSONEncoder"
    case .php: "PHP: mysqli, arrays, json_encode"
    }
  }

  /// Goes it in a child process; nil when this machine or this shop has no such way.
  func inChild(
    _ entity: Entity, _ arguments: Arguments, _ server: ServerProcess
  ) throws -> Measurement? {
    let words = arguments.words(for: self, entity)
    let (program, allWords) =
      self == .php
      ? ("php", [Repository.path("Sources/Bench/orders.php")] + words)
      : (CommandLine.arguments[0], words)
    if self == .php, try !Self.hasPHP(arguments) { return nil }
    let before = server.cpuSeconds
    let outcome = try ChildProcess.run(program, allWords, timeoutSeconds: Self.timeoutSeconds)
    let after = server.cpuSeconds
    guard outcome.status == 0, let line = outcome.output.split(separator: "\n").last,
      var measured = Measurement(line: line)
    else {
      throw Fault(
        .data, operation: "measuring", subject: "\(entity.slug): \(title)",
        cause: outcome.errors + outcome.output, recovery: .operator)
    }
    if let before, let after { measured.serverSeconds = after - before }
    return measured
  }

  /// A million orders on a slow machine take some minutes.
  private static let timeoutSeconds = 3600.0

  /// The PHP beside this file reads order tables only.
  private static func hasPHP(_ arguments: Arguments) throws -> Bool {
    guard try ShopAccess(arguments).shop().storage == .hpos else { return false }
    return (try? ChildProcess.run("php", ["-m"]))?.output.contains("mysqli") == true
  }

  /// Goes it in this process.
  func measure(_ arguments: Arguments) throws -> Measurement {
    let access = try ShopAccess(arguments)
    let recording = Recording(path: arguments.recording)
    let entity = arguments.entities[0]
    switch self {
    case .record:
      return try recording.keep(preparing: { try access.source(entity) }) { source in
        try Self.encode(&source, secondsMax: arguments.secondsMax, readsMax: nil)
      }
    case .discard: return try recording.replay(access)
    case .encode:
      var source = try access.source(entity)
      return try Self.encode(&source, secondsMax: nil, readsMax: arguments.readsMax)
    case .sync, .sweep, .edited, .hinted: return try SyncWay(way: self, access, entity).measure()
    case .codable: return try Self.codable(access)
    case .php: preconditionFailure("PHP goes in a process of its own")
    }
  }

  /// Reads to the end, or as far as seconds or reads go.
  private static func encode(
    _ source: inout ShopSource, secondsMax: Double?, readsMax: Int?
  ) throws -> Measurement {
    let clock = SystemClock()
    let deadline = secondsMax.map { clock.monotonicSeconds + $0 } ?? .infinity
    var rows = RowBuffer()
    var cursor = Cursor.after(0)
    var (count, bytes, reads) = (0, 0, 0)
    let meter = Meter()
    while cursor != .end, reads < readsMax ?? .max, clock.monotonicSeconds < deadline {
      cursor = try source.read(after: cursor, into: &rows)
      count += rows.count
      bytes += rows.bytes.count
      reads += 1
      rows.removeAll()
    }
    var measured = meter.end(rows: count, bytes: bytes)
    measured.reads = reads
    measured.isWhole = cursor == .end
    return measured
  }

  private static func codable(_ access: ShopAccess) throws -> Measurement {
    var source = try access.orders()
    let pages = try source.pageRanges()
    var connection = try Connection.open(access.options)
    var (count, bytes) = (0, 0)
    let meter = Meter()
    for page in pages {
      let done = try CodableRows.page(source.statements(of: page), &connection)
      count += done.rows
      bytes += done.bytes
    }
    return meter.end(rows: count, bytes: bytes)
  }
}

/// A destination that takes everything and keeps the number of bytes.
struct Sink: Destination, ~Copyable {
  final class Tally {
    var bytes = 0
  }

  let tally: Tally
  let postTimeoutSeconds = 10.0

  mutating func clear() throws(Fault) {}

  mutating func post(_ body: borrowing ByteBuffer) throws(Fault) {
    tally.bytes += body.count
  }

  mutating func rowCount(batch: Int64?) throws(Fault) -> Int? { nil }
}
