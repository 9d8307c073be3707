internal import Bytes
internal import Connector
internal import HTTPServer
internal import Runtime

/// Makes bytes and headers of what a call came to, as WordPress's REST server would.
struct Answer {
  let call: Call
  let site: SiteFacts
  let requestID: String
  let now: Instant
  /// Whom the call ran as; nil before that was known.
  var caller: Caller?
  var freshNonce: String?
  /// Methods that the caller may use at this address; empty for none, or an unknown address.
  var allowed: [String] = []

  /// A route's reply.
  func response(_ reply: Reply) -> HTTPServer.Response {
    if let text = reply.text {
      return response(reply.status, Array(text.text.utf8), reply.fields, type: text.type)
    }
    var data = reply.data
    if let filter = FieldFilter(call.query["_fields"]) { data = filter.filtered(data) }
    let body = reply.isEnveloped && !isBare ? enveloped(data) : data
    return response(reply.status, body, reply.fields)
  }

  /// An error, which is never enveloped.
  func response(_ refusal: Refusal) -> HTTPServer.Response {
    var fields: [(name: String, value: String)] = []
    if let seconds = refusal.retryAfterSeconds { fields.append(("Retry-After", String(seconds))) }
    let isDenied = call.isOverriddenByHeader && (400..<500).contains(refusal.status)
    return response(
      refusal.status, refusal.json, fields,
      isUncached: isDenied || refusal.code == "rest_cookie_invalid_nonce")
  }

  private var isBare: Bool {
    if call.query["_bare"]?.string == "1" || site.isEnvelopeOff { return true }
    return call.request.values("Accept").contains { accept in
      accept.split(separator: ",").contains { kind in
        kind.lowercased().filter { !$0.isWhitespace }.split(separator: ";").contains(
          "envelope=none")
      }
    }
  }

  private func enveloped(_ data: JSONValue) -> JSONValue {
    .object([
      "success": .boolean(true), "data": data,
      "meta": .object([
        "request_id": .string(requestID), "timestamp": .string(now.zonedText),
      ]),
    ])
  }

  private func response(
    _ status: Int, _ body: JSONValue, _ fields: [(name: String, value: String)],
    isUncached: Bool = false
  ) -> HTTPServer.Response {
    let isPretty = call.query["_pretty"] != nil
    guard call.query["_envelope"] != nil else {
      let bytes = JSONText.encoded(body, isPretty: isPretty)
      return response(status, bytes, fields, isUncached: isUncached)
    }
    var inner = fields.filter { $0.name.hasPrefix("X-WP-") || $0.name == "Link" }
      .map { JSONValue.Member($0.name, Int($0.value).map(JSONValue.integer) ?? .string($0.value)) }
    if !allowed.isEmpty {
      inner.append(.init("Allow", .string(allowed.joined(separator: ", "))))
    }
    let wrapped = JSONValue.object([
      "body": body, "status": .integer(status),
      "headers": inner.isEmpty ? .array([]) : .object(inner),
    ])
    let bytes = JSONText.encoded(wrapped, isPretty: isPretty)
    return response(200, bytes, [], isUncached: isUncached, isWrapped: true)
  }

  private func response(
    _ status: Int, _ body: [UInt8], _ fields: [(name: String, value: String)],
    type: String = Self.jsonType, isUncached: Bool = false,
    isWrapped: Bool = false
  ) -> HTTPServer.Response {
    let (body, type) = type == Self.jsonType ? scripted(body) : (body, type)
    let link = fields.last { $0.name == "Link" }?.value
    var headers: [(String, String)] = [
      ("Content-Type", type), ("X-Robots-Tag", "noindex"),
      ("Link", link ?? "<\(site.restRoot)>; rel=\"https://api.w.org/\""),
      ("X-Content-Type-Options", "nosniff"),
      ("Access-Control-Expose-Headers", "X-WP-Total, X-WP-TotalPages, Link"),
      (
        "Access-Control-Allow-Headers",
        "Authorization, X-WP-Nonce, Content-Disposition, Content-MD5, Content-Type"
      ),
    ]
    headers += fields.filter { $0.name != "Link" }.map { ($0.name, $0.value) }
    if let freshNonce { headers.append(("X-WP-Nonce", freshNonce)) }
    if !allowed.isEmpty, !isWrapped { headers.append(("Allow", allowed.joined(separator: ", "))) }
    if isUncached || caller?.isVisitor == false {
      headers.append(("Expires", "Wed, 11 Jan 1984 05:00:00 GMT"))
      headers.append(
        ("Cache-Control", "no-cache, must-revalidate, max-age=0, no-store, private"))
    }
    headers += crossOrigin
    headers.append(("X-Request-ID", requestID))
    // A real HEAD keeps the body: the server sends its length alone, as it must be GET's or absent.
    let isMadeHead = call.method == "HEAD" && call.request.method != "HEAD"
    return HTTPServer.Response(
      status: status, headers: headers.map { HTTPServer.Header($0.0, $0.1) },
      body: isMadeHead || status == 204 ? .none : .bytes(body))
  }

