internal import Glibc
internal import Runtime

/// A way to a database's unix socket that can be cut at any request: whoever talks through it then
/// meets what a killed process, or a lost host, leaves behind.
///
/// A request is one write of the client. The cut closes every connection, and until `mend` new
/// ones are closed at once.
@safe
package final class CutProxy: Sendable {
  /// The socket to connect to.
  package let path: String
  private let target: String
  private let listener: Int32
  private let state = Lock(State())

  private struct State {
    var requestCount = 0
    var cutAt: Int?
    var isDelivered = false
    var isCut = false
    var isStopped = false
  }

  package init(to target: String, at path: String) {
    self.target = target
    self.path = path
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    precondition(listener >= 0, "a test may open sockets")
    unsafe unlink(path)
    let status = unsafe Self.withAddress(path) { address, length in
      unsafe bind(listener, address, length) == 0 && listen(listener, 16) == 0
    }
    precondition(status, "a test may listen on a socket")
    startThread { [self] in run() }
  }

  /// Requests that have come so far.
  package var requestCount: Int { state.withLock { $0.requestCount } }
  /// Whether the cut has happened.
  package var isCut: Bool { state.withLock { $0.isCut } }

  /// Cuts at the `count`th request from now on; `isDelivered` says whether it still reaches the
  /// server, and only its answer is lost.
  package func cut(afterRequests count: Int, isDelivered: Bool) {
    precondition(count > 0, "a cut is at a request to come")
    state.withLock { state in
      state.cutAt = state.requestCount + count
      state.isDelivered = isDelivered
    }
  }

  /// Lets connections through again.
  package func mend() {
    state.withLock { state in
      state.cutAt = nil
      state.isCut = false
    }
  }

  /// Takes no more connections.
  package func stop() {
    state.withLock { $0.isStopped = true }
    shutdown(listener, Int32(SHUT_RDWR))
    unsafe unlink(path)
  }

  private func run() {
    while true {
      let client = accept(listener, nil, nil)
      if client < 0 { break }
      if isCut {
        close(client)
        continue
      }
      startThread { [self] in
        serve(client)
        close(client)
      }
    }
    close(listener)
  }

  private func serve(_ client: Int32) {
    let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(server) }
    let isOpen = unsafe Self.withAddress(target) { address, length in
      unsafe connect(server, address, length) == 0
    }
    if !isOpen { return }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while !isCut {
      guard let side = Self.ready(client, server) else { continue }
      let isRequest = side == client
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe recv(side, bytes.baseAddress, bytes.count, 0)
      }
      if count <= 0 { return }
      guard isRequest else {
        if !Self.write(client, buffer[..<count]) { return }
        continue
      }
      switch fate() {
      case .pass: if !Self.write(server, buffer[..<count]) { return }
      case .deliver:
        _ = Self.write(server, buffer[..<count])
        Self.waitForAnswer(server)
        finishCut()
        return
      case .drop:
        finishCut()
        return
      }
    }
  }

  private enum RequestFate { case pass, deliver, drop }

  private func fate() -> RequestFate {
    state.withLock { state in
      state.requestCount += 1
      guard let cutAt = state.cutAt, state.requestCount >= cutAt else { return .pass }
      return state.isDelivered ? .deliver : .drop
    }
  }

  /// A cut that was mended while it happened, as its client had gone, is over.
  private func finishCut() {
    state.withLock { state in
      if state.cutAt != nil { state.isCut = true }
    }
  }

  /// The side that has something to say; nil when neither has for a moment.
  private static func ready(_ client: Int32, _ server: Int32) -> Int32? {
    var watched = [
      pollfd(fd: client, events: Int16(POLLIN), revents: 0),
      pollfd(fd: server, events: Int16(POLLIN), revents: 0),
    ]
    guard unsafe poll(&watched, 2, 20) > 0 else { return nil }
    return watched[1].revents != 0 ? server : client
  }

  /// The server has done what it was asked once it answers; some requests have no answer.
  private static func waitForAnswer(_ server: Int32) {
    var watched = pollfd(fd: server, events: Int16(POLLIN), revents: 0)
    _ = unsafe poll(&watched, 1, 300)
  }

  private static func write(_ socket: Int32, _ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let step = unsafe rest.withUnsafeBytes { buffer in
        unsafe send(socket, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
      }
      if step <= 0 { return false }
      rest = rest.dropFirst(step)
    }
    return true
  }

  private static func withAddress<Result>(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    precondition(path.utf8.count < 100, "sockets have short names")
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { place in
      for (index, byte) in path.utf8.enumerated() { unsafe place[index] = byte }
    }
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe body(generic, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
