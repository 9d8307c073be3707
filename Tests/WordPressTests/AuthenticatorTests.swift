import Bytes
import Foundation
import MariaDB
import Runtime
import Testing
import Testkit

@testable import WordPress

/// What changes between requests, and what people try.
@Suite(.serialized) struct AuthenticatorTests {
  private let now = LoginSite.now

  /// A site with one shop manager, Alice.
  private func shop() throws -> LoginSite {
    let site = try LoginSite()
    var connection = try site.connect()
    try site.addUser(2, "alice", email: "alice@shop.test", &connection)
    try site.set(role: "shop_manager", of: 2, &connection)
    return site
  }

  @Test func aCookieNeedsItsSessionAndItsNonce() throws {
    let site = try shop()
    let authenticator = try site.authenticator()
    var connection = try site.connect()
    let cookie = try site.logIn(2, "alice", token: "t1", &connection)
    let nonce = LoginSite.nonce(2, token: "t1")
    let known = try authenticator.authenticate(
      LoginSite.credentials(cookie: cookie, nonce: nonce), at: now, &connection)
    #expect(known.user?.login == "alice")
    #expect(known.user?.rights.roles == ["shop_manager"])
    #expect(known.user?.rights.can(.manageSync) == true)
    #expect(known.user?.rights.can(.manageSettings) == false)
    #expect(known.freshNonce == nonce)
    let byParameter = try authenticator.authenticate(
      LoginSite.credentials(cookie: cookie, nonce: "bad", parameter: nonce), at: now, &connection)
    #expect(byParameter.user?.id == 2)
    let without = try authenticator.authenticate(
      LoginSite.credentials(cookie: cookie), at: now, &connection)
    #expect(without.user == nil && without.freshNonce == nil)
    let other = try authenticator.authenticate(
      LoginSite.credentials(cookie: cookie, nonce: LoginSite.nonce(2, token: "t2")), at: now,
      &connection)
    guard case .error(let refusal) = other.outcome else { throw Failure("a nonce of another") }
    #expect(refusal.code == "rest_cookie_invalid_nonce" && refusal.status == 403)
  }

  @Test func changesCountFromTheNextRequestOn() throws {
    let site = try shop()
    let authenticator = try site.authenticator()
    var connection = try site.connect()
    let cookie = try site.logIn(2, "alice", token: "t1", &connection)
    let credentials = LoginSite.credentials(
      cookie: cookie, nonce: LoginSite.nonce(2, token: "t1"))
    func user() throws -> User? {
      var connection = try site.connect()
      return try authenticator.authenticate(credentials, at: now, &connection).user
    }
    #expect(try user()?.rights.can(.manageSettings) == false)
    try site.set(role: "administrator", of: 2, &connection)
    #expect(try user()?.rights.can(.manageSettings) == true)
    try site.set(
      option: "wp_user_roles",
      .map(["administrator": .map(["capabilities": .map(["wkpbic_view_logs": .text("0")])])]),
      &connection)
    #expect(try user()?.rights.can(.viewLogs) == false)
    try site.set(meta: "wp_capabilities", of: 2, stored: Array("a:1:{".utf8), &connection)
    #expect(try user()?.rights.canAnything == false)
    // A changed password ends the cookie, and so does a session that is over.
    try site.addUser(2, "alice", password: "$P$BZlPXxxxx8MYpXokBW2AGsN7i.aUOt", &connection)
    #expect(try user() == nil)
    try site.addUser(2, "alice", &connection)
    #expect(try user() != nil)
    try site.set(meta: "session_tokens", of: 2, stored: nil, &connection)
    #expect(try user() == nil)
  }

  @Test func aRevokedPasswordIsGoneAtOnceThoughItWasRemembered() throws {
    let site = try shop()
    let authenticator = try site.authenticator()
    var connection = try site.connect()
    // Hashes that WordPress 6.7 has made.
    let cases = try Vectors("app_password").cases("check").filter {
      $0.text("hash").hasPrefix("$P$") && $0["matches"]?.boolean == true
    }
    let vector = try #require(cases.first)
    let other = try #require(cases.last { $0.text("hash") != vector.text("hash") })
    let password = String(decoding: vector.bytes(base64: "presented_b64"), as: UTF8.self)
    let credentials = LoginSite.credentials(basic: LoginSite.basic("alice", password))
    for hash in [vector.text("hash"), other.text("hash"), vector.text("hash")] {
      try site.set(
        meta: "_application_passwords", of: 2,
        .list([LoginSite.item(hash: "$P$x", uuid: "u0"), LoginSite.item(hash: hash, uuid: "u")]),
        &connection)
      for _ in 0..<2 {
        let verdict = try authenticator.authenticate(credentials, at: now, &connection)
        #expect((verdict.user != nil) == (hash == vector.text("hash")))
      }
    }
    try site.set(meta: "_application_passwords", of: 2, stored: nil, &connection)
    #expect(try authenticator.authenticate(credentials, at: now, &connection).user == nil)
  }

