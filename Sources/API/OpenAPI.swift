internal import Bytes
internal import Connector
internal import Runtime

/// The routes as an OpenAPI document, made from what judges requests, so that both say the same.
enum OpenAPI {
  private static let manners = """
    Every GET also takes _bare=1 (no envelope), _fields, _envelope, _pretty and _jsonp, which \
    change the answer's outside as WordPress does. Errors are WordPress's and never enveloped.
    """

  static func document(_ routes: [Route], site: SiteFacts) -> JSONValue {
    var paths: [JSONValue.Member] = []
    for route in routes {
      let path = route.pattern.isEmpty ? "/" : route.pattern
      let member = JSONValue.Member(route.method.lowercased(), operation(route, site))
      if let index = paths.firstIndex(where: { $0.name == path }) {
        paths[index].value = .object((paths[index].value.members ?? []) + [member])
      } else {
        paths.append(.init(path, .object([member])))
      }
    }
    return .object([
      "openapi": .string("3.1.0"),
      "info": .object([
        "title": .string("wkpbic"), "version": .string(Runtime.version),
        "description": .string(manners),
      ]),
      "servers": .array([.object(["url": .string(address(site))])]),
      "components": .object([
        "schemas": .object(shapes.map { .init($0.key, $0.value.json) }),
        "responses": .object(["Error": errorResponse]), "securitySchemes": securitySchemes,
      ]),
      "paths": .object(paths),
    ])
  }

  /// A query in a server's address is no address that clients can add to.
  private static func address(_ site: SiteFacts) -> String {
    let way = site.hasPlainPermalinks ? "/index.php/wp-json" : "/wp-json"
    return "\(site.home)\(way)/\(API.namespace)"
  }

  private static let securitySchemes = JSONValue.object([
    "applicationPassword": .object(["type": .string("http"), "scheme": .string("basic")]),
    "nonce": .object([
      "type": .string("apiKey"), "in": .string("header"), "name": .string("X-WP-Nonce"),
    ]),
  ])

  private static let errorResponse = JSONValue.object([
    "description": .string("What went wrong, as WordPress words it"),
    "content": content(Shape.named("Error").json),
  ])

  // MARK: Operations

  private static func operation(_ route: Route, _ site: SiteFacts) -> JSONValue {
    let takesBody = route.method == "POST" || route.method == "PUT"
    let queries = takesBody ? [] : route.parameters.map(query)
    let keys = route.method == "POST" ? [idempotencyKey] : []
    var members: [JSONValue.Member] = [
      .init("operationId", .string(name(route))),
      .init("parameters", .array(places(route) + queries + keys)),
    ]
    if takesBody, !route.parameters.isEmpty {
      members.append(.init("requestBody", body(route.parameters)))
    }
    if case .everybody = route.permission {
      members.append(.init("security", .array([])))
    } else {
      let schemes = ["applicationPassword", "nonce"].map {
        JSONValue.object([JSONValue.Member($0, .array([]))])
      }
      members.append(.init("security", .array(schemes)))
    }
    members.append(.init("responses", responses(route, site)))
    return .object(members)
  }

  private static func name(_ route: Route) -> String {
    let words = route.pattern.split { "/{}-_.".contains($0) }
    return route.method.lowercased() + (words.isEmpty ? "Index" : words.map(\.capitalized).joined())
  }

  private static let idempotencyKey = JSONValue.object([
    "name": .string("Idempotency-Key"), "in": .string("header"), "required": .boolean(false),
    "description": .string("The same key makes a repeated request harmless for 24 hours"),
    "schema": .object([
      "type": .string("string"), "minLength": .integer(1), "maxLength": .integer(255),
    ]),
  ])

  private static func places(_ route: Route) -> [JSONValue] {
    route.pattern.split(separator: "/").filter { $0.hasPrefix("{") }.map { part in
      let name = String(part.dropFirst().dropLast())
      return .object([
        "name": .string(name), "in": .string("path"), "required": .boolean(true),
        "schema": place(name),
      ])
    }
  }

