package import MariaDB
package import Runtime

/// Tells who sends a request, as WordPress's REST server would: a login cookie with a nonce, or an
/// application password over Basic.
///
/// All that decides is read from the database for each request, so changes count from the next one
/// on. What is remembered is remembered under the very bytes that it was computed from: what takes
/// thousands of rounds, and what rights follow from roles.
package struct Authenticator: Sendable {
  private var config: WPConfig
  private var prefix: TablePrefix
  private let salts: Salts
  let users: UserTables
  private let isLocal: Bool
  private let memory = Lock(Memory())

  /// What is kept between requests.
  private struct Memory {
    var verified = VerifiedPasswords()
    var rights = KnownRights()
    var limit = LoginLimit()
  }

  /// `prefix` is the site's; `environment` is what PHP's `getenv` sees.
  package init(
    _ config: WPConfig, prefix: TablePrefix, environment: [String: String]
  ) throws(Fault) {
    self.config = config
    self.prefix = prefix
    salts = Salts(config.salts)
    users = try UserTables(config, prefix: prefix)
    isLocal = try Self.environmentType(config, environment) == "local"
  }

  /// The same for another site of the network: who guesses is slowed down on all of them together.
  package func other(_ config: WPConfig, prefix: TablePrefix) -> Authenticator {
    var other = self
    other.config = config
    other.prefix = prefix
    return other
  }

  /// Who sends the request.
  ///
  /// A valid cookie stands before Basic; without a nonce it counts for nothing, and then neither
  /// does Basic. Who is known by a password needs no nonce.
  package func authenticate(
    _ credentials: RequestCredentials, at now: Instant, _ connection: inout Connection
  ) throws(Fault) -> Verdict {
    if credentials.isEmpty { return Verdict(.anonymous) }
    let settings = try LoginSettings.read(config, salts, prefix, &connection)
    let cookie = credentials.cookieHeader[try settings.cookieNames().loggedIn]
      .map(LoginName.slashed)
    if let user = try cookieUser(cookie, credentials, settings, now, &connection) {
      var verdict = Verdict(.user(user))
      verdict.isNetworkAdministrator = settings.isSuperAdmin(Array(user.login.utf8))
      return try withNonce(verdict, credentials, cookie, settings, now)
    }
    let verdict = try basicVerdict(credentials, settings, now, &connection)
    if case .anonymous = verdict.outcome {
      return try withNonce(verdict, credentials, cookie, settings, now)
    }
    return verdict
  }

  /// Only what has a nonce of its own session may act for the cookie's user; a bad one ends any
  /// request, a visitor's too.
  private func withNonce(
    _ verdict: Verdict, _ credentials: RequestCredentials, _ cookie: [UInt8]?,
    _ settings: LoginSettings, _ now: Instant
  ) throws(Fault) -> Verdict {
    var verdict = verdict
    guard let presented = credentials.nonce else {
      verdict.outcome = .anonymous
      return verdict
    }
    let token = Self.sessionToken(cookie)
    let userID = verdict.user?.id ?? 0
    let nonce = try settings.nonce()
    let seconds = now.unixSeconds
    guard nonce.isValid(presented, Nonce.rest, userID: userID, token: token, at: seconds) else {
      verdict.outcome = .error(.invalidNonce)
      return verdict
    }
    verdict.freshNonce = nonce.make(Nonce.rest, userID: userID, token: token, at: seconds)
    return verdict
  }

  /// The token that nonces are bound to: the cookie's, whether or not it is valid.
  private static func sessionToken(_ cookie: [UInt8]?) -> [UInt8] {
    let token = cookie.flatMap { LoginCookie($0) }?.token ?? []
    return PHPValue.string(token).isTrue ? token : []
  }

  /// `wp_get_environment_type`: the constant before the variable; what is unknown is production.
  private static func environmentType(
    _ config: WPConfig, _ environment: [String: String]
  ) throws(Fault) -> String {
    let name = "WP_ENVIRONMENT_TYPE"
    let constant = try config.isTrue(name) ? config.text(name) : nil
    return constant ?? environment[name] ?? "production"
  }
}

// MARK: Cookies

extension Authenticator {
  /// Why a cookie is taken or not, in the words of WordPress's actions `auth_cookie_*`.
  enum CookieFinding: Equatable {
    case valid(UserTables.Account, isGraceful: Bool)
    case malformed, expired, unknownUser, badCode, noSession
  }

  private func cookieUser(
    _ cookie: [UInt8]?, _ credentials: RequestCredentials, _ settings: LoginSettings,
    _ now: Instant,
    _ connection: inout Connection
  ) throws(Fault) -> User? {
    guard let cookie, PHPValue.string(cookie).isTrue else { return nil }
    let finding = try checkCookie(
      cookie, salt: try settings.salt("logged_in"), isGraceful: credentials.method == "POST",
      at: now.unixSeconds, &connection)
    guard case .valid(let account, _) = finding else { return nil }
    return user(account, settings)
  }

