import Foundation
import Glibc
import Testing
import Testkit

/// What the program does when the service is busy, away, or refuses.
struct ServiceTests {
  private let sync = ["sync", "--entity=orders", "--batch=40"]

  private func stage(_ database: String, server: TemporaryMariaDB? = nil) throws -> Stage {
    let stage = try Stage(database, orders: 120, server: server)
    try #require(try stage.run("install").status == 0)
    return stage
  }

  @Test func aBusyServiceIsAskedAgainWhenItSays() throws {
    let stage = try stage("busy")
    try stage.addFault(
      """
      {"effect": "status", "status": 429, "shape": "message", "retry_after": 1,
       "operation": "postRows", "nth": 2, "count": 2}
      """)
    let began = Date()
    let outcome = try stage.run(sync)
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(Date().timeIntervalSince(began) >= 2)
    #expect(try stage.struck() == 2)
    try stage.expectEqual()
  }

  /// Faults that leave no doubt about what happened, so that nothing need be waited for.
  static let passing = [
    (#""effect": "reset", "operation": "listDatasets""#, "reset_list"),
    (#""effect": "expired_token", "operation": "postRows", "nth": 2"#, "stale"),
    (#""effect": "reset", "operation": "createDataset", "done": true"#, "created"),
  ]

  @Test(arguments: passing)
  func aPassingFaultIsBorne(_ fault: String, _ database: String) throws {
    let stage = try stage(database)
    try stage.addFault("{\(fault)}")
    let outcome = try stage.run(sync)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    #expect(try stage.struck() == 1)
    try stage.expectEqual()
  }

  @Test(arguments: ["listDatasets", "token"])
  func aServiceThatIsAwayBeforeTheFirstRowIsBorneToo(_ operation: String) throws {
    let stage = try stage("away_\(operation.lowercased())")
    try stage.addFault(
      #"{"effect": "status", "status": 503, "shape": "html", "operation": "\#(operation)"}"#)
    let outcome = try stage.run(sync)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }

  @Test func aRefusalIsOneLineWithItsRemedy() throws {
    let stage = try stage("refused")
    try stage.addFault(
      """
      {"effect": "status", "status": 403, "shape": "gateway", "operation": "postRows", "nth": 2}
      """)
    let outcome = try stage.run(sync)
    #expect(outcome.status == 1)
    #expect(
      outcome.output.wholeMatch(of: /orders: failed: .+\. .+\.\n/) != nil, "\(outcome.output)")
    #expect(try stage.run("status").output.contains("Attention:    orders"))
    #expect(try stage.run("sync").status == 0)
    try stage.expectEqual()
  }

  @Test func aDatabaseThatStaysAwayIsGivenUp() throws {
    let server = try TemporaryMariaDB()
    let stage = try stage("gone", server: server)
    try stage.addFault(
      #"{"effect": "delay", "operation": "postRows", "seconds": 0.3, "done": true, "count": 0}"#)
    let child = try stage.start("sync", "--batch=20", "--wait=1")
    try stage.waitForRows(20, of: child)
    try server.kill()
    let outcome = try child.wait()
    #expect(outcome.status == 1)
    #expect(outcome.output.hasPrefix("orders: failed: "), "\(outcome.output)")
    #expect(outcome.output.contains("WKPBIC_DB_HOST"), "\(outcome.output)")
    try server.start()
    let next = try stage.run("sync", "--no-wait")
    #expect(next.status == 0, "\(next.output)\(next.errors)")
    try stage.expectEqual()
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func afterAStopTheNextSyncCompletes(_ signal: Int32) throws {
    let stage = try stage("signal_\(signal)")
    try stage.addFault(
      #"{"effect": "delay", "operation": "postRows", "seconds": 0.3, "done": true, "count": 0}"#)
    let child = try stage.start("sync", "--batch=20")
    try stage.waitForRows(40, of: child)
    child.send(signal)
    let outcome = try child.wait()
    #expect(outcome.status == 1)
    #expect(outcome.output.hasPrefix("orders: failed: "), "\(outcome.output)")
    let status = try stage.run("status").output
    #expect(status.contains(/\nAttention:    orders in ".+" is incomplete \(\d+ rows\)/))
    let next = try stage.run("sync", "--no-wait")
    #expect(next.status == 0, "\(next.output)\(next.errors)")
    try stage.expectEqual()
    #expect(try !stage.run("status").output.contains("Attention"))
  }

  /// The service may still be working on a request whose sender was killed.
  @Test func whatAKilledSyncSentLastIsNotCountedTwice() throws {
    let stage = try stage("late")
    try stage.addFault(
      #"{"effect": "late_landing", "operation": "postRows", "nth": 3, "seconds": 4}"#)
    let child = try stage.start("sync", "--batch=20")
    try stage.waitForRows(40, of: child)
    while try stage.struck() == 0 { usleep(10_000) }
    child.send(SIGKILL)
    _ = try child.wait()
    let next = try stage.run("sync", "--no-wait")
    #expect(next.status == 0, "\(next.output)\(next.errors)")
    try stage.expectEqual()
  }

  @Test func whatIsSyncedAgainIsReplaced() throws {
    let stage = try stage("again")
    #expect(try stage.run("sync").status == 0)
    try stage.server.run(
      """
      UPDATE wp_wc_orders SET total_amount = total_amount + 1.01
      WHERE type = 'shop_order' AND status = 'wc-completed';
      DELETE FROM wp_wc_orders WHERE type = 'shop_order' AND status = 'wc-completed' LIMIT 3;
      """, in: stage.database)
    let outcome = try stage.run("sync", "--full", "--quiet")
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    try stage.expectEqual()
  }

  @Test func whoeverHasNoOutputIsServedAllTheSame() throws {
    let stage = try Stage.quick()
    for words in ["status >&-", "list-entities >&- 2>&-", "help | true", "nonsense 2>&-"] {
      let outcome = try ChildProcess.run(
        "bash", ["-c", "\"$0\" \(words)", Repository.binary], environment: stage.settings)
      #expect(outcome.signal == nil && (outcome.status ?? 99) < 3, "\(words)")
    }
  }
}
