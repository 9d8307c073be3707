import Bytes
import Foundation
import HTTPClient
import Runtime
import Testing
import Testkit

/// Requests that do not come through, and what is said about them.
@Suite struct FailureTests {
  private static let rows = Array("{\"rows\":[{\"id\":1}]}".utf8)

  /// Sends to a scripted peer and gives back the Fault.
  private func fault(
    _ request: HTTPClient.Request, body: [UInt8], interruption: Interruption = .init()
  ) throws -> Fault {
    var client = HTTPClient(.plain)
    return try #require(throws: Fault.self) {
      try client.send(request, body: body, interruption: interruption)
    }
  }

  @Test func refusedConnectionIsTriedAgain() throws {
    let peer = ScriptedPeer([])
    peer.stop()
    let url = peer.url("/")
    // The listener closes in its own thread.
    while peer.isListening {}
    let fault = try fault(.post(url), body: Self.rows)
    #expect(fault.code == .network)
    #expect(fault.recovery == .retry(afterSeconds: 2))
    #expect(fault.number == 7)
    #expect(fault.operation == "posting rows")
    #expect(fault.cause.contains("127.0.0.1"))
  }

  @Test func unknownHostIsTriedAgain() throws {
    let fault = try fault(.get("https://shop.invalid/"), body: [])
    #expect(fault.number == 6)
    #expect(fault.recovery == .retry(afterSeconds: 2))
  }

  @Test func silenceAfterTheBodyIsInDoubt() throws {
    let peer = ScriptedPeer([[.read, .hold]])
    defer { peer.stop() }
    var request = try HTTPClient.Request.post(peer.url("/rows"))
    request.limits.totalTimeoutSeconds = 0.3
    let fault = try fault(request, body: Self.rows)
    #expect(fault.number == 28)
    #expect(fault.recovery == .settle)
  }

  @Test func silenceWhileReadingIsTriedAgain() throws {
    let peer = ScriptedPeer([[.read, .hold]])
    defer { peer.stop() }
    var request = try HTTPClient.Request.get(peer.url("/"))
    request.limits.totalTimeoutSeconds = 0.3
    let fault = try fault(request, body: [])
    #expect(fault.number == 28)
    #expect(fault.recovery == .retry(afterSeconds: 2))
  }

  @Test func repeatablePostIsNeverInDoubt() throws {
    let peer = ScriptedPeer([[.read, .reset]])
    defer { peer.stop() }
    var request = try HTTPClient.Request.post(peer.url("/token"))
    request.isRepeatable = true
    #expect(try fault(request, body: Self.rows).recovery == .retry(afterSeconds: 2))
  }

  @Test func idleConnectionIsGivenUpBeforeTheTotalLimit() throws {
    let peer = ScriptedPeer([[.read, .hold]])
    defer { peer.stop() }
    var request = try HTTPClient.Request.post(peer.url("/rows"))
    request.limits.totalTimeoutSeconds = 9
    request.limits.idleTimeoutSeconds = 1
    let clock = SystemClock()
    let start = clock.monotonicSeconds
    #expect(try fault(request, body: [0x20]).recovery == .settle)
    #expect(clock.monotonicSeconds - start < 6)
  }

  @Test func resetAfterTheBodyIsInDoubt() throws {
    let peer = ScriptedPeer([[.read, .reset]])
    defer { peer.stop() }
    let fault = try fault(.post(peer.url("/rows")), body: Self.rows)
    #expect(fault.code == .network)
    #expect(fault.recovery == .settle)
  }

  /// libcurl would send again by itself here, on a fresh connection.
  @Test func lostReplyOnAReusedConnectionIsNotSentAgain() throws {
    let peer = ScriptedPeer([
      [.read, .reply(200, [], ""), .read],
      [.read, .reply(200, [], "twice")],
    ])
    defer { peer.stop() }
    var client = HTTPClient(.plain)
    _ = try client.send(.post(peer.url("/rows")), body: Self.rows)
    let fault = try #require(throws: Fault.self) {
      try client.send(.post(peer.url("/rows")), body: Self.rows)
    }
    #expect(fault.recovery == .settle)
    #expect(fault.number == 65)
    #expect(peer.seen.requests.count == 2)
    #expect(fault.cause == "127.0.0.1: the connection ended before the reply")
  }

  /// On the kept connection its reply would be lost, and libcurl would ask again on another.
  @Test func deletionIsAskedOnceAndOnAFreshConnection() throws {
    let peer = ScriptedPeer([
      [.read, .reply(200, [], ""), .read], [.read, .reply(200, [], "deleted")],
    ])
    defer { peer.stop() }
    var client = HTTPClient(.plain)
    _ = try client.send(.get(peer.url("/")))
    var request = try HTTPClient.Request.post(peer.url("/dataset"))
    request.method = .delete
    _ = try client.send(request)
    #expect(client.body.text() == "deleted")
    #expect(peer.seen.requests.count == 2)
  }

  @Test func lostReplyToADeletionIsInDoubt() throws {
    let peer = ScriptedPeer([[.read, .reset]])
    defer { peer.stop() }
    var request = try HTTPClient.Request.post(peer.url("/dataset"))
    request.method = .delete
    #expect(try fault(request, body: []).recovery == .settle)
  }

  @Test func bodyCutHalfWayCannotHaveArrived() throws {
    let peer = ScriptedPeer([[.readBytes(100_000), .reset]])
    defer { peer.stop() }
    let body = [UInt8](repeating: 0x20, count: 32 << 20)
    let fault = try fault(.post(peer.url("/rows")), body: body)
    #expect(fault.code == .network)
    #expect(fault.recovery == .shrink)
  }

  @Test func earlyRefusalOfALargeBodyIsHeard() throws {
    let peer = ScriptedPeer([
      [.readBytes(100_000), .reply(413, ["Connection: close"], "too large"), .hold]
    ])
    defer { peer.stop() }
    var client = HTTPClient(.plain)
    let body = [UInt8](repeating: 0x20, count: 32 << 20)
    let reply = try client.send(
      .post(peer.url("/rows")), body: body)
    #expect(reply.status == 413)
    #expect(client.body.text() == "too large")
  }

  @Test func truncatedReplyIsNoReply() throws {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this"
    let peer = ScriptedPeer([[.read, .write(head)], [.read, .write(head)]])
    defer { peer.stop() }
    let reading = try fault(.get(peer.url("/")), body: [])
    #expect(reading.number == 18)
    #expect(reading.recovery == .retry(afterSeconds: 2))
    #expect(try fault(.post(peer.url("/")), body: Self.rows).recovery == .settle)
  }

  @Test func oversizedReplyIsCutOff() throws {
    let long = String(repeating: "x", count: 70_000)
    let peer = ScriptedPeer([[.read, .reply(200, [], long)], [.read, .reply(200, [], long)]])
    defer { peer.stop() }
    let reading = try fault(.get(peer.url("/")), body: [])
    #expect(reading.code == .data)
    #expect(reading.cause.contains("65536"))
    #expect(reading.recovery == .operator)
    #expect(try fault(.post(peer.url("/")), body: Self.rows).recovery == .settle)
  }

  @Test func replyOfExactlyTheLimitIsTaken() throws {
    let long = String(repeating: "x", count: 64 << 10)
    let peer = ScriptedPeer([[.read, .reply(200, [], long)]])
    defer { peer.stop() }
    var client = HTTPClient(.plain)
    _ = try client.send(.get(peer.url("/")))
    #expect(client.body.byteCount == 64 << 10)
  }

  @Test(arguments: [
    (0..<101).map { "X-\($0): 1" },
    (0..<9).map { "X-\($0): " + String(repeating: "v", count: 4000) },
  ])
  func headsAreBounded(_ fields: [String]) throws {
    let peer = ScriptedPeer([[.read, .reply(200, fields, "")]])
    defer { peer.stop() }
    let fault = try fault(.get(peer.url("/")), body: [])
    #expect(fault.code == .data)
    #expect(fault.cause.contains("header fields"))
  }

  @Test func notHTTPIsAFault() throws {
    let peer = ScriptedPeer([[.read, .write("220 mail.example ESMTP\r\n")]])
    defer { peer.stop() }
    let fault = try fault(.get(peer.url("/")), body: [])
    #expect(fault.code == .network)
    #expect(fault.recovery == .retry(afterSeconds: 2))
  }

  @Test(arguments: ["a\r\nX-Evil: 1", "a\u{0}b", "ümlaut"])
  func tokensAndFieldsCannotSmuggleLines(_ value: String) throws {
    let peer = ScriptedPeer([])
    defer { peer.stop() }
    var request = try HTTPClient.Request.get(peer.url("/"))
    request.token = Secret(value)
    let fault1 = try fault(request, body: [])
    #expect(fault1.code == .data)
    #expect(!fault1.line.contains("Evil"))
    request.token = nil
    request.fields = [HTTPClient.Field("X-A", value)]
    #expect(try fault(request, body: []).code == .data)
    request.fields = [HTTPClient.Field("X-A:\(value)", "1")]
    #expect(try fault(request, body: []).code == .data)
    #expect(peer.seen.connectionCount == 0)
  }

  @Test func clientGoesOnAfterAFailure() throws {
    let peer = ScriptedPeer([[.read, .reset], [.read, .reply(200, [], "fine")]])
    defer { peer.stop() }
    var client = HTTPClient(.plain)
    #expect(throws: Fault.self) {
      try client.send(.post(peer.url("/")), body: Self.rows)
    }
    let reply = try client.send(.get(peer.url("/")))
    #expect(reply.status == 200)
    #expect(client.body.text() == "fine")
  }
}

