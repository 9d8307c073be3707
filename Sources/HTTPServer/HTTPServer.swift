internal import CMicroHTTPD
internal import Glibc
package import Runtime

/// An HTTP/1.1 server on one address, over libmicrohttpd.
///
/// May know: libmicrohttpd, sockets. Must not know: routes, WordPress, Power BI.
/// Invariant: what arrives is handed on byte for byte (the path is never percent-decoded here, NUL
/// and control bytes never reach a handler), and nothing that arrives is unbounded.
///
/// A class, because libmicrohttpd keeps pointers to what its callbacks reach. Whoever starts it
/// stops it; the last reference going away stops it too.
package final class HTTPServer: Sendable {
  /// Answers one request, on the thread that read it; whatever takes long belongs elsewhere.
  package typealias Answer = @Sendable (Request) -> Response

  /// Where it listens, with the port that was found when any was asked for.
  package let address: Address

  private let running: Lock<Running?>
  private let reception: Reception

  /// Listens, and answers from now on.
  package init(
    listen address: Address, options: Options, answer: @escaping Answer
  ) throws(Fault) {
    let socket = try ListeningSocket(address, backlog: options.backlog)
    let reception = Reception(options: options, answer: answer)
    self.address = socket.address
    self.reception = reception
    let retained = unsafe Unmanaged.passRetained(reception)
    guard let daemon = unsafe Self.daemon(retained.toOpaque(), socket.descriptor, options) else {
      unsafe retained.release()
      socket.close()
      throw Fault(
        .network, operation: "starting the HTTP server", subject: address.description,
        cause: "libmicrohttpd did not start",
        hint: "Check the limits on threads and open files", recovery: .operator)
    }
    running = unsafe Lock(Running(daemon: daemon, socket: socket))
  }

  deinit {
    stop()
  }

  /// Accepts no more, lets running requests finish for at most `drainSeconds`, then closes all.
  ///
  /// Must not be called by a handler: it waits for handlers. Calling it again does nothing.
  package func stop() {
    guard let last = running.withLock({ $0.take() }) else { return }
    _ = unsafe MHD_quiesce_daemon(last.daemon)
    reception.drain()
    unsafe MHD_stop_daemon(last.daemon)
    last.socket.close()
    unsafe Unmanaged.passUnretained(reception).release()
  }

  /// The daemon, which from now on holds `reception`.
  @unsafe private static func daemon(
    _ reception: UnsafeMutableRawPointer, _ descriptor: Int32, _ options: Options
  ) -> OpaquePointer? {
    // Not epoll: edge-triggered, libmicrohttpd misses an end that came with the last bytes of a
    // request, and the connection of a peer that is gone lasts until its idle limit.
    var flags = MHD_USE_POLL_INTERNAL_THREAD.rawValue | MHD_USE_ITC.rawValue
    let threads: UInt32
    switch options.threads {
    case .pool(let count):
      precondition(count > 0 && count <= options.connectionLimit, "each thread needs a connection")
      threads = UInt32(count)
    case .perConnection:
      flags |= MHD_USE_THREAD_PER_CONNECTION.rawValue
      threads = 0
    }
    return unsafe CMicroHTTPD_start(
      flags, reception, requestContinued, targetSeen, bytesUnchanged, requestCompleted, descriptor,
      UInt32(options.connectionLimit), UInt32(options.idleSeconds), options.connectionBytes,
      threads)
  }
}

/// What stopping needs.
///
/// `@unchecked Sendable` holds because libmicrohttpd's stop functions may be called by any thread,
/// once, and taking the value out of its lock makes that once.
@safe
private struct Running: @unchecked Sendable {
  let daemon: OpaquePointer
  let socket: ListeningSocket

  init(daemon: OpaquePointer, socket: ListeningSocket) {
    unsafe self.daemon = daemon
    self.socket = socket
  }
}
