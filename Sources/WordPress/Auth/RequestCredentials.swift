/// What a request says about who sends it.
package struct RequestCredentials: Sendable {
  /// The request's own method, before anything overrides it.
  package var method: String
  /// The values of all `Cookie` headers, in their order.
  package var cookies: [String]
  /// The `Authorization` header.
  package var authorization: String?
  /// The `X-WP-Nonce` header.
  package var nonceHeader: String?
  /// The parameter `_wpnonce` of form or query; it stands before the header, even when it is empty.
  package var nonceParameter: [UInt8]?
  /// Whether the client speaks TLS, to us or to a proxy that is believed.
  package var isTLS: Bool
  /// The client's address, as it is noted beside an application password.
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

  /// The nonce that counts; nil when there is none at all.
  var nonce: [UInt8]? { nonceParameter ?? nonceHeader.map { Array($0.utf8) } }

  /// Whether the request says nothing, so that nothing has to be read.
  var isEmpty: Bool { cookies.isEmpty && authorization == nil && nonce == nil }

  var cookieHeader: CookieHeader {
    CookieHeader(Array(cookies.joined(separator: "; ").utf8))
  }
}
