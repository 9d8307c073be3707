import Bytes
import Connector
import HTTPServer
import Testing

@testable import API

/// Holds every answer that a test gets against what the OpenAPI document says of its route.
enum Conformance {
  private static let documents = [false, true].map { isEnvelopeOff in
    Document(
      OpenAPI.document(
        Routes.all,
        site: SiteFacts(
          home: "https://shop.test", hasPlainPermalinks: false, isEnvelopeOff: isEnvelopeOff)))
  }
  private static let router = Router(routes: Routes.all)
  /// Parameters that change an answer's outside.
  private static let outside = ["_fields", "_envelope", "_bare", "_jsonp"]

  /// What does not conform; empty for what the document does not speak of.
  static func objections(
    _ method: String, _ path: String, _ lines: [String], _ body: [UInt8], _ reply: Wire.Reply
  ) throws -> [String] {
    let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let headers = lines.dropFirst().map { line in
      let colon = line.firstIndex(of: ":") ?? line.endIndex
      return HTTPServer.Header(
        String(line[..<colon]), String(line[colon...].dropFirst().drop { $0 == " " }))
    }
    let request = HTTPServer.Request(
      method: method, path: Array(parts[0].utf8),
      query: parts.count > 1 ? Array(parts[1].utf8) : nil, headers: headers, body: body,
      peer: .unix)
    let call = Call(request, homePath: "")
    guard method != "HEAD", ["GET", "POST", "PUT", "DELETE"].contains(call.method),
      !reply.body.isEmpty,
      !outside.contains(where: { call.query[$0] != nil }),
      !request.values("Accept").contains(where: { $0.contains("envelope=none") }),
      reply.status != 431,
      let match = router.match(call, among: router.matches(call))
    else { return [] }
    let route = "\(match.route.method) \(match.route.pattern)"
    guard let json = try? reply.json else {
      return route == "GET /metrics" ? [] : ["\(route): no JSON: \(reply.text.prefix(200))"]
    }
    let isBare = (200..<300).contains(reply.status) && json["success"] == nil
    let document = documents[isBare ? 1 : 0]
    let path = match.route.pattern.isEmpty ? "/" : match.route.pattern
    return document.objections(
      json, path: path, method: match.route.method.lowercased(), status: reply.status
    ).map { "\(route) \(reply.status): \($0)" }
  }
}

/// An OpenAPI document that answers can be held against.
struct Document {
  let json: JSONValue

  init(_ json: JSONValue) {
    self.json = json
  }

  func objections(
    _ answer: JSONValue, path: String, method: String, status: Int
  ) -> [String] {
    let responses = json["paths"]?[path]?[method]?["responses"]
    guard let named = responses?[String(status)] ?? responses?["default"] else {
      return ["the document does not speak of it"]
    }
    // A success must be spoken of by its status.
    if status < 300, responses?[String(status)] == nil { return ["\(status) is not announced"] }
    let response = resolved(named)
    guard let schema = response["content"]?["application/json"]?["schema"] else {
      return ["no schema"]
    }
    return objections(answer, schema, "$")
  }

  /// What a reference stands for; the value itself when it is none.
  func resolved(_ value: JSONValue) -> JSONValue {
    guard let reference = value["$ref"]?.string else { return value }
    guard let target = target(reference) else {
      Issue.record("\(reference) leads nowhere")
      return .null
    }
    return target
  }

  func target(_ reference: String) -> JSONValue? {
    guard reference.hasPrefix("#/") else { return nil }
    return reference.dropFirst(2).split(separator: "/").reduce(json as JSONValue?) {
      $0?[String($1)]
    }
  }

  /// JSON Schema, as far as the document uses it.
  func objections(_ value: JSONValue, _ named: JSONValue, _ place: String) -> [String] {
    let schema = resolved(named)
    if let choices = schema["anyOf"]?.array {
      let found = choices.map { objections(value, $0, place) }
      return found.contains { $0.isEmpty } ? [] : found.first ?? []
    }
    if let type = schema["type"]?.string, !Self.isOfType(value, type) {
      return ["\(place) is no \(type): \(String(decoding: value.encoded(), as: UTF8.self))"]
    }
    var found: [String] = []
    if let words = schema["enum"]?.array, !words.contains(value) {
      found.append("\(place) is not among the words")
    }
    for (index, element) in (value.array ?? []).enumerated() {
      if let items = schema["items"] {
        found += objections(element, items, "\(place)[\(index)]")
      }
    }
    if let members = value.members { found += objections(members, value, schema, place) }
    return found
  }

  private func objections(
    _ members: [JSONValue.Member], _ value: JSONValue, _ schema: JSONValue, _ place: String
  ) -> [String] {
    var found = (schema["required"]?.array ?? []).compactMap(\.string)
      .filter { value[$0] == nil }.map { "\(place).\($0) is missing" }
    for member in members {
      let inner = "\(place).\(member.name)"
      if let property = schema["properties"]?[member.name] {
        found += objections(member.value, property, inner)
      } else if schema["additionalProperties"]?.boolean == false {
        found.append("\(inner) is not announced")
      } else if let other = schema["additionalProperties"], other.members != nil {
        found += objections(member.value, other, inner)
      }
    }
    return found
  }

  private static func isOfType(_ value: JSONValue, _ type: String) -> Bool {
    switch (value, type) {
    case (.null, "null"), (.boolean, "boolean"), (.string, "string"), (.array, "array"),
      (.object, "object"), (.number, "number"):
      true
    case (.number(let text), "integer"): Int64(text) != nil
    default: false
    }
  }
}
