import Glibc
import HTTPServer
import Runtime
import Testing

@Suite("What a server can do to a connection")
struct SpoilingTests {
  @Test func resetsTheConnection() throws {
    let server = try started(answer: { _ in .reset })
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    peer.send("GET / HTTP/1.1\nHost: x\n\n")
    let failure = #expect(throws: RawConnection.Failure.self) { try peer.readReply() }
    #expect(failure?.number == ECONNRESET)
  }

  @Test func cutsTheAnswerShort() throws {
    let server = try started(answer: { _ in
      var response = HTTPServer.Response(status: 200, body: .fixed("0123456789"))
      response.spoiling = .truncated(after: 4)
      return response
    })
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    peer.send("GET / HTTP/1.1\nHost: x\n\n")
    let all = String(decoding: try peer.readToEnd(), as: UTF8.self)
    #expect(all.lowercased().contains("content-length: 10\r\n"))
    #expect(all.hasSuffix("\r\n\r\n0123"))
  }

  @Test func sendsFixedBytesAndClosesWhenAsked() throws {
    let server = try started(answer: { _ in
      var response = HTTPServer.Response(status: 404, body: .fixed("no"))
      response.closesConnection = true
      return response
    })
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    peer.send("GET / HTTP/1.1\nHost: x\n\n")
    #expect(try peer.readReply()?.text == "no")
    #expect(try peer.readToEnd().isEmpty)
  }

  @Test func answers500RatherThanABrokenHeader() throws {
    let server = try started(answer: { _ in
      HTTPServer.Response(status: 200, headers: [.init("X-A", "a\r\nX-B: b")], body: .fixed("x"))
    })
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    peer.send("GET / HTTP/1.1\nHost: x\n\n")
    let reply = try #require(try peer.readReply())
    #expect(reply.status == 500)
    #expect(reply.values("x-b").isEmpty)
  }
}
