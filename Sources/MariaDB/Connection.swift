internal import Bytes
internal import CMariaDB
package import Runtime

/// One open connection; closed, or put on its shelf, when it goes away.
///
/// Session settings are ours, not the server's defaults: the encoding, UTC, no strict modes
/// (WordPress strips them too, and its zero dates need it), repeatable reads (without which a
/// consistent snapshot is none).
///
/// `@unchecked Sendable` is not claimed: a connection is made and used on one thread.
@safe
package struct Connection: ~Copyable {
  let handle: UnsafeMutablePointer<MYSQL>
  /// What the server calls itself, such as `10.11.14-MariaDB`.
  package private(set) var serverVersion = ""
  /// The server's address, for messages.
  package let address: ServerAddress
  /// Where it goes afterwards, and under which name; nil when it is closed.
  private let place: (shelf: ConnectionShelf, purpose: ConnectionPurpose)?

  private init(owning handle: UnsafeMutablePointer<MYSQL>, _ options: ConnectionOptions) {
    unsafe self.handle = unsafe handle
    address = options.address
    place = options.shelf.map { ($0, options.purpose) }
  }

  /// Takes one that waits, or connects, signs in and sets the session up.
  package static func open(_ options: ConnectionOptions) throws(Fault) -> Connection {
    if let idle = options.shelf?.take(options.purpose) {
      var connection = unsafe Connection(owning: idle.handle, options)
      connection.serverVersion = idle.serverVersion
      return connection
    }
    return try connected(options)
  }

  private static func connected(_ options: ConnectionOptions) throws(Fault) -> Connection {
    guard let fresh = unsafe mysql_init(nil) else {
      throw Fault(
        .database, operation: "opening connection", subject: "\(options.address)",
        cause: "out of memory", recovery: .operator)
    }
    var connection = unsafe Connection(owning: fresh, options)
    unsafe configure(fresh, options)
    guard unsafe connect(fresh, options) else {
      throw unsafe fault(
        fresh, operation: "opening connection", subject: "\(options.user)@\(options.address)")
    }
    // The library goes on in the clear when a server has no TLS at all.
    if options.security != .off, unsafe mysql_get_ssl_cipher(fresh) == nil {
      throw ServerError(
        number: UInt32(CR_SSL_CONNECTION_ERROR), state: "HY000",
        message: "TLS was asked for, and the server does not speak it"
      ).fault(operation: "opening connection", subject: "\(options.address)")
    }
    connection.serverVersion = unsafe String(cString: mysql_get_server_info(fresh))
    try connection.execute(sessionSettings, "setting up the session")
    try connection.execute(isolation, "setting up the session")
    return connection
  }

  deinit {
    if let place, isReusable {
      unsafe place.shelf.put(handle, serverVersion, place.purpose)
    } else {
      unsafe mysql_close(handle)
    }
  }

  /// Whether the next user finds it as if it were new.
  ///
  /// Nothing is left to be read, no transaction is open, the last statement did not fail; no
  /// statement of ours changes the session otherwise.
  private var isReusable: Bool {
    unsafe !serverVersion.isEmpty && mysql_errno(handle) == 0
      && handle.pointee.status == MYSQL_STATUS_READY
      && handle.pointee.server_status & UInt32(SERVER_STATUS_IN_TRANS) == 0
  }

  private static let sessionSettings: SQLText = """
    SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', \
    wait_timeout = 28800, net_write_timeout = 120, autocommit = 1
    """
  // A statement of its own: the variable's name differs between servers.
  private static let isolation: SQLText = "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ"

  /// Runs a statement that returns no rows; returns how many it changed.
  @discardableResult
  package mutating func execute(
    _ statement: SQLText, _ operation: String
  ) throws(Fault) -> UInt64 {
    try send(statement, operation)
    if let result = unsafe mysql_use_result(handle) {
      unsafe mysql_free_result(result)
    } else if unsafe mysql_errno(handle) != 0 {
      throw fault(operation)
    }
    return unsafe mysql_affected_rows(handle)
  }

  /// The id that the last INSERT made.
  package var insertedID: UInt64 {
    unsafe mysql_insert_id(handle)
  }

  /// The server's own number of this connection, for KILL.
  package var threadID: UInt {
    unsafe mysql_thread_id(handle)
  }

  /// Whether the server still answers.
  package mutating func isAlive() -> Bool {
    unsafe mysql_ping(handle) == 0
  }

  mutating func send(_ statement: SQLText, _ operation: String) throws(Fault) {
    let status = unsafe statement.bytes.withUnsafeBytes { text in
      unsafe mysql_real_query(
        handle, text.bindMemory(to: CChar.self).baseAddress, UInt(text.count))
    }
    if status != 0 { throw fault(operation) }
  }

  func fault(_ operation: String) -> Fault {
    unsafe Self.fault(handle, operation: operation, subject: "\(address)")
  }
}

extension Connection {
  private static func configure(_ handle: UnsafeMutablePointer<MYSQL>, _ o: ConnectionOptions) {
    unsafe CMariaDB_option_uint(handle, MYSQL_OPT_CONNECT_TIMEOUT, o.connectTimeoutSeconds)
    unsafe CMariaDB_option_uint(handle, MYSQL_OPT_READ_TIMEOUT, o.readTimeoutSeconds)
    unsafe CMariaDB_option_uint(handle, MYSQL_OPT_WRITE_TIMEOUT, o.writeTimeoutSeconds)
    unsafe CMariaDB_option_uint(handle, MYSQL_OPT_LOCAL_INFILE, 0)
    unsafe CMariaDB_option_text(handle, MYSQL_SET_CHARSET_NAME, o.encoding.rawValue)
    var packetBytesMax = MariaDB.packetBytesMax
    unsafe withUnsafePointer(to: &packetBytesMax) {
      _ = unsafe mysql_options(handle, MYSQL_OPT_MAX_ALLOWED_PACKET, $0)
    }
    switch o.security {
    case .off: break
    case .encrypted:
      unsafe CMariaDB_option_bool(handle, MYSQL_OPT_SSL_ENFORCE, 1)
    case .verified(let authorityFile):
      unsafe CMariaDB_option_bool(handle, MYSQL_OPT_SSL_ENFORCE, 1)
      unsafe CMariaDB_option_bool(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, 1)
      if let authorityFile {
        unsafe CMariaDB_option_text(handle, MYSQL_OPT_SSL_CA, authorityFile)
      }
    }
  }

  private static func connect(_ handle: UnsafeMutablePointer<MYSQL>, _ o: ConnectionOptions) -> Bool
  {
    var password = o.password.reveal()
    password.append(0)
    defer { for index in password.indices { password[index] = 0 } }
    return unsafe password.withUnsafeBytes { bytes in
      let secret = unsafe bytes.bindMemory(to: CChar.self).baseAddress
      switch o.address {
      case .socket(let path):
        return unsafe mysql_real_connect(
          handle, "localhost", o.user, secret, o.database, 0, path, 0) != nil
      case .tcp(let host, let port):
        // The library takes the name "localhost" for its socket; TCP means TCP.
        let target = host == "localhost" ? "127.0.0.1" : host
        return unsafe mysql_real_connect(
          handle, target, o.user, secret, o.database, UInt32(port), nil, 0) != nil
      }
    }
  }

  static func fault(
    _ handle: UnsafeMutablePointer<MYSQL>, operation: String, subject: String
  ) -> Fault {
    unsafe ServerError(
      number: mysql_errno(handle), state: String(cString: mysql_sqlstate(handle)),
      message: String(cString: mysql_error(handle))
    ).fault(operation: operation, subject: subject)
  }
}
