import Foundation
import MariaDB
import Runtime
import Testing

/// A MariaDB server of this suite's own: own data, own socket, no network; gone with its owner.
final class PrivateServer: @unchecked Sendable {
  private let directory: TemporaryDirectory
  private let process = Process()
  let socket: String

  static let isInstalled = ["mariadbd", "mariadb-install-db"].allSatisfy { program in
    ["/usr/bin", "/usr/sbin"].contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
    }
  }

  init() throws {
    directory = try TemporaryDirectory()
    socket = directory.path + "/s"
    let data = "--datadir=\(directory.path)/data"
    try Self.run([
      "mariadb-install-db", "--no-defaults", data, "--user=root", "--skip-test-db",
      "--auth-root-authentication-method=normal",
    ])
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "mariadbd", "--no-defaults", data, "--socket=\(socket)", "--skip-networking", "--user=root",
      "--innodb-buffer-pool-size=8M", "--innodb-flush-log-at-trx-commit=0",
    ]
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }

  private static func run(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(arguments[0])")
  }

  /// Runs statements through the server's own client.
  func run(_ statements: String, in database: String) throws {
    try Self.run([
      "mariadb", "--no-defaults", "--user=root", "--socket=\(socket)",
      "--default-character-set=utf8mb4", "--execute=\(statements)", database,
    ])
  }

  /// Connects, waiting at most 30 seconds for the server to come up.
  func connect(_ database: String) throws -> Connection {
    let options = ConnectionOptions(
      address: .socket(socket), user: "root", password: Secret(""), database: database,
      security: .off)
    let end = SystemClock().monotonicSeconds + 30
    while true {
      do {
        return try Connection.open(options)
      } catch {
        if SystemClock().monotonicSeconds > end { throw error }
        _ = SystemClock().wait(seconds: 0.05, interruption: Interruption())
      }
    }
  }
}
