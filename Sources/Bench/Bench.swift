import Foundation
import Model
import Runtime
import Testkit

/// Measures the way of a row against its floor, in one run, as ratios.
///
/// Knows every room it measures, and is known by none. Its one invariant: each way is measured in
/// a process of its own, over the same statements of the same shop, so that neither memory nor
/// allocations of one way show in another's figures.
///
/// `swift run -c release Bench [--orders=N] [--storage=hpos|legacy] [--repeat=N] [--keep]`
/// makes a shop; with `--socket=PATH --database=NAME [--prefix=wp_]` an existing one is read.
/// Orders go all ways; with `--entity=SLUG,…` or `--entity=all` each entity is a line of one table.
/// `--changes` measures syncs of each entity, and changes the shop (order tables) on the way.
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
      print(try way.measure(arguments).line)
      return
    }
    let server = try arguments.socket == nil ? makeShop(arguments) : nil
    defer { server?.close() }
    var told = arguments
    told.socket = arguments.socket ?? server?.socketPath
    try measure(told)
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

  private static func measure(_ arguments: Arguments) throws {
    let server = try ServerProcess(arguments)
    let directory = try TemporaryDirectory("bench")
    print("machine: \(Machine.description), load \(Machine.load)")
    print("shop: \(try ShopAccess(arguments).description())")
    if arguments.measuresChanges {
      for entity in arguments.entities {
        let ways: [Way] = [.discard, .encode, .sync, .sweep, .edited, .hinted]
        try compare(entity, ways, arguments, server, directory).printWays()
      }
    } else if arguments.entities.map(\.slug) == [Catalogue.orders.slug] {
      let ways: [Way] = [.discard, .encode, .sync, .sweep, .codable, .php]
      try compare(Catalogue.orders, ways, arguments, server, directory).printWays()
    } else {
      print("\n\(EntityTable.heading)")
      for entity in arguments.entities {
        let report = try compare(entity, [.discard, .encode], arguments, server, directory)
        print(EntityTable.line(entity, report))
        // Whoever waits sees each line when it is there, also in a file.
        fflush(nil)
      }
      print("\n\(EntityTable.legend)")
    }
    print("load \(Machine.load)")
  }

  /// Goes all ways in turn, as often as asked for, after a run that notes its statements and warms
  /// the server up.
  private static func compare(
    _ entity: Entity, _ ways: [Way], _ arguments: Arguments, _ server: ServerProcess,
    _ directory: TemporaryDirectory
  ) throws -> Report {
    var told = arguments
    told.recording = directory.file("\(entity.slug).statements")
    defer { try? FileManager.default.removeItem(atPath: told.recording) }
    told.readsMax = try Way.record.inChild(entity, told, server)?.reads
    var report = Report()
    for _ in 1...arguments.rounds {
      for way in ways {
        guard let measured = try way.inChild(entity, told, server) else { continue }
        report.add(measured, to: way)
      }
    }
    return report
  }
}
