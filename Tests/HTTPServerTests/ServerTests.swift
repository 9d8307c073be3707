import Glibc
import HTTPServer
import Runtime
import Testing

@Suite("A server")
struct ServerTests {
  @Test func answersRequestAfterRequestOnOneConnection() throws {
    let server = try started()
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    for number in 0..<5 {
      peer.send("GET /\(number)?a=1 HTTP/1.1\nHost: x\n\n")
      let reply = try #require(try peer.readReply())
      #expect(reply.status == 200)
      #expect(reply.text == "GET /\(number)?a=1 [] 0")
      #expect(reply.values("x-peer") == ["tcp(host: \"127.0.0.1\")"])
    }
  }

  @Test func answersPipelinedRequestsInOrder() throws {
    let server = try started()
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    peer.send(
      "POST /a HTTP/1.1\nHost: x\nContent-Length: 3\n\nabcGET /b HTTP/1.1\nHost: x\n\n"
        + "POST /c HTTP/1.1\nHost: x\nContent-Length: 1\n\nz")
    for expected in ["POST /a [] 3", "GET /b [] 0", "POST /c [] 1"] {
      #expect(try peer.readReply()?.text == expected)
    }
  }

  @Test(arguments: ["/a%2Fb/%00", "/%zz", "/a//b/../c", "/?", "/%E4%BD%A0?x=%00&y=%2F#"])
  func handsOnTheTargetUndecoded(target: String) throws {
    let server = try started()
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    peer.send("GET \(target) HTTP/1.1\nHost: x\n\n")
    #expect(try peer.readReply()?.text == "GET \(target) [] 0")
  }

  @Test func keepsRepeatedHeadersInOrder() throws {
    let server = try started()
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    peer.send("GET / HTTP/1.1\nHost: x\nX-Field: one\nx-field: two\nX-FIELD: \n\n")
    #expect(try peer.readReply()?.text == "GET / [one|two|] 0")
  }

  @Test func refusesMoreHeadersThanItsLimit() throws {
    let server = try started { $0.headerCountMax = 4 }
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    peer.send("GET / HTTP/1.1\nHost: x\nA: 1\nB: 2\nC: 3\n\n")
    #expect(try peer.readReply()?.status == 200)
    peer.send("GET / HTTP/1.1\nHost: x\nA: 1\nB: 2\nC: 3\nD: 4\n\n")
    #expect(try peer.readReply()?.status == 431)
    #expect(try peer.readToEnd().isEmpty)
  }

  @Test func refusesHeadersLargerThanItsMemory() throws {
    let server = try started { $0.connectionBytes = 4096 }
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    peer.send("GET / HTTP/1.1\nHost: x\nA: \(String(repeating: "a", count: 9000))\n\n")
    let status = try peer.readReply()?.status
    #expect(status == 431 || status == 413)
  }

  @Test func acceptsABodyOfExactlyItsLimit() throws {
    let server = try started(bodyBytesMax: 1000)
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    let body = String(repeating: "b", count: 1000)
    peer.send("POST / HTTP/1.1\nHost: x\nContent-Length: 1000\n\n\(body)")
    #expect(try peer.readReply()?.text == "POST / [] 1000")
  }

  @Test func refusesALargerBodyAfterReadingIt() throws {
    let server = try started(bodyBytesMax: 1000)
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    let body = String(repeating: "b", count: 500_000)
    #expect(peer.send("POST / HTTP/1.1\nHost: x\nContent-Length: 500000\n\n\(body)"))
    #expect(try peer.readReply()?.status == 413)
  }

  @Test func refusesALargerChunkedBodyAfterReadingIt() throws {
    let server = try started(bodyBytesMax: 1000)
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    peer.send("POST / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n")
    for _ in 0..<3 { peer.send("190\n\(String(repeating: "c", count: 400))\n") }
    peer.send("0\n\n")
    #expect(try peer.readReply()?.status == 413)
  }

