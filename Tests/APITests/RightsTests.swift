import Bytes
import Testing
import Testkit

@testable import API

/// Each route asked by everybody there is: whoever may not is told so, and nothing is done for
/// them.
@Suite struct RightsTests {
  private static let root = "/wp-json/wkpbic/v1"
  private static let reports = "wkpbic_view_reports"
  private static let sync = "wkpbic_manage_sync"
  private static let datasets = "wkpbic_manage_datasets"
  private static let logs = "wkpbic_view_logs"
  private static let alerts = "wkpbic_manage_alerts"
  private static let settings = "wkpbic_manage_settings"
  private static let all: Set = [reports, sync, datasets, logs, alerts, settings]
  private static let readers: Set = [reports, sync, datasets]

  /// Who may, by any one of these: written from the specification, not from the routes.
  private static let table: [String: Set<String>] = [
    "GET /entities": all,
    "GET /entities/{}/schema": all,
    "GET /entities/{}/preview": readers,
    "GET /entities/{}/count": readers,
    "POST /sync/manual": [sync],
    "POST /sync": [sync],
    "POST /sync/profile/{}": [sync],
    "GET /sync/status": [sync, logs],
    "GET /sync/logs": [logs],
    "POST /sync/schedule": [sync],
    "GET /sync/schedule": [sync],
    "GET /sync/profiles": [sync],
    "POST /sync/profiles": [sync],
    "PUT /sync/profiles/{}": [sync],
    "DELETE /sync/profiles/{}": [sync],
    "GET /sync/runs/{}": [sync, logs],
    "POST /sync/runs/{}/cancel": [sync],
    "POST /sync/runs/{}/retry": [sync],
    "GET /workspaces": [datasets],
    "POST /workspaces": [datasets],
    "POST /workspaces/activate": [datasets],
    "GET /datasets": [datasets],
    "POST /datasets": [datasets],
    "POST /datasets/{}/publish": [datasets],
    "DELETE /datasets/{}": [datasets],
    "GET /tables/{}": [datasets],
    "POST /tables": [datasets],
    "DELETE /tables/{}/{}/rows": [datasets],
    "GET /reports": [reports],
    "GET /reports/{}/embed-token": [reports],
    "GET /dashboards": [reports],
    "GET /dashboards/{}/embed-token": [reports],
    "GET /alerts": [alerts],
    "POST /alerts": [alerts],
    "PUT /alerts/{}": [alerts],
    "DELETE /alerts/{}": [alerts],
    "POST /alerts/{}/test": [alerts],
    "GET /alerts/{}/history": [alerts],
    "GET /logs/audit": [logs],
    "GET /sync/retries": [sync, logs],
    "GET /sync/plan": [sync],
    "POST /sync/verify": [sync],
    "GET /sync/verify": [sync, logs],
    "GET /sync/verify/{}": [sync, logs],
    "GET /sync/profiles/{}": [sync],
    "GET /settings": [settings],
    "PUT /settings": [settings],
    "POST /settings": [settings],
    "GET /capabilities": [settings],
    "PUT /capabilities/{}": [settings],
    "POST /capabilities/{}": [settings],
    "GET /metrics": [logs],
    "GET /openapi.json": all,
  ]
  /// What visitors may see, too.
  private static let open: Set = ["GET ", "GET /health"]

  /// Somebody who asks, and what they may do.
  private struct Person {
    let login: String
    let words: [String]
    let rights: Set<String>
  }

  private static let people =
    [
      Person(login: "nobody", words: [], rights: []),
      Person(login: "sub", words: ["subscriber"], rights: []),
      Person(login: "buyer", words: ["customer"], rights: []),
      Person(login: "writer", words: ["editor"], rights: []),
      Person(login: "manager", words: ["shop_manager"], rights: all.subtracting([settings])),
      Person(login: "chief", words: ["administrator"], rights: all),
      Person(login: "wp", words: ["manage_options", "manage_woocommerce"], rights: []),
      Person(login: "none", words: ["wkpbic_", "wkpbic_manage_sync "], rights: []),
    ] + all.sorted().map { Person(login: $0, words: [$0], rights: [$0]) }

  private static func name(_ route: Route) -> String {
    "\(route.method) \(route.pattern.replacing(/\{[^}]*\}/, with: "{}"))"
  }

  private static func may(_ rights: Set<String>, _ route: Route) -> Bool {
    let name = name(route)
    return open.contains(name) || !rights.isDisjoint(with: table[name] ?? [])
  }

  @Test func everyRouteSaysWhoMay() {
    for route in Routes.all {
      let name = Self.name(route)
      #expect(Self.table[name] != nil || Self.open.contains(name), "who may \(name)?")
    }
  }

  /// Everything but people's own rows, into which uses of passwords are written.
  private func state(_ site: Site) throws -> String {
    let tables = try site.sql("SHOW TABLES").split(separator: "\n").filter { $0 != "wp_usermeta" }
    return try site.sql("CHECKSUM TABLE \(tables.joined(separator: ", "))")
  }

  @Test func onlyThoseWhoMayGetThrough() throws {
    let people = try People("rights")
    for (number, person) in Self.people.enumerated() {
      try people.add(100 + number, person.login, person.words)
    }
    let before = try state(people.site)
    try askAll(people.site, allowed: false)
    try askVisitor(people.site)
    #expect(try state(people.site) == before)
    try askAll(people.site, allowed: true)
  }

