extension HTTPServer {
  /// Where a server listens.
  package enum Address: Sendable, Equatable, CustomStringConvertible {
    /// A unix socket; a stale one of that name is replaced, and it is removed at the end.
    case unix(path: String)
    /// A numeric IPv4 or IPv6 address; port 0 is any free one.
    case tcp(host: String, port: UInt16)

    /// The port, or nil of a unix socket.
    package var port: UInt16? {
      if case .tcp(_, let port) = self { port } else { nil }
    }

    package var description: String {
      switch self {
      case .unix(let path): "unix:\(path)"
      case .tcp(let host, let port):
        host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
      }
    }
  }

  /// Who sent a request.
  package enum Peer: Sendable, Equatable {
    /// Somebody on this machine, over a unix socket.
    case unix
    /// A numeric address; IPv4 peers of an IPv6 socket appear as IPv4.
    case tcp(host: String)

    /// Whether the peer is on this machine.
    package var isLocal: Bool {
      switch self {
      case .unix: true
      case .tcp(let host): host == "::1" || host.hasPrefix("127.")
      }
    }
  }
}
