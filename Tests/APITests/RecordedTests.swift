import Bytes
import Foundation
import HTTPServer
import Testing
import Testkit

@testable import API

/// Parameters as WordPress 6.9 has judged them, word for word.
@Suite struct RecordedTests {
  private static let id: Parameter = {
    var id = Parameter.whole("id", 1...100)
    id.isRequired = true
    return id
  }()

  /// The parameters of the route that the answers were recorded of.
  private static let parameters: [Parameter] = {
    var name = Parameter("name", .string)
    name.lengthMin = 2
    name.lengthMax = 5
    var kind = Parameter.choice("kind", ["a", "b", "c"])
    kind.standard = .string("a")
    var x = Parameter("x", .integer)
    x.isRequired = true
    return [
      id, name, .email("email"), kind, .flag("flag"),
      .list("list", of: Parameter("", .integer), max: 3), Parameter("obj", .object([x])),
      Parameter("num", .number),
    ]
  }()

  private static let two = ["a", "b"].map { name in
    var parameter = Parameter(name, .string)
    parameter.isRequired = true
    return parameter
  }

  @Test func requestsAreJudgedAsWordPressHasJudgedThem() throws {
    let path = Repository.path("Tests/Fixtures/vectors/rest_parameters.json")
    let cases = try #require(
      try JSONValue(Array(Data(contentsOf: URL(fileURLWithPath: path)))).array)
    #expect(cases.count > 40)
    for recorded in cases {
      let name = Comment(rawValue: recorded["id"]?.string ?? "")
      let path = try #require(recorded["path"]?.string)
      let parts = path.split(separator: "?", maxSplits: 1).map { Array($0.utf8) }
      let type = recorded["type"]?.string.map { [HTTPServer.Header("Content-Type", $0)] }
      let call = Call(
        HTTPServer.Request(
          method: recorded["method"]?.string ?? "", path: parts[0],
          query: parts.count > 1 ? parts[1] : nil, headers: type ?? [],
          body: Array((recorded["body"]?.string ?? "").utf8), peer: .unix), homePath: "")
      let reply = try #require(recorded["reply"]?.string)
      let parameters = path.contains("/two") ? Self.two : Self.parameters
      do throws(Refusal) {
        let values = try Values(call, [:], parameters)
        #expect(recorded["status"]?.integer == 200, name)
        let given = try? JSONValue(Array(reply.utf8))["params"]
        for member in given?.members ?? [] where member.name != "_method" {
          #expect(values[member.name] == member.value, "\(name) \(member.name)")
        }
      } catch {
        #expect(String(decoding: JSONText.encoded(error.json), as: UTF8.self) == reply, name)
        #expect(recorded["status"]?.integer == Int64(error.status), name)
      }
    }
  }

  @Test func textIsPrintedAsPHPPrintsIt() throws {
    let path = Repository.path("Tests/Fixtures/vectors/json_encode.json")
    let cases = try #require(
      try JSONValue(Array(Data(contentsOf: URL(fileURLWithPath: path))))["encode"]?.array)
    var count = 0
    for recorded in cases where recorded["value"]?["t"]?.string == "string" {
      guard let text = recorded["value"]?["utf8"]?.string,
        let expected = recorded["wp_json_encode"]?.string
      else { continue }
      count += 1
      #expect(String(decoding: JSONText.encoded(.string(text)), as: UTF8.self) == expected)
    }
    #expect(count > 30)
  }
}
