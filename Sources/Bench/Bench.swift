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

/// Measures the way of a row against its floor, in one run, as ratios.
///
/// `swift run -c release Bench [--orders=N] [--storage=hpos|legacy] [--repeat=N]
/// [--socket=PATH --database=NAME]`: with a socket an existing shop is read, else one is made.
@main
enum Bench {
  static func main() throws {
    let arguments = Arguments(CommandLine.arguments.dropFirst())
    let shop = try BenchShop(arguments)
    print("machine: \(Machine.description)")
    print("shop: \(shop.description)")
    var results: [Phase: [Measurement]] = [:]
    for round in 0...arguments.rounds {
      for phase in Phase.allCases {
        guard let measured = try phase.run(shop) else { continue }
        // The first round warms the server up.
        if round > 0 || arguments.rounds == 0 { results[phase, default: []].append(measured) }
      }
    }
    Report.print(results)
    shop.close()
  }
}

/// What the command line says.
struct Arguments {
  var orders = 100_000
  var storage = "hpos"
  var rounds = 3
  var socket: String?
  var database = "bench"

  init(_ words: some Sequence<String>) {
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      let value = parts.count == 2 ? parts[1] : ""
      switch parts[0] {
      case "--orders": orders = Int(value) ?? orders
      case "--storage": storage = value
      case "--repeat": rounds = Int(value) ?? rounds
      case "--socket": socket = value
      case "--database": database = value
      default:
        print("usage: Bench [--orders=N] [--storage=hpos|legacy] [--repeat=N]")
        print("             [--socket=PATH --database=NAME]")
        exit(2)
      }
    }
  }
}

/// One way to go over the shop's orders.
enum Phase: String, CaseIterable {
  case discard = "(a) C loop, same statements, discarded"
  case encode = "(b) read and encode"
  case sync = "(c) full sync to a local sink"
  case php = "PHP: mysqli, arrays, json_encode"

  func run(_ shop: BenchShop) throws -> Measurement? {
    switch self {
    case .discard: try shop.discard()
    case .encode: try shop.encode()
    case .sync: try shop.sync()
    case .php: try shop.php()
    }
  }
}

/// What one way has cost.
struct Measurement {
  var rows = 0
  var bytes = 0
  var wallSeconds = 0.0
  var cpuSeconds = 0.0
  var peakBytes: Int?
  var allocations: Int?
}

/// The machine's name for a report.
enum Machine {
  static var description: String {
    let cpu =
      (SmallFile.text("/proc/cpuinfo") ?? "").split(separator: "\n")
      .first { $0.hasPrefix("model name") }?.split(separator: ":").last.map(String.init) ?? "?"
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return "\(ProcessInfo.processInfo.hostName), \(cores) ×\(cpu)"
  }
}

/// Time and memory of this process.
struct Meter {
  private let wall = SystemClock().monotonicSeconds
  private let cpu = Meter.cpuSeconds

  /// Starts, with the memory's high-water mark at what is in use now.
  init() {
    if let handle = FileHandle(forWritingAtPath: "/proc/self/clear_refs") {
      handle.write(Data("5".utf8))
      try? handle.close()
    }
  }

  func end(rows: Int, bytes: Int, allocations: Int? = nil) -> Measurement {
    Measurement(
      rows: rows, bytes: bytes, wallSeconds: SystemClock().monotonicSeconds - wall,
      cpuSeconds: Self.cpuSeconds - cpu, peakBytes: Self.peakBytes, allocations: allocations)
  }

  private static var cpuSeconds: Double {
    Double(clock()) / Double(CLOCKS_PER_SEC)
  }

  private static var peakBytes: Int? {
    (SmallFile.text("/proc/self/status") ?? "").split(separator: "\n")
      .first { $0.hasPrefix("VmHWM:") }?.split(separator: " ").dropFirst().first
      .flatMap { Int($0) }.map { $0 * 1024 }
  }
}

/// The table at the end.
enum Report {
  static func print(_ results: [Phase: [Measurement]]) {
    guard let floor = best(results[.discard])?.wallSeconds else { return }
    Swift.print("")
    Swift.print(
      line("", "rows/s", "µs/row", "ratio", "CPU µs/row", "peak MB", "allocs/row", "bytes/row"))
    for phase in Phase.allCases {
      guard let best = best(results[phase]) else { continue }
      let rows = Double(max(best.rows, 1))
      Swift.print(
        line(
          phase.rawValue, String(Int(rows / best.wallSeconds)),
          number(best.wallSeconds / rows * 1e6), number(best.wallSeconds / floor, 2),
          number(best.cpuSeconds / rows * 1e6),
          best.peakBytes.map { number(Double($0) / 1e6) } ?? "-",
          best.allocations.map { number(Double($0) / rows, 3) } ?? "-",
          best.bytes == 0 ? "-" : String(best.bytes / max(best.rows, 1))))
    }
    Swift.print("")
    Swift.print("Best of each; ratio by wall time to (a). CPU is this process's, not the server's.")
  }

  private static func best(_ measured: [Measurement]?) -> Measurement? {
    measured?.min { $0.wallSeconds < $1.wallSeconds }
  }

  private static func number(_ value: Double, _ digits: Int = 1) -> String {
    String(format: "%.\(digits)f", value)
  }

  private static func line(_ name: String, _ cells: String...) -> String {
    name.padding(toLength: 40, withPad: " ", startingAt: 0)
      + cells.map { String(repeating: " ", count: max(1, 11 - $0.count)) + $0 }.joined()
  }
}
