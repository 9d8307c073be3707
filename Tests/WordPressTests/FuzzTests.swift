import Bytes
import Cryptography
import Foundation
import Runtime
import Testing

@testable import WordPress

/// Changes bytes in ways that formats with lengths and nesting do not like; the same seed makes the
/// same changes.
struct Mutator {
  private var state: UInt64

  private static let marks = Array("0123456789:;{}\"'aOsidbNRrECS\\$<?(),[]=>.-".utf8)

  init(seed: UInt64) { state = seed }

  mutating func next(below bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(max(bound, 1)))
  }

  mutating func mutated(_ original: [UInt8], with other: [UInt8]) -> [UInt8] {
    var bytes = original
    for _ in 0...next(below: 4) {
      let place = next(below: bytes.count + 1)
      switch next(below: 6) {
      case 0 where place < bytes.count: bytes[place] = UInt8(next(below: 256))
      case 1 where place < bytes.count: bytes.remove(at: place)
      case 2: bytes.insert(Self.marks[next(below: Self.marks.count)], at: place)
      case 3: bytes.removeSubrange(place..<min(place + next(below: 9), bytes.count))
      case 4:
        let start = next(below: other.count)
        bytes.insert(
          contentsOf: other[start..<min(start + next(below: 40), other.count)], at: place)
      default: bytes += bytes[..<place]
      }
      if bytes.count > 4096 { bytes.removeLast(bytes.count - 4096) }
    }
    return bytes
  }
}

/// Runs a body with seed after seed: 3 seconds in all, or as many as WKPBIC_FUZZ_SECONDS says.
private func fuzz(_ corpus: [[UInt8]], share: Double, _ body: ([UInt8], UInt64) throws -> Void)
  throws
{
  let wanted = ProcessInfo.processInfo.environment["WKPBIC_FUZZ_SECONDS"].flatMap(Double.init) ?? 3
  let end = SystemClock().monotonicSeconds + wanted * share
  var seed: UInt64 = 1
  while SystemClock().monotonicSeconds < end {
    for _ in 0..<64 {
      var mutator = Mutator(seed: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
      let original = corpus[mutator.next(below: corpus.count)]
      let other = corpus[mutator.next(below: corpus.count)]
      try body(mutator.mutated(original, with: other), seed)
      seed += 1
    }
  }
}

@Suite(.serialized) struct FuzzTests {
  /// Whatever is read can be written, and is then read as the same text.
  @Test func unserialize() throws {
    let vectors = try Vectors("php_serialize")
    let corpus =
      vectors.cases("encode").map { $0.member("serialized").bytes(base64: "b64") }
      + vectors.cases("decode").map { $0.member("input").bytes(base64: "b64") }
    var read = 0
    try fuzz(corpus, share: 0.5) { bytes, seed in
      _ = PHPMaybe.unserialize(bytes)
      guard let value = try? PHPUnserializer.unserialize(bytes) else { return }
      read += 1
      let text = PHPSerializer.serialize(value)
      let again = try PHPUnserializer.unserialize(text)
      #expect(PHPSerializer.serialize(again) == text, "seed \(seed)")
      _ = try? PHPJSON.encode(value, options: .init())
    }
    #expect(read > 0)
  }

  /// Whatever a request says about who sends it, it is read to an end.
  @Test func credentials() throws {
    let cookies = try Vectors("cookie_header").cases("cookie_header").map {
      Array($0.text("cookie_header").utf8)
    }
    let headers = try Vectors("app_password").cases("basic_header").map {
      $0.bytes(base64: "header_b64")
    }
    let values = try Vectors("auth_cookie").cases("validate").prefix(40).map {
      Array($0.text("cookie").utf8)
    }
    var read = 0
    try fuzz(cookies + headers + values, share: 0.6) { bytes, seed in
      let header = CookieHeader(bytes)
      #expect(header.count <= CookieHeader.countMax && header[""] == nil, "seed \(seed)")
      _ = LoginCookie(header["a"] ?? bytes)?.isExpired(at: .max, isGraceful: true)
      if let name = LoginName.sought(bytes) { #expect(name.count <= 2 * bytes.count) }
      _ = LoginName.isAddress(bytes)
      let meta = PHPMaybe.unserialize(bytes)
      _ = ApplicationPasswords(meta: meta).computed([])
      _ = SessionTokens(meta: meta).holds(bytes, at: 0)
      _ = Rights(roles: meta, meta: meta, isSuperAdmin: false).canAnything
      guard let basic = BasicCredentials(bytes) else { return }
      read += 1
      #expect(!basic.name.contains(UInt8(ascii: ":")), "seed \(seed)")
      if let strict = Base64.bytes(Array(bytes.dropFirst(6))) {
        #expect(basic.name + [UInt8(ascii: ":")] + basic.password == strict, "seed \(seed)")
      }
    }
    #expect(read > 0)
  }

  /// Whatever a configuration holds, reading it ends with an answer or a refusal.
  @Test func configurations() throws {
    let corpus = try Vectors("wp_config").cases("samples").flatMap { sample in
      (sample["files"]?.members ?? []).compactMap { $0.value.string.map { Array($0.utf8) } }
    }
    try fuzz(corpus, share: 0.5) { bytes, _ in
      var evaluator = PHPEvaluator(files: OneFile(bytes: bytes), absolutePath: "/site/")
      _ = try? evaluator.runFile("/site/wp-config.php", line: 0)
      _ = try? EnvironmentText.parse(bytes, file: ".env")
      _ = try? INIFile.parse(bytes, file: "db.ini", hasSections: true)
    }
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
