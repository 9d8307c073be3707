import Bytes
import Connector
import HTTPServer
import Testing

@testable import API

/// The document speaks of every route, and of nothing else.
@Suite struct OpenAPITests {
  private let document = Document(
    OpenAPI.document(
      Routes.all,
      site: SiteFacts(
        home: "https://shop.test/a", hasPlainPermalinks: false, isEnvelopeOff: false)))

  private var operations: [(path: String, method: String, json: JSONValue)] {
    (document.json["paths"]?.members ?? []).flatMap { path in
      (path.value.members ?? []).map { (path.name, $0.name, $0.value) }
    }
  }

  @Test func itIsOfThisVersionAndSaysWhere() {
    #expect(document.json["openapi"]?.string == "3.1.0")
    #expect(
      document.json["servers"]?.array?.first?["url"]?.string
        == "https://shop.test/a/wp-json/wkpbic/v1")
    #expect(document.json["info"]?["version"]?.string?.isEmpty == false)
  }

  @Test func everyRouteIsInItAndNothingElse() {
    let told = operations.map { "\($0.method.uppercased()) \($0.path == "/" ? "" : $0.path)" }
    let routes = Routes.all.map { "\($0.method) \($0.pattern)" }
    #expect(told.sorted() == routes.sorted())
    #expect(Set(routes).count == routes.count)
    let names = operations.compactMap { $0.json["operationId"]?.string }
    #expect(Set(names).count == routes.count)
  }

  @Test func everySuccessHasAShapeAndEveryShapeARoute() {
    #expect(
      OpenAPI.successes.keys.sorted() == Routes.all.map { "\($0.method) \($0.pattern)" }.sorted())
    for operation in operations {
      let responses = operation.json["responses"]?.members ?? []
      #expect(responses.map(\.name).last == "default")
      #expect(responses.contains { $0.name.hasPrefix("2") })
    }
  }

  @Test func everyReferenceLeadsSomewhereAndEveryObjectIsUsed() {
    var references: [String] = []
    collect(document.json, &references)
    #expect(!references.isEmpty)
    for reference in references { #expect(document.target(reference) != nil, "\(reference)") }
    for name in document.json["components"]?["schemas"]?.members?.map(\.name) ?? [] {
      #expect(references.contains("#/components/schemas/\(name)"), "\(name) is not used")
    }
  }

  private func collect(_ value: JSONValue, _ references: inout [String]) {
    for member in value.members ?? [] {
      if member.name == "$ref", let text = member.value.string { references.append(text) }
      collect(member.value, &references)
    }
    for element in value.array ?? [] { collect(element, &references) }
  }

  @Test func everyPlaceOfAnAddressIsDeclared() {
    for operation in operations {
      let parameters = operation.json["parameters"]?.array ?? []
      let declared = parameters.filter { $0["in"]?.string == "path" }
      let places = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }
        .map { String($0.dropFirst().dropLast()) }
      #expect(declared.compactMap { $0["name"]?.string } == places, "\(operation.path)")
      #expect(declared.allSatisfy { $0["required"]?.boolean == true })
      #expect(parameters.allSatisfy { $0["schema"] != nil })
    }
  }

  @Test func everyParameterIsInItAsItIsJudged() throws {
    for route in Routes.all {
      let path = route.pattern.isEmpty ? "/" : route.pattern
      let operation = try #require(document.json["paths"]?[path]?[route.method.lowercased()])
      let body = operation["requestBody"]?["content"]?["application/json"]?["schema"]
      for parameter in route.parameters {
        let told =
          body?["properties"]?[parameter.name]
          ?? operation["parameters"]?.array?.first { $0["name"]?.string == parameter.name }?[
            "schema"]
        #expect(told?["type"]?.string == parameter.kind.word, "\(route.pattern) \(parameter.name)")
      }
      let required = route.parameters.filter(\.isRequired).map { JSONValue.string($0.name) }
      if route.method == "POST" || route.method == "PUT", !required.isEmpty {
        #expect(body?["required"] == .array(required))
      }
    }
  }

  /// The checker that all other tests' answers go through must be able to object.
  @Test(arguments: [
    (#"{"success":true,"data":{"count":1},"meta":{"request_id":"a","timestamp":"b"}}"#, 0),
    (#"{"success":true,"data":{"count":"1"},"meta":{"request_id":"a","timestamp":"b"}}"#, 1),
    (#"{"success":true,"data":{"count":1,"x":1},"meta":{"request_id":"a","timestamp":"b"}}"#, 1),
    (#"{"success":true,"data":{},"meta":{"request_id":"a"}}"#, 2), (#"[]"#, 1),
  ])
  func whatDoesNotConformIsFound(_ text: String, _ count: Int) throws {
    let found = document.objections(
      try JSONValue(Array(text.utf8)), path: "/entities/{slug}/count", method: "get", status: 200)
    #expect(found.count == count, "\(found)")
    let error = document.objections(
      .object(["code": .string("a"), "message": .string("b")]), path: "/entities/{slug}/count",
      method: "get", status: 404)
    #expect(error == ["$.data is missing"])
  }
}
