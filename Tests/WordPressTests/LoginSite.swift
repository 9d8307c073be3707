import Cryptography
import Foundation
import MariaDB
import Runtime
import Testing
import Testkit

@testable import WordPress

/// One server for all tests of logins.
private let sharedServer = Result { () throws(Fault) in try TemporaryMariaDB() }

/// A site whose people sign in: tables as WordPress makes them.
struct LoginSite {
  let server: TemporaryMariaDB
  /// The site's own database, so that suites may run side by side.
  private let database = "logins_\(UInt64.random(in: .min ... .max))"
  /// What the site's own tables begin with.
  let prefix: TablePrefix
  var constants: PHPArray

  static let now = Instant(unixSeconds: 1_795_453_303)
  static let loggedInSalt = "a logged-in key and its salt"
  /// The salt of the recorded nonces.
  static let nonceSalt = "facts-nonce-key-p0o9i8u7y6facts-nonce-salt-lkjhgfdsa"
  static let siteURL = "https://shop.test/wp"

  /// The roles that matter, as `user_roles` holds them.
  static let roles: PHPValue = .map([
    "administrator": .map([
      "name": .text("Administrator"), "capabilities": .map(["manage_options": .boolean(true)]),
    ]),
    "shop_manager": .map([
      "name": .text("Shop manager"), "capabilities": .map(["manage_woocommerce": .boolean(true)]),
    ]),
    "subscriber": .map([
      "name": .text("Subscriber"), "capabilities": .map(["read": .boolean(true)]),
    ]),
  ])

  /// An empty database with the tables; options that a site has are there.
  init(prefix: String = "wp_", constants: KeyValuePairs<String, PHPValue> = [:]) throws {
    server = try sharedServer.get()
    self.prefix = try #require(TablePrefix(prefix))
    self.constants = PHPArray()
    let salts: KeyValuePairs<String, PHPValue> = [
      "LOGGED_IN_KEY": .text("a logged-in key"), "LOGGED_IN_SALT": .text(" and its salt"),
      "NONCE_KEY": .text("facts-nonce-key-p0o9i8u7y6"),
      "NONCE_SALT": .text("facts-nonce-salt-lkjhgfdsa"),
    ]
    for (name, value) in salts { self.constants[PHPKey(name)] = value }
    for (name, value) in constants { self.constants[PHPKey(name)] = value }
    try server.createDatabase(database)
    var connection = try connect()
    try makeTables(&connection)
    try set(option: "siteurl", .text(Self.siteURL + "/"), &connection)
    try set(option: "\(prefix)user_roles", Self.roles, &connection)
    try set(option: "using_application_passwords", .text("1"), &connection)
  }

  func connect() throws(Fault) -> Connection {
    try Connection.open(
      ConnectionOptions(
        address: .socket(server.socketPath), user: "root", password: Secret(""),
        database: database, security: .off))
  }

  func config() throws -> WPConfig {
    try WPConfig(
      ConfigConstants(printed: constants, prefix: .text("wp_")),
      replacing: [
        "DB_HOST": "", "DB_USER": "", "DB_PASSWORD": "", "DB_NAME": "",
        "table_prefix": prefix.text,
      ])
  }

  func authenticator(_ environment: [String: String] = [:]) throws -> Authenticator {
    try Authenticator(config(), prefix: prefix, environment: environment)
  }

  private func makeTables(_ connection: inout Connection) throws {
    for statement: SQLText in [
      """
      CREATE TABLE wp_users (ID bigint unsigned NOT NULL AUTO_INCREMENT, \
      user_login varchar(60) NOT NULL DEFAULT '', user_pass varchar(255) NOT NULL DEFAULT '', \
      user_email varchar(100) NOT NULL DEFAULT '', display_name varchar(250) NOT NULL DEFAULT '', \
      PRIMARY KEY (ID), KEY user_login_key (user_login), KEY user_email (user_email)) \
      DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
      """,
      """
      CREATE TABLE wp_usermeta (umeta_id bigint unsigned NOT NULL AUTO_INCREMENT, \
      user_id bigint unsigned NOT NULL DEFAULT 0, meta_key varchar(255) DEFAULT NULL, \
      meta_value longtext, PRIMARY KEY (umeta_id), KEY user_id (user_id), \
      KEY meta_key (meta_key(191))) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
      """,
      """
      CREATE TABLE wp_sitemeta (meta_id bigint NOT NULL AUTO_INCREMENT, \
      site_id bigint NOT NULL DEFAULT 0, meta_key varchar(255) DEFAULT NULL, \
      meta_value longtext, PRIMARY KEY (meta_id)) \
      DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
      """,
    ] { try connection.execute(statement, "test") }
    try connection.execute(
      SQLText(
        """
        CREATE TABLE {prefix}options (option_id bigint unsigned NOT NULL AUTO_INCREMENT, \
        option_name varchar(191) NOT NULL DEFAULT '', option_value longtext NOT NULL, \
        autoload varchar(20) NOT NULL DEFAULT 'yes', PRIMARY KEY (option_id), \
        UNIQUE KEY option_name (option_name)) \
        DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
        """, ["prefix": .prefix(prefix)]), "test")
  }
}

// MARK: Rows

extension LoginSite {
  func set(
    option: String, _ value: PHPValue, _ connection: inout Connection
  ) throws(Fault) {
    try connection.write(
      SQLText(
        "REPLACE INTO {prefix}options (option_name, option_value) VALUES (?, ?)",
        ["prefix": .prefix(prefix)]), [.text(option), .bytes(PHPMaybe.stored(value))], "test")
  }

