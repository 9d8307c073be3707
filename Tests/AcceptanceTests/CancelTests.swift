import Foundation
import Model
import Testing
import Testkit

/// Runs that are ended from another process.
struct CancelTests {
  private static func stage(_ name: String) throws -> Stage {
    let stage = try Stage(name, orders: 400)
    _ = try stage.run("install")
    try stage.slowDown(seconds: 0.4)
    return stage
  }

  @Test func aRunEndsAfterItsBatchAndTheNextGoesOn() throws {
    let stage = try Self.stage("cancelled")
    let sync = try stage.start("sync", "--batch=40")
    try stage.waitForRows(40, of: sync)
    let cancel = try stage.run("cancel")
    #expect(cancel.status == 0 && cancel.output == "run 1: asked to end\n", "\(cancel.errors)")
    let outcome = try sync.wait()
    #expect(outcome.status == 1)
    #expect(
      outcome.output.hasPrefix("orders: failed: ")
        && outcome.output.contains("somebody has cancelled the run"), "\(outcome.output)")
    #expect(try stage.sql("SELECT status FROM wp_wkpbic_runs WHERE id = 1") == "cancelled")
    #expect(try stage.sql("SELECT COUNT(*) FROM wp_wkpbic_retries") == "0")
    let held = try stage.rowsHeld("orders")
    #expect(held % 40 == 0 && held < 400)
    // What arrived is not sent again.
    let next = try stage.run("sync", "--batch=40")
    #expect(next.status == 0)
    try stage.expectEqual()
    let count = try stage.expectWhole(Catalogue.orders)
    #expect(try stage.struck() == (count + 39) / 40)
    let none = try stage.run("cancel")
    #expect(none.status == 0 && none.output.isEmpty && none.errors == "no run is under way\n")
  }

  @Test func oneRunCanBeNamedAlsoOneThatWaits() throws {
    let stage = try Self.stage("cancel_one")
    let first = try stage.start("sync", "--batch=40")
    try stage.waitForRows(40, of: first)
    let second = try stage.start("sync", "--batch=40")
    try stage.wait(for: "SELECT COUNT(*) FROM wp_wkpbic_runs WHERE status = 'queued'", "1")
    let cancel = try stage.run("cancel", "--run=2")
    #expect(cancel.output == "run 2: asked to end\n", "\(cancel.errors)")
    let outcome = try second.wait()
    #expect(first.isRunning, "the other one goes on")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("somebody has cancelled the run"), "\(outcome.output)")
    #expect(try first.wait().status == 0)
    #expect(
      try stage.sql("SELECT status FROM wp_wkpbic_runs ORDER BY id") == "completed cancelled")
    try stage.expectEqual()
    for id in ["2", "99"] {
      let refused = try stage.run("cancel", "--run=\(id)")
      #expect(refused.status == 1)
      #expect(refused.errors.contains("no such run waits or is under way"), "\(refused.errors)")
    }
  }

  @Test func aRunWhoseProcessIsGoneIsNotAsked() throws {
    let stage = try Self.stage("cancel_dead")
    let sync = try stage.start("sync", "--batch=40")
    try stage.waitForRows(40, of: sync)
    sync.send(SIGKILL)
    _ = try sync.wait()
    // Of the last minute nobody is sure.
    try stage.sql("UPDATE wp_wkpbic_runs SET started_at = started_at - INTERVAL 2 MINUTE")
    let none = try stage.run("cancel")
    #expect(none.output.isEmpty && none.errors == "no run is under way\n", "\(none.output)")
    #expect(try stage.sql("SELECT status FROM wp_wkpbic_runs") == "failed")
  }
}
