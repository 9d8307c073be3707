import Foundation
import Testing
import Testkit

/// A real WordPress with a shop, behind a real web server that hands our routes to `serve`.
///
/// Everything is private: files, database, ports; PHP and nginx run as one process each, so that
/// they end with the test however it ends.
final class WordPressStage: Sendable {
  static let host = "shop.test"
  static let namespace = "/wp-json/wkpbic/v1"

  let stage: Stage
  let directory: TemporaryDirectory
  let ports: Ports
  private let processes: [ChildProcess]

  /// What nginx listens on.
  struct Ports {
    let tls: Int
    let plain: Int
    /// Plain as well, and PHP and `serve` are told that this is somebody's own machine.
    let local: Int

    static func free() throws -> Ports {
      var found: Set<Int> = []
      while found.count < 3 { found.insert(try TemporaryMariaDB.freePort()) }
      let list = Array(found)
      return Ports(tls: list[0], plain: list[1], local: list[2])
    }
  }

  /// WordPress's files: Debian's, unless a variable names others.
  private static var source: String {
    ProcessInfo.processInfo.environment["WKPBIC_WORDPRESS"] ?? "/usr/share/wordpress"
  }

  /// What this machine lacks; nil when everything is there.
  static var lack: String? {
    let needed = [
      "wordpress": "\(source)/wp-includes/version.php", "nginx-light": "/usr/sbin/nginx",
      "php-cgi": "/usr/bin/php-cgi", "php-cli": "/usr/bin/php", "curl": "/usr/bin/curl",
    ]
    let files = FileManager.default
    let missing = needed.filter { !files.fileExists(atPath: $0.value) }.keys.sorted()
    guard missing.isEmpty else { return "not installed: \(missing.joined(separator: ", "))" }
    let modules = try? ChildProcess.run("/usr/bin/php", ["-m"]).output.split(separator: "\n")
    return modules?.contains("mysqli") == true ? nil : "not installed: php-mysql"
  }

  init() throws {
    stage = try Stage("realshop", orders: 12)
    // The database's guard removes what lies there even when nobody else can.
    directory = try TemporaryDirectory("wordpress", in: stage.server.directory)
    ports = try Ports.free()
    try Self.placeFiles(directory, stage, ports)
    try stage.server.createDatabase(Self.database)
    try Self.installWordPress(directory, ports)
    try stage.server.run(Self.movingIn(stage.database, to: Self.database))
    processes = try Self.start(directory, stage, ports)
    try awaitAnswers()
  }

  deinit {
    for child in processes { child.send(SIGKILL) }
  }

  static let database = "realwp"
  static let password = "correct horse, battery staple"

  // MARK: Asking

  /// What came back.
  struct Reply {
    let status: Int
    let fields: [(name: String, value: String)]
    let body: String

    func field(_ name: String) -> String? {
      fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// WordPress's code of an error.
    var code: String? {
      let json = try? JSONSerialization.jsonObject(with: Data(body.utf8))
      return (json as? [String: Any])?["code"] as? String
    }
  }

  enum Door {
    case tls, plain, local
  }

  /// Asks as a client at 127.0.0.9 would.
  func ask(_ path: String, _ more: [String] = [], at door: Door = .tls) throws -> Reply {
    let outcome = try ChildProcess.run(
      "curl",
      [
        "--silent", "--show-error", "--include", "--http1.1", "--insecure", "--globoff",
        "--interface", "127.0.0.9", "--max-time", "60", "--connect-to", "::127.0.0.1:",
        "\(address(door))\(path)",
      ] + more)
    try #require(outcome.status == 0, "\(path): \(outcome.errors)")
    return try Self.parsed(outcome.output)
  }

  private func address(_ door: Door) -> String {
    switch door {
    case .tls: "https://\(Self.host):\(ports.tls)"
    case .plain: "http://\(Self.host):\(ports.plain)"
    case .local: "http://\(Self.host):\(ports.local)"
    }
  }

