import Bytes
import Connector
import Foundation
import HTTPServer
import Runtime
import Testing
import Testkit

@testable import API

/// A network of sites, found by host and path as WordPress finds them.
@Suite(.serialized) struct NetworkTests {
  private static let network = Result { try Network("network") }
  private var network: Network { get throws { try Self.network.get() } }
  private let count = "/wp-json/wkpbic/v1/entities/orders/count?_bare=1"

  @Test(arguments: [
    ("net.test", "", 11), ("NET.test:443", "", 11), ("net.test:80", "", 11),
    ("net.test", "/two", 22), ("net.test", "/TWO", 22), ("www.net.test", "/two", 22),
    ("three.test", "", 33),
  ])
  func aSiteIsFoundByHostAndPath(_ host: String, _ path: String, _ orders: Int) throws {
    let reply = try network.ask(path + count, host: host, as: "boss")
    #expect(reply.text == #"{"count":\#(orders)}"#)
  }

  @Test func plainPermalinksFindItToo() throws {
    let reply = try network.ask(
      "/two/?rest_route=/wkpbic/v1/entities/orders/count&_bare=1", host: "net.test", as: "boss")
    #expect(reply.text == #"{"count":22}"#)
  }

  @Test(arguments: ["other.test", "net.test:8080", "sub.net.test", "net.test, three.test", ""])
  func anUnknownHostIsNoSite(_ host: String) throws {
    let reply = try network.ask(count, host: host, as: "boss")
    #expect(reply.status == 404)
    #expect(try reply.json["code"]?.string == "wkpbic_unknown_site")
  }

  @Test func anUnknownPathIsTheMainSites() throws {
    // The first segment names no site, so the main site answers, and has no such route.
    let reply = try network.ask("/nope" + count, host: "net.test", as: "boss")
    #expect(try reply.json["code"]?.string == "rest_no_route")
  }

  @Test func rightsAreASitesOwn() throws {
    let site = try network
    for (user, allowed) in [
      // A network's administrator needs no role; an editor of one site is nobody on the others.
      ("boss", ["", "/two"]), ("anna", ["/two"]), ("bert", [""]),
    ] {
      for path in ["", "/two"] {
        let reply = try site.ask(path + count, host: "net.test", as: user)
        #expect(
          reply.status == (allowed.contains(path) ? 200 : 403), "\(user) \(path): \(reply.text)")
      }
    }
    #expect(try site.ask("/two" + count, host: "net.test", as: nil).status == 401)
  }

  @Test(arguments: [
    ("deleted = 1", "This site is no longer available."),
    ("deleted = 2", "This site has not been activated yet."),
    ("archived = 1", "This site has been archived or suspended."),
    ("spam = 1", "This site has been archived or suspended."),
  ])
  func aClosedSiteIsRefused(_ state: String, _ message: String) throws {
    let site = try network
    try site.sql("UPDATE wp_blogs SET \(state) WHERE blog_id = 3")
    defer {
      _ = try? site.sql("UPDATE wp_blogs SET deleted = 0, archived = 0, spam = 0")
    }
    // Even a network's administrator: WordPress looks before it reads application passwords.
    for user in ["boss", nil] {
      let reply = try site.ask(count, host: "three.test", as: user)
      #expect(reply.status == 410)
      #expect(try reply.json["code"]?.string == "wp_die")
      #expect(try reply.json["message"]?.string == message)
    }
    #expect(try site.ask(count, host: "net.test", as: "boss").status == 200)
  }

  @Test func everySiteHasAStateOfItsOwn() throws {
    let site = try network
    let made = try site.ask(
      "/two/wp-json/wkpbic/v1/datasets", host: "net.test", as: "anna", method: "POST",
      json: #"{"name":"Two's"}"#)
    #expect(made.status == 201, "\(made.text)")
    #expect(try site.sql("SELECT COUNT(*) FROM wp_2_wkpbic_datasets") == "1\n")
    #expect(try site.sql("SELECT COUNT(*) FROM wp_wkpbic_datasets") == "0\n")
    let first = try site.ask("/wp-json/wkpbic/v1/datasets?_bare=1", host: "net.test", as: "boss")
    #expect(first.text == "[]")
    // The third has no state tables yet, and says so.
    let third = try site.ask("/wp-json/wkpbic/v1/datasets", host: "three.test", as: "boss")
    #expect(third.status == 503)
    #expect(try site.installed == ["wp_", "wp_2_"])
    try site.sql("UPDATE wp_blogs SET archived = 1 WHERE blog_id = 2")
    defer { _ = try? site.sql("UPDATE wp_blogs SET archived = 0") }
    #expect(try site.installed == ["wp_"])
  }

  @Test func addressesOfASiteAreItsOwn() throws {
    let reply = try network.ask("/two/wp-json/wkpbic/v1", host: "net.test", as: nil)
    let up = try reply.json["_links"]?["up"]?.array?.first?["href"]?.string
    #expect(up?.hasPrefix("https://net.test/two/") == true, "\(up ?? "")")
  }

  @Test(arguments: [
    ("net.test", "wp_"), ("https://net.test/two/", "wp_2_"), ("net.test/two/shop?x=1", "wp_2_"),
    ("http://three.test", "wp_3_"),
  ])
  func aCommandTakesItsAddress(_ url: String, _ prefix: String) throws {
    let configuration = try network.configuration.site(at: url)
    #expect("\(configuration.prefix)" == prefix)
    // Served alone, it answers whatever the host.
    let sites = try Sites(configuration, environment: [:], log: .silent)
    #expect(
      try sites.site(host: "x.test", path: "/").map { "\($0.configuration.prefix)" } == prefix)
    #expect(throws: Fault.self) { try network.configuration.site(at: "nowhere.test") }
  }
}

