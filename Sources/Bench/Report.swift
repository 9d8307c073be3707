import Foundation

/// What the ways of one entity have cost, in all rounds.
struct Report {
  private var measured: [Way: [Measurement]] = [:]

  mutating func add(_ one: Measurement, to way: Way) {
    measured[way, default: []].append(one)
  }

  /// The fastest round of a way.
  func best(_ way: Way) -> Measurement? {
    measured[way]?.min { $0.wallSeconds < $1.wallSeconds }
  }

  /// One line a way.
  func printWays() {
    guard let floor = measured[.discard]?.map(\.wallSeconds).sorted() else { return }
    Swift.print("")
    Swift.print(
      Self.line(
        "", "rows/s", "µs/row", "median", "ratio", "median", "CPU", "server", "peak MB", "allocs",
        "bytes"))
    for way in Way.allCases {
      guard let times = measured[way]?.map(\.wallSeconds).sorted(),
        let one = best(way)
      else { continue }
      Swift.print(line(way, one, times: times, floor: floor))
    }
    Swift.print("")
    Swift.print(
      """
      Wall time: best and median of the rounds; ratio: to the first line. CPU: µs a row of the \
      process,
      server: of the server meanwhile. Peak: memory of the process. Allocations, bytes: a row.
      """)
  }

  private func line(
    _ way: Way, _ one: Measurement, times: [Double], floor: [Double]
  ) -> String {
    // The floor has read the rows of satellites too; what counts is the entity's.
    let rows = Double(max(best(.encode)?.rows ?? one.rows, 1))
    let micros = 1e6 / rows
    let server = measured[way]?.compactMap(\.serverSeconds).min()
    let cpu = measured[way]?.map(\.cpuSeconds).min() ?? 0
    return Self.line(
      way.title, String(Int(rows / times[0])), Self.number(times[0] * micros),
      Self.number(Self.median(times) * micros), Self.number(times[0] / floor[0], 2),
      Self.number(Self.median(times) / Self.median(floor), 2), Self.number(cpu * micros),
      server.map { Self.number($0 * micros) } ?? "-", Self.number(Double(one.peakBytes) / 1e6),
      one.allocations.map { Self.number(Double($0) / rows, 3) } ?? "-",
      String(one.bytes / Int(rows)))
  }

  private static func median(_ sorted: [Double]) -> Double { sorted[sorted.count / 2] }

  private static func number(_ value: Double, _ digits: Int = 1) -> String {
    String(format: "%.\(digits)f", value)
  }

  private static func line(_ name: String, _ cells: String...) -> String {
    name.padding(toLength: 36, withPad: " ", startingAt: 0)
      + cells.map { String(repeating: " ", count: max(1, 9 - $0.count)) + $0 }.joined()
  }
}
