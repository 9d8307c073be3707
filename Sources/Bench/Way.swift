import Bytes
import CDiscard
import Delivery
import Engine
import Foundation
import MariaDB
import Runtime
import Store
import Testkit
import WooCommerce

/// One way to go over the shop's orders.
enum Way: String, CaseIterable {
  case discard, encode, sync, codable, php

  var title: String {
    switch self {
    case .discard: "(a) C: same statements, discarded"
    case .encode: "(b) read and encode"
    case .sync: "(c) full sync to a local sink"
    case .codable: "Codable: dictionaries, JSONEncoder"
    case .php: "PHP: mysqli, arrays, json_encode"
    }
  }

  /// Goes it in a child process; nil when this machine or this shop has no such way.
  func inChild(_ arguments: Arguments, _ server: ServerProcess) throws -> Measurement? {
    let (program, words) =
      self == .php
      ? ("php", [Repository.path("Sources/Bench/orders.php")] + arguments.words(for: self))
      : (CommandLine.arguments[0], arguments.words(for: self))
    if self == .php, try !Self.hasPHP(arguments) { return nil }
    let before = server.cpuSeconds
    let outcome = try ChildProcess.run(program, words, timeoutSeconds: Self.timeoutSeconds)
    let after = server.cpuSeconds
    guard outcome.status == 0, let line = outcome.output.split(separator: "\n").last,
      var measured = Measurement(line: line)
    else {
      throw Fault(
        .data, operation: "measuring", subject: title, cause: outcome.errors + outcome.output,
        recovery: .operator)
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
  func measure(_ access: ShopAccess) throws -> Measurement {
    switch self {
    case .discard: try Self.discard(access)
    case .encode: try Self.encode(access)
    case .sync: try Self.sync(access)
    case .codable: try Self.codable(access)
    case .php: preconditionFailure("PHP goes in a process of its own")
    }
  }

  private static func discard(_ access: ShopAccess) throws -> Measurement {
    var source = try access.source()
    let statements = try source.pageRanges().flatMap { source.statements(of: $0) }
    let rows = try source.count()
    guard let connection = CDiscard_open(access.socket, "root", "", access.options.database)
    else { throw CocoaError(.fileReadUnknown) }
    defer { CDiscard_close(connection) }
    var count = CDiscard_count()
    let meter = Meter()
    for statement in statements {
      let failed = statement.bytes.withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          CDiscard_run(connection, $0.baseAddress, UInt64($0.count), &count)
        }
      }
      if failed != 0 { fatalError(String(cString: CDiscard_error(connection))) }
    }
    return meter.end(rows: rows, bytes: Int(count.bytes))
  }

  private static func encode(_ access: ShopAccess) throws -> Measurement {
    var source = try access.source()
    var rows = RowBuffer()
    var cursor = Cursor.after(0)
    var (count, bytes) = (0, 0)
    let meter = Meter()
    while cursor != .end {
      cursor = try source.read(after: cursor, into: &rows)
      count += rows.count
      bytes += rows.bytes.count
      rows.removeAll()
    }
    return meter.end(rows: count, bytes: bytes)
  }

  private static func codable(_ access: ShopAccess) throws -> Measurement {
    var source = try access.source()
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

  private static func sync(_ access: ShopAccess) throws -> Measurement {
    let clock = SystemClock()
    let source = try access.source()
    var store = try StateStore.open(
      access.options, prefix: access.shop().prefix, clock: clock)
    _ = try store.install()
    try store.insertTable(datasetID: "bench", name: "orders", entity: "orders", columnCount: 68)
    let order = ReplaceOrder(
      entity: "orders", datasetID: "bench", tableName: "orders", hasDateKey: true,
      batchRows: Delivery.batchRowsMax, rowsTotal: 0, patienceSeconds: 10,
      settleSeconds: Engine.settleSeconds)
    let sync = TableSync(
      order: order, waitsForLease: true, clock: clock, interruption: Interruption(),
      log: .silent, onProgress: { _ in })
    var pace = SharedPace(datasetID: "bench", isOn: false, clock: clock)
    let tally = Sink.Tally()
    let meter = Meter()
    let outcome = try sync.run(from: source, to: Sink(tally: tally), pace: &pace, &store)
    if let fault = outcome.fault { throw fault }
    return meter.end(rows: outcome.rows, bytes: tally.bytes)
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