/// Three sites: `net.test`, `net.test/two` and `three.test`, with users that they share.
private final class Network: Sendable {
  let configuration: Configuration
  private let server: TemporaryMariaDB
  private let database: String
  private let sites: Sites
  private let http: HTTPServer
  private let directory: String

  private static let password = "YSq0Ja83uNmq98JALyX0Pa9M"
  private static let hash = "$P$BXJHpxc7OFzwdgg1wWlPM8cIA0.D4t1"

  init(_ database: String) throws {
    server = try Site.sharedServer.get()
    self.database = database
    for (prefix, orders) in [("wp_", 11), ("wp_2_", 22), ("wp_3_", 33)] {
      var shop = DemoShop(orders: orders)
      shop.prefix = prefix
      if prefix == "wp_" {
        try server.createShop(shop, in: database)
      } else {
        try server.addShop(shop, to: database)
      }
    }
    try server.run(Self.tables, in: database)
    directory = NSTemporaryDirectory() + "wkpbic-network-\(UInt64.random(in: 0...UInt64.max))"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try Self.file(server.socketPath, database).write(
      toFile: "\(directory)/wp-config.php", atomically: true, encoding: .utf8)
    let directory = directory
    configuration = try Configuration(
      { ["WKPBIC_WP_PATH": directory, "WKPBIC_WORKSPACE_ID": "a-workspace"][$0] },
      environment: [:])
    sites = try Sites(configuration, environment: [:], log: .silent)
    for url in ["net.test", "net.test/two"] {
      _ = try Connector(
        configuration.site(at: url), clock: SystemClock(), interruption: Interruption(),
        log: .silent
      ).install()
    }
    let hall = Hall(sites, clock: SystemClock(), interruption: Interruption(), log: .silent)
    let desk = Desk(
      fronts: { (request) throws(Fault) in try hall.front(request) }, workshop: Workshop(),
      clock: SystemClock(), log: .silent)
    http = try Server.listen(desk, .tcp(host: "127.0.0.1", port: 0))
  }

  deinit {
    http.stop()
    try? FileManager.default.removeItem(atPath: directory)
  }

  private static func file(_ socket: String, _ database: String) -> String {
    """
    <?php
    define('DB_HOST', 'localhost:\(socket)'); define('DB_USER', 'root');
    define('DB_PASSWORD', ''); define('DB_NAME', '\(database)'); define('DB_CHARSET', 'utf8mb4');
    $table_prefix = 'wp_';
    define('LOGGED_IN_KEY', 'a key'); define('LOGGED_IN_SALT', 'a salt');
    define('NONCE_KEY', 'another key'); define('NONCE_SALT', 'another salt');
    define('MULTISITE', true); define('SUBDOMAIN_INSTALL', false);
    define('DOMAIN_CURRENT_SITE', 'net.test'); define('PATH_CURRENT_SITE', '/');
    define('SITE_ID_CURRENT_SITE', 1); define('BLOG_ID_CURRENT_SITE', 1);
    define('WP_HOME', 'https://nobody.test');
    """
  }

