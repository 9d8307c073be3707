package import Runtime

/// Who sends a request, and what the answer must say about that.
package struct Verdict: Sendable {
  /// Whom the request runs as.
  package enum Outcome: Sendable {
    /// Nobody that is known; routes decide what a visitor may.
    case anonymous
    /// A user with rights as they are at this moment.
    case user(User)
    /// The request ends here.
    case error(Refusal)
  }

  /// Whom the request runs as.
  package var outcome: Outcome
  /// A fresh nonce for the header `X-WP-Nonce`; nil unless a good one came with the request.
  package var freshNonce: String?
  /// Why name and password were not taken, though the request goes on as a visitor's: WordPress
  /// answers so only where a plugin asks early.
  package var failedLogin: Refusal?
  /// Whether the request bears the login cookie of somebody whom the network trusts with
  /// everything, nonce or not: who sees even sites that are closed.
  package var isNetworkAdministrator = false
  /// Why the use of a password could not be noted, which hinders nobody.
  package var unnotedUse: Fault?

  package init(_ outcome: Outcome) {
    self.outcome = outcome
  }

  /// The user, when there is one.
  package var user: User? {
    if case .user(let user) = outcome { user } else { nil }
  }
}

/// Who a request runs as.
package struct User: Sendable {
  /// The user's number.
  package let id: Int64
  /// The login name.
  package let login: String
  /// The address.
  package let email: String
  /// The name that is shown.
  package let displayName: String
  /// What the user may do on this site.
  package let rights: Rights

  package init(id: Int64, login: String, email: String, displayName: String, rights: Rights) {
    self.id = id
    self.login = login
    self.email = email
    self.displayName = displayName
    self.rights = rights
  }
}

/// An error as WordPress's REST server words it.
package struct Refusal: Sendable, Equatable {
  /// The code, WordPress's own where it has one.
  package let code: String
  /// The English message.
  package let message: String
  /// The HTTP status.
  package let status: Int
  /// Seconds for the header `Retry-After`; nil when waiting does not help.
  package var retryAfterSeconds: Int?

  package init(_ code: String, _ message: String, status: Int) {
    self.code = code
    self.message = message
    self.status = status
  }

  static let invalidNonce = Refusal(
    "rest_cookie_invalid_nonce", "Cookie check failed", status: 403)
  static let invalidUsername = Refusal(
    "invalid_username",
    "<strong>Error:</strong> Unknown username. Check again or try your email address.",
    status: 401)
  static let invalidEmail = Refusal(
    "invalid_email",
    "<strong>Error:</strong> Unknown email address. Check again or try your username.",
    status: 401)
  static let incorrectPassword = Refusal(
    "incorrect_password", "The provided password is an invalid application password.",
    status: 401)

  static func tooManyLogins(retryAfterSeconds: Int) -> Refusal {
    var refusal = Refusal(
      "wkpbic_too_many_logins", "Too many failed logins. Try again in a minute.", status: 429)
    refusal.retryAfterSeconds = retryAfterSeconds
    return refusal
  }
}
