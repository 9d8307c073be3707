import Bytes
import Foundation
import Testing

/// The published definitions, and whether a document keeps to them.
///
/// Only what those definitions use is understood: type, required, enum, pattern, items, properties
/// and references. A property that a definition does not name is an error, as it is for the
/// service.
struct Swagger {
  private let definitions: JSONValue

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/power-bi-swagger.json")
    let tree = try JSONValue(Array(Data(contentsOf: file)))
    definitions = try #require(tree["definitions"])
  }

  /// What is wrong with a document, by path.
  func complaints(_ value: JSONValue, _ definition: String) -> [String] {
    guard let schema = definitions[definition] else { return ["no definition \(definition)"] }
    return complaints(value, schema, at: definition)
  }

  private func complaints(_ value: JSONValue, _ schema: JSONValue, at path: String) -> [String] {
    if let reference = schema["$ref"]?.string?.split(separator: "/").last {
      guard let target = definitions[String(reference)] else { return ["\(path): \(reference)?"] }
      return complaints(value, target, at: path)
    }
    let type = schema["type"]?.string ?? (schema["properties"] == nil ? nil : "object")
    switch (type, value) {
    case ("object", .object(let members)): return object(members, schema, at: path)
    case ("array", .array(let elements)):
      guard let items = schema["items"] else { return ["\(path): items?"] }
      return elements.enumerated().flatMap { complaints($1, items, at: "\(path)[\($0)]") }
    case ("string", .string(let text)): return string(text, schema, at: path)
    case ("boolean", .boolean): return []
    default: return ["\(path): not \(type ?? "anything known")"]
    }
  }

  private func object(
    _ members: [JSONValue.Member], _ schema: JSONValue, at path: String
  ) -> [String] {
    let names = members.map(\.name)
    var found = (schema["required"]?.array ?? []).compactMap(\.string)
      .filter { !names.contains($0) }.map { "\(path): \($0) is missing" }
    if Set(names).count != names.count { found.append("\(path): a name stands twice") }
    guard let properties = schema["properties"] else { return found }
    for member in members {
      if let property = properties[member.name] {
        found += complaints(member.value, property, at: "\(path).\(member.name)")
      } else {
        found.append("\(path): \(member.name) is unknown")
      }
    }
    return found
  }

  private func string(_ text: String, _ schema: JSONValue, at path: String) -> [String] {
    var found: [String] = []
    if let allowed = schema["enum"]?.array, !allowed.contains(.string(text)) {
      found.append("\(path): \(text) is not in the list")
    }
    if let pattern = schema["pattern"]?.string, !Self.matches(text, pattern) {
      found.append("\(path): \(text) does not match")
    }
    return found
  }

  /// Whether a name passes both readings of a published pattern.
  ///
  /// `\u10000-\u10FFFF` in them is no escape that regular expressions know: read literally it
  /// lets other characters pass than were meant.
  private static func matches(_ text: String, _ pattern: String) -> Bool {
    let scalars = text.unicodeScalars
    switch pattern {
    case namePattern:
      return (1...100).contains(scalars.count)
        && scalars.allSatisfy { isMeant($0) && !"!\"$%&'()*+,./".unicodeScalars.contains($0) }
    case columnPattern:
      return !scalars.isEmpty
        && scalars.allSatisfy { [9, 10, 13].contains($0.value) || $0.value >= 32 }
    default: return false
    }
  }

  private static func isMeant(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20, 0x23, 0x2D, 0x30...0x39, 0x40...0x5A, 0x5E...0x5F, 0x61...0x7A,
      0x7E...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF:
      true
    default: false
    }
  }

  private static let namePattern =
    #"^[\x09\x0A\x0D\x20\x23\x2D\x30-\x39\x40-\x5A\x5E-\x5F\x61-\x7A\x7E-\uD7FF\uE000-\uFFFD"#
    + #"\u10000-\u10FFFF]{1,100}$"#
  private static let columnPattern =
    #"^[\x09\x0A\x0D\x20-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+$"#
}

/// The validator itself, so that its silence means something.
@Suite struct SwaggerTests {
  private static let column = JSONValue.object(["name": .string("a"), "dataType": .string("Int64")])

  private func table(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(members)
  }

  @Test func takesAGoodTable() throws {
    let good = table(["name": .string("orders"), "columns": .array([Self.column])])
    #expect(try Swagger().complaints(good, "Table") == [])
  }

  @Test func complains() throws {
    let swagger = try Swagger()
    let columns = JSONValue.array([Self.column])
    let bad: [JSONValue] = [
      table(["columns": columns]), table(["name": .string("orders")]),
      table(["name": .string("a/b"), "columns": columns]),
      table(["name": .string("a;b"), "columns": columns]),
      table(["name": .string("a{b"), "columns": columns]),
      table(["name": .string(""), "columns": columns]),
      table(["name": .string(String(repeating: "a", count: 101)), "columns": columns]),
      table(["name": .number("1"), "columns": columns]),
      table(["name": .string("orders"), "columns": .object([])]),
      table(["name": .string("orders"), "columns": columns, "compatibilityLevel": .number("1")]),
      table(["name": .string("o"), "columns": .array([.object(["name": .string("a")])])]),
      table([
        "name": .string("o"),
        "columns": .array([
          .object([
            "name": .string("a"), "dataType": .string("Int64"), "description": .string("x"),
          ])
        ]),
      ]),
    ]
    for document in bad { #expect(swagger.complaints(document, "Table").count == 1) }
    let mode = JSONValue.object([
      "name": .string("a"), "tables": .array([]), "defaultMode": .string("push"),
    ])
    #expect(swagger.complaints(mode, "CreateDatasetRequest").count == 1)
  }
}