  private static func parsed(_ output: String) throws -> Reply {
    // Foundation's ranges, since to Swift CR LF is one character.
    let cut = try #require(output.range(of: "\r\n\r\n"))
    let head = output[..<cut.lowerBound].components(separatedBy: "\r\n")
    let status = try #require(head[0].split(separator: " ").dropFirst().first.flatMap { Int($0) })
    let fields = head.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      return (name: parts[0], value: parts.count > 1 ? parts[1] : "")
    }
    return Reply(status: status, fields: fields, body: String(output[cut.upperBound...]))
  }

  // MARK: WordPress

  /// Runs PHP with WordPress loaded; returns what it prints.
  ///
  /// That is done by the PHP that serves, which has its code compiled already.
  @discardableResult
  func php(_ code: String) throws -> String {
    let reply = try ask(
      "/run.php", ["--header", "Content-Type: text/plain", "--data-binary", code])
    try #require(reply.status == 200, "\(reply.body)")
    return reply.body
  }

  private static func php(_ directory: TemporaryDirectory, _ code: String) throws -> String {
    let outcome = try ChildProcess.run("/usr/bin/php", ["-d", "display_errors=stderr", "-r", code])
    try #require(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    return outcome.output
  }

  /// Makes an account the way WordPress does.
  func addUser(_ login: String, role: String) throws {
    let id = try php(
      """
      echo wp_insert_user(['user_login' => '\(login)', 'user_pass' => '\(Self.password)',
        'user_email' => '\(login)@shop.test', 'role' => '\(role)']);
      """)
    try #require(Int(id) != nil, "\(id)")
  }

  /// Somebody who is logged in: the words that make curl send cookie and nonce.
  struct Login {
    let cookies: [String]
    let nonce: String
    var words: [String] { cookies + ["--header", "X-WP-Nonce: \(nonce)"] }
  }

  /// Logs in at wp-login.php, and takes the nonce that PHP prints for that session.
  func login(_ name: String) throws -> Login {
    let jar = directory.file("\(name).\(UUID().uuidString.prefix(8)).jar")
    let keeping = ["--cookie", jar, "--cookie-jar", jar]
    _ = try ask("/wp-login.php", keeping)
    let entered = try ask(
      "/wp-login.php",
      keeping + [
        "--data-urlencode", "log=\(name)", "--data-urlencode", "pwd=\(Self.password)", "--data",
        "testcookie=1",
      ])
    try #require(entered.status == 302, "\(entered.body)")
    let cookies = ["--cookie", jar]
    let nonce = try ask("/nonce.php", cookies).body
    try #require(nonce.count == 10, "\(nonce)")
    return Login(cookies: cookies, nonce: nonce)
  }

  /// A new application password of that user, and what WordPress calls it.
  func addPassword(_ login: String) throws -> (words: [String], uuid: String) {
    let made = try php(
      """
      $made = WP_Application_Passwords::create_new_application_password(
        get_user_by('login', '\(login)')->ID, ['name' => 'test']);
      echo $made[0], "\\n", $made[1]['uuid'];
      """
    ).split(separator: "\n").map(String.init)
    try #require(made.count == 2)
    return (["--user", "\(login):\(made[0])"], made[1])
  }
}

// MARK: Setting up

