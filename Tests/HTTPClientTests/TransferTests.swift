import Bytes
import HTTPClient
import Runtime
import Testing
import Testkit

/// Requests and replies that come through.
@Suite struct TransferTests {
  init() { HTTPClient.prepareProcess() }

  @Test func connectionIsReused() throws {
    let peer = ScriptedPeer([
      [.read, .reply(200, [], "first"), .read, .reply(201, [], "second"), .hold]
    ])
    defer { peer.stop() }
    var client = HTTPClient(.plain)
    let first = try client.send(.get(peer.url("/a?b=c")))
    #expect(first.status == 200)
    #expect(client.body.text() == "first")
    let second = try client.send(
      .post(peer.url("/rows")), body: Array("{\"rows\":[]}".utf8))
    #expect(second.status == 201)
    #expect(client.body.text() == "second")
    #expect(peer.seen.connectionCount == 1)
    #expect(peer.seen.requests[0].hasPrefix("GET /a?b=c HTTP/1.1\r\n"))
    #expect(peer.seen.requests[1].hasPrefix("POST /rows HTTP/1.1\r\n"))
    #expect(peer.seen.requests[1].hasSuffix("\r\n\r\n{\"rows\":[]}"))
  }

  @Test func bodyGoesOutWholeAndWithoutAskingForLeave() throws {
    let peer = ScriptedPeer([[.read, .reply(200, [], "")]])
    defer { peer.stop() }
    var client = HTTPClient(.plain)
    var body: [UInt8] = []
    for index in 0..<3_000_000 { body.append(UInt8(97 + index % 26)) }
    _ = try client.send(.post(peer.url("/rows")), body: body)
    let request = peer.seen.requests[0]
    let head = String(request.prefix(400)).lowercased()
    #expect(!head.contains("\r\nexpect:"))
    #expect(!head.contains("content-type"))
    #expect(head.contains("\r\ncontent-length: 3000000\r\n"))
    let isWhole = request.utf8.suffix(body.count).elementsEqual(body)
    #expect(isWhole)
  }

  @Test(arguments: [HTTPClient.Method.post, .put, .patch])
  func bodiesTravelWithTheirMethod(_ method: HTTPClient.Method) throws {
    let peer = ScriptedPeer([[.read, .reply(200, [], "")]])
    defer { peer.stop() }
    var client = HTTPClient(.plain)
    var request = try HTTPClient.Request.post(peer.url("/x"))
    request.method = method
    _ = try client.send(request, body: [0x7B, 0x7D])
    #expect(peer.seen.requests[0].hasPrefix("\(method.rawValue) /x HTTP/1.1\r\n"))
    #expect(peer.seen.requests[0].hasSuffix("\r\n\r\n{}"))
  }

  @Test func emptyPostSaysItsLength() throws {
    let peer = ScriptedPeer([[.read, .reply(200, [], "")]])
    defer { peer.stop() }
    var client = HTTPClient(.plain)
    _ = try client.send(.post(peer.url("/x")))
    #expect(peer.seen.requests[0].contains("\r\nContent-Length: 0\r\n"))
  }

  @Test func deleteBearsNoBody() throws {
    let peer = ScriptedPeer([[.read, .reply(200, [], "")]])
    defer { peer.stop() }
    var client = HTTPClient(.plain)
    var request = try HTTPClient.Request.post(peer.url("/rows"))
    request.method = .delete
    _ = try client.send(request)
    #expect(peer.seen.requests[0].hasPrefix("DELETE /rows HTTP/1.1\r\n"))
    #expect(!peer.seen.requests[0].contains("Content-Length"))
  }

  @Test func fieldsAndTokenTravel() throws {
    let peer = ScriptedPeer([[.read, .reply(200, [], ""), .read, .reply(200, [], "")]])
    defer { peer.stop() }
    var client = HTTPClient(.plain)
    var request = try HTTPClient.Request.get(peer.url("/"))
    request.fields = [HTTPClient.Field("X-Number", "42")]
    request.token = Secret("abc.def-ghi_jkl")
    _ = try client.send(request)
    _ = try client.send(.get(peer.url("/")))
    let requests = peer.seen.requests
    #expect(requests[0].contains("\r\nAuthorization: Bearer abc.def-ghi_jkl\r\n"))
    #expect(requests[0].contains("\r\nX-Number: 42\r\n"))
    #expect(requests[0].contains("\r\nUser-Agent: tests\r\n"))
    #expect(!requests[1].contains("Authorization"))
    #expect(!requests[1].contains("X-Number"))
  }

