import Glibc
import HTTPServer
import Runtime
import Testing
import Testkit

@Suite("Listening")
struct ListeningTests {
  private func path(_ name: String) -> String { "/tmp/wkpbic-\(getpid())-\(name).sock" }

  @Test func listensOnAUnixSocketAndRemovesIt() throws {
    let address = HTTPServer.Address.unix(path: path("listen"))
    let options = HTTPServer.Options(bodyBytesMax: 10, threads: .pool(2))
    let server = try HTTPServer(listen: address, options: options, answer: echo)
    let peer = try RawConnection(server.address)
    peer.send("GET /u HTTP/1.1\nHost: x\n\n")
    let reply = try #require(try peer.readReply())
    #expect(reply.text == "GET /u [] 0")
    #expect(reply.values("x-peer") == ["unix"])
    server.stop()
    #expect(access(path("listen"), F_OK) != 0)
  }

  @Test func replacesAStaleSocketAndKeepsALivingOne() throws {
    let address = HTTPServer.Address.unix(path: path("stale"))
    let options = HTTPServer.Options(bodyBytesMax: 10, threads: .pool(2))
    let stale = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: Array(path("stale").utf8)) }
    let bound = withUnsafePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(stale, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    #expect(bound == 0)
    close(stale)
    let server = try HTTPServer(listen: address, options: options, answer: echo)
    defer { server.stop() }
    let fault = #expect(throws: Fault.self) {
      _ = try HTTPServer(listen: address, options: options, answer: echo)
    }
    #expect(fault?.number == Int(EADDRINUSE))
    let peer = try RawConnection(address)
    peer.send("GET / HTTP/1.1\nHost: x\n\n")
    #expect(try peer.readReply()?.status == 200)
  }

  @Test func refusesAPortThatIsTaken() throws {
    let server = try started()
    defer { server.stop() }
    let fault = #expect(throws: Fault.self) {
      _ = try HTTPServer(
        listen: server.address, options: .init(bodyBytesMax: 1, threads: .pool(2)), answer: echo)
    }
    #expect(fault?.number == Int(EADDRINUSE))
    #expect(fault?.recovery == .operator)
  }

  @Test func refusesAHostThatIsNoAddress() {
    let fault = #expect(throws: Fault.self) {
      _ = try HTTPServer(
        listen: .tcp(host: "localhost", port: 0),
        options: .init(bodyBytesMax: 1, threads: .pool(2)), answer: echo)
    }
    #expect(fault?.number == Int(EINVAL))
  }

  @Test func letsARunningRequestFinishWhenStopped() throws {
    let entered = Interruption()
    let leave = Interruption()
    let server = try started(answer: { _ in
      entered.raise()
      _ = leave.wait(seconds: 5)
      return HTTPServer.Response(status: 200, body: .fixed("late"))
    })
    let peer = try RawConnection(server.address)
    peer.send("GET / HTTP/1.1\nHost: x\n\n")
    #expect(entered.wait(seconds: 5))
    let stopping = TestThread { server.stop() }
    usleep(50_000)
    leave.raise()
    let reply = try #require(try peer.readReply())
    #expect(reply.text == "late")
    stopping.join()
    #expect(throws: RawConnection.Failure.self) { try RawConnection(server.address) }
  }

  @Test func listensOnIPv6() throws {
    let options = HTTPServer.Options(bodyBytesMax: 10, threads: .pool(2))
    guard
      let server = try? HTTPServer(
        listen: .tcp(host: "::1", port: 0), options: options, answer: echo)
    else { return }  // A machine without IPv6.
    #expect(server.address.port != 0)
    #expect(server.address.description.hasPrefix("[::1]:"))
    server.stop()
  }

  @Test func knowsPeersOfThisMachine() {
    #expect(HTTPServer.Peer.unix.isLocal)
    #expect(HTTPServer.Peer.tcp(host: "127.0.0.1").isLocal)
    #expect(HTTPServer.Peer.tcp(host: "::1").isLocal)
    #expect(!HTTPServer.Peer.tcp(host: "10.0.0.1").isLocal)
    #expect(!HTTPServer.Peer.tcp(host: "1270.0.0.1").isLocal)
    #expect(!HTTPServer.Peer.tcp(host: "fe80::1").isLocal)
  }

  @Test func stopsTwiceWithoutHarm() throws {
    let server = try started()
    server.stop()
    server.stop()
  }

  @Test func serves200ConnectionsWithOneThreadEach() throws {
    let server = try HTTPServer(
      listen: .tcp(host: "127.0.0.1", port: 0),
      options: .init(bodyBytesMax: 10, threads: .perConnection), answer: echo)
    defer { server.stop() }
    let peers = try (0..<100).map { _ in try RawConnection(server.address) }
    for (number, peer) in peers.enumerated() { peer.send("GET /\(number) HTTP/1.1\nHost: x\n\n") }
    for (number, peer) in peers.enumerated().reversed() {
      #expect(try peer.readReply()?.text == "GET /\(number) [] 0")
    }
  }
}