  private static func place(_ name: String) -> JSONValue {
    switch name {
    case "slug":
      Shape.words(Connector.entitySlugs).json
    case "run_id", "report_id":
      .object(["type": .string("string"), "pattern": .string("^[0-9]{1,18}$")])
    default: .object(["type": .string("string"), "minLength": .integer(1)])
    }
  }

  private static func query(_ parameter: Parameter) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("name", .string(parameter.name)), .init("in", .string("query")),
      .init("required", .boolean(parameter.isRequired)), .init("schema", parameter.schema),
    ]
    // Lists stand as words with commas between them.
    if case .array = parameter.kind {
      members += [.init("style", .string("form")), .init("explode", .boolean(false))]
    }
    return .object(members)
  }

  private static func body(_ parameters: [Parameter]) -> JSONValue {
    let required = parameters.filter(\.isRequired).map { JSONValue.string($0.name) }
    var schema: [JSONValue.Member] = [
      .init("type", .string("object")),
      .init("properties", .object(parameters.map { .init($0.name, $0.schema) })),
    ]
    if !required.isEmpty { schema.append(.init("required", .array(required))) }
    return .object([
      "required": .boolean(!required.isEmpty), "content": content(.object(schema)),
    ])
  }

  private static func content(_ schema: JSONValue) -> JSONValue {
    .object(["application/json": .object(["schema": schema])])
  }

  // MARK: Answers

  private static func responses(_ route: Route, _ site: SiteFacts) -> JSONValue {
    let success = successes["\(route.method) \(route.pattern)"] ?? Success(.anything)
    var answer = [JSONValue.Member("description", .string("Done"))]
    if success.isPaged { answer.append(.init("headers", pagingHeaders)) }
    if let shape = success.shape {
      let isBare = !success.isEnveloped || site.isEnvelopeOff
      answer.append(.init("content", content(isBare ? shape.json : enveloped(shape))))
    } else {
      answer.append(
        .init(
          "content",
          .object(["text/plain": .object(["schema": .object(["type": .string("string")])])])))
    }
    return .object([
      .init(String(success.status), .object(answer)),
      .init("default", .object(["$ref": .string("#/components/responses/Error")])),
    ])
  }

  private static func enveloped(_ shape: Shape) -> JSONValue {
    Shape.object(["success": .flag, "data": shape, "meta": .named("Meta")]).json
  }

  private static let pagingHeaders = JSONValue.object(
    ["X-WP-Total", "X-WP-TotalPages"].map { name in
      .init(name, .object(["schema": .object(["type": .string("integer")])]))
    })
}

extension Parameter {
  /// What no text of ours may hold.
  private static let plainText = "^[^\\u0000-\\u0008\\u000b-\\u001f]*$"
  private static let plainLine = "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$"
  private static let address =
    "[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)+"
    + "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"

  /// What OPTIONS prints, without what only belongs beside a schema there, and with what is judged
  /// besides.
  var schema: JSONValue {
    var members = (json.members ?? []).filter {
      !["required", "items", "properties"].contains($0.name)
    }
    switch kind {
    case .array(let item): members.append(.init("items", item.schema))
    case .object(let inner):
      let required = inner.filter(\.isRequired).map { JSONValue.string($0.name) }
      members.append(.init("properties", .object(inner.map { .init($0.name, $0.schema) })))
      if !required.isEmpty { members.append(.init("required", .array(required))) }
      members.append(.init("additionalProperties", .boolean(false)))
    case .string where format == .email:
      members.append(.init("pattern", .string("^\(Self.address)$")))
    case .string where format == .addresses:
      // A format that only we know helps nobody.
      members.removeAll { $0.name == "format" }
      members.append(
        .init("pattern", .string("^(\(Self.address)(,\(Self.address))*)?$")))
    case .string where isLine:
      members.append(.init("pattern", .string(Self.plainLine)))
    case .string where choices.isEmpty && format == nil:
      members.append(.init("pattern", .string(Self.plainText)))
    case .integer, .number, .boolean, .string: break
    }
    return .object(members)
  }
}

extension Substring {
  fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
