import Bytes
import Foundation
import Runtime
import Testing

@testable import WordPress

/// A directory that is gone when the test is over.
final class TemporaryDirectory {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appending(path: "wkpbic-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = DiskFiles().realPath(of: url.path) ?? url.path
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func write(_ name: String, _ text: String) throws {
    let url = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }
}

/// One site of the vectors on disk.
struct ConfigSample {
  let vector: JSONValue
  let directory: TemporaryDirectory

  init(_ vector: JSONValue) throws {
    self.vector = vector
    directory = try TemporaryDirectory()
    for file in vector["files"]?.members ?? [] {
      try directory.write(file.name, file.value.string ?? "")
    }
  }

  private func here(_ text: String) -> String {
    text.replacingOccurrences(of: "{ROOT}", with: directory.path)
  }

  var expected: JSONValue { vector.member("expected") }

  var wordPress: String { directory.path + "/" + vector.text("abspath") }

  var environment: [String: String] { (vector["environment"]?.texts ?? [:]).mapValues(here) }

  func read() throws(Fault) -> ConfigConstants {
    let files = DiskFiles()
    let place = try WPConfigPlace(directory: wordPress, files: files)
    return try ConfigConstants(
      reading: place, environment: environment,
      server: (vector["server"]?.texts ?? [:]).mapValues(here), files: files)
  }

  /// Compares all constants and the prefix with what PHP has defined.
  func compare(_ constants: ConfigConstants) throws {
    let members = expected["constants"]?.members ?? []
    #expect(constants.names.sorted() == members.map(\.name).sorted(), "\(vector.id)")
    for member in members {
      let value = try constants.value(member.name)
      #expect(value.map(model) == normal(member.value), "\(vector.id) \(member.name)")
    }
    #expect(
      try constants.tablePrefix().map(model) ?? .null == expected["table_prefix"], "\(vector.id)")
  }

  /// Numbers as their text may differ (`1500.0`), the root's path is ours.
  private func normal(_ value: JSONValue) -> JSONValue {
    switch value {
    case .number(let text): .number(Int64(text) == nil ? Double(text)?.description ?? text : text)
    case .string(let text): .string(here(text))
    case .array(let elements): .array(elements.map(normal))
    case .object(let members): .object(members.map { .init($0.name, normal($0.value)) })
    default: value
    }
  }

  private func model(_ value: PHPValue) -> JSONValue {
    switch value {
    case .null: .null
    case .boolean(let flag): .boolean(flag)
    case .integer(let number): .number(String(number))
    case .float(let number): .number(number.description)
    case .string(let bytes): .string(String(decoding: bytes, as: UTF8.self))
    case .array(let array) where array.isList: .array(array.values.map(model))
    case .array(let array):
      .object(
        array.entries.map {
          .init(String(decoding: $0.key.bytes, as: UTF8.self), model($0.value))
        })
    default: .string("not a constant's value")
    }
  }
}

@Suite struct ConfigVectorTests {
  @Test func everyOrdinarySampleIsEvaluatedAsPHPDoes() throws {
    let cases = try Vectors("wp_config").cases("samples")
    #expect(cases.count == 40)
    for vector in cases { try check(vector) }
  }

  @Test(
    .enabled(
      if: (try? Vectors.shared("wp_config")) != nil, "the collection of vectors is not here"))
  func dockerAndBedrockAreEvaluatedAsPHPDoes() throws {
    let vectors = try #require(try Vectors.shared("wp_config"))
    let cases = vectors.cases("samples").filter {
      $0.id.hasPrefix("docker_") || $0.id.hasPrefix("bedrock_")
    }
    #expect(cases.count == 8)
    for vector in cases { try check(vector) }
  }

  private func check(_ vector: JSONValue) throws {
    let sample = try ConfigSample(vector)
    let isSound =
      sample.expected["found"] == .boolean(true) && sample.expected["error"] == .null
    do {
      let constants = try sample.read()
      #expect(isSound, "\(vector.id) should have been refused")
      try sample.compare(constants)
    } catch let fault as Fault {
      #expect(!isSound, "\(vector.id): \(fault.line)")
      if sample.expected["found"] == .boolean(true) {
        #expect(fault.subject.hasSuffix("wp-config.php:3"), "\(vector.id)")
      } else {
        #expect(fault.code == .notFound, "\(vector.id)")
      }
    }
  }
}
