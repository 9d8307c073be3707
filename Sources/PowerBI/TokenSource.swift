internal import Bytes
package import HTTPClient
package import Runtime

/// A bearer token and the moment at which it ends.
package struct Token: Sendable {
  /// The token itself.
  package var secret: Secret
  /// When the service stops taking it.
  package var expiry: Instant

  package init(secret: Secret, expiry: Instant) {
    self.secret = secret
    self.expiry = expiry
  }
}

/// Tokens for one service principal: kept until shortly before their end, and asked for by one
/// thread at a time.
///
/// The lock is held while a token is fetched, so that other threads wait for that one instead of
/// asking too; Entra calls repeated identical requests a loop and refuses them.
package final class TokenSource: Sendable {
  /// How long before its end a token is replaced.
  static let marginSeconds: Double = 300
  /// After a refusal that only a person can mend, and between two renewals, nothing is asked.
  static let guardSeconds: Double = 60
  /// How long a sign-in may take.
  static let timeoutSeconds: Double = 30
  /// Bytes of a token's reply; tokens themselves have some two thousand.
  static let replyBytesMax = 256 << 10

  /// Who signs in.
  package let credentials: Credentials
  /// Where.
  package let cloud: Cloud
  private let state: Lock<State>

  private struct State: Sendable {
    var token: Token?
    /// When the token is to be replaced.
    var staleAt: Instant?
    var refusal: Refusal?
    var lastRenewal: Double?
  }

  /// An answer that stands for a while.
  private struct Refusal: Sendable {
    var fault: Fault
    var untilMonotonicSeconds: Double
  }

  /// Starts with a token that was kept elsewhere, or none.
  package init(_ credentials: Credentials, cloud: Cloud, kept token: Token?) {
    self.credentials = credentials
    self.cloud = cloud
    var state = State()
    state.token = token
    state.staleAt = token?.expiry.adding(seconds: -Self.marginSeconds)
    self.state = Lock(state)
  }

  /// The token at hand, for whoever shows its end or keeps it elsewhere; nil when there is none.
  package var current: Token? { state.withLock { $0.token } }

  /// Forgets the token and every refusal.
  package func forget() {
    state.withLock { $0 = State() }
  }

  /// The token at hand, or a new one.
  package func token(
    over http: inout HTTPClient, timeoutSeconds: Double, clock: any Clock,
    interruption: Interruption
  ) throws(Fault) -> Secret {
    try state.withLock { (state: inout State) throws(Fault) -> Secret in
      let now = clock.now
      if let token = state.token, let staleAt = state.staleAt, now < staleAt {
        return token.secret
      }
      // While Entra cannot be had, a token that still holds is better than none.
      let last = state.token.flatMap { now < $0.expiry ? $0.secret : nil }
      if let refusal = state.refusal, clock.monotonicSeconds < refusal.untilMonotonicSeconds {
        if let last { return last }
        throw refusal.fault
      }
      do throws(Fault) {
        let seconds = min(timeoutSeconds, Self.timeoutSeconds)
        let (token, lifetime) = try fetch(
          over: &http, timeoutSeconds: seconds, clock: clock, interruption: interruption)
        state.token = token
        state.staleAt = token.expiry.adding(seconds: -min(Self.marginSeconds, lifetime / 2))
        state.refusal = nil
        return token.secret
      } catch {
        state.refusal = Self.refusal(error, now: clock.monotonicSeconds)
        if let last, case .retry = error.recovery { return last }
        if error.recovery == .operator { state.token = nil }
        throw error
      }
    }
  }

  /// Drops a token that the service called stale; false when that happened just before, so that
  /// another one would not help.
  func reject(_ secret: Secret, clock: any Clock) -> Bool {
    state.withLock { state in
      // Another thread has replaced it already.
      if let token = state.token, token.secret !== secret { return true }
      let now = clock.monotonicSeconds
      if let last = state.lastRenewal, now - last < Self.guardSeconds { return false }
      state.lastRenewal = now
      state.token = nil
      return true
    }
  }

  private static func refusal(_ fault: Fault, now: Double) -> Refusal? {
    switch fault.recovery {
    case .operator: Refusal(fault: fault, untilMonotonicSeconds: now + guardSeconds)
    case .retry(let seconds): Refusal(fault: fault, untilMonotonicSeconds: now + seconds)
    default: nil
    }
  }
}

extension TokenSource {
  private func fetch(
    over http: inout HTTPClient, timeoutSeconds: Double, clock: any Clock,
    interruption: Interruption
  ) throws(Fault) -> (Token, lifetime: Double) {
    var request = HTTPClient.Request(
      .post,
      try cloud.authority.appending(
        segments: [credentials.tenantID, "oauth2", "v2.0", "token"], query: [:]),
      operation: "signing in", subject: cloud.authority.host, isRepeatable: true,
      limits: HTTPClient.Limits(
        connectTimeoutSeconds: PowerBIClient.connectTimeoutSeconds,
        totalTimeoutSeconds: timeoutSeconds, idleTimeoutSeconds: Int(Self.timeoutSeconds),
        replyBytesMax: Self.replyBytesMax))
    request.fields = [HTTPClient.Field("Content-Type", "application/x-www-form-urlencoded")]
    let form = self.form()
    let response = try http.send(request, body: form.bytes, interruption: interruption)
    guard response.status == 200 else {
      throw SignInFault.fault(
        response, body: http.body, credentials: credentials, request: request, now: clock.now)
    }
    return try read(http.body, request, now: clock.now)
  }

  private func form() -> ByteBuffer {
    var form = ByteBuffer(capacity: 1024)
    form.append("grant_type=client_credentials&client_id=")
    form.appendPercentEncoded(Array(credentials.clientID.utf8))
    form.append("&scope=")
    form.appendPercentEncoded(Array(cloud.scope.utf8))
    form.append("&client_secret=")
    form.appendPercentEncoded(credentials.clientSecret.reveal())
    return form
  }

  private func read(
    _ body: RawSpan, _ request: HTTPClient.Request, now: Instant
  ) throws(Fault) -> (Token, lifetime: Double) {
    let tree = (try? JSONValue(body, bytesMax: Self.replyBytesMax)) ?? .null
    let lifetime = tree["expires_in"].flatMap { $0.integer ?? $0.string.flatMap { Int64($0) } }
    guard let text = tree["access_token"]?.string, !text.isEmpty, let lifetime, lifetime > 0 else {
      throw Fault(
        .data, operation: request.operation, subject: request.subject,
        cause: "the reply holds no token", hint: "Check the authority URL", recovery: .operator)
    }
    let seconds = Double(min(lifetime, 172_800))
    return (Token(secret: Secret(text), expiry: now.adding(seconds: seconds)), seconds)
  }
}
