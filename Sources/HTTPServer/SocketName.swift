// The socket headers count as belonging to whichever module includes them first.
internal import CMicroHTTPD
internal import Glibc

/// An IPv4 or IPv6 socket address.
@safe
struct SocketName {
  private var storage = sockaddr_storage()
  private var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

  /// Nil unless `host` is a numeric address.
  init?(host: String, port: UInt16) {
    var four = sockaddr_in()
    var six = sockaddr_in6()
    if unsafe inet_pton(AF_INET, host, &four.sin_addr) == 1 {
      four.sin_family = sa_family_t(AF_INET)
      four.sin_port = port.bigEndian
      store(four)
    } else if unsafe inet_pton(AF_INET6, host, &six.sin6_addr) == 1 {
      six.sin6_family = sa_family_t(AF_INET6)
      six.sin6_port = port.bigEndian
      store(six)
    } else {
      return nil
    }
  }

  /// A copy of what C points to; nil unless it is IPv4 or IPv6.
  @unsafe init?(_ address: UnsafePointer<sockaddr>) {
    let raw = unsafe UnsafeRawPointer(address)
    switch unsafe Int32(address.pointee.sa_family) {
    case AF_INET: store(unsafe raw.loadUnaligned(as: sockaddr_in.self))
    case AF_INET6: store(unsafe raw.loadUnaligned(as: sockaddr_in6.self))
    default: return nil
    }
  }

  private mutating func store<Name>(_ name: Name) {
    _ = unsafe withUnsafeMutableBytes(of: &storage) {
      unsafe $0.baseAddress?.initializeMemory(as: Name.self, to: name)
    }
    length = socklen_t(MemoryLayout<Name>.size)
  }

  var family: Int32 { Int32(storage.ss_family) }

  var port: UInt16 {
    // The port stands at the same place in both families.
    UInt16(bigEndian: loaded(sockaddr_in.self).sin_port)
  }

  /// The numeric address; IPv4 inside IPv6 appears as IPv4.
  var host: String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    if family == AF_INET {
      var address = loaded(sockaddr_in.self).sin_addr
      unsafe inet_ntop(AF_INET, &address, &text, socklen_t(text.count))
    } else {
      var address = loaded(sockaddr_in6.self).sin6_addr
      unsafe inet_ntop(AF_INET6, &address, &text, socklen_t(text.count))
    }
    let name = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return name.hasPrefix("::ffff:") && name.contains(".") ? String(name.dropFirst(7)) : name
  }

  private func loaded<Name>(_ type: Name.Type) -> Name {
    unsafe withUnsafeBytes(of: storage) { unsafe $0.load(as: type) }
  }

  /// Gives the socket this name.
  mutating func bind(_ descriptor: Int32) -> Int32 {
    let length = length
    return unsafe withPointer { unsafe Glibc.bind(descriptor, $0, length) }
  }

  /// Takes the name that the socket has.
  mutating func read(_ descriptor: Int32) -> Int32 {
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let status = unsafe withPointer { unsafe getsockname(descriptor, $0, &length) }
    self.length = length
    return status
  }

  @unsafe private mutating func withPointer(
    _ body: (UnsafeMutablePointer<sockaddr>) -> Int32
  ) -> Int32 {
    unsafe withUnsafeMutablePointer(to: &storage) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0) }
    }
  }
}
