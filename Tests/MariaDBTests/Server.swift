import Bytes
import MariaDB
import Runtime
import Testing
import Testkit

/// The servers that these tests share, and ways to reach them.
///
/// The server's own defaults are all wrong for us, so that only what a session sets can save it.
enum Server {
  static let hostile = Result {
    try TemporaryMariaDB(
      TemporaryMariaDB.Options(
        hasTCP: true, hasTLS: true,
        arguments: [
          "--bind-address=127.0.0.1,127.0.0.2", "--sql-mode=TRADITIONAL,ANSI,NO_BACKSLASH_ESCAPES",
          "--default-time-zone=+05:30", "--transaction-isolation=READ-COMMITTED",
          "--character-set-server=latin1", "--collation-server=latin1_swedish_ci",
          "--innodb-lock-wait-timeout=1",
        ]))
  }

  /// A database of the test's own on the shared server.
  static func database(_ name: String) throws -> ConnectionOptions {
    let server = try hostile.get()
    try server.createDatabase(name)
    return options(server, database: name)
  }

  /// As root over the server's socket.
  static func options(_ server: TemporaryMariaDB, database: String) -> ConnectionOptions {
    ConnectionOptions(
      address: .socket(server.socketPath), user: "root", password: Secret(""), database: database,
      security: .off)
  }

  /// A port of this machine at which nobody answers.
  static let closedPort: UInt16 = 1
}

extension SQLText {
  /// A statement of a test's own.
  init(_ text: String) {
    self.init(template: Array(text.utf8), [:])
  }
}

extension Connection {
  /// The text of the first cell; nil for NULL or no row.
  mutating func text(_ statement: String) throws -> String? {
    try rows(SQLText(statement), "asking").first?[0].map { String(decoding: $0, as: UTF8.self) }
  }

  /// Runs statements one after the other.
  mutating func run(_ statements: String...) throws {
    for statement in statements { try execute(SQLText(statement), "preparing") }
  }
}

/// The Fault that `body` ends with; a test fails when it ends well.
func fault(
  _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws -> Void
) throws -> Fault {
  let thrown = #expect(throws: Fault.self, comment, sourceLocation: sourceLocation) { try body() }
  return try #require(thrown, sourceLocation: sourceLocation)
}

extension Fault {
  /// Whether the same again may succeed.
  var isForRetry: Bool {
    if case .retry = recovery { true } else { false }
  }
}
