import Glibc
import HTTPServer

/// A socket of the tests' own: what is written goes out as it is, what comes is read as it is.
final class RawConnection {
  private let descriptor: Int32
  private(set) var pending: [UInt8] = []

  struct Failure: Error { let number: Int32 }

  /// Seconds without a byte after which a read gives up.
  private static let patienceSeconds = 10

  init(_ address: HTTPServer.Address) throws {
    switch address {
    case .tcp(_, let port):
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var name = sockaddr_in()
      name.sin_family = sa_family_t(AF_INET)
      name.sin_port = port.bigEndian
      name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      try Self.connect(descriptor, &name)
    case .unix(let path):
      descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      var name = sockaddr_un()
      name.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
      try Self.connect(descriptor, &name)
    }
    var patience = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(
      descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit {
    close(descriptor)
  }

  private static func connect<Name>(_ descriptor: Int32, _ name: inout Name) throws {
    let status = withUnsafePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Name>.size))
      }
    }
    if status != 0 { throw Failure(number: errno) }
  }

  /// Sends all of it; false when the peer has closed.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  @discardableResult
  func send(_ text: String) -> Bool {
    send(Array(text.replacing("\n", with: "\r\n").utf8))
  }

  /// Says that nothing more will be sent.
  func closeWriting() {
    shutdown(descriptor, Int32(SHUT_WR))
  }

  /// Reads once; false at the end.
  private func fill() throws -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    if count < 0 { throw Failure(number: errno) }
    pending += buffer[..<count]
    return count > 0
  }

  /// Everything until the peer closes.
  func readToEnd() throws -> [UInt8] {
    while try fill() {}
    defer { pending = [] }
    return pending
  }

  /// One answer, its body by Content-Length; nil when the connection ended first.
  func readReply(hasBody: Bool = true) throws -> Reply? {
    let mark = Array("\r\n\r\n".utf8)
    var end = pending.firstRange(of: mark)
    while end == nil {
      guard try fill() else { return nil }
      end = pending.firstRange(of: mark)
    }
    guard let end else { return nil }
    var reply = Reply(head: String(decoding: pending[..<end.lowerBound], as: UTF8.self))
    pending.removeFirst(end.upperBound)
    let length = hasBody ? Int(reply.values("content-length").first ?? "0") ?? 0 : 0
    while pending.count < length {
      guard try fill() else { return nil }
    }
    reply.body = Array(pending.prefix(length))
    pending.removeFirst(length)
    return reply
  }
}

/// An answer as it came.
struct Reply {
  var status: Int
  var headers: [(name: String, value: String)]
  var body: [UInt8] = []

  init(head: String) {
    let lines = head.split(separator: "\r\n")
    status = Int(lines[0].split(separator: " ")[1]) ?? 0
    headers = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1)
      return (parts[0].lowercased(), parts.count > 1 ? parts[1].trimmingSpaces : "")
    }
  }

  func values(_ name: String) -> [String] {
    headers.filter { $0.name == name }.map(\.value)
  }

  var text: String { String(decoding: body, as: UTF8.self) }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " })
  }
}
