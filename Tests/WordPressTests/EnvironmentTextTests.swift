import Bytes
import Testing

@testable import WordPress

@Test func environmentFilesAreReadAsPhpdotenvReadsThem() throws {
  let cases = try Vectors("dotenv").cases("parse")
  #expect(cases.count == 48)
  for vector in cases {
    let text = Array(vector.text("text").utf8)
    guard let expected = vector["values"]?.members else {
      #expect(throws: PHPRefusal.self, "\(vector.id)") {
        try EnvironmentText.parse(text, file: ".env")
      }
      continue
    }
    let entries = try EnvironmentText.parse(text, file: ".env")
    var values = Dictionary(
      entries.filter { $0.value == nil }.map { ($0.name, JSONValue.null) }, uniquingKeysWith: { $1 }
    )
    for (name, value) in EnvironmentText.loaded(entries, over: [:]) {
      values[name] = .string(String(decoding: value, as: UTF8.self))
    }
    #expect(
      values == Dictionary(uniqueKeysWithValues: expected.map { ($0.name, $0.value) }),
      "\(vector.id)")
  }
}

@Test func whatTheProcessHasStands() throws {
  let entries = try EnvironmentText.parse(Array("A=file\nB=${A}".utf8), file: ".env")
  let loaded = EnvironmentText.loaded(entries, over: ["A": Array("process".utf8)])
  #expect(loaded.map(\.name) == ["B"])
  #expect(loaded.first?.value == Array("process".utf8))
}

@Test func variablesAreConvertedAsEnvDoes() throws {
  let cases = try Vectors("dotenv").cases("env_convert")
  #expect(cases.count == 13)
  for vector in cases {
    let value = EnvironmentText.converted(Array(vector.text("raw").utf8), options: 15)
    #expect(value == PHPValue(model: try #require(vector["env()"])), "\(vector.id)")
  }
}