  @Test func joinsChunks() throws {
    let server = try started(bodyBytesMax: 1000)
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    peer.send("POST / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n3\nabc\n4\ndefg\n0\n\n")
    #expect(try peer.readReply()?.text == "POST / [] 7")
  }

  @Test func refusesAnAbsurdLengthAtOnce() throws {
    let server = try started { $0.discardBytesMax = 1000 }
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    peer.send("POST / HTTP/1.1\nHost: x\nContent-Length: 99999999999\n\nabc")
    #expect(try peer.readReply()?.status == 413)
  }

  @Test func cutsAChunkedBodyThatNeverEnds() throws {
    let server = try started { $0.discardBytesMax = 1000 }
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    peer.send("POST / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n")
    var sent = 0
    while sent < 10_000, peer.send("3e8\n\(String(repeating: "c", count: 1000))\n") { sent += 1 }
    #expect(sent < 10_000)
  }

  @Test(arguments: [
    "Content-Length: 3\nContent-Length: 3", "Content-Length: 3\nTransfer-Encoding: chunked",
    "Transfer-Encoding: gzip",
  ])
  func refusesBodiesWhoseLengthIsAmbiguous(fields: String) throws {
    let server = try started()
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    peer.send("POST / HTTP/1.1\nHost: x\n\(fields)\n\nabc")
    #expect(try peer.readReply()?.status == 400)
  }

  @Test func takesABodyThatComesInPieces() throws {
    let server = try started()
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    peer.send("POST /slow HTTP/1.1\nHost: x\nContent-Length: 4\n\n")
    for letter in ["a", "b", "c", "d"] {
      usleep(20_000)
      peer.send(letter)
    }
    #expect(try peer.readReply()?.text == "POST /slow [] 4")
  }

  @Test func cutsABodyThatTakesTooLong() throws {
    let clock = VirtualClock(Instant(unixSeconds: 0))
    let server = try started {
      $0.clock = clock
      $0.bodySeconds = 30
    }
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    peer.send("POST / HTTP/1.1\nHost: x\nContent-Length: 4\nExpect: 100-continue\n\n")
    #expect(try peer.readReply(hasBody: false)?.status == 100)
    clock.advance(seconds: 31)
    peer.send("a")
    #expect(try peer.readReply() == nil)
  }

  @Test func answersAPeerThatHasClosedItsHalf() throws {
    let server = try started()
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    peer.send("POST /half HTTP/1.1\nHost: x\nContent-Length: 2\n\nab")
    peer.closeWriting()
    #expect(try peer.readReply()?.text == "POST /half [] 2")
    #expect(try peer.readToEnd().isEmpty)
  }

  @Test func forgetsAPeerThatGoesAwayInTheMiddle() throws {
    let server = try started()
    for _ in 0..<20 {
      let peer = try RawConnection(server.address)
      peer.send("POST / HTTP/1.1\nHost: x\nContent-Length: 100\n\nabc")
    }
    for _ in 0..<20 {
      let peer = try RawConnection(server.address)
      peer.send("GET / HTTP/1.1\nHost")
    }
    let start = SystemClock().monotonicSeconds
    server.stop()
    // Requests that were never completed would hold up the end for all of `drainSeconds`.
    #expect(SystemClock().monotonicSeconds - start < 4)
  }

  @Test func answersHEADWithoutABody() throws {
    let server = try started()
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    peer.send("HEAD /h HTTP/1.1\nHost: x\n\nGET /g HTTP/1.1\nHost: x\n\n")
    let head = try #require(try peer.readReply(hasBody: false))
    #expect(head.status == 200)
    #expect(head.values("content-length") == ["\("HEAD /h [] 0".utf8.count)"])
    #expect(try peer.readReply()?.text == "GET /g [] 0")
  }

  @Test func neverHandsOnANUL() throws {
    let server = try started()
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    peer.send(Array("GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
    let reply = try peer.readReply()
    #expect(reply.map { !$0.body.contains(0) } ?? true)
  }
}
