import MariaDB
import Runtime
import Store
import Testing
import Testkit

private let sharedServer = Result { try TemporaryMariaDB() }

/// A database of its own with a clock that stands still until moved.
struct Fixture: Sendable {
  let server: TemporaryMariaDB
  let database: String
  let clock = VirtualClock(Instant(unixSeconds: 1_775_826_000))

  init(_ database: String) throws {
    try self.init(database, on: sharedServer.get())
  }

  /// In a server that may be killed.
  init(_ database: String, on server: TemporaryMariaDB) throws {
    self.server = server
    self.database = database
    try server.createDatabase(database)
  }

  var options: ConnectionOptions {
    ConnectionOptions(
      address: .socket(server.socketPath), user: "root", password: Secret(""),
      database: database, security: .off)
  }

  func store(_ other: (any Clock)? = nil) throws(Fault) -> StateStore {
    guard let prefix = TablePrefix("wp_") else { preconditionFailure("a prefix") }
    return try StateStore.open(options, prefix: prefix, clock: other ?? clock)
  }
}
