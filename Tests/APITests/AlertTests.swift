import Bytes
import Glibc
import Testing
import Store
import Testkit

@testable import API
@testable import Connector

/// Alerts over a shop in a real database, with a mail server that speaks SMTP.
@Suite struct AlertTests {
  private let root = "/wp-json/wkpbic/v1"

  /// A shop whose orders were made in the last 48 hours, one each hour, at half past.
  private func site(
    _ name: String, _ storage: DemoShop.Storage = .hpos, mail: MailPeer? = nil,
    settings: [String: String] = [:]
  ) throws -> Site {
    var settings = settings
    if let mail { settings["WKPBIC_SMTP_URL"] = mail.url }
    settings["WKPBIC_SMTP_FROM"] = "alerts@shop.test"
    let site = try Site(name, storage: storage, settings: settings)
    let moment = "UTC_TIMESTAMP() - INTERVAL MOD(%, 48) HOUR - INTERVAL 30 MINUTE"
    switch storage {
    case .hpos:
      try site.sql(
        "UPDATE wp_wc_orders SET date_created_gmt = "
          + moment.split(separator: "%").joined(separator: "id"))
    case .legacy:
      let made = moment.split(separator: "%").joined(separator: "ID")
      try site.sql(
        "UPDATE wp_posts SET post_date_gmt = \(made), post_date = \(made) "
          + "WHERE post_type IN ('shop_order', 'shop_order_refund')")
    }
    return site
  }

