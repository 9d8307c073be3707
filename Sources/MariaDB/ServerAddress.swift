/// Where a database server listens.
package enum ServerAddress: Sendable, Equatable {
  /// A unix socket; nil is the client library's own default.
  case socket(String?)
  case tcp(host: String, port: UInt16)

  /// The port of MySQL and MariaDB unless said otherwise.
  package static let defaultPort: UInt16 = 3306
}

extension ServerAddress: CustomStringConvertible {
  package var description: String {
    switch self {
    case .socket(let path): path ?? "the default socket"
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
  }
}

/// Whether and how the connection is encrypted.
package enum TransportSecurity: Sendable, Equatable {
  case off
  /// Encrypted, the server's certificate not checked.
  case encrypted
  /// Encrypted, certificate and host name checked; against a CA file, or the system's.
  case verified(authorityFile: String?)
}
