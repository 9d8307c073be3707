/// Where the database is, as WordPress reads `DB_HOST`.
///
/// An empty host, or `localhost` without a port, means the client library's own socket;
/// `127.0.0.1` means TCP.
package struct DatabaseHost: Sendable, Equatable {
  /// The host without brackets, port and socket.
  package var host: String
  /// nil when none is given, or 0.
  package var port: UInt16?
  /// The path of a socket; nil when none is given.
  package var socket: String?
  /// Whether the host is an IPv6 address.
  package var isIPv6: Bool

  package init(host: String, port: UInt16?, socket: String?, isIPv6: Bool) {
    self.host = host
    self.port = port
    self.socket = socket
    self.isIPv6 = isIPv6
  }

  /// Reads `host`, `host:port`, `host:/socket`, `host:port:/socket`, `[v6]:port`, bare v6.
  ///
  /// Never fails: what does not fit is cut off, exactly where WordPress cuts it.
  package init(parsing text: String) {
    var rest = Array(text.utf8)[...]
    socket = nil
    if let colon = Self.socketColon(rest) {
      socket = String(decoding: rest[(colon + 1)...], as: UTF8.self)
      rest = rest[..<colon]
    }
    isIPv6 = rest.count(where: { $0 == UInt8(ascii: ":") }) > 1
    let parts = isIPv6 ? Self.version6(rest) : Self.named(rest)
    host = String(decoding: parts.host, as: UTF8.self)
    port = Self.port(parts.port)
  }

  private static func socketColon(_ text: ArraySlice<UInt8>) -> Int? {
    text.indices.dropLast().first {
      text[$0] == UInt8(ascii: ":") && text[$0 + 1] == UInt8(ascii: "/")
    }
  }

  private typealias Parts = (host: ArraySlice<UInt8>, port: ArraySlice<UInt8>)

  private static func version6(_ text: ArraySlice<UInt8>) -> Parts {
    let rest = text.first == UInt8(ascii: "[") ? text.dropFirst() : text
    let host = rest.prefix { isHexDigit($0) || $0 == UInt8(ascii: ":") }
    let tail = rest[host.endIndex...]
    guard tail.starts(with: [UInt8(ascii: "]"), UInt8(ascii: ":")]) else { return (host, []) }
    return (host, tail.dropFirst(2).prefix(while: isDigit))
  }

  private static func named(_ text: ArraySlice<UInt8>) -> Parts {
    let host = text.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "/") }
    let tail = text[host.endIndex...]
    guard tail.first == UInt8(ascii: ":") else { return (host, []) }
    return (host, tail.dropFirst().prefix(while: isDigit))
  }

  private static func port(_ digits: ArraySlice<UInt8>) -> UInt16? {
    guard let port = UInt16(String(decoding: digits, as: UTF8.self)), port > 0 else { return nil }
    return port
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "f"))
  }
}