  @discardableResult private func make(_ site: Site, _ json: String) throws -> String {
    let made = try site.data(
      "POST", "/alerts", json: #"{"name":"Watch","notify_email":"a@shop.test","# + json + "}")
    return try #require(made["id"]?.string)
  }

  private func history(_ site: Site, _ id: String) throws -> [JSONValue] {
    try #require(try site.data("GET", "/alerts/\(id)/history").array)
  }

  // MARK: Figures

  /// What a shop's figures of the last day are, by statements that share nothing with ours.
  private static let counted: [DemoShop.Storage: String] = [
    .hpos: """
    SELECT o.id, o.type, o.total_amount AS total, o.total_amount - o.tax_amount
      - COALESCE(d.shipping_tax_amount, 0) - COALESCE(d.shipping_total_amount, 0) AS net
    FROM wp_wc_orders o LEFT JOIN wp_wc_order_operational_data d ON d.order_id = o.id
    LEFT JOIN wp_wc_orders p ON o.type = 'shop_order_refund' AND p.id = o.parent_order_id
    WHERE o.type IN ('shop_order', 'shop_order_refund')
      AND o.date_created_gmt >= UTC_TIMESTAMP() - INTERVAL 1 DAY
      AND COALESCE(p.status, o.status) NOT IN ('wc-pending', 'wc-failed', 'wc-cancelled',
        'trash', 'auto-draft', 'wc-checkout-draft')
    """,
    .legacy: """
    SELECT o.ID, o.post_type AS type, meta('_order_total') AS total,
      meta('_order_total') - meta('_order_tax') - meta('_order_shipping_tax')
        - meta('_order_shipping') AS net
    FROM wp_posts o
    LEFT JOIN wp_posts p ON o.post_type = 'shop_order_refund' AND p.ID = o.post_parent
    WHERE o.post_type IN ('shop_order', 'shop_order_refund')
      AND o.post_date_gmt >= UTC_TIMESTAMP() - INTERVAL 1 DAY
      AND COALESCE(p.post_status, o.post_status) NOT IN ('wc-pending', 'wc-failed',
        'wc-cancelled', 'trash', 'auto-draft', 'wc-checkout-draft')
    """,
  ]

  private func expected(_ site: Site, _ storage: DemoShop.Storage) throws -> [String: String] {
    var from = try #require(Self.counted[storage])
    while let start = from.firstRange(of: "meta('") {
      let key = from[start.upperBound...].prefix { $0 != "'" }
      let end = from.index(key.endIndex, offsetBy: 2)
      from.replaceSubrange(
        start.lowerBound..<end,
        with: "COALESCE((SELECT CAST(meta_value AS DECIMAL(20,6)) FROM wp_postmeta "
          + "WHERE post_id = o.ID AND meta_key = '\(key)' LIMIT 1), 0)")
    }
    let row = try site.sql(
      """
      SELECT SUM(total) + 0, SUM(type = 'shop_order'),
        ROUND(SUM(IF(type = 'shop_order', net, 0)) / SUM(type = 'shop_order'), 2),
        ROUND(100 * SUM(type = 'shop_order_refund') / SUM(type = 'shop_order'), 2)
      FROM (\(from)) AS counted
      """)
    let cells = row.split { $0 == "\t" || $0 == "\n" }.map(String.init)
    try #require(cells.count == 4 && cells[1] != "0" && cells[3] != "0.00", "\(row)")
    return Dictionary(
      uniqueKeysWithValues: zip(
        ["total_sales", "order_count", "average_order_value", "refund_rate"], cells))
  }

  private func number(_ text: String) -> ExactDecimal? { ExactDecimal(Array(text.utf8).rawSpan) }

  @Test(arguments: DemoShop.Storage.allCases)
  func figuresAreThoseOfTheShop(_ storage: DemoShop.Storage) throws {
    let site = try site("figures_\(storage.rawValue)", storage)
    for (metric, text) in try expected(site, storage) {
      let id = try make(site, #""metric":"\#(metric)""#)
      let trial = try site.data("POST", "/alerts/\(id)/test")
      guard case .number(let value)? = trial["value"] else {
        Issue.record("\(metric): \(trial)")
        continue
      }
      let difference = number(value).flatMap { left in
        number(text).flatMap { left.subtracting($0) }
      }
      #expect(difference?.isZero == true, "\(storage) \(metric): \(value), not \(text)")
      #expect(trial["would_fire"]?.boolean == true && trial["state"]?.string == "met")
      #expect(trial["delivery"]?["state"]?.string == "no_mail_server")
    }
  }

  @Test func aShopWithoutOrdersHasNoRate() throws {
    let site = try Site("norate", isEmpty: true)
    for metric in ["average_order_value", "refund_rate"] {
      let id = try make(site, #""metric":"\#(metric)","condition":"below","threshold":1"#)
      let trial = try site.data("POST", "/alerts/\(id)/test")
      #expect(trial["value"] == .null && trial["state"]?.string == "no_data")
      #expect(trial["would_fire"]?.boolean == false)
    }
    let id = try make(site, #""metric":"total_sales","condition":"below","threshold":0.01"#)
    #expect(try site.data("POST", "/alerts/\(id)/test")["value"] == .number("0.00"))
    let pass = try site.verbs().checkAlerts()
    #expect(pass.reports.map(\.outcome) == [.noData, .noData, .fired])
  }

  // MARK: Firing

  @Test func aSyncFiresWhatItMeetsOnceAndTheMailArrives() throws {
    let peer = MailPeer()
    defer { peer.stop() }
    let site = try site("fires", mail: peer)
    let met = try make(
      site,
      #""metric":"order_count","threshold":0,"subject":"{metric} = {value}","#
        + #""body":"Über {threshold}: {value}\n""#)
    let calm = try make(site, #""metric":"order_count","threshold":100000"#)
    let off = try make(site, #""metric":"order_count","enabled":false"#)
    let run = try SyncTests.start(#"{"entity":"tags"}"#, site)
    _ = try SyncTests.ended(run, site)
    for _ in 0..<200 where try history(site, met).first?["delivery"]?["ended_at"] ?? .null == .null
    {
      usleep(50_000)
    }
    let orders = try #require(try expected(site, .hpos)["order_count"])
    let mail = try #require(peer.mails.first)
    #expect(mail.recipients == ["a@shop.test"] && mail.from == "alerts@shop.test")
    #expect(mail.field("Subject") == "order_count = \(orders)")
    #expect(mail.text.contains("=C3=9Cber 0: \(orders)"), "\(mail.text)")
    let row = try #require(try history(site, met).first)
    #expect(row["value"] == .number(orders) && row["threshold"]?.string == "0")
    #expect(row["metric"]?.string == "order_count" && row["recipients"]?.string == "a@shop.test")
    #expect(row["delivery"]?["state"]?.string == "sent")
    #expect(row["delivery"]?["attempts"] == .number("1"))
    #expect(try history(site, calm).isEmpty && history(site, off).isEmpty)
    // It rests: another look fires nothing.
    #expect(
      try site.verbs().checkAlerts().reports.map {
        if case .resting = $0.outcome { "rests" } else { "\($0.outcome)" }
      } == ["rests", "calm", "off"])
    #expect(peer.mails.count == 1)
    let list = try #require(try site.data("GET", "/alerts").array)
    #expect(list.map { $0["status"]?.string } == ["triggered", "ok", "disabled"])
    #expect(list[0]["trigger_count"] == .number("1") && list[0]["last_triggered_at"] != .null)
    #expect(list[1]["last_triggered_at"] == .null)
    // Once its figure has left, it says so.
    _ = try site.data("PUT", "/alerts/\(met)", json: #"{"threshold":100000}"#)
    _ = try site.verbs().checkAlerts()
    #expect(try site.data("GET", "/alerts").array?.first?["status"]?.string == "ok")
  }

  @Test func manyWhoLookAtOnceSendOneMail() throws {
    let peer = MailPeer()
    defer { peer.stop() }
    peer.behave { $0.secondsPerMail = 0.3 }
    let site = try site("once", mail: peer)
    try make(site, #""metric":"order_count","cooldown_minutes":60"#)
    let threads = (0..<6).map { _ in TestThread { _ = try? site.verbs().checkAlerts() } }
    for thread in threads { thread.join() }
    #expect(peer.mails.count == 1)
    #expect(try site.sql("SELECT COUNT(*) FROM wp_wkpbic_alert_history") == "1\n")
    #expect(try site.sql("SELECT trigger_count FROM wp_wkpbic_alerts") == "1\n")
  }

  @Test func withoutCooldownItFiresAtEachLook() throws {
    let peer = MailPeer()
    defer { peer.stop() }
    let site = try site("eager", mail: peer)
    try make(site, #""metric":"order_count","cooldown_minutes":0"#)
    for _ in 0..<3 { _ = try site.verbs().checkAlerts() }
    #expect(peer.mails.count == 3)
    #expect(Set(peer.mails.compactMap { $0.field("Message-ID") }).count == 3)
  }

  @Test func aSyncThatCannotEvenSignInIsAFailureToo() throws {
    let peer = MailPeer()
    defer { peer.stop() }
    let site = try site("unsigned", mail: peer, settings: ["WKPBIC_CLIENT_SECRET": "wrong"])
    let id = try make(site, #""metric":"sync_failure","window":"1h""#)
    #expect(try site.data("POST", "/alerts/\(id)/test")["value"] == .number("0"))
    var verbs = site.verbs()
    let order = SyncOrder(
      entities: ["tags"], batchRows: 100, patienceSeconds: 0, waitsForLease: false)
    #expect(throws: (any Error).self) { try verbs.sync(order) { _ in } }
    #expect(try site.sql("SELECT COUNT(*) FROM wp_wkpbic_runs") == "0\n")
    #expect(try history(site, id).first?["value"] == .number("1"))
    #expect(peer.mails.count == 2)
    #expect(peer.mails.last?.text.contains("The last failure: signing in") == true)
  }

  @Test func profilesAndFailuresAreCountedFromTheLog() throws {
    let site = try site("counted")
    try site.sql(
      "INSERT INTO wp_wkpbic_runs (entity, profile, mode, status, started_at, completed_at) VALUES "
        + "('orders', 'Daily', 'signed', 'failed', UTC_TIMESTAMP(), UTC_TIMESTAMP()), "
        + "('orders', 'Daily', 'signed', 'completed', UTC_TIMESTAMP(), UTC_TIMESTAMP()), "
        + "('orders', '', 'signed', 'failed', UTC_TIMESTAMP(), UTC_TIMESTAMP()), "
        + "('orders', '', 'signed', 'failed', '2026-01-01', '2026-01-01')")
    for (metric, value) in [("profile_completion", "2"), ("sync_failure", "2")] {
      let id = try make(site, #""metric":"\#(metric)","window":"1h""#)
      #expect(try site.data("POST", "/alerts/\(id)/test")["value"] == .number(value))
    }
  }

  @Test func aPassLooksNowAndThenAndSendsWhatWaits() throws {
    let peer = MailPeer()
    defer { peer.stop() }
    let site = try site("passing", mail: peer)
    try site.sql(
      "INSERT INTO wp_options (option_name, option_value, autoload) VALUES ('wkpbic_schedule', "
        + "'a:1:{s:7:\"enabled\";b:0;}', 'off')")
    try make(site, #""metric":"order_count","cooldown_minutes":0"#)
    func pass() throws {
      var verbs = site.verbs()
      try verbs.serveDue(secondsMax: 10, patienceSeconds: 0)
    }
    try pass()
    #expect(peer.mails.count == 1)
    try pass()
    #expect(peer.mails.count == 1, "looked at again at once")
    try site.sql(
      "UPDATE wp_wkpbic_alert_look SET looked_at = UTC_TIMESTAMP() - INTERVAL 301 SECOND")
    peer.behave { $0.verdict = "451 4.3.0 later" }
    try pass()
    #expect(peer.mails.count == 1)
    peer.behave { $0.verdict = "250 2.0.0 taken" }
    try pass()
    #expect(peer.mails.count == 2, "what waited was not sent")
  }

  // MARK: Mail

  @Test func aMailThatFailsIsTriedAgainAndThenGivenUp() throws {
    let peer = MailPeer()
    defer { peer.stop() }
    peer.behave { $0.verdict = "451 4.3.0 later" }
    let site = try site("retried", mail: peer)
    let id = try make(site, #""metric":"order_count""#)
    let first = try site.verbs().checkAlerts()
    #expect(first.deliveries.map(\.state) == [.waiting])
    #expect(first.deliveries.first?.error?.contains("451 4.3.0 later") == true)
    #expect(try history(site, id).first?["delivery"]?["state"]?.string == "waiting")
    // The next look tries again, later ones only when it is time.
    _ = try site.verbs().checkAlerts()
    #expect(try history(site, id).first?["delivery"]?["attempts"] == .number("2"))
    _ = try site.verbs().checkAlerts()
    #expect(try history(site, id).first?["delivery"]?["attempts"] == .number("2"))
    for _ in 0..<10 {
      try site.sql("UPDATE wp_wkpbic_alert_history SET next_at = '2000-01-01'")
      _ = try site.verbs().checkAlerts()
    }
    let row = try #require(try history(site, id).first)
    #expect(row["delivery"]?["state"]?.string == "failed")
    #expect(row["delivery"]?["attempts"] == .number("5"))
    #expect(peer.mails.isEmpty && peer.commands.filter { $0 == "DATA" }.count == 5)
  }

  @Test func aMailThatFailedArrivesLaterAsTheSameMail() throws {
    let peer = MailPeer()
    defer { peer.stop() }
    peer.behave { $0.hangsUpAt = "." }
    let site = try site("later", mail: peer)
    let id = try make(site, #""metric":"order_count""#)
    #expect(try site.verbs().checkAlerts().deliveries.map(\.state) == [.waiting])
    peer.behave { $0.hangsUpAt = nil }
    #expect(try site.verbs().checkAlerts().deliveries.map(\.state) == [.sent])
    // The server had taken the first one before it hung up: both are the same to a mailbox.
    #expect(peer.mails.count == 2)
    #expect(Set(peer.mails.compactMap { $0.field("Message-ID") }).count == 1)
    #expect(try history(site, id).count == 1)
  }

  @Test func aSyncDoesNotFailWithTheMail() throws {
    let site = try site(
      "deaf", settings: ["WKPBIC_SMTP_URL": "smtp://127.0.0.1:1"])
    let id = try make(site, #""metric":"order_count""#)
    let run = try SyncTests.start(#"{"entity":"tags"}"#, site)
    #expect(try SyncTests.ended(run, site)["status"]?.string == "completed")
    for _ in 0..<200 where try history(site, id).first?["delivery"]?["error"] ?? .null == .null {
      usleep(50_000)
    }
    let delivery = try #require(try history(site, id).first?["delivery"])
    #expect(delivery["state"]?.string == "waiting")
    #expect(delivery["error"]?.string?.contains("WKPBIC_SMTP_URL") == true)
  }

  @Test func withoutAServerThatIsSaidWithTheRemedy() throws {
    let site = try site("serverless")
    let id = try make(site, #""metric":"order_count""#)
    let pass = try site.verbs().checkAlerts()
    #expect(pass.reports.map(\.outcome) == [.fired])
    #expect(pass.deliveries.map(\.state) == [.noServer])
    let row = try #require(try history(site, id).first)
    #expect(row["delivery"]?["state"]?.string == "no_mail_server")
    let trial = try site.data("POST", "/alerts/\(id)/test")
    #expect(trial["delivery"]?["error"]?.string?.contains("wkpbic configure --smtp-url") == true)
    #expect(trial["would_fire"]?.boolean == false && trial["cooldown_until"] != .null)
  }

  @Test func aTestSendsASampleAndFiresNothing() throws {
    let peer = MailPeer()
    defer { peer.stop() }
    let site = try site("sample", mail: peer)
    let id = try make(site, #""metric":"order_count","threshold":100000"#)
    let trial = try site.data("POST", "/alerts/\(id)/test")
    #expect(trial["state"]?.string == "ok" && trial["would_fire"]?.boolean == false)
    #expect(trial["delivery"]?["state"]?.string == "sent")
    let mail = try #require(peer.mails.first)
    #expect(mail.field("Subject")?.contains("Test") == true, "\(mail.text)")
    #expect(try history(site, id).isEmpty)
    #expect(try site.data("GET", "/alerts").array?.first?["trigger_count"] == .number("0"))
    #expect(
      try site.sql("SELECT action FROM wp_wkpbic_audit ORDER BY id")
        == "alert.create\nalert.test\n")
    peer.behave { $0.refusals = ["a@shop.test": "550 5.1.1 no such user"] }
    let refused = try site.data("POST", "/alerts/\(id)/test")["delivery"]
    #expect(refused?["state"]?.string == "failed")
    #expect(refused?["error"]?.string?.contains("550 5.1.1 no such user") == true)
  }

  @Test func whoNamesNobodyTellsTheUsualAddress() throws {
    let peer = MailPeer()
    defer { peer.stop() }
    let site = try site(
      "usual", mail: peer, settings: ["WKPBIC_ALERT_EMAIL": "boss@shop.test, two@shop.test"])
    let made = try site.data(
      "POST", "/alerts", json: #"{"name":"x","metric":"order_count","notify_email":""}"#)
    #expect(made["notify_email"]?.string == "")
    _ = try site.verbs().checkAlerts()
    #expect(peer.mails.first?.recipients == ["boss@shop.test", "two@shop.test"])
  }

  // MARK: What is taken

  @Test(arguments: [
    (#"{"name":"a\r\nBcc: x@y.test"}"#, "name"), (#"{"name":"a\nb"}"#, "name"),
    (#"{"name":"a\u2028b"}"#, "name"), (#"{"subject":"a\nBcc: x@y.test"}"#, "subject"),
    (#"{"subject":"a\tb"}"#, "subject"), (#"{"subject":"a\u0085b"}"#, "subject"),
    (#"{"notify_email":"a@shop.test\nBcc: x@y.test"}"#, "notify_email"),
    (#"{"notify_email":"a@shop.test\r\n"}"#, "notify_email"),
    (#"{"notify_email":"a@shop.test;b@shop.test"}"#, "notify_email"),
    (#"{"notify_email":"a@shop.test, b"}"#, "notify_email"),
    (#"{"notify_email":"<a@shop.test>"}"#, "notify_email"),
    (#"{"body":"a\u0000b"}"#, "body"), (#"{"window":"2h"}"#, "window"),
    (#"{"condition":"near"}"#, "condition"), (#"{"threshold":"many"}"#, "threshold"),
  ])
  func whatCouldNotBeSentIsNotTaken(_ json: String, _ parameter: String) throws {
    let site = try Self.refusing.get()
    let reply = try site.ask("PUT", "\(root)/alerts/1", json: json)
    #expect(reply.status == 400, "\(json): \(reply.text)")
    #expect(try reply.json["data"]?["params"]?[parameter] != nil, "\(reply.text)")
  }

  private static let refusing = Result {
    let site = try Site("refusing", isEmpty: true)
    _ = try site.data(
      "POST", "/alerts",
      json: #"{"name":"x","metric":"order_count","notify_email":"a@shop.test, b@shop.test"}"#)
    return site
  }

  @Test func thresholdsKeepTheirDigitsAndMakeSense() throws {
    let site = try Self.refusing.get()
    func put(_ json: String) throws -> Wire.Reply {
      try site.ask("PUT", "\(root)/alerts/1?_bare=1", json: json)
    }
    let exact = try put(#"{"threshold":12345678901234567.89}"#)
    #expect(try exact.json["threshold"] == .number("12345678901234567.89"))
    for json in [
      #"{"condition":"between","threshold":2}"#,
      #"{"condition":"outside","threshold":2,"threshold_max":1.99}"#,
      #"{"condition":"above","threshold":1e18}"#, #"{"condition":"above","threshold":0.000000001}"#,
    ] {
      let reply = try put(json)
      #expect(reply.status == 400, "\(json)")
      #expect(try reply.json["code"]?.string == "wkpbic_invalid_threshold")
    }
    #expect(try put(#"{"condition":"between","threshold":2,"threshold_max":2.0}"#).status == 200)
  }

  @Test func anAlertThatIsNotThereHasNoHistory() throws {
    let site = try Self.refusing.get()
    #expect(try site.ask("GET", "\(root)/alerts/99/history").status == 404)
    #expect(try site.ask("POST", "\(root)/alerts/99/test").status == 404)
    #expect(try site.ask("POST", "\(root)/alerts/1/test", as: "wkpbic_view_logs").status == 403)
    #expect(try site.ask("GET", "\(root)/alerts/1/history?per_page=101").status == 400)
    #expect(try site.ask("GET", "\(root)/alerts/1/history?page=2").status == 400)
  }
}
