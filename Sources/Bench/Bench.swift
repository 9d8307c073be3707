import Foundation
import Runtime
import Testkit

/// Measures the way of a row against its floor, in one run, as ratios.
///
/// Knows every room it measures, and is known by none. Its one invariant: each way is measured in
/// a process of its own, over the same pages of the same shop, so that neither memory nor
/// allocations of one way show in another's figures.
///
/// `swift run -c release Bench [--orders=N] [--storage=hpos|legacy] [--repeat=N] [--keep]`
/// makes a shop; with `--socket=PATH --database=NAME [--prefix=wp_]` an existing one is read;
/// `--ledger=ROWS` measures the ledger over made-up orders instead.
@main
enum Bench {
  static func main() throws {
    let arguments = Arguments(CommandLine.arguments.dropFirst())
    if let rows = arguments.ledgerRows {
      try LedgerBench(rowCount: rows).run()
      return
    }
    if let way = arguments.way {
      print(try way.measure(ShopAccess(arguments)).line)
      return
    }
    let server = try arguments.socket == nil ? makeShop(arguments) : nil
    defer { server?.close() }
    var told = arguments
    told.socket = arguments.socket ?? server?.socketPath
    try compare(told)
    if arguments.keepsShop, let server {
      print("The shop stays at --socket=\(server.socketPath) --database=\(told.database).")
      print("Enter ends it.")
      _ = readLine()
    }
  }

  private static func makeShop(_ arguments: Arguments) throws -> TemporaryMariaDB {
    print("making a shop of \(arguments.orders) orders …")
    let server = try TemporaryMariaDB(
      TemporaryMariaDB.Options(
        hasTCP: false, arguments: ["--innodb-buffer-pool-size=2G", "--tmp-table-size=256M"]))
    var shop = DemoShop(orders: arguments.orders)
    shop.storage = arguments.storage
    shop.prefix = arguments.prefix
    try server.createShop(shop, in: arguments.database)
    return server
  }

  /// Goes all ways in turn, as often as asked for; a round before the first warms the server up.
  private static func compare(_ arguments: Arguments) throws {
    let server = try ServerProcess(arguments)
    print("machine: \(Machine.description), load \(Machine.load)")
    print("shop: \(try ShopAccess(arguments).description())")
    var report = Report()
    for round in 0...arguments.rounds {
      for way in Way.allCases {
        guard let measured = try way.inChild(arguments, server) else { continue }
        if round > 0 { report.add(measured, to: way) }
      }
    }
    report.print()
  }
}

/// What the command line says.
struct Arguments {
  var orders = 100_000
  var storage = DemoShop.Storage.hpos
  var rounds = 3
  var keepsShop = false
  var socket: String?
  var database = "bench"
  var prefix = "wp_"
  /// Rows to measure the ledger with, instead of a shop.
  var ledgerRows: Int?
  /// The one way that a child is to go.
  var way: Way?

  init(_ words: some Sequence<String>) {
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      if !take(parts[0], parts.count == 2 ? parts[1] : "") { Self.endWithUsage() }
    }
  }

  private mutating func take(_ name: String, _ value: String) -> Bool {
    switch name {
    case "--orders": return set(\.orders, Int(value))
    case "--storage": return set(\.storage, DemoShop.Storage(rawValue: value))
    case "--repeat": return set(\.rounds, Int(value).flatMap { $0 > 0 ? $0 : nil })
    case "--keep": keepsShop = true
    case "--socket": socket = value
    case "--database": database = value
    case "--prefix": prefix = value
    case "--ledger":
      ledgerRows = Int(value).flatMap { $0 > 0 ? $0 : nil }
      return ledgerRows != nil
    case "--way": return set(\.way, Way(rawValue: value))
    default: return false
    }
    return true
  }

  private mutating func set<Value>(
    _ path: WritableKeyPath<Arguments, Value>, _ value: Value?
  ) -> Bool {
    guard let value else { return false }
    self[keyPath: path] = value
    return true
  }

  private mutating func set(_ path: WritableKeyPath<Arguments, Way?>, _ value: Way?) -> Bool {
    self[keyPath: path] = value
    return value != nil
  }

  /// The words with which a child goes one way over the same shop.
  func words(for way: Way) -> [String] {
    [
      "--way=\(way.rawValue)", "--socket=\(socket ?? "")", "--database=\(database)",
      "--prefix=\(prefix)",
    ]
  }

  private static func endWithUsage() -> Never {
    print("usage: Bench [--orders=N] [--storage=hpos|legacy] [--repeat=N] [--keep]")
    print("             [--socket=PATH --database=NAME [--prefix=wp_]]")
    print("       Bench --ledger=ROWS")
    exit(2)
  }
}