  /// Any origin is let in, as in core: the nonce is what protects.
  private var crossOrigin: [(String, String)] {
    guard let origin = call.request.value("Origin") else {
      let isAnonymous = caller?.isVisitor ?? true
      return isAnonymous && ["GET", "HEAD"].contains(call.request.method)
        ? [("Vary", "Origin")] : []
    }
    // Where core sends an empty value nothing is sent: to a browser both are a refusal.
    guard let echo = Self.echoed(origin) else { return [("Vary", "Origin")] }
    return [
      ("Access-Control-Allow-Origin", echo),
      ("Access-Control-Allow-Methods", "OPTIONS, GET, POST, PUT, PATCH, DELETE"),
      ("Access-Control-Allow-Credentials", "true"), ("Vary", "Origin"),
    ]
  }

  /// An origin as it may be repeated; nil when it is none.
  private static func echoed(_ origin: String) -> String? {
    if origin == "null" { return origin }
    let isOrigin = origin.wholeMatch(of: /https?:\/\/[A-Za-z0-9.\-_\[\]:]+/) != nil
    return isOrigin ? origin : nil
  }

  private static let jsonType = "application/json; charset=UTF-8"
}

extension Answer {
  /// An answer that knows of no site.
  init(_ request: HTTPServer.Request, now: Instant) {
    self.init(
      call: Call(request, homePath: ""),
      site: SiteFacts(home: "", hasPlainPermalinks: false, isEnvelopeOff: false),
      requestID: RequestID.make(), now: now)
  }

  /// What a client reads whose request was refused before it was read.
  static func unread(status: Int) -> HTTPServer.Response {
    HTTPServer.Response(
      status: status,
      headers: [
        HTTPServer.Header("Content-Type", jsonType), HTTPServer.Header("X-Robots-Tag", "noindex"),
        HTTPServer.Header("X-Content-Type-Options", "nosniff"),
      ], body: .bytes(JSONText.encoded(Refusal.unread(status: status).json)))
  }
}

// JSONP, for those who cannot do otherwise.
extension Answer {
  /// What a script wants to be called; nil for who asks for JSON.
  private var callback: JSONValue? {
    guard let name = call.query["_jsonp"], name != .string(""), name != .string("0") else {
      return nil
    }
    return name
  }

  /// Whether the callback is no name, as core judges.
  var hasInvalidCallback: Bool { callback != nil && callbackName == nil }

  private var callbackName: String? {
    guard let name = callback?.string else { return nil }
    let isName = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    return isName ? name : nil
  }

  /// JSON as a call, where one is asked for.
  private func scripted(_ body: [UInt8]) -> (body: [UInt8], type: String) {
    guard callback != nil else { return (body, Self.jsonType) }
    let type = "application/javascript; charset=UTF-8"
    guard let name = callbackName else { return (body, type) }
    return (Array("/**/\(name)(".utf8) + body + [UInt8(ascii: ")")], type)
  }
}

extension SiteFacts {
  /// Where the REST API begins.
  var restRoot: String {
    hasPlainPermalinks ? "\(home)/index.php?rest_route=/" : "\(home)/wp-json/"
  }
}

extension Instant {
  /// `2026-04-10T13:00:00Z`.
  var zonedText: String {
    var buffer = ByteBuffer(capacity: 32)
    buffer.append(CivilTime(seconds: unixSeconds))
    return buffer.bytes.text() + "Z"
  }
}
