internal import Bytes
internal import Connector
internal import HTTPServer

/// A request as WordPress's REST server sees it: a method, a route, and where parameters stand.
struct Call {
  /// The method that counts, upper-case: an override stands before the request's own.
  let method: String
  /// Whether a header, not a parameter, has overridden the method.
  let isOverriddenByHeader: Bool
  /// Segments of the route below the root of the REST API.
  let route: [String]
  /// The query's parameters.
  let query: JSONValue
  /// The form's parameters.
  let form: JSONValue
  /// The JSON body; nil without one.
  let json: JSONValue?
  /// Whether the body says that it is JSON and is not.
  let isJSONMalformed: Bool
  let request: HTTPServer.Request

  /// Depth of what may be nested in a body; the scanner's own bound holds as well.
  init(_ request: HTTPServer.Request, homePath: String) {
    self.request = request
    let query = JSONValue.object(QueryText.members(request.query ?? []))
    self.query = query
    let override = query["_method"]?.string
    let header = request.value("X-HTTP-Method-Override")
    method = (override ?? header ?? request.method).uppercased()
    isOverriddenByHeader = override == nil && header != nil
    route = Self.route(request.path, query, homePath)
    let type = Self.contentType(request)
    if Self.isJSON(type), !request.body.isEmpty {
      json = try? JSONValue(request.body.rawSpan, bytesMax: API.bodyBytesMax)
      isJSONMalformed = json == nil
    } else {
      json = nil
      isJSONMalformed = false
    }
    let isForm = type == "application/x-www-form-urlencoded" || type.isEmpty
    form = .object(isForm ? QueryText.members(request.body) : [JSONValue.Member]())
  }

  /// A parameter: JSON before form before query; null counts as missing.
  func parameter(_ name: String) -> JSONValue? {
    for source in [json, form, query] {
      if let value = source?[name], !value.isNull { return value }
    }
    return nil
  }

  /// Whether some source says null, explicitly.
  func isNull(_ name: String) -> Bool { json?[name]?.isNull ?? false }

  private static func contentType(_ request: HTTPServer.Request) -> String {
    let type = request.value("Content-Type") ?? ""
    let word = type.prefix { $0 != ";" }
    return word.filter { !$0.isWhitespace }.lowercased()
  }

  private static func isJSON(_ type: String) -> Bool {
    type.wholeMatch(of: /application\/([\w!#$&\-^.+]+\+)?json(\+oembed)?/) != nil
  }

  /// `rest_route` stands before the path.
  private static func route(
    _ path: [UInt8], _ query: JSONValue, _ homePath: String
  ) -> [String] {
    if let value = query["rest_route"] {
      guard let text = value.string else { return [] }
      return text.hasPrefix("/")
        ? segments(
          text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init))
        : []
    }
    guard let decoded = PercentEncoding.segments(of: path) else { return [] }
    var rest = decoded.map { String(decoding: $0, as: UTF8.self) }[...]
    let home = homePath.lowercased().split(separator: "/").map(String.init)
    if rest.map({ $0.lowercased() }).starts(with: home) { rest = rest.dropFirst(home.count) }
    if rest.first == "index.php" { rest = rest.dropFirst() }
    return rest.first == "wp-json" ? segments(Array(rest.dropFirst())) : []
  }

  /// Without what slashes at the end leave behind.
  private static func segments(_ parts: [String]) -> [String] {
    var parts = parts
    while parts.last?.isEmpty == true { parts.removeLast() }
    return parts
  }
}

extension Call {
  /// What it says about who sends it.
  ///
  /// A peer on this machine is a proxy that is believed; of the addresses it names the last is the
  /// one that it has seen itself.
  var callerFacts: CallerFacts {
    let isProxy = request.peer.isLocal
    let isTLS = isProxy && request.value("X-Forwarded-Proto")?.lowercased() == "https"
    let nonce = form["_wpnonce"] ?? query["_wpnonce"]
    return CallerFacts(
      method: request.method, cookies: request.values("Cookie"),
      authorization: request.value("Authorization"), nonceHeader: request.value("X-WP-Nonce"),
      nonceParameter: nonce.map { Array(($0.string ?? "").utf8) }, isTLS: isTLS,
      address: address)
  }

  /// The client's address, as far as it can be believed.
  var address: String {
    if request.peer.isLocal, let forwarded = request.values("X-Forwarded-For").last {
      let last = forwarded.split(separator: ",").last.map { $0.filter { !$0.isWhitespace } }
      if let last, !last.isEmpty { return String(last.prefix(45)) }
    }
    switch request.peer {
    case .unix: return "127.0.0.1"
    case .tcp(let host): return host
    }
  }
}
