import Testing
import Testkit

/// Alerts as the person at the command line meets them, with a mail server beside the shop.
struct AlertCommandTests {
  private static let salts = Dictionary(
    uniqueKeysWithValues: ["AUTH", "SECURE_AUTH", "LOGGED_IN", "NONCE"].flatMap { name in
      ["KEY", "SALT"].map {
        ("WKPBIC_\(name)_\($0)", "\(name)-\($0)-0123456789-0123456789-0123456789")
      }
    })

  private func stage(_ name: String) throws -> Stage {
    let stage = try Stage(name, orders: 60)
    _ = try stage.run("install")
    try stage.sql("UPDATE wp_wc_orders SET date_created_gmt = UTC_TIMESTAMP() - INTERVAL 1 HOUR")
    try stage.sql(
      """
      INSERT INTO wp_wkpbic_alerts (name, definition, created_at) VALUES
      ('Orders', '{"metric":"order_count","threshold":1,"notify_email":"a@shop.test"}', '2026-01-01'),
      ('Calm', '{"metric":"order_count","condition":"below","threshold":1}', '2026-01-01'),
      ('Odd', '{"metric":"weather"}', '2026-01-01')
      """)
    return stage
  }

  @Test func aSyncSendsTheMailAndTheListTellsOfIt() throws {
    let peer = MailPeer()
    defer { peer.stop() }
    peer.behave { $0.capabilities = ["AUTH PLAIN"] }
    let stage = try stage("alert_sync")
    func run(_ words: String..., input: String = "") throws -> ChildProcess.Outcome {
      try stage.run(words, changing: Self.salts, input: input)
    }
    let stored = try run(
      "configure", "--smtp-url=\(peer.url)", "--smtp-user=bob", "--smtp-from=shop@shop.test",
      "--smtp-password", input: "geheim\n")
    #expect(stored.status == 0, "\(stored.errors)")
    #expect(
      !(try stage.sql("SELECT * FROM wp_options WHERE option_name LIKE 'wkpbic%'"))
        .contains("geheim"))
    let sync = try run("sync")
    #expect(sync.status == 0, "\(sync.errors)")
    #expect(peer.mails.map(\.recipients) == [["a@shop.test"]])
    #expect(peer.mails.first?.from == "shop@shop.test")
    // "\0bob\0geheim" in base64.
    #expect(peer.commands.contains { $0.hasSuffix("AGJvYgBnZWhlaW0=") })
    let list = try run("alerts", "--format=csv")
    let lines = list.output.split(separator: "\n")
    #expect(list.status == 0 && lines.count == 4)
    #expect(lines[1].hasPrefix("1,Orders,\"order_count 24h\",\"above 1\",triggered,"))
    #expect(lines[2].hasPrefix("2,Calm,\"order_count 24h\",\"below 1\",ok,,0"))
    #expect(lines[3].hasPrefix("3,Odd,,,unreadable,"))
    let history = try run("alerts", "--history=1", "--format=csv")
    #expect(history.output.contains(",order_count,"))
    #expect(history.output.contains(",1,a@shop.test,sent,1,"))
    // Somebody should act on the one that cannot be understood.
    let check = try run("alerts", "--check", "--format=csv")
    #expect(check.status == 1 && check.output.contains("\"triggered, rests until "))
    #expect(peer.mails.count == 1)
    let test = try run("alerts", "--test=2")
    #expect(test.status == 0 && test.output.contains("| sent | admin@shop.example"))
    #expect(peer.mails.last?.recipients == ["admin@shop.example"], "it names nobody")
    let none = try run("configure", "--smtp-url=none")
    #expect(none.status == 0)
    let silent = try run("alerts", "--test=1")
    #expect(silent.status == 1 && silent.errors.contains("wkpbic configure --smtp-url"))
  }

  @Test func manyProcessesSendOneMail() throws {
    let peer = MailPeer()
    defer { peer.stop() }
    peer.behave { $0.secondsPerMail = 0.5 }
    let stage = try stage("alert_race")
    let changing = ["WKPBIC_SMTP_URL": peer.url, "WKPBIC_SMTP_FROM": "shop@shop.test"]
    let processes = try (0..<4).map { _ in
      try stage.start("alerts", "--check", "--format=csv", changing: changing)
    }
    var fired = 0
    for process in processes where try process.wait().output.contains(",fires,") { fired += 1 }
    #expect(fired == 1 && peer.mails.count == 1)
  }

  @Test(arguments: [
    ["alerts", "--test=99"], ["alerts", "--test=1", "--check"], ["alerts", "--limit=3"],
    ["configure", "--smtp-url=https://x.test"], ["configure", "--smtp-from=nobody"],
    ["configure", "--alert-email=a@shop.test;b@shop.test"], ["configure", "--smtp-tls=maybe"],
  ])
  func whatIsWronglyAskedIsRefused(_ words: [String]) throws {
    let outcome = try Self.refusing.get().run(words)
    #expect(outcome.status != 0 && outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("Error: "))
  }

  private static let refusing = Result {
    let stage = try Stage("alert_refused", orders: 1)
    _ = try stage.run("install")
    return stage
  }
}
