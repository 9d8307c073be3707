import Bytes
import Foundation

/// Cases that real PHP and WordPress have produced.
struct Vectors {
  let document: JSONValue

  /// The file beside the tests.
  init(_ name: String) throws {
    try self.init(url: Self.repository.appending(path: "Tests/Fixtures/vectors/\(name).json"))
  }

  init(url: URL) throws {
    document = try JSONValue([UInt8](Data(contentsOf: url)))
  }

  /// A file of the collection that lies beside the repository; nil when it is not there.
  static func shared(_ name: String) throws -> Vectors? {
    let url = repository.deletingLastPathComponent().appending(path: "shared/vectors/\(name).json")
    return FileManager.default.fileExists(atPath: url.path) ? try Vectors(url: url) : nil
  }

  static var repository: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  /// The cases of a section.
  func cases(_ section: String) -> [JSONValue] {
    document[section]?.array ?? []
  }
}

extension JSONValue {
  /// The member as text; empty when it is not there.
  func text(_ name: String) -> String { self[name]?.string ?? "" }

  /// The case's own name.
  var id: String { text("id") }

  /// The members as text by name.
  var texts: [String: String] {
    Dictionary(
      (members ?? []).compactMap { member in member.value.string.map { (member.name, $0) } },
      uniquingKeysWith: { $1 })
  }

  /// The member; null when it is not there.
  func member(_ name: String) -> JSONValue { self[name] ?? .null }

  /// The member's elements; none when it is not there.
  func list(_ name: String) -> [JSONValue] { self[name]?.array ?? [] }

  /// The bytes that a base64 member holds.
  func bytes(base64 name: String) -> [UInt8] {
    Data(base64Encoded: text(name)).map { [UInt8]($0) } ?? []
  }
}
