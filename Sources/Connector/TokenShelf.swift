internal import PowerBI
internal import Runtime

/// Keeps the tokens of a process, so that not every request signs in; other credentials get other
/// tokens.
package final class TokenShelf: Sendable {
  private let kept = Lock<TokenSource?>(nil)

  package init() {}

  func source(_ credentials: Credentials, _ cloud: Cloud) -> TokenSource {
    kept.withLock { kept in
      if let source = kept, source.cloud == cloud, source.credentials.isSame(as: credentials) {
        return source
      }
      let fresh = TokenSource(credentials, cloud: cloud, kept: nil)
      kept = fresh
      return fresh
    }
  }
}

extension Credentials {
  fileprivate func isSame(as other: Credentials) -> Bool {
    tenantID == other.tenantID && clientID == other.clientID
      && clientSecret.reveal() == other.clientSecret.reveal()
  }
}
