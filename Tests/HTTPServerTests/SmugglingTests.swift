import HTTPServer
import Testing

/// Requests that two readers could read differently: one answer at most, and never a second
/// request out of the first one's body.
@Suite("Smuggling")
struct SmugglingTests {
  /// What stands behind each of them, and must not be taken for a request unless it is one.
  private static let second = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"

  private static func post(_ fields: String, _ body: String) -> String {
    "POST /first HTTP/1.1\r\nHost: x\r\n\(fields)\r\n\r\n\(body)"
  }

  private static let refused: [(String, String)] = [
    ("both lengths", post("Content-Length: 4\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
    ("both lengths, turned", post("Transfer-Encoding: chunked\r\nContent-Length: 4", "0\r\n\r\n")),
    ("two codings", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "0\r\n\r\n")),
    ("a list of codings", post("Transfer-Encoding: identity, chunked", "0\r\n\r\n")),
    ("an unknown coding", post("Transfer-Encoding: xchunked", "0\r\n\r\n")),
    ("a coding with a tab", post("Transfer-Encoding:\tchunked\u{0B}", "0\r\n\r\n")),
    ("a coding in quotes", post("Transfer-Encoding: \"chunked\"", "0\r\n\r\n")),
    ("a blank before the colon", post("Transfer-Encoding : chunked", "0\r\n\r\n")),
    ("a blank before the length's colon", post("Content-Length : 4", "abcd")),
    ("a signed length", post("Content-Length: +4", "abcd")),
    ("a negative length", post("Content-Length: -1", "")),
    ("a length in hexadecimal", post("Content-Length: 0x4", "abcd")),
    ("a list of lengths", post("Content-Length: 4, 4", "abcd")),
    ("a length beyond all", post("Content-Length: 99999999999999999999999", "abcd")),
    ("no length", post("Content-Length: ", "abcd")),
    ("two equal lengths", post("Content-Length: 4\r\nContent-Length: 4", "abcd")),
    ("two lengths", post("Content-Length: 0\r\nContent-Length: 4", "abcd")),
    ("a field without a colon", post("Transfer-Encoding chunked", "")),
    ("a CR in a value", post("X-A: b\rTransfer-Encoding: chunked", "")),
    ("a control byte in a value", post("X-A: b\u{1}c", "")),
    ("a control byte in a name", post("X-\u{1}A: b", "")),
    ("a blank in the target", "GET /first /other HTTP/1.1\r\nHost: x\r\n\r\n"),
    ("two hosts", "GET /first HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"),
    ("no host", "GET /first HTTP/1.1\r\n\r\n"),
    ("a control byte in the target", "GET /fi\u{1}rst HTTP/1.1\r\nHost: x\r\n\r\n"),
    ("no path", "GET first HTTP/1.1\r\nHost: x\r\n\r\n"),
    ("a whole address", "GET http://x/first HTTP/1.1\r\nHost: x\r\n\r\n"),
    ("an odd version", "GET /first HTTP/9.9\r\nHost: x\r\n\r\n"),
    ("an unknown protocol", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    ("a method with odd bytes", "GE\u{1}T /first HTTP/1.1\r\nHost: x\r\n\r\n"),
    ("a coding in HTTP/1.0", "POST /first HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("a signed chunk", post("Transfer-Encoding: chunked", "+4\r\nabcd\r\n0\r\n\r\n")),
    ("a chunk in 0x", post("Transfer-Encoding: chunked", "0x4\r\nabcd\r\n0\r\n\r\n")),
    (
      "a chunk beyond all",
      post("Transfer-Encoding: chunked", "10000000000000004\r\nabcd\r\n0\r\n\r\n")
    ),
    ("a chunk that is too short", post("Transfer-Encoding: chunked", "3\r\nabcd\r\n0\r\n\r\n")),
    ("a chunk without its end", post("Transfer-Encoding: chunked", "4\r\nabcd0\r\n\r\n")),
  ]

  @Test(arguments: refused.map(\.0)) func whatIsAmbiguousIsRefusedAndCutOff(_ name: String) throws {
    let server = try started()
    defer { server.stop() }
    let request = try #require(Self.refused.first { $0.0 == name }).1
    let peer = try RawConnection(server.address)
    peer.send(Array((request + Self.second).utf8))
    peer.closeWriting()
    let answer = String(decoding: (try? peer.readToEnd()) ?? [], as: UTF8.self)
    #expect(!answer.contains("/first") && !answer.contains("/smuggled"), "\(answer)")
    #expect(
      answer.isEmpty || answer.hasPrefix("HTTP/1.1 4") || answer.hasPrefix("HTTP/1.1 505"),
      "\(answer)")
  }
}
