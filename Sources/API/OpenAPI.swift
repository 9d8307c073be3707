internal import Bytes
internal import Connector
internal import Runtime

/// The routes as an OpenAPI document, made from what judges requests, so that both say the same.
enum OpenAPI {
  static func document(_ routes: [Route], site: SiteFacts) -> JSONValue {
    var paths: [JSONValue.Member] = []
    for route in routes {
      let member = JSONValue.Member(route.method.lowercased(), operation(route))
      if let index = paths.firstIndex(where: { $0.name == route.pattern }) {
        paths[index].value = .object((paths[index].value.members ?? []) + [member])
      } else {
        paths.append(.init(route.pattern, .object([member])))
      }
    }
    return .object([
      "openapi": .string("3.0.3"),
      "info": .object(["title": .string("wkpbic"), "version": .string(Runtime.version)]),
      "servers": .array([
        .object(["url": .string("\(site.home)/wp-json/\(API.namespace)")])
      ]),
      "components": .object([
        "securitySchemes": .object([
          "applicationPassword": .object([
            "type": .string("http"), "scheme": .string("basic"),
          ]),
          "nonce": .object([
            "type": .string("apiKey"), "in": .string("header"), "name": .string("X-WP-Nonce"),
          ]),
        ])
      ]),
      "paths": .object(paths),
    ])
  }

  private static func operation(_ route: Route) -> JSONValue {
    let places = route.pattern.split(separator: "/").filter { $0.hasPrefix("{") }.map {
      JSONValue.object([
        "name": .string(String($0.dropFirst().dropLast())), "in": .string("path"),
        "required": .boolean(true), "schema": .object(["type": .string("string")]),
      ])
    }
    let takesBody = route.method == "POST" || route.method == "PUT"
    let queries =
      takesBody
      ? []
      : route.parameters.map { parameter in
        JSONValue.object([
          "name": .string(parameter.name), "in": .string("query"),
          "required": .boolean(parameter.isRequired), "schema": schema(parameter),
        ])
      }
    var members: [JSONValue.Member] = [
      .init("operationId", .string(name(route))), .init("parameters", .array(places + queries)),
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
    members.append(
      .init("responses", .object(["default": .object(["description": .string("JSON")])])))
    return .object(members)
  }

  private static func name(_ route: Route) -> String {
    let words = route.pattern.split { "/{}-_.".contains($0) }
    return route.method.lowercased() + words.map(\.capitalized).joined()
  }

  private static func body(_ parameters: [Parameter]) -> JSONValue {
    let required = parameters.filter(\.isRequired).map { JSONValue.string($0.name) }
    var schema: [JSONValue.Member] = [
      .init("type", .string("object")),
      .init("properties", .object(parameters.map { .init($0.name, Self.schema($0)) })),
    ]
    if !required.isEmpty { schema.append(.init("required", .array(required))) }
    return .object([
      "content": .object([
        "application/json": .object(["schema": .object(schema)])
      ])
    ])
  }

  /// What OPTIONS prints, without what only belongs beside a schema there.
  private static func schema(_ parameter: Parameter) -> JSONValue {
    .object(
      (parameter.json.members ?? []).filter { $0.name != "required" }.map { member in
        switch member.name {
        case "items":
          .init(
            member.name,
            .object((member.value.members ?? []).filter { $0.name != "required" }))
        case "properties":
          .init(
            member.name,
            .object(
              (member.value.members ?? []).map { inner in
                .init(
                  inner.name,
                  .object((inner.value.members ?? []).filter { $0.name != "required" }))
              }))
        default: member
        }
      })
  }
}

extension Substring {
  fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
