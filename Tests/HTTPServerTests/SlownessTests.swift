import Glibc
import HTTPServer
import Runtime
import Testing

/// Those who send nothing, or more connections than there are places.
@Suite("Slowness")
struct SlownessTests {
  @Test(arguments: ["", "GET /", "GET / HTTP/1.1\nHost: x\nX-A: ", "POST / HTTP/1.1\nHost: x\n"])
  func aHeadThatStopsIsCutOff(_ beginning: String) throws {
    let server = try started { $0.idleSeconds = 1 }
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    peer.send(beginning)
    let start = SystemClock().monotonicSeconds
    let answer = String(decoding: (try? peer.readToEnd()) ?? [], as: UTF8.self)
    #expect(!answer.hasPrefix("HTTP/1.1 2"), "\(answer)")
    #expect(SystemClock().monotonicSeconds - start < 8)
  }

  @Test func aBodyThatStopsIsCutOff() throws {
    let server = try started { $0.idleSeconds = 1 }
    defer { server.stop() }
    let peer = try RawConnection(server.address)
    peer.send("POST / HTTP/1.1\nHost: x\nContent-Length: 5\n\nabc")
    let start = SystemClock().monotonicSeconds
    #expect(try peer.readReply() == nil)
    #expect(SystemClock().monotonicSeconds - start < 8)
  }

  /// A length that is longer than the body is a body that stops, one that is shorter is a request
  /// that follows.
  @Test func aLyingLengthHarmsNobodyElse() throws {
    let server = try started { $0.idleSeconds = 1 }
    defer { server.stop() }
    let liar = try RawConnection(server.address)
    liar.send("POST /liar HTTP/1.1\nHost: x\nContent-Length: 2\n\nabcdef\n\n")
    #expect(try liar.readReply()?.text == "POST /liar [] 2")
    // What follows is no request: an error, or just the end.
    let rest = String(decoding: (try? liar.readToEnd()) ?? [], as: UTF8.self)
    #expect(rest.isEmpty || rest.hasPrefix("HTTP/1.1 400"), "\(rest)")
    let other = try RawConnection(server.address)
    other.send("GET /other HTTP/1.1\nHost: x\n\n")
    #expect(try other.readReply()?.text == "GET /other [] 0")
  }

  @Test func whoTakesAllPlacesKeepsThemForAWhileOnly() throws {
    let server = try started {
      $0.connectionLimit = 4
      $0.threads = .perConnection
      $0.idleSeconds = 1
    }
    defer { server.stop() }
    let idle = try (0..<4).map { _ in try RawConnection(server.address) }
    for peer in idle { peer.send("GET / HTTP/1.1\nHost: x\n") }
    // Whoever comes meanwhile is turned away, or waits until the idle ones are cut off.
    let deadline = SystemClock().monotonicSeconds + 8
    var answer: String?
    while answer == nil, SystemClock().monotonicSeconds < deadline {
      let late = try RawConnection(server.address)
      late.send("GET /late HTTP/1.1\nHost: x\n\n")
      answer = try? late.readReply()?.text
      if answer == nil { usleep(50_000) }
    }
    #expect(answer == "GET /late [] 0")
    withExtendedLifetime(idle) {}
  }
}
