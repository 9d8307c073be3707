import Foundation
import Testing
import Testkit

/// What goes wrong outside, and how the program bears it: processes are killed, not mocked.
struct TroubleTests {
  @Test(
    arguments: [
      (["WKPBIC_CLIENT_SECRET": "nope"], "Step 2", "AADSTS7000215"),
      (
        ["WKPBIC_CLIENT_SECRET": "11111111-2222-4333-8444-555555555555"], "Step 2",
        "pasted the secret's ID"
      ),
      (["WKPBIC_TENANT_ID": "11111111-2222-4333-8444-555555555555"], "Step 2", "AADSTS90002"),
      (["WKPBIC_CLIENT_ID": "11111111-2222-4333-8444-555555555555"], "Step 2", "AADSTS700016"),
      (
        ["WKPBIC_WORKSPACE_ID": "11111111-2222-4333-8444-555555555555"], "Step 3",
        "member of the workspace"
      ),
      (["WKPBIC_API_URL": "http://127.0.0.1:1"], "Step 3", "Failed to connect"),
      (["WKPBIC_TENANT_ID": ""], "Step 1", "WKPBIC_TENANT_ID"),
    ] as [([String: String], String, String)])
  func aFailedStepSaysWhyAndWhatToDo(
    _ changing: [String: String], _ step: String, _ cause: String
  ) throws {
    let stage = try Stage.quick()
    let outcome = try stage.run("test-connection", changing: changing)
    #expect(outcome.status == 1)
    let failed = outcome.output.split(separator: "\n").filter { $0.hasSuffix(" FAIL") }
    #expect(failed.count == 1 && failed.first?.hasPrefix(step) == true, "\(outcome.output)")
    #expect(outcome.output.contains("\n  Cause:  "))
    #expect(outcome.output.contains("\n  Remedy: "))
    #expect(outcome.output.contains(cause), "\(outcome.output)")
    #expect(outcome.output.hasSuffix("1 of 3 checks failed.\n"))
  }

  @Test(arguments: [11, 12, 13])
  func aKilledSyncIsFlaggedAndTheNextOneCompletes(_ seed: UInt64) throws {
    let stage = try Stage("killed_\(seed)", orders: 1500)
    _ = try stage.run("install")
    var random = SeededRandom(seed: seed)
    for _ in 0..<4 {
      let sync = try stage.start("sync", "--batch=50")
      usleep(UInt32.random(in: 20_000...400_000, using: &random))
      sync.send(SIGKILL)
      _ = try sync.wait()
    }
    let last = try stage.run("sync", "--batch=200")
    #expect(last.status == 0, "seed \(seed): \(last.errors)\(last.output)")
    try stage.expectEqual()
    // Runs whose process died say so.
    let running = try stage.server.run(
      "SELECT COUNT(*) FROM wp_wkpbic_runs WHERE status = 'running'", in: stage.database)
    #expect(running == "0\n")
  }

