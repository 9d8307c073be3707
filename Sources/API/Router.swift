internal import Bytes

/// Finds routes, and describes them to those who ask with OPTIONS.
struct Router: Sendable {
  let routes: [Route]

  /// A route that fits, and what its address's places hold.
  struct Match {
    var route: Route
    var places: [String: String]
  }

  /// What stands below the namespace; nil when the call is about something else.
  static func below(_ route: [String]) -> [String]? {
    let space = API.namespace.split(separator: "/").map(String.init)
    guard route.count >= space.count,
      zip(space, route).allSatisfy({ $0.lowercased() == $1.lowercased() })
    else { return nil }
    return Array(route.dropFirst(space.count))
  }

  /// All methods of an address.
  func matches(_ call: Call) -> [Match] {
    guard let below = Self.below(call.route) else { return [] }
    return routes.compactMap { route in
      route.match(below).map { Match(route: route, places: $0) }
    }
  }

  /// The route of a method; HEAD is answered by GET's.
  func match(_ call: Call, among matches: [Match]) -> Match? {
    let method = call.method == "HEAD" ? "GET" : call.method
    return matches.first { $0.route.method == method }
  }

  /// What core prints about an address.
  func description(_ matches: [Match], root: String) -> JSONValue {
    matches.isEmpty ? .array([]) : description(matches.map(\.route), root: root)
  }

  /// What core prints about a namespace: every address below it.
  func index(root: String) -> JSONValue {
    var patterns: [String] = []
    for route in routes where !patterns.contains(route.pattern) { patterns.append(route.pattern) }
    let described = patterns.map { pattern in
      JSONValue.Member(
        "/\(API.namespace)\(Self.expression(pattern))",
        description(routes.filter { $0.pattern == pattern }, root: root))
    }
    return .object([
      "namespace": .string(API.namespace), "routes": .object(described),
      "_links": .object(["up": .array([.object(["href": .string(root)])])]),
    ])
  }

  private func description(_ routes: [Route], root: String) -> JSONValue {
    guard let first = routes.first else { return .array([]) }
    let endpoints = routes.map { route in
      JSONValue.object([
        "methods": .array([.string(route.method)]),
        "args": route.parameters.isEmpty
          ? .array([]) : .object(route.parameters.map { .init($0.name, $0.json) }),
      ])
    }
    var members: [JSONValue.Member] = [
      .init("namespace", .string(API.namespace)),
      .init("methods", .array(routes.map { .string($0.method) })),
      .init("endpoints", .array(endpoints)),
    ]
    if !first.isVariable {
      let href = "\(root)\(API.namespace)\(first.pattern)"
      members.append(
        .init("_links", .object(["self": .array([.object(["href": .string(href)])])])))
    }
    return .object(members)
  }

  /// A pattern as core writes it: `{slug}` is `(?P<slug>[^/]+)`.
  private static func expression(_ pattern: String) -> String {
    pattern.split(separator: "/", omittingEmptySubsequences: false).map { part in
      part.hasPrefix("{") ? "(?P<\(part.dropFirst().dropLast())>[^/]+)" : String(part)
    }.joined(separator: "/")
  }
}