  @Test func fieldsOfTheReplyAreFoundInAnyCase() throws {
    let fields = ["retry-after:  30 ", "RequestId: 1-2-3", "Location: /there", "Empty:"]
    let peer = ScriptedPeer([[.read, .reply(429, fields, "")]])
    defer { peer.stop() }
    var client = HTTPClient(.plain)
    let reply = try client.send(.get(peer.url("/")))
    #expect(reply.status == 429)
    #expect(reply["Retry-After"] == "30")
    #expect(reply["requestid"] == "1-2-3")
    #expect(reply["LOCATION"] == "/there")
    #expect(reply["Empty"] == "")
    #expect(reply["Date"] == nil)
    #expect(!reply.isSuccess)
  }

  @Test func chunkedReplyIsPutTogether() throws {
    let peer = ScriptedPeer([
      [
        .read, .write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"),
        .pause(seconds: 0.02), .write("4\r\ndefg\r\n0\r\n\r\n"),
      ]
    ])
    defer { peer.stop() }
    var client = HTTPClient(.plain)
    _ = try client.send(.get(peer.url("/")))
    #expect(client.body.text() == "abcdefg")
  }

  @Test func interimReplyIsSkippedWithItsFields() throws {
    let peer = ScriptedPeer([
      [
        .read, .write("HTTP/1.1 100 Continue\r\nRetry-After: 9\r\n\r\n"),
        .reply(200, ["RequestId: real"], "ok"),
      ]
    ])
    defer { peer.stop() }
    var client = HTTPClient(.plain)
    let reply = try client.send(
      .post(peer.url("/")), body: [1, 2])
    #expect(reply.status == 200)
    #expect(reply["RequestId"] == "real")
    #expect(reply["Retry-After"] == nil)
  }

  @Test func compressedReplyIsUnpacked() throws {
    // gzip of "hello hello hello hello\n", made by gzip -9n.
    let packed: [UInt8] = [
      0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0x02, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x57, 0xC8, 0x40,
      0x27, 0xB9, 0x00, 0x00, 0x88, 0x59, 0x0B, 0x18, 0x00, 0x00, 0x00,
    ]
    let fields = "Content-Encoding: gzip\r\nContent-Length: \(packed.count)"
    let head = "HTTP/1.1 200 OK\r\n\(fields)\r\n\r\n"
    let peer = ScriptedPeer([[.read, .write(head), .write(packed)]])
    defer { peer.stop() }
    var client = HTTPClient(.plain)
    _ = try client.send(.get(peer.url("/")))
    #expect(client.body.text() == "hello hello hello hello\n")
    #expect(peer.seen.requests[0].contains("\r\nAccept-Encoding: gzip\r\n"))
  }

  @Test func loopbackGoesThroughNoProxy() throws {
    let proxy = ScriptedPeer([])
    defer { proxy.stop() }
    let peer = ScriptedPeer([[.read, .reply(200, [], "direct")]])
    defer { peer.stop() }
    var options = HTTPClient.Options.plain
    options.proxy = proxy.url("")
    var client = HTTPClient(options)
    _ = try client.send(.get(peer.url("/")))
    #expect(client.body.text() == "direct")
    #expect(proxy.seen.connectionCount == 0)
  }

  @Test func proxySeesNoToken() throws {
    let proxy = ScriptedPeer([[.read, .reply(403, [], "no")]])
    defer { proxy.stop() }
    var options = HTTPClient.Options.plain
    options.proxy = proxy.url("")
    var client = HTTPClient(options)
    var request = try HTTPClient.Request.post("https://shop.invalid/rows")
    request.token = Secret("secret")
    let fault = try #require(throws: Fault.self) { try client.send(request, body: [1, 2]) }
    #expect(fault.code == .network)
    #expect(fault.recovery == .retry(afterSeconds: 2))
    #expect(proxy.seen.requests.count == 1)
    #expect(proxy.seen.requests[0].hasPrefix("CONNECT shop.invalid:443 "))
    #expect(!proxy.seen.requests[0].contains("secret"))
  }

  @Test func redirectIsReportedAndNotFollowed() throws {
    let other = ScriptedPeer([[.read, .reply(200, [], "caught")]])
    defer { other.stop() }
    let peer = ScriptedPeer([[.read, .reply(307, ["Location: \(other.url("/b"))"], "")]])
    defer { peer.stop() }
    var client = HTTPClient(.plain)
    var request = try HTTPClient.Request.get(peer.url("/a"))
    request.token = Secret("secret")
    let reply = try client.send(request)
    #expect(reply.status == 307)
    #expect(reply["Location"] == other.url("/b"))
    #expect(other.seen.connectionCount == 0)
  }
}
