import Cryptography
import Runtime
import Testing
import Testkit

@testable import API

/// A shop whose people sign in as WordPress has them do: rows of users, roles, sessions and
/// application passwords, judged by the product's own gate.
///
/// What is signed here is signed by this file's own reading of WordPress, not by the product.
struct People {
  let site: Site

  static let password = "abcd EFGH ijkl MNOP qrst UVWX"
  private static let salts = ["LOGGED_IN_KEY": "a key", "LOGGED_IN_SALT": " and salt"]
  private static let nonceSalts = ["NONCE_KEY": "another key", "NONCE_SALT": " and its salt"]
  /// What the gate needs to know of wp-config.php.
  static let settings = Dictionary(
    uniqueKeysWithValues: salts.merging(nonceSalts) { one, _ in one }.map {
      ("WKPBIC_\($0.key)", $0.value)
    })
  private static let siteURL = "https://shop.test"
  /// A phpass hash, of which cookies hold four characters.
  private static let hash = "$P$BZlPX7NIx8MYpXokBW2AGsN7i.aUOt0"

  init(
    _ database: String, orders: Int = 0, more: [String: String] = [:],
    server: TemporaryMariaDB? = nil, tables: String = ""
  ) throws {
    site = try Site(
      database, orders: max(orders, 1), isEmpty: orders == 0,
      gate: Self.settings.merging(more) { _, new in new }, server: server, tables: tables)
    let roles = ["administrator", "shop_manager", "editor", "customer", "subscriber"].map {
      "\(Self.php($0))a:2:{\(Self.php("name"))\(Self.php($0))\(Self.php("capabilities"))"
        + "a:1:{\(Self.php("read"))b:1;}}"
    }
    try set(option: "wp_user_roles", "a:\(roles.count):{\(roles.joined())}")
    try set(option: "siteurl", Self.siteURL)
    try set(option: "home", Self.siteURL)
    try set(option: "using_application_passwords", "1")
  }

  func set(option: String, _ value: String) throws {
    try site.sql(
      """
      REPLACE INTO wp_options (option_name, option_value, autoload)
      VALUES ('\(option)', '\(value)', 'yes')
      """)
  }

  /// Adds somebody with these words in `capabilities`, a session and an application password.
  func add(_ id: Int, _ login: String, _ words: [String], table: String = "wp_capabilities") throws
  {
    let held = words.map { "\(Self.php($0))b:1;" }
    let session = Hexadecimal.text(Digest.sha256(Array(Self.token(id).utf8)))
    let item = [
      ("uuid", Self.php("u\(id)")), ("app_id", Self.php("")), ("name", Self.php("test")),
      ("password", Self.php(Self.fastHash)), ("created", "i:1700000000;"),
      ("last_used", "i:4000000000;"), ("last_ip", "N;"),
    ].map { Self.php($0.0) + $0.1 }
    try site.sql(
      """
      REPLACE INTO wp_users (ID, user_login, user_pass, user_email)
        VALUES (\(id), '\(login)', '\(Self.hash)', '\(login)@shop.test');
      INSERT INTO wp_usermeta (user_id, meta_key, meta_value) VALUES
        (\(id), '\(table)', 'a:\(held.count):{\(held.joined())}'),
        (\(id), 'session_tokens', 'a:1:{\(Self.php(session))i:4000000000;}'),
        (\(id), '_application_passwords', 'a:1:{i:0;a:\(item.count):{\(item.joined())}}');
      """)
  }

  private static func php(_ text: String) -> String { "s:\(text.utf8.count):\"\(text)\";" }

  /// `$generic$` and BLAKE2b, since the password is random enough.
  private static var fastHash: String {
    let stripped = Array(password.utf8.filter { $0 != UInt8(ascii: " ") })
    let digest = Digest.blake2b(stripped, key: Array("wp_fast_hash_6.8+".utf8), length: 30)
    return "$generic$" + Base64.text(digest, alphabet: .url)
  }

  /// The header of an application password.
  static func basic(_ login: String, _ password: String = Self.password) -> [String] {
    [
      "Authorization: Basic \(Base64.text(Array("\(login):\(password)".utf8)))",
      "X-Forwarded-Proto: https",
    ]
  }

  private static func token(_ id: Int) -> String { "token-of-\(id)" }

  private static func hmac(_ kind: HashAlgorithm, _ key: String, _ text: String) -> String {
    Hexadecimal.text(Authentication.hmac(kind, key: Array(key.utf8), Array(text.utf8)))
  }

  /// The header of somebody's session.
  static func cookie(_ id: Int, _ login: String, token other: String? = nil) -> String {
    let (end, token) = ("4000000000", other ?? token(id))
    let salt = "a key and salt"
    let key = hmac(.md5, salt, "\(login)|\(hash.dropFirst(8).prefix(4))|\(end)|\(token)")
    let code = hmac(.sha256, key, "\(login)|\(end)|\(token)")
    let name = Hexadecimal.text(Digest.md5(Array(siteURL.utf8)))
    return "Cookie: wordpress_logged_in_\(name)=\(login)%7C\(end)%7C\(token)%7C\(code)"
  }

  /// A nonce of somebody's session; `halfLives` ago, for an action.
  static func nonce(_ id: Int, action: String = "wp_rest", halfLives: Int64 = 0) -> String {
    let tick = (SystemClock().now.unixSeconds + 43_199) / 43_200 - halfLives
    let text = hmac(.md5, "another key and its salt", "\(tick)|\(action)|\(id)|\(token(id))")
    return String(text.suffix(12).prefix(10))
  }
}
