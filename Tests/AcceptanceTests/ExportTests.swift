import Bytes
import Emulator
import Foundation
import Runtime
import Testing
import Testkit

/// Files, and that they say what the service was sent.
struct ExportTests {
  @Test func anExportEqualsWhatTheServiceHolds() throws {
    let stage = try Stage("equal", orders: 400, isAwkward: true)
    let emulator = Emulator(
      configuration: Emulator.Configuration(), limits: Limits(), clock: SystemClock())
    try emulator.start(port: 0)
    defer { emulator.stop() }
    let here = [
      "WKPBIC_AUTHORITY_URL": emulator.credentials.authorityURL,
      "WKPBIC_API_URL": emulator.credentials.apiURL,
    ]
    #expect(try stage.run("install").status == 0)
    let sync = try stage.run("sync", "--entity=orders", "--batch=37", changing: here)
    #expect(sync.status == 0, "\(sync.output)")
    let exported = try stage.run("export", "--entity=orders")
    #expect(exported.status == 0)
    let held = try Self.rows(
      emulator.rows(dataset: "WooCommerce Store Data", table: "orders"))
    let written = try Self.rows(exported.output.split(separator: "\n").map(String.init))
    #expect(held.count == written.count && written.count > 400)
    for (id, row) in written {
      let other = try #require(held[id], "order \(id) is not there")
      for member in row {
        let sent = other.first { $0.name == member.name }?.value
        #expect(Self.isSame(member.value, sent), "order \(id), \(member.name)")
      }
      let engine = Set(other.map(\.name)).subtracting(row.map(\.name))
      #expect(engine == ["_sign", "_version", "_batch", "_synced_at", "_date_key"])
      #expect(other.first { $0.name == "_sign" }?.value == .number("1"))
    }
  }

  private static func rows(_ lines: [String]) throws -> [Int64: [JSONValue.Member]] {
    var rows: [Int64: [JSONValue.Member]] = [:]
    for line in lines {
      let row = try JSONValue(Array(line.utf8))
      let id = try #require(row["id"]?.integer)
      #expect(rows.updateValue(try #require(row.members), forKey: id) == nil, "\(id) twice")
    }
    return rows
  }

  /// Equal as far as a Double goes; moments in the spelling of either side.
  private static func isSame(_ written: JSONValue, _ sent: JSONValue?) -> Bool {
    if case .number(let text) = written, case .number(let other)? = sent {
      return Double(text) == Double(other)
    }
    // A date before 1900 stays in exports only; the service has no null cell to show.
    if written.isNull || sent == nil || sent?.isNull == true {
      let isOld = written.string.map { $0 < "1900" } ?? false
      return (sent == nil || sent?.isNull == true) && (written.isNull || isOld)
    }
    if let text = written.string, let other = sent?.string, text != other {
      return text.wholeMatch(of: /\d{4}-\d\d-\d\dT.*/) != nil
        && other.hasPrefix(text.filter { $0 != "Z" })
    }
    return written == sent
  }

  @Test func anExportThatFailsLeavesTheOldFile() throws {
    let stage = try Stage("unfinished", orders: 200)
    let place = try TemporaryDirectory("export")
    let file = try place.write("old", to: "orders.ndjson")
    try stage.server.run(
      "DROP TABLE wp_woocommerce_order_items", in: stage.database)
    let outcome = try stage.run("export", "--entity=orders", "--output=\(file)")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("woocommerce_order_items"))
    #expect(place.text(of: "orders.ndjson") == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.path) == ["orders.ndjson"])
    let nowhere = try stage.run("export", "--entity=orders", "--output=/nowhere/x.ndjson")
    #expect(nowhere.status == 1)
    #expect(nowhere.errors.contains("/nowhere/x.ndjson"))
    let quiet = try stage.run("export", "--entity=orders", "--output=\(file)", "--quiet")
    #expect(quiet.status == 1 && quiet.output.isEmpty && quiet.errors.hasPrefix("Error: "))
  }

  @Test func statusesAreChosen() throws {
    let stage = try Stage("statuses", isAwkward: true)
    func statuses(_ flag: String) throws -> Set<String> {
      let outcome = try stage.run("export", "--entity=orders", flag)
      #expect(outcome.status == 0)
      return Set(
        try outcome.output.split(separator: "\n").compactMap {
          try JSONValue(Array($0.utf8))["status"]?.string
        })
    }
    #expect(try statuses("--status=completed") == ["completed"])
    #expect(try statuses("--status=completed,refunded").isSubset(of: ["completed", "refunded"]))
    #expect(try statuses("--status=all").isSuperset(of: ["trash", "auto-draft", "completed"]))
    #expect(try statuses("--status=no-such-status").isEmpty)
  }
}