  func set(
    network: String, _ value: PHPValue, _ connection: inout Connection
  ) throws(Fault) {
    try connection.write(
      "INSERT INTO wp_sitemeta (site_id, meta_key, meta_value) VALUES (1, ?, ?)",
      [.text(network), .bytes(PHPMaybe.stored(value))], "test")
  }

  func addUser(
    _ id: Int64, _ login: String, password: String = "$P$BZlPX7NIx8MYpXokBW2AGsN7i.aUOt0",
    email: String = "", _ connection: inout Connection
  ) throws(Fault) {
    try connection.write(
      "REPLACE INTO wp_users (ID, user_login, user_pass, user_email) VALUES (?, ?, ?, ?)",
      [.integer(id), .text(login), .text(password), .text(email)], "test")
  }

  /// Puts the text as it is, or takes it away.
  func set(
    meta key: String, of user: Int64, stored: [UInt8]?, _ connection: inout Connection
  ) throws(Fault) {
    try connection.write(
      "DELETE FROM wp_usermeta WHERE user_id = ? AND meta_key = ?",
      [.integer(user), .text(key)], "test")
    guard let stored else { return }
    try connection.write(
      "INSERT INTO wp_usermeta (user_id, meta_key, meta_value) VALUES (?, ?, ?)",
      [.integer(user), .text(key), .bytes(stored)], "test")
  }

  func set(
    meta key: String, of user: Int64, _ value: PHPValue, _ connection: inout Connection
  ) throws(Fault) {
    try set(meta: key, of: user, stored: PHPMaybe.stored(value), &connection)
  }

  func stored(
    meta key: String, of user: Int64, _ connection: inout Connection
  ) throws(Fault) -> String? {
    let statement = SQLText(
      "SELECT meta_value FROM wp_usermeta WHERE user_id = {user} AND meta_key = {key}",
      ["user": .integer(user), "key": .text(key)])
    let row = try connection.rows(statement, "test").first
    return row.map { String(decoding: $0[0] ?? [], as: UTF8.self) }
  }

  /// Gives a user a role on the site.
  func set(
    role: String, of user: Int64, _ connection: inout Connection
  ) throws(Fault) {
    try set(
      meta: "\(prefix)capabilities", of: user, .map([role: .boolean(true)]), &connection)
  }

  /// Gives a user application passwords, each under its own name.
  func set(
    passwords: [String], of user: Int64, _ connection: inout Connection
  ) throws(Fault) {
    let items = passwords.map { Self.item(hash: Self.fastHash($0), uuid: $0) }
    try set(meta: "_application_passwords", of: user, .list(items), &connection)
  }

  static func item(hash: String, uuid: String) -> PHPValue {
    .map([
      "uuid": .text(uuid), "app_id": .text(""), "name": .text("a \\ b"), "password": .text(hash),
      "created": .integer(1_700_000_000), "last_used": .null, "last_ip": .null,
    ])
  }

  static func fastHash(_ password: String) -> String {
    String(decoding: StoredPassword.fastHash(Array(password.utf8)), as: UTF8.self)
  }
}

// MARK: Requests

extension LoginSite {
  /// The value of a login cookie, made as WordPress makes it for a phpass hash.
  static func cookie(
    _ login: String, password: String = "$P$BZlPX7NIx8MYpXokBW2AGsN7i.aUOt0", token: String,
    end: Int64
  ) -> String {
    let fragment = String(password.dropFirst(8).prefix(4))
    let signed = "\(login)|\(fragment)|\(end)|\(token)"
    let key = Hexadecimal.text(
      Authentication.hmac(.md5, key: Array(loggedInSalt.utf8), Array(signed.utf8)))
    let code = Authentication.hmac(
      .sha256, key: Array(key.utf8), Array("\(login)|\(end)|\(token)".utf8))
    return "\(login)|\(end)|\(token)|\(Hexadecimal.text(code))"
  }

  /// Opens a session for a day and returns the `Cookie` header.
  func logIn(
    _ user: Int64, _ login: String, token: String, _ connection: inout Connection
  ) throws(Fault) -> String {
    let end = Self.now.unixSeconds + 86_400
    let verifier = Hexadecimal.text(Digest.sha256(Array(token.utf8)))
    try set(
      meta: "session_tokens", of: user, .map([verifier: .map(["expiration": .integer(end)])]),
      &connection)
    return header(Self.cookie(login, token: token, end: end))
  }

  func header(_ cookie: String, siteURL: String = Self.siteURL) -> String {
    let hash = Hexadecimal.text(Digest.md5(Array(siteURL.utf8)))
    let value = cookie.replacing("|", with: "%7C").replacing(" ", with: "%20")
    return "first=1; wordpress_logged_in_\(hash)=\(value)"
  }

  static func nonce(_ user: Int64, token: String) -> String {
    Nonce(salt: Secret(nonceSalt)).make(
      "wp_rest", userID: user, token: Array(token.utf8), at: now.unixSeconds)
  }

  static func basic(_ name: String, _ password: String) -> String {
    "Basic " + Base64.text(Array("\(name):\(password)".utf8))
  }

  static func credentials(
    method: String = "GET", cookie: String? = nil, basic: String? = nil, nonce: String? = nil,
    parameter: String? = nil, isTLS: Bool = true, address: String = "198.51.100.4"
  ) -> RequestCredentials {
    RequestCredentials(
      method: method, cookies: cookie.map { [$0] } ?? [], authorization: basic,
      nonceHeader: nonce, nonceParameter: parameter.map { Array($0.utf8) }, isTLS: isTLS,
      address: address)
  }
}
