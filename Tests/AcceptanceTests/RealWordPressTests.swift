import Foundation
import Testing
import Testkit

/// What WordPress itself makes counts here, and what ends there ends here: logins, nonces,
/// application passwords, roles; and our answers look like its own.
@Suite(
  .serialized,
  .enabled(if: WordPressStage.lack == nil, "\(WordPressStage.lack ?? "") (deploy/test installs it)")
)
struct RealWordPressTests {
  static let shared = Result { try WordPressStage() }

  let site: WordPressStage

  init() throws { site = try Self.shared.get() }

  private static let entities = "\(WordPressStage.namespace)/entities"
  private static let count = "\(WordPressStage.namespace)/entities/orders/count?_bare=1"
  /// A route of core's that says who asks.
  private static let me = "/wp-json/wp/v2/users/me?context=edit"

  // MARK: Logins

  @Test func aLoginOfWordPressOpensWhatItsUserMay() throws {
    try site.addUser("anna", role: "administrator")
    let anna = try site.login("anna")
    #expect(try site.ask(Self.me, anna.words).status == 200)
    #expect(try site.ask(Self.count, anna.words).body == #"{"count":12}"#)
    let parameter = "\(Self.entities)?_wpnonce=\(anna.nonce)"
    #expect(try site.ask(parameter, anna.cookies).status == 200)
    // The nonce that comes back is one of WordPress's.
    let fresh = try #require(try site.ask(Self.entities, anna.words).field("X-WP-Nonce"))
    let returned = anna.cookies + ["--header", "X-WP-Nonce: \(fresh)"]
    #expect(try site.ask(Self.me, returned).status == 200)
  }

  @Test func aCookieWithoutItsNonceIsAVisitor() throws {
    try site.addUser("ben", role: "administrator")
    let ben = try site.login("ben")
    let bare = try site.ask(Self.entities, ben.cookies)
    #expect(bare.status == 401 && bare.code == "rest_forbidden")
    #expect(try site.ask(Self.me, ben.cookies).status == 401)
    for words in [
      ben.cookies + ["--header", "X-WP-Nonce: 0123456789"],
      ["--header", "X-WP-Nonce: \(ben.nonce)"],
    ] {
      let refused = try site.ask(Self.entities, words)
      #expect(refused.status == 403 && refused.code == "rest_cookie_invalid_nonce")
      #expect(try refused.body == site.ask(Self.me, words).body)
    }
  }

  @Test func rolesDecideAsInWordPress() throws {
    for (name, role, expected) in [
      ("carl", "shop_manager", 200), ("dora", "customer", 403), ("emil", "editor", 403),
    ] {
      try site.addUser(name, role: role)
      let reply = try site.ask(Self.count, try site.login(name).words)
      #expect(reply.status == expected, "\(role): \(reply.body)")
    }
    // A capability that PHP gives a role counts at once.
    let dora = try site.login("dora")
    try site.php("get_role('customer')->add_cap('wkpbic_view_reports');")
    #expect(try site.ask(Self.count, dora.words).status == 200)
    try site.php("get_role('customer')->remove_cap('wkpbic_view_reports');")
    #expect(try site.ask(Self.count, dora.words).status == 403)
  }

  // MARK: Ends

  @Test func aLogoutEndsTheSession() throws {
    try site.addUser("fred", role: "administrator")
    let fred = try site.login("fred")
    let elsewhere = try site.login("fred")
    #expect(try site.ask(Self.entities, fred.words).status == 200)
    _ = try site.ask("/leave.php", fred.cookies)
    try expectSameRefusal(fred, 403)
    #expect(try site.ask(Self.entities, elsewhere.words).status == 200)
    try site.php(
      "WP_Session_Tokens::get_instance(get_user_by('login', 'fred')->ID)->destroy_all();")
    try expectSameRefusal(elsewhere, 403)
  }

  @Test func aNewPasswordEndsTheSession() throws {
    try site.addUser("gina", role: "administrator")
    let gina = try site.login("gina")
    #expect(try site.ask(Self.entities, gina.words).status == 200)
    try site.php("wp_set_password('another one', get_user_by('login', 'gina')->ID);")
    try expectSameRefusal(gina, 403)
  }

