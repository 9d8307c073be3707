import Bytes
import Foundation
import HTTPServer
import Runtime

@testable import API
@testable import WordPress

/// The readers of what anybody can send, or stores where we read: what a fuzzer drives, and what the
/// tests drive with what a fuzzer has found.
///
/// Knows the rooms whose readers it drives. Its one invariant: whatever the bytes are, a reader ends
/// with an answer that holds together, in a time that the length bounds; else it traps.
package enum FuzzReader: String, CaseIterable, Sendable {
  /// Queries, forms and paths of a request.
  case query
  /// Bodies.
  case json
  /// What says who asks: cookies and credentials.
  case cookie
  /// Values that PHP has serialized.
  case php
  /// wp-config.php and what stands beside it.
  case config

  /// Bytes that one input may have; the readers' own bounds are tested elsewhere.
  package static let bytesMax = 1 << 14

  /// Reads, and traps when what was read does not hold together.
  package func read(_ bytes: [UInt8]) {
    switch self {
    case .query: Self.readQuery(bytes)
    case .json: Self.readJSON(bytes)
    case .cookie: Self.readCookie(bytes)
    case .php: Self.readPHP(bytes)
    case .config: Self.readConfig(bytes)
    }
  }

  private static func readQuery(_ bytes: [UInt8]) {
    let members = JSONValue.object(QueryText.members(bytes))
    guard let printed = try? JSONValue(JSONText.encoded(members)) else {
      preconditionFailure("what was read can be printed")
    }
    precondition(printed == members, "what was printed is what was read")
    let mark = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.endIndex
    let request = HTTPServer.Request(
      method: "GET", path: Array(bytes[..<mark]), query: Array(bytes[mark...].dropFirst()),
      headers: [HTTPServer.Header("Content-Type", String(decoding: bytes, as: UTF8.self))],
      body: bytes, peer: .unix)
    let call = Call(request, homePath: "/shop")
    let router = Router(routes: Routes.all)
    for match in router.matches(call) {
      _ = try? Values(call, match.places, match.route.parameters)
    }
    for route in Routes.all { _ = try? Values(call, [:], route.parameters) }
    if let decoded = PercentEncoding.decoded(bytes) {
      precondition(!decoded.contains(0) && decoded.count <= bytes.count, "no NUL comes of escapes")
    }
    _ = FieldFilter(members["_fields"])?.filtered(members)
  }

  private static func readJSON(_ bytes: [UInt8]) {
    guard let value = try? JSONValue(bytes) else { return }
    for text in [value.encoded(), JSONText.encoded(value), JSONText.encoded(value, isPretty: true)]
    {
      guard let again = try? JSONValue(text) else {
        preconditionFailure("what was read can be written")
      }
      precondition(again == value, "what was written is what was read")
    }
    for route in Routes.all {
      for parameter in route.parameters {
        _ = try? ParameterJudge.judged(value, parameter, parameter.name)
      }
    }
  }

  private static func readCookie(_ bytes: [UInt8]) {
    let header = CookieHeader(bytes)
    precondition(header.count <= CookieHeader.countMax && header[""] == nil, "names are there")
    let cookie = LoginCookie(header["a"] ?? bytes)
    _ = cookie?.isExpired(at: .max, isGraceful: true)
    _ = cookie?.isSigned(passwordHash: bytes, salt: Secret("salt"))
    if let name = LoginName.sought(bytes) { precondition(name.count <= 2 * bytes.count) }
    _ = LoginName.soughtAddress(bytes)
    if let basic = BasicCredentials(bytes) {
      precondition(!basic.name.contains(UInt8(ascii: ":")), "the first colon ends the name")
    }
    let credentials = RequestCredentials(
      method: "GET", cookies: [String(decoding: bytes, as: UTF8.self)],
      authorization: String(decoding: bytes, as: UTF8.self), nonceHeader: nil,
      nonceParameter: bytes, isTLS: true, address: "")
    _ = credentials.cookieHeader.count
    let nonce = Nonce(salt: Secret("salt"))
    precondition(!nonce.isValid(bytes, Nonce.rest, userID: 1, token: bytes, at: 1))
  }

  private static func readPHP(_ bytes: [UInt8]) {
    let meta = PHPMaybe.unserialize(bytes)
    _ = SessionTokens(meta: meta).holds(bytes, at: 0)
    _ = Rights(roles: meta, meta: meta, isSuperAdmin: false).canAnything
    var passwords = ApplicationPasswords(meta: meta)
    if let match = passwords.computed(Array("x".utf8)) {
      _ = passwords.noteUse(of: match, at: 0, address: "")
    }
    guard let value = try? PHPUnserializer.unserialize(bytes) else { return }
    let text = PHPSerializer.serialize(value)
    guard let again = try? PHPUnserializer.unserialize(text) else {
      preconditionFailure("what was read can be written")
    }
    precondition(PHPSerializer.serialize(again) == text, "what was written is what was read")
    _ = try? PHPJSON.encode(value, options: .init())
  }

  private static func readConfig(_ bytes: [UInt8]) {
    var evaluator = PHPEvaluator(files: OneFile(bytes: bytes), absolutePath: "/site/")
    _ = try? evaluator.runFile("/site/wp-config.php", line: 0)
    _ = try? EnvironmentText.parse(bytes, file: ".env")
    _ = try? INIFile.parse(bytes, file: "db.ini", hasSections: true)
    _ = DatabaseHost(parsing: String(decoding: bytes, as: UTF8.self))
  }
}

/// A disk on which every path is the same file.
private struct OneFile: FileReading {
  let bytes: [UInt8]

  func kind(of path: String) throws(Fault) -> FileKind? { .file }

  func contents(of path: String, bytesMax: Int) throws(Fault) -> [UInt8] {
    guard bytes.count <= bytesMax else {
      throw Fault(
        .file, operation: "reading", subject: path, cause: "too long", recovery: .operator)
    }
    return bytes
  }

  func realPath(of path: String) -> String? { path }
}