  private func askAll(_ site: Site, allowed: Bool) throws {
    for person in Self.people {
      for route in Routes.all where Self.may(person.rights, route) == allowed {
        let asking = Asking(route)
        let reply = try site.ask(
          route.method, asking.target(root: Self.root), as: nil, People.basic(person.login),
          json: asking.json)
        let name = Comment(rawValue: "\(person.login): \(Self.name(route)): \(reply.text)")
        let isRefused = [401, 403].contains(reply.status)
        #expect(isRefused != allowed, name)
        let offered = reply.values("Allow").flatMap { $0.components(", ") }
        #expect(offered.contains(route.method) == allowed, name)
        if !allowed {
          #expect(reply.status == 403, name)
          #expect(try reply.json["code"]?.string == "rest_forbidden", name)
        }
      }
    }
  }

  private func askVisitor(_ site: Site) throws {
    let wrong = [
      [], People.basic("chief", "abcd EFGH ijkl MNOP qrst UVWY"), People.basic("stranger"),
      ["Authorization: Basic \(String(repeating: "A", count: 4000))", "X-Forwarded-Proto: https"],
      ["Authorization: Bearer eyJhbGciOiJub25lIn0.e30."], ["X-WP-User: 1"],
    ]
    for (number, route) in Routes.all.enumerated() where !Self.may([], route) {
      let asking = Asking(route)
      // One guess a route: ten guesses a minute are all that anybody has.
      let reply = try site.ask(
        route.method, asking.target(root: Self.root), as: nil,
        wrong[number % 8 < wrong.count ? number % 8 : 0], json: asking.json)
      #expect([401, 429].contains(reply.status), "\(Self.name(route)): \(reply.text)")
    }
  }

  @Test func aNetworksSuperAdminMayAllAndOneOfAnotherSiteNothing() throws {
    let directory = try TemporaryDirectory("network")
    try directory.write(
      """
      <?php
      define('MULTISITE', true);
      define('DOMAIN_CURRENT_SITE', 'shop.test');
      $table_prefix = 'wp_';
      require_once ABSPATH . 'wp-settings.php';
      """, to: "wp-config.php")
    let people = try People(
      "network_rights", more: ["WKPBIC_WP_PATH": directory.path],
      tables: """
        CREATE TABLE wp_sitemeta (meta_id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
          site_id bigint NOT NULL DEFAULT 0, meta_key varchar(255), meta_value longtext);
        INSERT INTO wp_sitemeta (site_id, meta_key, meta_value) VALUES
          (1, 'site_admins', 'a:1:{i:0;s:4:"root";}'), (1, 'siteurl', 'https://shop.test/'),
          (1, 'using_application_passwords', '1'), (2, 'site_admins', 'a:1:{i:0;s:5:"other";}');
        """)
    try people.add(101, "root", [])
    try people.add(102, "Root2", ["administrator"], table: "wp_2_capabilities")
    try people.add(103, "other", [])
    try people.add(104, "member", ["administrator"])
    for route in Routes.all where !Self.open.contains(Self.name(route)) {
      let asking = Asking(route)
      for (login, isAllowed) in [("root", true), ("Root2", false), ("other", false)] {
        let reply = try people.site.ask(
          route.method, asking.target(root: Self.root), as: nil, People.basic(login),
          json: asking.json)
        #expect((reply.status != 403) == isAllowed, "\(login): \(Self.name(route))")
        #expect(reply.status != 401, "\(login) is somebody")
      }
    }
    let member = try people.site.ask(
      "GET", "\(Self.root)/alerts", as: nil, People.basic("member"))
    #expect(member.status == 200, "\(member.text)")
  }

  @Test func aRoleThatIsTakenAwayIsGoneWithTheNextRequest() throws {
    let people = try People("taken")
    try people.add(101, "chief", ["administrator"])
    func status(_ headers: [String]) throws -> Int {
      try people.site.ask("GET", "\(Self.root)/sync/logs", as: nil, headers).status
    }
    let session = [
      People.cookie(101, "chief"), "X-WP-Nonce: \(People.nonce(101))", "X-Forwarded-Proto: https",
    ]
    let basic = People.basic("chief")
    func set(_ key: String, _ value: String) throws {
      try people.site.sql(
        """
        UPDATE wp_usermeta SET meta_value = '\(value)' WHERE user_id = 101 AND meta_key = '\(key)'
        """)
    }
    for headers in [session, basic] {
      #expect(try status(headers) == 200)
      try set("wp_capabilities", #"a:1:{s:10:"subscriber";b:1;}"#)
      #expect(try status(headers) == 403)
      try set("wp_capabilities", #"a:1:{s:13:"administrator";b:1;}"#)
      #expect(try status(headers) == 200)
      // The same words, and the role means less.
      try people.set(
        option: "wp_user_roles",
        #"a:1:{s:13:"administrator";a:1:{s:12:"capabilities";a:1:{s:16:"wkpbic_view_logs";b:0;}}}"#)
      #expect(try status(headers) == 403)
      try people.set(option: "wp_user_roles", #"a:1:{s:13:"administrator";a:0:{}}"#)
      #expect(try status(headers) == 200)
    }
    try set("session_tokens", "a:0:{}")
    #expect(try status(session) == 403)
    #expect(try status(basic) == 200)
    try people.site.sql(
      "DELETE FROM wp_usermeta WHERE user_id = 101 AND meta_key = '_application_passwords'")
    #expect(try status(basic) == 401)
  }
}

extension String {
  fileprivate func components(_ separator: String) -> [String] {
    split(separator: separator).map(String.init)
  }
}
