internal import Glibc

/// Sockets on this machine.
enum Loopback {
  /// Listens on a free port; returns it.
  static func listen(_ listener: Int32) -> Int {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = unsafe inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe bind(listener, generic, length) == 0 && Glibc.listen(listener, 16) == 0
          && getsockname(listener, generic, &length) == 0
      }
    }
    precondition(status, "a test may listen on loopback")
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