  /// Judges a cookie's value, in WordPress's order.
  func checkCookie(
    _ value: [UInt8], salt: Secret, isGraceful: Bool, at now: Int64,
    _ connection: inout Connection
  ) throws(Fault) -> CookieFinding {
    guard let cookie = LoginCookie(value) else { return .malformed }
    if cookie.isExpired(at: now, isGraceful: isGraceful) { return .expired }
    let key = SessionTokens.metaKey
    let keys = [key, rightsKey]
    guard let account = try users.account(login: cookie.name, keys, &connection) else {
      return .unknownUser
    }
    guard cookie.isSigned(passwordHash: account.row.passwordHash, salt: salt) else {
      return .badCode
    }
    guard SessionTokens(meta: account.meta[key]?.value).holds(cookie.token, at: now) else {
      return .noSession
    }
    return .valid(account, isGraceful: cookie.endSeconds < now)
  }

  /// What users' rights on this site stand under.
  private var rightsKey: String { "\(prefix)capabilities" }

  private func user(_ account: UserTables.Account, _ settings: LoginSettings) -> User {
    let row = account.row
    let (roles, meta) = (settings.storedRoles, account.meta[rightsKey]?.stored)
    let isSuperAdmin = settings.isSuperAdmin(row.login)
    let rights = memory.withLock {
      $0.rights.rights(roles: roles, meta: meta, isSuperAdmin: isSuperAdmin)
    }
    return User(
      id: row.id, login: String(decoding: row.login, as: UTF8.self), email: row.email,
      displayName: row.displayName, rights: rights)
  }
}

// MARK: Basic

extension Authenticator {
  /// What name and password came to.
  enum LoginFinding: Equatable {
    case valid(UserTables.Account, unnoted: Fault?)
    case refused(Refusal)
  }

  /// Attempts to note a use that others' writing got in the way of.
  private static let noteAttemptsMax = 4

  /// Wrong credentials make a visitor, as in WordPress without plugins; too many end the request.
  private func basicVerdict(
    _ credentials: RequestCredentials, _ settings: LoginSettings, _ now: Instant,
    _ connection: inout Connection
  ) throws(Fault) -> Verdict {
    var verdict = Verdict(.anonymous)
    guard credentials.isTLS || isLocal, settings.usesApplicationPasswords,
      let basic = credentials.authorization.flatMap({ BasicCredentials(Array($0.utf8)) })
    else { return verdict }
    let finding = try login(
      LoginName.slashed(basic.name), basic.password, address: credentials.address, at: now,
      &connection)
    switch finding {
    case .valid(let account, let unnoted):
      verdict.outcome = .user(user(account, settings))
      verdict.unnotedUse = unnoted
    case .refused(let refusal) where refusal.retryAfterSeconds != nil:
      verdict.outcome = .error(refusal)
    case .refused(let refusal):
      verdict.failedLogin = refusal
    }
    return verdict
  }

  /// `wp_authenticate_application_password`, slowed down for who keeps guessing.
  func login(
    _ name: [UInt8], _ password: [UInt8], address: String, at now: Instant,
    _ connection: inout Connection
  ) throws(Fault) -> LoginFinding {
    let account = try account(name, &connection)
    // One account has one limit, however its name is spelled.
    let limited = LoginLimit.Key(address: address, name: account?.row.login ?? name)
    if let pause = memory.withLock({ $0.limit.pauseSeconds(limited, at: now) }) {
      return .refused(.tooManyLogins(retryAfterSeconds: pause))
    }
    guard let account else {
      memory.withLock { $0.limit.fail(limited, at: now) }
      return .refused(LoginName.isAddress(name) ? .invalidEmail : .invalidUsername)
    }
    let stripped = ApplicationPasswords.stripped(password)
    guard let match = match(account, stripped) else {
      memory.withLock { $0.limit.fail(limited, at: now) }
      return .refused(.incorrectPassword)
    }
    let unnoted = noteUse(of: match, account, address: address, at: now.unixSeconds, &connection)
    return .valid(account, unnoted: unnoted)
  }

  private func account(
    _ name: [UInt8], _ connection: inout Connection
  ) throws(Fault) -> UserTables.Account? {
    let keys = [ApplicationPasswords.metaKey, rightsKey]
    if let account = try users.account(login: name, keys, &connection) { return account }
    return LoginName.isAddress(name) ? try users.account(email: name, keys, &connection) : nil
  }

  private func match(
    _ account: UserTables.Account, _ password: [UInt8]
  ) -> ApplicationPasswords.Match? {
    let passwords = ApplicationPasswords(meta: account.meta[ApplicationPasswords.metaKey]?.value)
    if let match = memory.withLock({ passwords.remembered(password, $0.verified) }) {
      return match
    }
    // Hashing takes long, so nobody else waits for it.
    guard let match = passwords.computed(password) else { return nil }
    if match.isExpensive { memory.withLock { $0.verified.insert(match.hash, password) } }
    return match
  }

  /// Notes the use where nobody else has written meanwhile; WordPress goes on when that fails.
  private func noteUse(
    of match: ApplicationPasswords.Match, _ account: UserTables.Account, address: String,
    at now: Int64, _ connection: inout Connection
  ) -> Fault? {
    let name = ApplicationPasswords.metaKey
    var present = account.meta[name]
    do throws(Fault) {
      for _ in 0..<Self.noteAttemptsMax {
        guard let row = present else { return nil }
        var passwords = ApplicationPasswords(meta: row.value)
        guard passwords.noteUse(of: match, at: now, address: address) else { return nil }
        if try users.swap(row, to: passwords.meta, &connection) { return nil }
        present = try users.meta(account.row.id, [name], &connection)[name]
      }
      return nil
    } catch {
      return error
    }
  }
}
