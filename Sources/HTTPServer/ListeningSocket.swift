internal import Glibc
internal import Runtime

/// A bound and listening socket; closed by its owner.
struct ListeningSocket: Sendable {
  let descriptor: Int32
  /// With the port that the system chose when 0 was asked for.
  let address: HTTPServer.Address

  init(_ wanted: HTTPServer.Address, backlog: Int32) throws(Fault) {
    switch wanted {
    case .unix(let path): self = try Self.unix(path, backlog: backlog)
    case .tcp(let host, let port): self = try Self.tcp(host, port, backlog: backlog)
    }
  }

  private init(descriptor: Int32, address: HTTPServer.Address) {
    self.descriptor = descriptor
    self.address = address
  }

  /// Closes it; a unix socket's file goes too.
  func close() {
    _ = Glibc.close(descriptor)
    if case .unix(let path) = address { unsafe unlink(path) }
  }

  private static func unix(_ path: String, backlog: Int32) throws(Fault) -> ListeningSocket {
    let address = HTTPServer.Address.unix(path: path)
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard !bytes.isEmpty, bytes.count < MemoryLayout.size(ofValue: name.sun_path) else {
      throw fault(address, ENAMETOOLONG)
    }
    unsafe withUnsafeMutableBytes(of: &name.sun_path) { unsafe $0.copyBytes(from: bytes) }
    let descriptor = try opened(AF_UNIX, address)
    if isStale(name) { unsafe unlink(path) }
    let status = unsafe withUnsafePointer(to: &name) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try check(status, descriptor, address)
    do throws(Fault) {
      // The group may connect: a web server runs under another user of the same group.
      try check(unsafe chmod(path, 0o660), descriptor, address)
      try check(listen(descriptor, backlog), descriptor, address)
    } catch {
      unsafe unlink(path)
      throw error
    }
    return ListeningSocket(descriptor: descriptor, address: address)
  }

  /// Whether a socket of that name is left over from a process that is gone.
  private static func isStale(_ name: sockaddr_un) -> Bool {
    let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard probe >= 0 else { return false }
    defer { _ = Glibc.close(probe) }
    var name = name
    let status = unsafe withUnsafePointer(to: &name) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(probe, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    return status != 0 && errno == ECONNREFUSED
  }

  private static func tcp(
    _ host: String, _ port: UInt16, backlog: Int32
  ) throws(Fault) -> ListeningSocket {
    let wanted = HTTPServer.Address.tcp(host: host, port: port)
    guard var name = SocketName(host: host, port: port) else { throw fault(wanted, EINVAL) }
    let descriptor = try opened(name.family, wanted)
    var yes: Int32 = 1
    unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    try check(name.bind(descriptor), descriptor, wanted)
    try check(listen(descriptor, backlog), descriptor, wanted)
    try check(name.read(descriptor), descriptor, wanted)
    return ListeningSocket(descriptor: descriptor, address: .tcp(host: host, port: name.port))
  }

  private static func opened(
    _ family: Int32, _ address: HTTPServer.Address
  ) throws(Fault) -> Int32 {
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(family, type | Int32(SOCK_NONBLOCK.rawValue), 0)
    if descriptor < 0 { throw fault(address, errno) }
    return descriptor
  }

  private static func check(
    _ status: Int32, _ descriptor: Int32, _ address: HTTPServer.Address
  ) throws(Fault) {
    if status == 0 { return }
    let number = errno
    _ = Glibc.close(descriptor)
    throw fault(address, number)
  }

  /// The one place that says what an error of listening means.
  private static func fault(_ address: HTTPServer.Address, _ number: Int32) -> Fault {
    let hint =
      switch number {
      case EADDRINUSE: "Another process listens there; stop it or choose another address"
      case EACCES, EPERM: "Choose an address that this user may listen on"
      case EADDRNOTAVAIL, EINVAL: "Give a numeric address of this machine, as 127.0.0.1:8080"
      case ENOENT, ENOTDIR: "Create the directory of the socket first"
      case ENAMETOOLONG: "Choose a path of at most 107 bytes"
      default: ""
      }
    return Fault(
      .network, operation: "listening", subject: address.description,
      cause: unsafe String(cString: strerror(number)), hint: hint, recovery: .operator,
      number: Int(number))
  }
}
