import Foundation
import Testing
import Testkit

/// `serve` as its user meets it: the binary, a socket, a web server's headers, a signal.
struct ServeTests {
  /// Asks over the socket as a web server would.
  private static func ask(
    _ socket: String, _ route: String, _ more: [String] = []
  ) throws -> (status: String, body: String) {
    let outcome = try ChildProcess.run(
      "curl",
      [
        "--silent", "--unix-socket", socket, "--write-out", "\n%{http_code}",
        "http://shop.test/wp-json/wkpbic/v1\(route)",
      ] + more)
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    return (String(lines.last ?? ""), lines.dropLast().joined(separator: "\n"))
  }

  private static let salts = Dictionary(
    uniqueKeysWithValues: ["AUTH", "SECURE_AUTH", "LOGGED_IN", "NONCE"].flatMap { name in
      ["KEY", "SALT"].map { ("WKPBIC_\(name)_\($0)", "a long phrase of \(name) \($0)") }
    })

  @Test func itServesOnASocketUntilAskedToStop() throws {
    let stage = try Stage("served", orders: 12)
    #expect(try stage.run("install").status == 0)
    let directory = try TemporaryDirectory("serve")
    let socket = directory.file("w.sock")
    let child = try stage.start(
      "serve", "--listen=unix:\(socket)", changing: Self.salts)
    defer { child.send(SIGKILL) }
    let deadline = Date(timeIntervalSinceNow: 30)
    while !FileManager.default.fileExists(atPath: socket), Date() < deadline { usleep(20_000) }
    let attributes = try FileManager.default.attributesOfItem(atPath: socket)
    #expect((attributes[.posixPermissions] as? Int).map { $0 & 0o777 } == 0o660)
    #expect(try Self.ask(socket, "/health").body == #"{"status":"ok"}"#)
    let visitor = try Self.ask(socket, "/entities")
    #expect(visitor.status == "401" && visitor.body.contains("rest_forbidden"))
    // A nonce that nobody made ends any request, as in core.
    let forged = try Self.ask(socket, "/health", ["--header", "X-WP-Nonce: 0123456789"])
    #expect(forged.status == "403" && forged.body.contains("rest_cookie_invalid_nonce"))
    child.send(SIGTERM)
    let ended = try child.wait()
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(ended.errors.contains("Listening on unix:\(socket)"))
    #expect(!FileManager.default.fileExists(atPath: socket))
  }

  /// An application password as WordPress stores it; MD5 is the oldest of the hashes it takes.
  private static let stored = """
    a:1:{i:0;a:7:{s:4:"uuid";s:36:"6e5816ed-1734-47fd-9dd9-3bd71a668db1";s:6:"app_id";s:0:"";\
    s:4:"name";s:1:"t";s:8:"password";s:32:"0c0e84cf0bb7a8688e5238dbbc1c3953";\
    s:7:"created";i:1700000000;s:9:"last_used";N;s:7:"last_ip";N;}}
    """
  private static let password = "abcd efgh ijkl mnop qrst uvwx"