extension FailureTests {
  /// Raises the wish to stop from another thread while a request hangs; gives the Fault and the
  /// seconds from the first wish to the end.
  private func interrupt(
    _ request: HTTPClient.Request, body: [UInt8], wishes: [Double]
  ) throws -> (Fault, Double) {
    let interruption = Interruption()
    let clock = SystemClock()
    let first = Lock<Double>(0)
    Thread.detachNewThread {
      for delay in wishes {
        Thread.sleep(forTimeInterval: delay)
        first.withLock { if $0 == 0 { $0 = clock.monotonicSeconds } }
        interruption.raise()
      }
    }
    let fault = try fault(request, body: body, interruption: interruption)
    return (fault, clock.monotonicSeconds - first.withLock { $0 })
  }

  @Test func wishToStopEndsAHangingRead() throws {
    let peer = ScriptedPeer([[.read, .hold]])
    defer { peer.stop() }
    let (fault, seconds) = try interrupt(.get(peer.url("/")), body: [], wishes: [0.2])
    #expect(fault.code == .interrupted)
    #expect(fault.recovery == .interrupted)
    #expect(seconds < 1)
  }

  @Test func secondWishCutsWhatIsInDoubt() throws {
    let peer = ScriptedPeer([[.read, .hold]])
    defer { peer.stop() }
    let (fault, seconds) = try interrupt(
      .post(peer.url("/rows")), body: Self.rows, wishes: [0.2, 0.4])
    #expect(fault.code == .interrupted)
    #expect(fault.recovery == .settle)
    #expect(seconds >= 0.4 && seconds < 1.4)
  }

  @Test func firstWishLetsAPostEnd() throws {
    let peer = ScriptedPeer([[.read, .pause(seconds: 0.4), .reply(200, [], "")]])
    defer { peer.stop() }
    let interruption = Interruption()
    interruption.raise()
    var client = HTTPClient(.plain)
    let reply = try client.send(
      .post(peer.url("/rows")), body: Self.rows, interruption: interruption)
    #expect(reply.status == 200)
  }

  @Test func nothingIsSentAfterTheWish() throws {
    let peer = ScriptedPeer([[.read, .reply(200, [], "")]])
    defer { peer.stop() }
    let interruption = Interruption()
    interruption.raise()
    let reading = try fault(.get(peer.url("/")), body: [], interruption: interruption)
    #expect(reading.recovery == .interrupted)
    interruption.raise()
    let posting = try fault(.post(peer.url("/")), body: Self.rows, interruption: interruption)
    #expect(posting.recovery == .interrupted)
    #expect(peer.seen.connectionCount == 0)
  }
}