  @Test func anInterruptedSyncSaysSoAndStatusToo() throws {
    let stage = try Stage("interrupted", orders: 1500)
    _ = try stage.run("install")
    // A slow service, so that the signal meets the sync under way.
    try stage.control(
      "/_emulator/faults",
      json: "{\"operation\":\"postRows\",\"effect\":\"delay\",\"seconds\":0.2,\"count\":0}")
    let sync = try stage.start("sync", "--batch=100")
    for _ in 0..<200 {
      let rows = try stage.server.run(
        "SELECT COALESCE(MAX(row_count), 0) FROM wp_wkpbic_tables", in: stage.database)
      if rows != "0\n" { break }
      usleep(20_000)
    }
    sync.send(SIGTERM)
    let outcome = try sync.wait()
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("orders: failed: "))
    #expect(outcome.output.contains("asked to stop"))
    let status = try stage.run("status")
    #expect(status.output.contains("Attention:    orders in \"WooCommerce Store Data\""))
    try stage.control("/_emulator/reset", json: "{\"faults\":true}")
  }

  @Test func twoSyncsOfOneTableTakeTurns() throws {
    let stage = try Stage("turns", orders: 1500)
    _ = try stage.run("install")
    #expect(try stage.run("sync").status == 0)
    try stage.control(
      "/_emulator/faults",
      json: "{\"operation\":\"postRows\",\"effect\":\"delay\",\"seconds\":0.3,\"count\":10}")
    let first = try stage.start("sync", "--full", "--batch=150")
    for _ in 0..<200 {
      let state = try stage.server.run(
        "SELECT state FROM wp_wkpbic_tables WHERE table_name = 'orders'", in: stage.database)
      if state != "complete\n" { break }
      usleep(20_000)
    }
    let impatient = try stage.run("sync", "--no-wait")
    #expect(impatient.status == 1)
    #expect(impatient.output.contains("orders: failed: "))
    #expect(impatient.output.firstMatch(of: /run \d+ is at it since \d{4}-/) != nil)
    let second = try stage.run("sync")
    #expect(second.status == 0)
    #expect(try first.wait().status == 0)
    try stage.expectEqual()
  }

  @Test func rowsOfAKilledRunThatLandLateMeetTheRunThatWaitedForIt() throws {
    let stage = try Stage("late_turn", orders: 300)
    _ = try stage.run("install")
    #expect(try stage.run("sync").status == 0)
    try stage.addFault("{\"operation\":\"postRows\",\"effect\":\"late_landing\",\"seconds\":4}")
    let first = try stage.start("sync", "--full", "--batch=100")
    try stage.wait(for: "SELECT COUNT(*) FROM wp_wkpbic_batches WHERE state = 'sending'", "1")
    let second = try stage.start("sync", "--batch=100")
    try stage.wait(
      for: "SELECT COUNT(*) FROM wp_wkpbic_runs WHERE status IN ('running', 'queued')", "2")
    #expect(try stage.struck() == 1)
    first.send(SIGKILL)
    _ = try first.wait()
    let outcome = try second.wait()
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    sleep(5)
    try stage.expectEqual()
  }

  @Test func twoFirstSyncsAtOnceMakeOneDataset() throws {
    let stage = try Stage("two_firsts", orders: 100)
    _ = try stage.run("install")
    try stage.addFault("{\"operation\":\"createDataset\",\"effect\":\"delay\",\"seconds\":1}")
    let first = try stage.start("sync")
    let second = try stage.start("sync")
    let outcomes = [try first.wait(), try second.wait()]
    #expect(outcomes.map(\.status) == [0, 0], "\(outcomes.map(\.output))")
    #expect(try stage.struck() == 1)
    try stage.expectEqual()
  }

  @Test func aDatabaseThatRestartsDuringASyncIsBorne() throws {
    let server = try TemporaryMariaDB()
    let stage = try Stage("restarted", orders: 1500, server: server)
    _ = try stage.run("install")
    try stage.control(
      "/_emulator/faults",
      json: "{\"operation\":\"postRows\",\"effect\":\"delay\",\"seconds\":0.1,\"count\":0}")
    let sync = try stage.start("sync", "--batch=100")
    usleep(400_000)
    try server.kill()
    usleep(300_000)
    try server.start()
    let outcome = try sync.wait()
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    try stage.expectEqual()
  }

  @Test func anExportIsWholeOrNotThereAndForItsOwnerOnly() throws {
    let stage = try Stage.quick()
    let place = try TemporaryDirectory("export")
    let file = place.file("orders.ndjson")
    let outcome = try stage.run("export", "--entity=orders", "--output=\(file)")
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let lines = place.text(of: "orders.ndjson").split(separator: "\n")
    let counted = try stage.run("list-entities", "--format=json").output
    #expect(counted.contains("\"rows\":\(lines.count)}"))
    let refused = try stage.run("export", "--entity=orders", "--output=/nowhere/file")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("No such file or directory"))
    let gone = try stage.run(
      "export", "--entity=orders", "--output=\(place.file("none"))",
      changing: ["WKPBIC_DB_NAME": "nope"])
    #expect(gone.status == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.path) == ["orders.ndjson"])
  }

  @Test func aReaderThatLeavesEarlyIsNoError() throws {
    let stage = try Stage("early", orders: 1500)
    let outcome = try ChildProcess.run(
      "bash", ["-c", "\(Repository.binary) export --entity=orders | head -c 100"],
      environment: stage.settings)
    #expect(outcome.output.utf8.count == 100)
    #expect(outcome.errors.isEmpty)
  }

  @Test func ourPaceIsOneRequestASecond() throws {
    let stage = try Stage("pace", orders: 300)
    _ = try stage.run("install")
    let began = Date()
    #expect(try stage.run("sync", "--batch=100", changing: ["WKPBIC_QUOTA": ""]).status == 0)
    #expect(Date().timeIntervalSince(began) >= 2)
    let refused = try stage.run(
      "sync",
      changing: [
        "WKPBIC_API_URL": "https://api.powerbi.com", "WKPBIC_SETTLE_SECONDS": "",
      ])
    #expect(refused.status == 1)
    #expect(refused.errors.contains("WKPBIC_QUOTA"))
  }
}

extension Stage {
  private static let shared = Result { try Stage("shared", orders: 60) }

  /// A stage that tests share, for commands that change nothing.
  static func quick() throws -> Stage { try shared.get() }
}