  @Test func anApplicationPasswordOpensWhatItsUserMay() throws {
    let stage = try Stage("passwords", orders: 12)
    #expect(try stage.run("install").status == 0)
    try stage.server.run(
      """
      INSERT INTO wp_users (user_login, user_pass, user_nicename, user_email)
        VALUES ('boss', 'x', 'boss', 'boss@shop.test'), ('clerk', 'x', 'clerk', 'clerk@shop.test');
      INSERT INTO wp_usermeta (user_id, meta_key, meta_value)
        SELECT ID, '_application_passwords', '\(Self.stored)' FROM wp_users
        WHERE user_login IN ('boss', 'clerk');
      INSERT INTO wp_usermeta (user_id, meta_key, meta_value)
        SELECT ID, 'wp_capabilities', IF(user_login = 'boss',
          'a:1:{s:13:"administrator";b:1;}', 'a:1:{s:8:"customer";b:1;}')
        FROM wp_users WHERE user_login IN ('boss', 'clerk');
      INSERT INTO wp_options (option_name, option_value) VALUES ('using_application_passwords', '1');
      """, in: stage.database)
    let directory = try TemporaryDirectory("serve")
    let socket = directory.file("w.sock")
    let child = try stage.start("serve", "--listen=unix:\(socket)")
    defer { child.send(SIGKILL) }
    let deadline = Date(timeIntervalSinceNow: 30)
    while !FileManager.default.fileExists(atPath: socket), Date() < deadline { usleep(20_000) }
    let tls = ["--header", "X-Forwarded-Proto: https"]
    func ask(_ user: String, _ password: String, _ more: [String]) throws -> String {
      let words = ["--user", "\(user):\(password)"] + more
      return try Self.ask(socket, "/entities/orders/count?_bare=1", words).body
    }
    #expect(try ask("boss", Self.password, tls) == #"{"count":12}"#)
    #expect(try ask("clerk", Self.password, tls).contains(#""data":{"status":403}"#))
    #expect(try ask("boss", "wrong", tls).contains(#""data":{"status":401}"#))
    // Without TLS before the web server a password counts for nothing.
    #expect(try ask("boss", Self.password, []).contains(#""data":{"status":401}"#))
    let change = ["--data", #"{"enabled":false}"#, "--header", "Content-Type: application/json"]
    let schedule = try Self.ask(
      socket, "/sync/schedule", ["--user", "boss:\(Self.password)"] + tls + change)
    #expect(schedule.status == "200", "\(schedule.body)")
    let audit = try stage.run("logs", "--audit", "--format=csv").output
    let line = #/time,user,action,target,ip\n".{19}",boss,schedule.change,hourly,127.0.0.1\n/#
    #expect(audit.wholeMatch(of: line) != nil, "\(audit)")
    // Rights count from the next request on.
    try stage.server.run(
      """
      UPDATE wp_usermeta SET meta_value = 'a:0:{}' WHERE meta_key = 'wp_capabilities'
        AND user_id = (SELECT ID FROM wp_users WHERE user_login = 'boss')
      """, in: stage.database)
    #expect(try ask("boss", Self.password, tls).contains(#""data":{"status":403}"#))
  }

  @Test func anAddressThatOthersReachIsRefused() throws {
    let stage = try Stage("public", orders: 1)
    for address in ["0.0.0.0:0", "[::]:0", "shop.test:80", "8080", "unix:relative"] {
      let outcome = try stage.run("serve", "--listen=\(address)")
      #expect(outcome.status == 2, "\(address): \(outcome.errors)")
    }
  }

  private static let hasWebServer = ["/usr/sbin/nginx", "/usr/bin/nginx"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// The configuration that we ship, in front of the binary.
  @Test(.enabled(if: hasWebServer)) func aWebServerHandsOnWhatIsOurs() throws {
    let stage = try Stage("nginx", orders: 1)
    #expect(try stage.run("install").status == 0)
    let directory = try TemporaryDirectory("nginx")
    let backend = directory.file("w.sock")
    let child = try stage.start("serve", "--listen=unix:\(backend)")
    defer { child.send(SIGKILL) }
    let shared = try String(
      contentsOfFile: Repository.path("deploy/nginx/wkpbic-http.conf"), encoding: .utf8
    ).replacing("/run/wkpbic/wkpbic.sock", with: backend)
    try directory.write(shared, to: "http.conf")
    let front = directory.file("n.sock")
    let places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
      "\($0)_temp_path \(directory.file($0));"
    }.joined(separator: "\n")
    try directory.write(
      """
      daemon off; master_process off; pid \(directory.file("pid"));
      error_log \(directory.file("log")); events {}
      http {
        access_log off; \(places)
        include \(directory.file("http.conf"));
        server {
          listen unix:\(front);
          include \(Repository.path("deploy/nginx/wkpbic.conf"));
          location / { return 418; }
        }
      }
      """, to: "nginx.conf")
    let nginx = try ChildProcess("nginx", ["-c", directory.file("nginx.conf")])
    defer { nginx.send(SIGKILL) }
    let deadline = Date(timeIntervalSinceNow: 30)
    while ![front, backend].allSatisfy(FileManager.default.fileExists), Date() < deadline {
      usleep(20_000)
    }
    func status(_ path: String, _ more: String...) throws -> String {
      try ChildProcess.run(
        "curl",
        [
          "--silent", "--unix-socket", front, "--output", "/dev/null", "--write-out",
          "%{http_code}", "http://shop.test\(path)",
        ] + more
      ).output
    }
    for path in [
      "/wp-json/wkpbic/v1/health", "/?rest_route=/wkpbic/v1/health",
      "/index.php?x=1&rest_route=%2Fwkpbic%2Fv1%2Fhealth",
    ] {
      #expect(try status(path) == "200", "\(path): \(nginx.errors)\(directory.text(of: "log"))")
    }
    #expect(try status("/?rest_route=/wp/v2/users") == "418")
    #expect(try status("/wp-json/wp/v2/users") == "418")
    // A body comes along: without it the answer would be that the name is missing.
    let name = ["--header", "Content-Type: application/json", "--data", #"{"name":"x"}"#]
    for path in ["/wp-json/wkpbic/v1/workspaces", "/?rest_route=/wkpbic/v1/workspaces"] {
      #expect(try status(path, name[0], name[1], name[2], name[3]) == "401")
      #expect(try status(path, "--request", "POST") == "400")
    }
  }
}
