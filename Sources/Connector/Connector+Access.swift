internal import MariaDB
package import Runtime
internal import WordPress

/// What a request says about who sends it, as it came over the wire.
package struct CallerFacts: Sendable {
  /// The request's own method, before anything overrides it.
  package var method: String
  /// The values of all `Cookie` headers.
  package var cookies: [String]
  /// The `Authorization` header.
  package var authorization: String?
  /// The `X-WP-Nonce` header.
  package var nonceHeader: String?
  /// The parameter `_wpnonce`; it stands before the header, even when it is empty.
  package var nonceParameter: [UInt8]?
  /// Whether the client speaks TLS, to us or to a proxy that is believed.
  package var isTLS: Bool
  /// The client's address.
  package var address: String

  package init(
    method: String, cookies: [String], authorization: String?, nonceHeader: String?,
    nonceParameter: [UInt8]?, isTLS: Bool, address: String
  ) {
    self.method = method
    self.cookies = cookies
    self.authorization = authorization
    self.nonceHeader = nonceHeader
    self.nonceParameter = nonceParameter
    self.isTLS = isTLS
    self.address = address
  }
}

/// Whom a request runs as.
package struct Caller: Sendable, Equatable {
  /// The user's number; 0 for a visitor.
  package var id: Int64
  /// The login name; empty for a visitor.
  package var login: String
  /// The names of those of our capabilities that the user has.
  package var capabilities: Set<String>

  package init(id: Int64, login: String, capabilities: Set<String>) {
    self.id = id
    self.login = login
    self.capabilities = capabilities
  }

  /// Nobody that is known.
  package static var visitor: Caller { Caller(id: 0, login: "", capabilities: []) }

  /// Whether nobody is logged in.
  package var isVisitor: Bool { id == 0 }
}

/// What became of the question who sends a request.
package enum Admission: Sendable {
  /// It runs, as somebody or as a visitor; the nonce is for the answer's header.
  case admitted(Caller, freshNonce: String?)
  /// It ends here, with an error as WordPress words it.
  case refused(code: String, message: String, status: Int, retryAfterSeconds: Int?)
}

/// Tells who sends a request; kept for as long as there are requests, since it counts failed
/// logins.
package struct Gate: Sendable {
  private var authenticator: Authenticator
  private let database: ConnectionOptions
  private let log: Log
  /// Of a network's site: whether visitors may see it.
  private var state = NetworkSite.State.open

  package init(
    _ configuration: Configuration, environment: [String: String], log: Log
  ) throws(Fault) {
    authenticator = try Authenticator(
      configuration.wordPress, prefix: configuration.prefix, environment: environment)
    database = configuration.database
    self.log = log
  }

  /// The same for a site of the network.
  func site(_ configuration: Configuration, _ state: NetworkSite.State) -> Gate {
    var gate = self
    gate.authenticator = authenticator.other(
      configuration.wordPress, prefix: configuration.prefix)
    gate.state = state
    return gate
  }

  /// What `ms_site_check()` says of a site that is closed; nil for an open one.
  private var closure: Admission? {
    let message: String
    switch state {
    case .open: return nil
    case .deleted: message = "This site is no longer available."
    case .unconfirmed: message = "This site has not been activated yet."
    case .suspended: message = "This site has been archived or suspended."
    }
    return .refused(code: "wp_die", message: message, status: 410, retryAfterSeconds: nil)
  }

  /// Asks the database of now: nobody's rights are remembered.
  package func admit(_ facts: CallerFacts, at now: Instant) throws(Fault) -> Admission {
    let credentials = RequestCredentials(
      method: facts.method, cookies: facts.cookies, authorization: facts.authorization,
      nonceHeader: facts.nonceHeader, nonceParameter: facts.nonceParameter, isTLS: facts.isTLS,
      address: facts.address)
    var connection = try Connection.open(database)
    let verdict = try authenticator.authenticate(credentials, at: now, &connection)
    if let closure, !verdict.isNetworkAdministrator { return closure }
    if let fault = verdict.unnotedUse { log.debug(fault.failure) }
    switch verdict.outcome {
    case .anonymous: return .admitted(.visitor, freshNonce: verdict.freshNonce)
    case .user(let user):
      let rights = Set(user.rights.granted.map(\.rawValue))
      let caller = Caller(id: user.id, login: user.login, capabilities: rights)
      return .admitted(caller, freshNonce: verdict.freshNonce)
    case .error(let refusal):
      return .refused(
        code: refusal.code, message: refusal.message, status: refusal.status,
        retryAfterSeconds: refusal.retryAfterSeconds)
    }
  }
}