  @Test func basicIsIgnoredWithoutTLSOrWithoutPasswords() throws {
    let site = try shop()
    var connection = try site.connect()
    try site.set(passwords: ["pw"], of: 2, &connection)
    func verdict(
      isTLS: Bool, _ environment: [String: String], _ site: LoginSite
    ) throws -> Verdict {
      var connection = try site.connect()
      return try site.authenticator(environment).authenticate(
        LoginSite.credentials(basic: LoginSite.basic("alice", "pw"), isTLS: isTLS), at: now,
        &connection)
    }
    let local = ["WP_ENVIRONMENT_TYPE": "local"]
    #expect(try verdict(isTLS: true, [:], site).user?.id == 2)
    #expect(try verdict(isTLS: false, local, site).user?.id == 2)
    let plain = try verdict(isTLS: false, [:], site)
    #expect(plain.user == nil && plain.failedLogin == nil)
    var staged = site
    staged.constants[PHPKey("WP_ENVIRONMENT_TYPE")] = .text("staging")
    #expect(try verdict(isTLS: false, local, staged).user == nil)
    staged.constants[PHPKey("WP_ENVIRONMENT_TYPE")] = .text("local")
    #expect(try verdict(isTLS: false, [:], staged).user?.id == 2)
    try site.set(option: "using_application_passwords", .text("0"), &connection)
    #expect(try verdict(isTLS: true, [:], site).user == nil)
  }

  @Test func aValidCookieStandsBeforeBasic() throws {
    let site = try shop()
    let authenticator = try site.authenticator()
    var connection = try site.connect()
    try site.set(passwords: ["pw"], of: 2, &connection)
    let cookie = try site.logIn(2, "alice", token: "t1", &connection)
    let basic = LoginSite.basic("alice", "pw")
    let both = try authenticator.authenticate(
      LoginSite.credentials(cookie: cookie, basic: basic), at: now, &connection)
    #expect(both.user == nil)
    let spoiled = cookie + "0"
    let fallen = try authenticator.authenticate(
      LoginSite.credentials(cookie: spoiled, basic: basic, nonce: "bad"), at: now, &connection)
    #expect(fallen.user?.id == 2 && fallen.freshNonce == nil)
  }

  @Test func whoKeepsGuessingHasToWait() throws {
    let site = try shop()
    let authenticator = try site.authenticator()
    var connection = try site.connect()
    try site.set(passwords: ["pw"], of: 2, &connection)
    let clock = VirtualClock(now)
    func attempt(
      _ name: String, _ password: String, from address: String = "203.0.113.7"
    ) throws -> Verdict {
      var connection = try site.connect()
      return try authenticator.authenticate(
        LoginSite.credentials(basic: LoginSite.basic(name, password), address: address),
        at: clock.now, &connection)
    }
    // However the name is spelled, it is one account.
    for name in ["alice", "ALICE", " alice", "alice@shop.test", "àlice"] {
      for _ in 0..<2 {
        #expect(try attempt(name, "wrong").failedLogin?.code == "incorrect_password")
      }
    }
    guard case .error(let refusal) = try attempt("alice", "pw").outcome else {
      throw Failure("the eleventh attempt")
    }
    #expect(refusal.status == 429 && refusal.retryAfterSeconds == 60)
    #expect(refusal.code.hasPrefix("wkpbic_"))
    #expect(try attempt("alice", "pw", from: "203.0.113.8").user?.id == 2)
    clock.advance(seconds: 60)
    #expect(try attempt("alice", "pw").user?.id == 2)
    for _ in 0..<10 {
      #expect(try attempt("nobody", "x").failedLogin?.code == "invalid_username")
    }
    guard case .error = try attempt("nobody", "x").outcome else { throw Failure("nobody") }
    #expect(try attempt("alice", "pw").user?.id == 2)
  }