extension WordPressStage {
  private static func placeFiles(
    _ directory: TemporaryDirectory, _ stage: Stage, _ ports: Ports
  ) throws {
    let root = directory.file("www")
    // Real copies: WordPress finds its place by where a file really lies.
    let copied = try ChildProcess.run(
      "cp", ["--recursive", "--dereference", "\(source)/.", root])
    try #require(copied.status == 0, "\(copied.errors)")
    try directory.write(configuration(stage), to: "www/wp-config.php")
    try directory.write(
      "<?php require 'wp-load.php'; echo wp_create_nonce('wp_rest');", to: "www/nonce.php")
    try directory.write("<?php require 'wp-load.php'; wp_logout();", to: "www/leave.php")
    try directory.write(
      "<?php require 'wp-load.php'; eval(file_get_contents('php://input'));", to: "www/run.php")
    let certificate = try ChildProcess.run(
      "openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-days", "2", "-subj", "/CN=\(host)", "-keyout", "key.pem", "-out", "cert.pem",
      ], workingDirectory: directory.path)
    try #require(certificate.status == 0, "\(certificate.errors)")
    for door in ["wkpbic", "local"] {
      let shipped = try String(
        contentsOfFile: Repository.path("deploy/nginx/wkpbic.conf"), encoding: .utf8)
      try directory.write(
        shipped.replacingOccurrences(of: "http://wkpbic;", with: "http://\(door);"),
        to: "\(door).conf")
    }
    let shared = try String(
      contentsOfFile: Repository.path("deploy/nginx/wkpbic-http.conf"), encoding: .utf8
    ).replacingOccurrences(of: "/run/wkpbic/wkpbic.sock", with: directory.file("wkpbic.sock"))
    try directory.write(
      "\(shared)upstream local { server unix:\(directory.file("local.sock")); }\n", to: "http.conf")
    try directory.write(webServer(directory, ports), to: "nginx.conf")
    try FileManager.default.createDirectory(
      atPath: directory.file("tmp"), withIntermediateDirectories: false)
  }

  private static func configuration(_ stage: Stage) -> String {
    let phrases = ["AUTH", "SECURE_AUTH", "LOGGED_IN", "NONCE"].flatMap { name in
      ["KEY", "SALT"].map {
        "define('\(name)_\($0)', 'it\\'s a \"long\" phrase of \(name) \($0)');"
      }
    }
    return """
      <?php
      define('DB_NAME', '\(database)');
      define('DB_USER', 'root');
      define('DB_PASSWORD', '');
      define('DB_HOST', 'localhost:\(stage.server.socketPath)');
      define('DB_CHARSET', 'utf8mb4');
      define('DB_COLLATE', '');
      \(phrases.joined(separator: "\n"))
      define('DISABLE_WP_CRON', true);
      define('WP_HTTP_BLOCK_EXTERNAL', true);
      define('AUTOMATIC_UPDATER_DISABLED', true);
      $table_prefix = 'wp_';
      if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
      require_once ABSPATH . 'wp-settings.php';
      """
  }

  /// WordPress's own installer, without its page.
  private static func installWordPress(
    _ directory: TemporaryDirectory, _ ports: Ports
  ) throws {
    _ = try php(
      directory,
      """
      define('WP_INSTALLING', true);
      define('WP_SITEURL', 'https://\(host):\(ports.tls)');
      $_SERVER['HTTP_HOST'] = '\(host):\(ports.tls)';
      $_SERVER['HTTPS'] = 'on';
      function wp_mail() { return true; }
      require '\(directory.path)/www/wp-load.php';
      add_filter('pre_http_request', '__return_empty_array');
      require ABSPATH . 'wp-admin/includes/upgrade.php';
      wp_install('Shop', 'root', 'root@shop.test', true, '', '\(password)');
      update_option('permalink_structure', '/%postname%/');
      add_role('customer', 'Customer', ['read' => true]);
      add_role('shop_manager', 'Shop manager', ['read' => true, 'manage_woocommerce' => true]);
      """)
  }

  /// Moves the demo shop into WordPress's database: tables of its own whole, of others the rows.
  private static func movingIn(_ shop: String, to database: String) -> String {
    let replaced = [
      "posts", "postmeta", "terms", "term_taxonomy", "term_relationships", "termmeta", "comments",
      "commentmeta",
    ].map {
      "TRUNCATE \(database).wp_\($0); INSERT INTO \(database).wp_\($0) SELECT * FROM \(shop).wp_\($0);"
    }
    return """
      SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO', group_concat_max_len = 1000000;
      \(replaced.joined(separator: "\n"))
      INSERT IGNORE INTO \(database).wp_users SELECT * FROM \(shop).wp_users WHERE ID > 1;
      INSERT INTO \(database).wp_usermeta (user_id, meta_key, meta_value)
        SELECT user_id, meta_key, meta_value FROM \(shop).wp_usermeta WHERE user_id > 1;
      INSERT IGNORE INTO \(database).wp_options (option_name, option_value, autoload)
        SELECT option_name, option_value, 'yes' FROM \(shop).wp_options
        WHERE option_name LIKE 'woocommerce%' OR option_name = 'default_product_cat';
      SELECT CONCAT('RENAME TABLE ', GROUP_CONCAT(
        '\(shop).', table_name, ' TO \(database).', table_name)) INTO @moving
        FROM information_schema.tables WHERE table_schema = '\(shop)' AND table_name NOT IN
        (SELECT table_name FROM information_schema.tables WHERE table_schema = '\(database)');
      EXECUTE IMMEDIATE @moving;
      """
  }

  private static func webServer(_ directory: TemporaryDirectory, _ ports: Ports) -> String {
    let folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
      "\($0)_temp_path \(directory.file("tmp/\($0)"));"
    }
    let tls = """
      listen 127.0.0.1:\(ports.tls) ssl;
      ssl_certificate \(directory.file("cert.pem"));
      ssl_certificate_key \(directory.file("key.pem"));
      """
    return """
      daemon off;
      master_process off;
      pid \(directory.file("nginx.pid"));
      error_log \(directory.file("nginx.log")) warn;
      events { worker_connections 64; }
      http {
        access_log off;
        \(folders.joined(separator: "\n  "))
        include \(directory.file("http.conf"));
        \(server(tls, directory, "wkpbic"))
        \(server("listen 127.0.0.1:\(ports.plain);", directory, "wkpbic"))
        \(server("listen 127.0.0.1:\(ports.local);", directory, "local"))
      }
      """
  }

  private static func server(
    _ listening: String, _ directory: TemporaryDirectory, _ door: String
  ) -> String {
    """
    server {
      \(listening)
      server_name \(host);
      root \(directory.file("www"));
      index index.php;
      include \(directory.file("\(door).conf"));
      location / { try_files $uri $uri/ /index.php?$args; }
      location ~ \\.php$ {
        include /etc/nginx/fastcgi_params;
        fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
        fastcgi_param WP_ENVIRONMENT_TYPE \(door == "local" ? "local" : "production");
        fastcgi_pass unix:\(directory.file("php.sock"));
      }
    }
    """
  }

  private static func start(
    _ directory: TemporaryDirectory, _ stage: Stage, _ ports: Ports
  ) throws -> [ChildProcess] {
    // From wp-config.php come the database and the salts.
    var settings = stage.settings.filter { !$0.key.hasPrefix("WKPBIC_DB_") }
    settings["WKPBIC_TABLE_PREFIX"] = nil
    settings["WKPBIC_WP_PATH"] = directory.file("www")
    let installed = try ChildProcess.run(Repository.binary, ["install"], environment: settings)
    try #require(installed.status == 0, "\(installed.errors)")
    let local = settings.merging(["WP_ENVIRONMENT_TYPE": "local"]) { _, new in new }
    func serve(_ door: String, _ settings: [String: String]) throws -> ChildProcess {
      try ChildProcess(
        Repository.binary, ["serve", "--listen=unix:\(directory.file("\(door).sock"))"],
        environment: settings)
    }
    return [
      try serve("wkpbic", settings), try serve("local", local),
      try ChildProcess(
        "php-cgi", ["-b", directory.file("php.sock")],
        environment: ["PHP_FCGI_MAX_REQUESTS": "100000"]),
      try ChildProcess(
        "nginx", ["-e", directory.file("nginx.log"), "-c", directory.file("nginx.conf")]),
    ]
  }

  private func awaitAnswers() throws {
    let deadline = Date(timeIntervalSinceNow: 30)
    for name in ["wkpbic.sock", "local.sock", "php.sock", "nginx.pid"] {
      while !FileManager.default.fileExists(atPath: directory.file(name)) {
        try #require(
          Date() < deadline, "\(processes.map(\.errors)) \(directory.text(of: "nginx.log"))")
        usleep(20_000)
      }
    }
  }
}
