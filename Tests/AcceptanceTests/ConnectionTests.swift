import Testing
import Testkit

/// `test-connection`, line by line.
struct ConnectionTests {
  private static let titles = [
    "Step 1 — Decrypt credentials ............ ", "Step 2 — Request OAuth token ............ ",
    "Step 3 — Call Power BI API .............. ",
  ]
  private static let unknownID = "5b3f0c1e-1111-4222-8333-944455556666"

  /// What is wrong, which step says so, and a word of its remedy.
  static let mistakes: [(change: [String: String], step: Int, remedy: String)] = [
    (["WKPBIC_CLIENT_SECRET": ""], 1, "wkpbic configure"),
    (["WKPBIC_TENANT_ID": ""], 1, "wkpbic configure"),
    (["WKPBIC_WORKSPACE_ID": ""], 1, "wkpbic configure --workspace-id"),
    (["WKPBIC_CLIENT_SECRET": "wr0ng~secret.Value"], 2, "secret"),
    (["WKPBIC_CLIENT_SECRET": unknownID], 2, "use the secret's Value"),
    (["WKPBIC_CLIENT_ID": unknownID], 2, "client ID"),
    (["WKPBIC_TENANT_ID": unknownID], 2, "tenant ID"),
    (["WKPBIC_AUTHORITY_URL": "http://127.0.0.1:1"], 2, "firewall"),
    (["WKPBIC_WORKSPACE_ID": unknownID], 3, "member of the workspace"),
    (["WKPBIC_API_URL": "http://127.0.0.1:1"], 3, "firewall"),
  ]

  @Test func aFailedStepHasCauseAndRemedyAndEndsTheChecks() throws {
    let stage = try Stage.quick()
    for mistake in Self.mistakes {
      let outcome = try stage.run("test-connection", changing: mistake.change)
      let said = Comment("\(mistake.change): \(outcome.output)\(outcome.errors)")
      #expect(outcome.status == 1, said)
      var lines = outcome.output.split(separator: "\n").map(String.init)[...]
      for (index, title) in Self.titles.enumerated() {
        let isFailed = index + 1 == mistake.step
        let result = index + 1 < mistake.step ? "PASS" : isFailed ? "FAIL" : "SKIP"
        #expect(lines.popFirst() == title + result, said)
        guard isFailed else { continue }
        let cause = lines.popFirst() ?? ""
        let remedy = lines.popFirst() ?? ""
        #expect(cause.hasPrefix("  Cause:  ") && cause.count > 15, said)
        #expect(remedy.hasPrefix("  Remedy: ") && remedy.contains(mistake.remedy), said)
      }
      #expect(Array(lines) == ["1 of 3 checks failed."], said)
      if let secret = mistake.change["WKPBIC_CLIENT_SECRET"], !secret.isEmpty {
        #expect(!outcome.output.contains(secret), said)
      }
    }
  }

  @Test func whoeverCannotSignInSeesTheShopAllTheSame() throws {
    let stage = try Stage("no_sign_in", orders: 60)
    let outcome = try stage.run("status", changing: ["WKPBIC_CLIENT_SECRET": "wrong"])
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines[0].wholeMatch(of: /Connection:   Not connected \(.+\)/) != nil)
    #expect(
      Array(lines[1...3]) == ["Token expiry: —", "Workspace:    —", "Last sync:    never"])
    #expect(lines[4].hasPrefix("Entities:     orders (60)"))
  }

  @Test func thousandsAreGrouped() throws {
    let stage = try Stage("grouped", orders: 1234)
    #expect(try stage.run("install").status == 0)
    #expect(
      try stage.run("sync", "--entity=orders").output.wholeMatch(
        of: /orders: 1234 rows in \d+\.\ds\n/) != nil)
    let status = try stage.run("status").output
    #expect(status.contains(#/ UTC — orders — 1,234 rows — \d+\.\ds\n/#))
    #expect(status.contains("\nEntities:     orders (1,234)"))
  }
}