  @Test func usesOfTwoPasswordsAtOnceAreBothNoted() throws {
    let site = try shop()
    let authenticator = try site.authenticator()
    var connection = try site.connect()
    let passwords = (0..<4).map { "password\($0)" }
    for round in 0..<10 {
      try site.set(passwords: passwords, of: 2, &connection)
      let failures = Lock<[String]>([])
      let threads = passwords.map { password in
        Thread {
          do {
            var connection = try site.connect()
            let verdict = try authenticator.authenticate(
              LoginSite.credentials(basic: LoginSite.basic("alice", password)), at: now,
              &connection)
            if verdict.user == nil || verdict.unnotedUse != nil { throw Failure(password) }
          } catch {
            failures.withLock { $0.append("\(error)") }
          }
        }
      }
      threads.forEach { $0.start() }
      let end = SystemClock().monotonicSeconds + 30
      while !threads.allSatisfy(\.isFinished), SystemClock().monotonicSeconds < end {
        _ = SystemClock().wait(seconds: 0.002, interruption: Interruption())
      }
      #expect(failures.withLock { $0 } == [])
      let stored = try site.stored(meta: "_application_passwords", of: 2, &connection) ?? ""
      let items = PHPMaybe.unserialize(Array(stored.utf8)).array?.values ?? []
      #expect(items.count == 4)
      for item in items {
        #expect(item["last_used"] == .integer(now.unixSeconds), "round \(round)")
        #expect(item["name"] == .text("a \\ b"))
      }
    }
  }

  @Test func aUseIsNotWrittenOverSomebodyElses() throws {
    let site = try shop()
    var connection = try site.connect()
    try site.set(passwords: ["pw"], of: 2, &connection)
    let users = try UserTables(site.config(), prefix: site.prefix)
    let key = ApplicationPasswords.metaKey
    let row = try #require(try users.meta(2, [key], &connection)[key])
    // Differs only in case, which the column's collation does not see.
    try connection.execute(
      "UPDATE wp_usermeta SET meta_value = UPPER(meta_value) WHERE user_id = 2", "another writer")
    #expect(try !users.swap(row, to: .text("mine"), &connection))
    let now = try #require(try users.meta(2, [key], &connection)[key])
    #expect(try users.swap(now, to: .text("mine"), &connection))
    #expect(try site.stored(meta: key, of: 2, &connection) == "mine")
  }

  @Test func aUseThatCannotBeNotedHindersNobody() throws {
    let site = try shop()
    var connection = try site.connect()
    try site.set(passwords: ["pw"], of: 2, &connection)
    try connection.execute("SET SESSION TRANSACTION READ ONLY", "test")
    let verdict = try site.authenticator().authenticate(
      LoginSite.credentials(basic: LoginSite.basic("alice", "pw")), at: now, &connection)
    #expect(verdict.user?.id == 2)
    #expect(verdict.unnotedUse != nil)
  }

  @Test func whatWordPressSlashesIsNobodysName() throws {
    let site = try shop()
    var connection = try site.connect()
    try site.addUser(3, "o'brien", email: "o'brien@shop.test", &connection)
    try site.set(passwords: ["pw"], of: 3, &connection)
    let authenticator = try site.authenticator()
    for name in ["o'brien", "o'brien@shop.test"] {
      let verdict = try authenticator.authenticate(
        LoginSite.credentials(basic: LoginSite.basic(name, "pw")), at: now, &connection)
      #expect(verdict.failedLogin?.code == "invalid_username")
    }
    let cookie = try site.logIn(3, "o'brien", token: "t1", &connection)
    let verdict = try authenticator.authenticate(
      LoginSite.credentials(cookie: cookie, nonce: LoginSite.nonce(3, token: "t1")), at: now,
      &connection)
    #expect(verdict.user == nil)
  }

  @Test func aVisitorIsNotLookedUp() throws {
    let site = try shop()
    var connection = try site.connect()
    try connection.execute("DROP TABLE wp_options", "test")
    let authenticator = try site.authenticator()
    let verdict = try authenticator.authenticate(
      LoginSite.credentials(), at: now, &connection)
    #expect(verdict.user == nil && verdict.freshNonce == nil)
    #expect(throws: Fault.self) {
      var connection = try site.connect()
      _ = try authenticator.authenticate(
        LoginSite.credentials(nonce: "x"), at: now, &connection)
    }
  }
}

