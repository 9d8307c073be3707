import Bytes
import CDiscard
import Delivery
import Engine
import Foundation
import MariaDB
import Model
import Runtime
import Store
import Testkit
import WooCommerce
import WordPress

/// The shop that is measured, and the ways over its orders.
final class BenchShop {
  private let server: TemporaryMariaDB?
  private let options: ConnectionOptions
  private let socket: String
  private let shop: Shop
  private let statements: [SQLText]
  let description: String

  init(_ arguments: Arguments) throws {
    if let socket = arguments.socket {
      server = nil
      self.socket = socket
    } else {
      let made = try TemporaryMariaDB(
        TemporaryMariaDB.Options(
          hasTCP: false, arguments: ["--innodb-buffer-pool-size=2G", "--tmp-table-size=256M"]))
      print("making a shop of \(arguments.orders) orders …")
      try made.createShop(
        DemoShop(
          orders: arguments.orders, storage: arguments.storage == "hpos" ? .hpos : .legacy),
        in: arguments.database)
      server = made
      socket = made.socketPath
    }
    options = ConnectionOptions(
      address: .socket(socket), user: "root", password: Secret(""),
      database: arguments.database, security: .off)
    var connection = try Connection.open(options)
    guard let prefix = TablePrefix("wp_") else { throw CocoaError(.coderInvalidValue) }
    let config = try WPConfig(explicit: [
      "DB_HOST": "", "DB_USER": "", "DB_PASSWORD": "", "DB_NAME": "", "table_prefix": "wp_",
    ])
    let site = try Site.read(
      config, prefix: prefix, zones: TimeZoneSource(files: DiskFiles()), &connection)
    shop = Shop(
      prefix: prefix, storeName: "bench", storage: site.commerce.usesOrderTables ? .hpos : .legacy,
      priceDecimals: site.commerce.priceDecimals, features: [.costOfGoods], zone: site.zone)
    var source = try Self.source(shop, options)
    let pages = try source.pageRanges()
    statements = pages.flatMap { source.statements(of: $0) }
    description =
      "\(try source.count()) orders, \(shop.storage.rawValue), \(pages.count) pages, "
      + connection.serverVersion
  }

  func close() {
    server?.close()
  }

  private static func source(
    _ shop: Shop, _ options: ConnectionOptions
  ) throws -> EntitySource {
    try EntitySource.open(
      Catalogue.orders, shop: shop, filter: .standard, dialect: .wire, options)
  }

  func discard() throws -> Measurement {
    guard let connection = CDiscard_open(socket, "root", "", options.database) else {
      throw CocoaError(.fileReadUnknown)
    }
    defer { CDiscard_close(connection) }
    var count = CDiscard_count()
    let meter = Meter()
    for statement in statements {
      let failed = statement.bytes.withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          CDiscard_run(connection, $0.baseAddress, UInt64($0.count), &count)
        }
      }
      if failed != 0 {
        fatalError(String(cString: CDiscard_error(connection)))
      }
    }
    return meter.end(rows: try rowCount(), bytes: 0)
  }

  private func rowCount() throws -> Int {
    var source = try Self.source(shop, options)
    return try source.count()
  }

  func encode() throws -> Measurement {
    var source = try Self.source(shop, options)
    var rows = RowBuffer()
    var cursor = Cursor.after(0)
    var (count, bytes) = (0, 0)
    let meter = Meter()
    CDiscard_count_allocations(1)
    while cursor != .end {
      cursor = try source.read(after: cursor, into: &rows)
      count += rows.count
      bytes += rows.bytes.count
      rows.removeAll()
    }
    CDiscard_count_allocations(0)
    return meter.end(
      rows: count, bytes: bytes, allocations: Int(CDiscard_allocations()))
  }

  func sync() throws -> Measurement {
    var store = try StateStore.open(options, prefix: shop.prefix, clock: SystemClock())
    _ = try store.install()
    try store.insertTable(datasetID: "bench", name: "orders", entity: "orders", columnCount: 68)
    let sink = Sink.Tally()
    let order = ReplaceOrder(
      entity: "orders", datasetID: "bench", tableName: "orders", hasDateKey: true,
      batchRows: 10_000, bodyBytesMax: nil, rowsTotal: 0, largestOtherTable: 0, cut: nil,
      patienceSeconds: 10, settleSeconds: 60)
    let sync = TableSync(
      order: order, waitsForLease: true, clock: SystemClock(), interruption: Interruption(),
      log: .silent, onProgress: { _ in })
    var pace = Pace(isOn: false)
    let meter = Meter()
    let outcome = try sync.run(
      from: try Self.source(shop, options), to: Sink(tally: sink), pace: &pace, &store)
    if let fault = outcome.fault { throw fault }
    return meter.end(rows: outcome.rows, bytes: sink.bytes)
  }

  /// The same orders the way a plugin reads them; nil when there is no PHP with mysqli.
  func php() throws -> Measurement? {
    guard shop.storage == .hpos else { return nil }
    let modules = try? ChildProcess.run("php", ["-m"])
    guard modules?.output.contains("mysqli") == true else { return nil }
    let wall = SystemClock().monotonicSeconds
    let outcome = try ChildProcess.run(
      "php", [Repository.path("Sources/Bench/orders.php"), socket, options.database],
      timeoutSeconds: 3600)
    let figures = outcome.output.split(separator: " ").compactMap { Double($0) }
    guard outcome.status == 0, figures.count == 4 else {
      print("PHP failed: \(outcome.errors)")
      return nil
    }
    return Measurement(
      rows: Int(figures[0]), bytes: Int(figures[1]),
      wallSeconds: SystemClock().monotonicSeconds - wall, cpuSeconds: figures[2],
      peakBytes: Int(figures[3]))
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