  /// As WordPress makes a network; the sites share the first one's users.
  private static var tables: String {
    let users = [(901, "boss"), (902, "anna"), (903, "bert")].map { id, login in
      """
      INSERT INTO wp_users (ID, user_login, user_pass, user_email, display_name)
      VALUES (\(id), '\(login)', 'x', '\(login)@net.test', '\(login)');
      INSERT INTO wp_usermeta (user_id, meta_key, meta_value) VALUES (\(id),
        '_application_passwords', '\(item)');
      """
    }
    return """
      DROP TABLE wp_2_users, wp_2_usermeta, wp_3_users, wp_3_usermeta;
      CREATE TABLE wp_site (id bigint NOT NULL AUTO_INCREMENT, domain varchar(200) NOT NULL,
        path varchar(100) NOT NULL, PRIMARY KEY (id));
      INSERT INTO wp_site VALUES (1, 'net.test', '/');
      CREATE TABLE wp_blogs (blog_id bigint NOT NULL AUTO_INCREMENT, site_id bigint NOT NULL DEFAULT 0,
        domain varchar(200) NOT NULL, path varchar(100) NOT NULL, registered datetime, last_updated
        datetime, public tinyint NOT NULL DEFAULT 1, archived tinyint NOT NULL DEFAULT 0, mature
        tinyint NOT NULL DEFAULT 0, spam tinyint NOT NULL DEFAULT 0, deleted tinyint NOT NULL
        DEFAULT 0, lang_id int NOT NULL DEFAULT 0, PRIMARY KEY (blog_id));
      INSERT INTO wp_blogs (blog_id, site_id, domain, path) VALUES (1, 1, 'net.test', '/'),
        (2, 1, 'net.test', '/two/'), (3, 1, 'three.test', '/');
      CREATE TABLE wp_sitemeta (meta_id bigint NOT NULL AUTO_INCREMENT, site_id bigint NOT NULL,
        meta_key varchar(255), meta_value longtext, PRIMARY KEY (meta_id));
      INSERT INTO wp_sitemeta (site_id, meta_key, meta_value) VALUES
        (1, 'siteurl', 'https://net.test/'), (1, 'using_application_passwords', '1'),
        (1, 'site_admins', 'a:1:{i:0;s:4:"boss";}');
      \(users.joined(separator: "\n"))
      INSERT INTO wp_usermeta (user_id, meta_key, meta_value) VALUES
        (902, 'wp_2_capabilities', 'a:1:{s:12:"shop_manager";b:1;}'),
        (903, 'wp_capabilities', 'a:1:{s:12:"shop_manager";b:1;}');
      \(["wp_": "net.test", "wp_2_": "net.test/two", "wp_3_": "three.test"].map(options)
        .joined(separator: "\n"))
      """
  }

  private static var item: String {
    "a:1:{i:0;a:7:{s:4:\"uuid\";s:1:\"u\";s:6:\"app_id\";s:0:\"\";s:4:\"name\";s:1:\"n\";"
      + "s:8:\"password\";s:34:\"\(hash)\";s:7:\"created\";i:1;s:9:\"last_used\";N;"
      + "s:7:\"last_ip\";N;}}"
  }

  private static func options(_ prefix: String, _ address: String) -> String {
    """
    DELETE FROM \(prefix)options WHERE option_name IN ('siteurl', 'home', '\(prefix)user_roles');
    INSERT INTO \(prefix)options (option_name, option_value) VALUES
      ('siteurl', 'https://\(address)'), ('home', 'https://\(address)'),
      ('\(prefix)user_roles', 'a:1:{s:12:"shop_manager";a:2:{s:4:"name";s:12:"Shop manager";\
    s:12:"capabilities";a:0:{}}}');
    """
  }

  var installed: [String] { get throws { try sites.installed().map { "\($0.prefix)" } } }

  @discardableResult func sql(_ statement: String) throws -> String {
    try server.run(statement, in: database)
  }

  /// Asks as a user who has an application password; nil asks as a visitor.
  func ask(
    _ path: String, host: String, as user: String?, method: String = "GET", json: String = ""
  ) throws -> Wire.Reply {
    var lines = [
      "\(method) \(path) HTTP/1.1", "Host: \(host)", "Connection: close",
      "X-Forwarded-Proto: https",
    ]
    if let user {
      let basic = Data("\(user):\(Self.password)".utf8).base64EncodedString()
      lines.append("Authorization: Basic \(basic)")
    }
    if !json.isEmpty {
      lines += ["Content-Type: application/json", "Content-Length: \(json.utf8.count)"]
    }
    let port = try #require(http.address.port)
    return try Wire.ask(
      port: port, Array("\(lines.joined(separator: "\r\n"))\r\n\r\n\(json)".utf8))
  }
}