  @Test func aLesserRoleCountsAtOnce() throws {
    try site.addUser("hans", role: "administrator")
    let hans = try site.login("hans")
    #expect(try site.ask(Self.entities, hans.words).status == 200)
    try site.php("get_user_by('login', 'hans')->set_role('subscriber');")
    let reply = try site.ask(Self.entities, hans.words)
    #expect(reply.status == 403 && reply.code == "rest_forbidden")
    try site.php(
      "require ABSPATH . 'wp-admin/includes/user.php'; wp_delete_user(get_user_by('login', 'hans')->ID);"
    )
    try expectSameRefusal(hans, 403)
  }

  /// Both refuse the login, in the same words.
  private func expectSameRefusal(
    _ login: WordPressStage.Login, _ status: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let ours = try site.ask(Self.entities, login.words)
    let theirs = try site.ask(Self.me, login.words)
    #expect(ours.status == status && theirs.status == status, sourceLocation: sourceLocation)
    #expect(ours.body == theirs.body, sourceLocation: sourceLocation)
  }

  // MARK: Application passwords

  @Test func anApplicationPasswordOpensUntilItIsRevoked() throws {
    try site.addUser("ida", role: "administrator")
    let (words, uuid) = try site.addPassword("ida")
    let item =
      "WP_Application_Passwords::get_user_application_password(get_user_by('login', 'ida')->ID, '\(uuid)')"
    #expect(try site.php("var_dump(\(item)['last_used']);").hasPrefix("NULL"))
    let before = Int(Date().timeIntervalSince1970)
    #expect(try site.ask(Self.count, words).body == #"{"count":12}"#)
    let noted = try site.php("echo \(item)['last_used'], ' ', \(item)['last_ip'];").split(
      separator: " ")
    let used = try #require(noted.first.flatMap { Int($0) })
    #expect((before...(before + 60)).contains(used))
    // The web server's word for the client's address.
    #expect(noted.last == "127.0.0.9")
    // PHP still takes the password that we have noted.
    #expect(try site.ask(Self.me, words).status == 200)
    try site.php(
      "WP_Application_Passwords::delete_application_password(get_user_by('login', 'ida')->ID, '\(uuid)');"
    )
    let refused = try site.ask(Self.entities, words)
    #expect(refused.status == 401 && refused.code == "rest_forbidden")
    #expect(try site.ask(Self.me, words).status == 401)
  }

  @Test func withoutTLSAPasswordCountsOnOnesOwnMachineOnly() throws {
    try site.addUser("jana", role: "administrator")
    let words = try site.addPassword("jana").words
    let spoofed = words + ["--header", "X-Forwarded-Proto: https"]
    for (door, request, status) in [
      (WordPressStage.Door.tls, words, 200), (.plain, words, 401), (.plain, spoofed, 401),
      (.local, words, 200),
    ] {
      #expect(try site.ask(Self.count, request, at: door).status == status, "\(door)")
      #expect(try site.ask(Self.me, request, at: door).status == status, "core, \(door)")
    }
  }

  @Test func noClientChoosesItsAddress() throws {
    try site.addUser("karl", role: "administrator")
    let (words, uuid) = try site.addPassword("karl")
    _ = try site.ask(Self.entities, words + ["--header", "X-Forwarded-For: 6.6.6.6"])
    let address = try site.php(
      """
      echo WP_Application_Passwords::get_user_application_password(
        get_user_by('login', 'karl')->ID, '\(uuid)')['last_ip'];
      """)
    #expect(address == "127.0.0.9")
  }

  // MARK: The web server

  @Test func theWebServerHandsOutRoutesByTheirOwner() throws {
    try site.addUser("lena", role: "administrator")
    let words = try site.login("lena").words
    for address in [
      "/?rest_route=/wkpbic/v1/entities/orders/count&_bare=1",
      "/index.php?rest_route=%2Fwkpbic%2Fv1%2Fentities%2Forders%2Fcount&_bare=1",
      "/?_bare=1&rest_route=/wkpbic/v1/entities/orders/count",
    ] {
      #expect(try site.ask(address, words).body == #"{"count":12}"#, "\(address)")
    }
    // A body comes through as well.
    let named = try site.ask(
      "/?rest_route=/wkpbic/v1/sync/profiles",
      words + ["--header", "Content-Type: application/json", "--data", #"{"name":"Nightly"}"#])
    #expect(named.status == 201 && named.body.contains(#""name":"Nightly""#), "\(named.body)")
    let types = try site.ask("/wp-json/wp/v2/types")
    #expect(types.status == 200 && types.body.contains(#""slug":"post""#))
    #expect(try site.ask("/?rest_route=/wp/v2/types").body == types.body)
    #expect(try site.ask("/wp-json/").body.contains(#""name":"Shop""#))
  }
}
