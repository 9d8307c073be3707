import Bytes
import Foundation
import MariaDB
import Runtime
import Testing
import Testkit

@testable import WordPress

/// Logins against a real database, in cases that WordPress has answered.
@Suite(.serialized) struct RecordedLoginTests {
  @Test func cookiesAreJudgedAsWordPressJudgesThem() throws {
    let cases = try Vectors("auth_cookie").cases("validate")
    #expect(cases.count == 269)
    let site = try LoginSite()
    let authenticator = try site.authenticator()
    var connection = try site.connect()
    for vector in cases {
      try connection.execute("DELETE FROM wp_users", "test")
      try connection.execute("DELETE FROM wp_usermeta", "test")
      let id = vector["user"]?["ID"]?.integer ?? 0
      if let user = vector["user"], !user.isNull {
        try site.addUser(
          id, user.text("user_login"), password: user.text("user_pass"), &connection)
      }
      let sessions = vector["session_tokens_meta"]?.string
      try site.set(
        meta: "session_tokens", of: id, stored: sessions.map { Array($0.utf8) }, &connection)
      let isGraceful =
        vector.text("request_method") == "POST" || vector["doing_ajax"]?.boolean == true
      let finding = try authenticator.checkCookie(
        Array(vector.text("cookie").utf8), salt: Secret(vector.text("salt_for_scheme")),
        isGraceful: isGraceful, at: try #require(vector["now"]?.integer), &connection)
      #expect(Self.word(finding) == vector.text("outcome"), "\(vector.id)")
      if case .valid(let account, let isGraceful) = finding {
        let row = account.row
        #expect(row.id == vector["result_user_id"]?.integer, "\(vector.id)")
        #expect(isGraceful == vector["login_grace_period"]?.boolean, "\(vector.id)")
      }
    }
  }

  private static func word(_ finding: Authenticator.CookieFinding) -> String {
    switch finding {
    case .valid: "valid"
    case .malformed: "malformed"
    case .expired: "expired"
    case .unknownUser: "bad_username"
    case .badCode: "bad_hash"
    case .noSession: "bad_session_token"
    }
  }

  /// Cases that only a plugin's filter makes.
  private static let filtered: Set<String> = ["6.7.7_unavailable", "6.9.7_unavailable_user"]

  @Test func applicationPasswordsAreTakenAndNotedAsWordPressDoes() throws {
    let cases = try Vectors("app_password").cases("authenticate_flow")
    #expect(cases.count == 24)
    let site = try LoginSite()
    var connection = try site.connect()
    var replayed = 0
    for vector in cases where !Self.filtered.contains(vector.id) {
      let user = vector.member("user")
      let id = try #require(user["ID"]?.integer)
      try site.addUser(
        id, user.text("user_login"), email: user.text("user_email"), &connection)
      let before = vector["meta_before"]?.string
      try site.set(
        meta: "_application_passwords", of: id, stored: before.map { Array($0.utf8) },
        &connection)
      let isUsed = vector["using_application_passwords_option"]?.boolean == true
      try site.set(option: "using_application_passwords", .text(isUsed ? "1" : ""), &connection)
      let verdict = try site.authenticator().authenticate(
        LoginSite.credentials(
          basic: LoginSite.basic(vector.text("username"), vector.text("password")),
          address: vector.text("remote_addr")),
        at: Instant(unixSeconds: try #require(vector["now"]?.integer)), &connection)
      let result = vector.member("result")
      #expect(verdict.user?.id == result["user_id"]?.integer, "\(vector.id)")
      #expect(verdict.failedLogin?.code == result["error"]?.string, "\(vector.id)")
      #expect(verdict.failedLogin?.message == result["message"]?.string, "\(vector.id)")
      #expect(verdict.unnotedUse == nil)
      #expect(
        try site.stored(meta: "_application_passwords", of: id, &connection)
          == vector["meta_after"]?.string, "\(vector.id)")
      replayed += 1
    }
    #expect(replayed == 22)
  }

  /// The recorded answers of two routes: one for all, one for who may manage options.
  @Test func requestsRunAsWhomWordPressTookThemFor() throws {
    let cases = try Vectors("rest_authentication").cases("recorded")
    #expect(cases.count == 127)
    let site = try LoginSite()
    var connection = try site.connect()
    try site.addUser(1, "admin", &connection)
    try site.addUser(9, "restsub", email: "restsub@ex.test", &connection)
    try site.set(role: "administrator", of: 1, &connection)
    try site.set(role: "subscriber", of: 9, &connection)
    try site.set(passwords: ["adminRight"], of: 1, &connection)
    var replayed = 0
    for vector in cases where Self.isOurs(vector) {
      try site.set(passwords: Self.sent(vector) + ["restsubRight"], of: 9, &connection)
      let isProduction = vector.id.contains("_prod_")
      let authenticator = try site.authenticator(
        ["WP_ENVIRONMENT_TYPE": isProduction ? "production" : "local"])
      let verdict = try authenticator.authenticate(
        Self.credentials(vector, site, &connection), at: LoginSite.now, &connection)
      let answer = Self.answer(verdict, vector)
      #expect(answer.status == Int(vector["status"]?.integer ?? 0), "\(vector.id)")
      #expect(answer.code == vector["code"]?.string, "\(vector.id)")
      #expect((verdict.freshNonce != nil) == vector["nonce"]?.boolean, "\(vector.id)")
      replayed += 1
    }
    #expect(replayed == 74)
  }

  /// Without plugins that ask early or close the gate, and on routes that say who asks.
  private static func isOurs(_ vector: JSONValue) -> Bool {
    let headers = vector.member("headers").texts
    let path = vector.text("path")
    return headers["X-Facts-Early"] == nil && headers["X-Facts-Gate"] == nil
      && ["facts/v1/open", "facts/v1/admin", "wp/v2/users/me?"].contains { path.contains($0) }
  }

  /// The password that a recorded header holds for the address.
  private static func sent(_ vector: JSONValue) -> [String] {
    let header = vector.member("headers").text("Authorization")
    guard let basic = BasicCredentials(Array(header.utf8)),
      basic.name == Array("restsub@ex.test".utf8)
    else { return [] }
    return [String(decoding: basic.password, as: UTF8.self)]
  }

  private static func credentials(
    _ vector: JSONValue, _ site: LoginSite, _ connection: inout Connection
  ) throws -> RequestCredentials {
    let headers = vector.member("headers").texts
    let words = (headers["(auth)"] ?? "").split(separator: " ").map(String.init)
    let login = words.count > 1 ? words[1] : ""
    let id: Int64 = login == "admin" ? 1 : 9
    let parameter = vector.text("path").split(separator: "_wpnonce=", maxSplits: 1)
    let hasParameter = vector.text("path").contains("_wpnonce=")
    var credentials = LoginSite.credentials(
      method: vector.text("method"), basic: headers["Authorization"],
      nonce: headers["X-WP-Nonce"],
      parameter: hasParameter ? (parameter.count > 1 ? String(parameter[1]) : "") : nil,
      isTLS: false)
    let kinds = (words.first ?? "").split(separator: "+")
    for kind in kinds {
      switch kind {
      case "cookie":
        credentials.cookies = [try site.logIn(id, login, token: "token", &connection)]
      case "nonce": credentials.nonceHeader = LoginSite.nonce(id, token: "token")
      case "tokenless": credentials.nonceHeader = LoginSite.nonce(id, token: "")
      case "badnonce": credentials.nonceHeader = "bad"
      case "basic": credentials.authorization = LoginSite.basic(login, "\(login)Right")
      case "basicbad": credentials.authorization = LoginSite.basic(login, "wrong")
      default: Issue.record("\(vector.id): \(kind)")
      }
    }
    return credentials
  }

  private static func answer(
    _ verdict: Verdict, _ vector: JSONValue
  ) -> (status: Int, code: String?) {
    if case .error(let refusal) = verdict.outcome { return (refusal.status, refusal.code) }
    let path = vector.text("path")
    if path.contains("/open") || vector.text("method") == "OPTIONS" { return (200, nil) }
    if path.contains("/users/me") {
      return verdict.user == nil ? (401, "rest_not_logged_in") : (200, nil)
    }
    guard let user = verdict.user else { return (401, "rest_forbidden") }
    return user.rights.can("manage_options") ? (200, nil) : (403, "rest_forbidden")
  }
}
