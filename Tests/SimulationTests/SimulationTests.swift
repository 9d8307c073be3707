import Foundation
import MariaDB
import Runtime
import Store
import Testing
import Testkit

/// Random lives of a table against a real database server.
///
/// `WKPBIC_SEEDS=10000` runs so many, `WKPBIC_SEEDS=5001-10000` these, `WKPBIC_SEED=17` only that
/// one.
@Suite(.serialized)
struct SimulationTests {
  private static let seedsInCI = 200
  /// One of so many lives sees the database server killed.
  private static let restartEvery: UInt64 = 20

  private static var seeds: ClosedRange<UInt64> {
    let environment = ProcessInfo.processInfo.environment
    if let only = environment["WKPBIC_SEED"].flatMap({ UInt64($0) }) { return only...only }
    let range = (environment["WKPBIC_SEEDS"] ?? "").split(separator: "-").compactMap { UInt64($0) }
    let last = max(range.last ?? UInt64(seedsInCI), 1)
    return (range.count > 1 ? min(range[0], last) : 1)...last
  }

  @Test func whateverHappensTheTableComesToHoldWhatTheShopHolds() throws {
    let server = try TemporaryMariaDB()
    let place = try TemporaryDirectory("proxy")
    let proxy = CutProxy(to: server.socketPath, at: place.file("p.sock"))
    defer { proxy.stop() }
    try server.createDatabase("simulation")
    var store = try StateStore.open(
      ConnectionOptions(
        address: .socket(server.socketPath), user: "root", password: Secret(""),
        database: "simulation", security: .off),
      prefix: try #require(TablePrefix("wp_")), clock: SystemClock())
    _ = try store.install()
    var broken = 0
    for seed in Self.seeds {
      var life = try Simulation(seed: seed, server, proxy, "simulation")
      do {
        try life.live(restartsServer: seed % Self.restartEvery == 0)
      } catch {
        Issue.record("seed \(seed): \(error)\n\(life.history.joined(separator: "\n"))")
      }
      broken += life.brokenRuns
    }
    // Lives without trouble would prove nothing.
    #expect(broken > Self.seeds.count / 4, "\(broken) runs ended with a fault")
  }
}