/// Networks and other ways to name tables.
@Suite(.serialized) struct NetworkLoginTests {
  private let now = LoginSite.now

  @Test func aNetworkHasItsOwnCookiesAndSuperAdmins() throws {
    let site = try LoginSite(
      prefix: "wp_2_",
      constants: ["MULTISITE": .boolean(true), "SITE_ID_CURRENT_SITE": .integer(1)])
    var connection = try site.connect()
    let address = "http://ms.example.test/"
    try site.set(network: "siteurl", .text(address), &connection)
    try site.set(network: "site_admins", .list([.text("root")]), &connection)
    try site.set(network: "using_application_passwords", .text("1"), &connection)
    for (id, login) in [(Int64(1), "root"), (2, "Root2"), (3, "member")] {
      try site.addUser(id, login, &connection)
      try site.set(passwords: ["pw"], of: id, &connection)
    }
    try site.set(role: "shop_manager", of: 3, &connection)
    // Rights on another site of the network are none here.
    try site.set(
      meta: "wp_capabilities", of: 2, .map(["administrator": .boolean(true)]), &connection)
    let authenticator = try site.authenticator()
    func rights(_ login: String) throws -> Rights? {
      var connection = try site.connect()
      return try authenticator.authenticate(
        LoginSite.credentials(basic: LoginSite.basic(login, "pw")), at: now, &connection
      ).user?.rights
    }
    #expect(try rights("root")?.can(.manageSettings) == true)
    #expect(try rights("root2")?.canAnything == false)
    #expect(try rights("member")?.can(.manageSync) == true)
    #expect(try rights("member")?.can(.manageSettings) == false)
    _ = try site.logIn(3, "member", token: "t", &connection)
    let value = LoginSite.cookie("member", token: "t", end: now.unixSeconds + 86_400)
    let verdict = try authenticator.authenticate(
      LoginSite.credentials(
        cookie: site.header(value, siteURL: address), nonce: LoginSite.nonce(3, token: "t")),
      at: now, &connection)
    #expect(verdict.user?.id == 3 && !verdict.isNetworkAdministrator)
    // Whom the network trusts sees closed sites by the cookie alone, and does nothing by it.
    _ = try site.logIn(1, "root", token: "t", &connection)
    let root = LoginSite.cookie("root", token: "t", end: now.unixSeconds + 86_400)
    let trusted = try authenticator.authenticate(
      LoginSite.credentials(cookie: site.header(root, siteURL: address)), at: now, &connection)
    #expect(trusted.user == nil && trusted.isNetworkAdministrator)
    let basic = try authenticator.authenticate(
      LoginSite.credentials(basic: LoginSite.basic("root", "pw")), at: now, &connection)
    #expect(basic.user?.id == 1 && !basic.isNetworkAdministrator)
  }

  @Test func tablesAndCookiesMayHaveNamesOfTheirOwn() throws {
    let long = "all_the_people_of_a_company_with_many_sites"
    let site = try LoginSite(
      constants: [
        "CUSTOM_USER_TABLE": .text(long), "CUSTOM_USER_META_TABLE": .text("people_meta"),
        "LOGGED_IN_COOKIE": .text("people"),
      ])
    var connection = try site.connect()
    try site.addUser(2, "alice", &connection)
    _ = try site.logIn(2, "alice", token: "t", &connection)
    try connection.execute(
      "RENAME TABLE wp_users TO all_the_people_of_a_company_with_many_sites", "test")
    try connection.execute("RENAME TABLE wp_usermeta TO people_meta", "test")
    let value = LoginSite.cookie("alice", token: "t", end: now.unixSeconds + 86_400)
    let verdict = try site.authenticator().authenticate(
      LoginSite.credentials(
        cookie: "people=\(value)", nonce: LoginSite.nonce(2, token: "t")), at: now, &connection)
    #expect(verdict.user?.id == 2)
    var broken = site
    broken.constants[PHPKey("CUSTOM_USER_TABLE")] = .text("a b")
    #expect(throws: Fault.self) { try broken.authenticator() }
  }
}

/// Why a test cannot go on.
private struct Failure: Error {
  let what: String

  init(_ what: String) { self.what = what }
}
