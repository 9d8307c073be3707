internal import Glibc
internal import Runtime

/// A TCP server that does exactly what a test wrote down, connection by connection.
///
/// Each connection is served by its own list of steps, in the order of their arrival; when the
/// steps end the connection is closed. More connections than lists are accepted and closed at once,
/// and counted, so that a test can say how many there were.
@safe
package final class ScriptedPeer: Sendable {
  /// One thing that the peer does on a connection.
  package enum Step: Sendable {
    /// Reads one whole request: its head, and as many bytes as Content-Length says.
    case read
    /// Reads that many bytes and no more.
    case readBytes(Int)
    case write([UInt8])
    case pause(seconds: Double)
    /// Closes with a reset instead of an orderly end.
    case reset
    /// Waits until the other side closes.
    case hold

    /// Writes a text as UTF-8.
    package static func write(_ text: String) -> Step { .write(Array(text.utf8)) }

    /// A reply with a length, JSON unless a field says otherwise.
    package static func reply(_ status: Int, _ fields: [String], _ body: String) -> Step {
      let head = ["HTTP/1.1 \(status) Scripted", "Content-Length: \(body.utf8.count)"] + fields
      return .write(head.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }
  }

  /// What the peer saw so far.
  package struct Seen: Sendable {
    /// Connections that were accepted.
    package var connectionCount = 0
    /// Whole requests in the order of their arrival, head and body as they came.
    package var requests: [String] = []
  }

  /// How long any step waits for the other side.
  private static let patienceSeconds = 10

  /// The loopback port that it listens on.
  package let port: Int
  private let listener: Int32
  private let script: [[Step]]
  private let state = Lock(Seen())
  private let isStopped = Lock(false)
  private let isClosed = Lock(false)

  package init(_ script: [[Step]]) {
    self.script = script
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    precondition(listener >= 0, "a test may open sockets")
    port = Loopback.listen(listener)
    startThread { [self] in run() }
  }

  /// Whether new connections still reach it.
  package var isListening: Bool { !isClosed.withLock { $0 } }

  /// What it has met so far.
  package var seen: Seen { state.withLock { $0 } }

  /// The URL of a path of this peer.
  package func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

  /// Takes no more connections.
  package func stop() {
    isStopped.withLock { $0 = true }
    shutdown(listener, Int32(SHUT_RDWR))
  }

  private func run() {
    var index = 0
    while true {
      let connection = accept(listener, nil, nil)
      if connection < 0 { break }
      state.withLock { $0.connectionCount += 1 }
      var patience = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
      unsafe setsockopt(
        connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
      let steps = index < script.count ? script[index] : []
      startThread { [self] in
        serve(connection, steps)
        close(connection)
      }
      index += 1
    }
    close(listener)
    isClosed.withLock { $0 = true }
  }

  private func serve(_ connection: Int32, _ steps: [Step]) {
    for step in steps {
      switch step {
      case .read: readRequest(connection)
      case .readBytes(let count): _ = Self.read(connection, count: count)
      case .write(let bytes): Self.write(connection, bytes)
      case .pause(let seconds): usleep(UInt32(seconds * 1_000_000))
      case .reset: Self.reset(connection)
      case .hold: hold(connection)
      }
    }
  }

  private func readRequest(_ connection: Int32) {
    var bytes: [UInt8] = []
    while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      let next = Self.read(connection, count: 1)
      if next.isEmpty { return }
      bytes += next
    }
    let head = String(decoding: bytes, as: UTF8.self).lowercased()
    let line = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
    let length = line.flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
    bytes += Self.read(connection, count: length)
    let request = String(decoding: bytes, as: UTF8.self)
    state.withLock { $0.requests.append(request) }
  }

  /// Waits in slices, so that a stopped peer lets its test end.
  private func hold(_ connection: Int32) {
    for _ in 0..<(Self.patienceSeconds * 20) {
      var watched = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
      if unsafe poll(&watched, 1, 50) > 0, Self.read(connection, count: 1).isEmpty { return }
      if isStopped.withLock({ $0 }) { return }
    }
  }

  private static func read(_ connection: Int32, count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var got = 0
    while got < count {
      let step = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe recv(connection, buffer.baseAddress?.advanced(by: got), count - got, 0)
      }
      if step <= 0 { break }
      got += step
    }
    return Array(bytes.prefix(got))
  }

  private static func write(_ connection: Int32, _ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let step = unsafe rest.withUnsafeBytes { buffer in
        unsafe send(connection, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
      }
      if step <= 0 { return }
      rest = rest.dropFirst(step)
    }
  }

  private static func reset(_ connection: Int32) {
    var abrupt = linger(l_onoff: 1, l_linger: 0)
    unsafe setsockopt(
      connection, SOL_SOCKET, SO_LINGER, &abrupt, socklen_t(MemoryLayout<linger>.size))
  }
}

/// Runs `body` on a thread of its own.
func startThread(_ body: @escaping @Sendable () -> Void) {
  let context = unsafe Unmanaged.passRetained(Work(body))
  var thread = pthread_t()
  let status = unsafe pthread_create(&thread, nil, runWork, context.toOpaque())
  precondition(status == 0, "a test may start threads")
  pthread_detach(thread)
}

private final class Work: Sendable {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func runWork(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context = unsafe context else { return nil }
  unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
  return nil
}
