internal import Foundation
internal import Glibc
package import Runtime

/// A MariaDB server of a test's own: own data, own socket, no network unless asked for.
///
/// It ends, and its files go away, with its owner or with the process, even one that was killed:
/// the shell that guards the server reads from a pipe which only this process can write to.
package final class TemporaryMariaDB: Sendable {
  /// What kind of server.
  package struct Options: Sendable {
    /// Listen on a loopback port as well.
    package var hasTCP = false
    /// Offer TLS, with a certificate for `localhost` and 127.0.0.1 made for the occasion.
    package var hasTLS = false
    /// More arguments for `mariadbd`; the last of two equal ones counts.
    package var arguments: [String] = []

    package init() {}

    package init(hasTCP: Bool, hasTLS: Bool = false, arguments: [String] = []) {
      self.hasTCP = hasTCP
      self.hasTLS = hasTLS
      self.arguments = arguments
    }
  }

  /// How long a start or a stop may take.
  package static let timeoutSeconds = 60.0
  /// The directory with socket, data and log.
  package let directory: String
  /// The unix socket; user `root` has no password.
  package let socketPath: String
  /// The loopback port, when one was asked for.
  package let port: Int?
  private let serverGuard: ServerGuard

  /// Makes a server and starts it.
  package init(_ options: Options = Options()) throws(Fault) {
    let place = try ServerGuard.makeDirectory()
    directory = place
    socketPath = "\(place)/s.sock"
    port = options.hasTCP ? try Self.freePort() : nil
    // The guard first: from here on it is certain that everything goes away.
    serverGuard = try ServerGuard(
      directory: place, command: Self.command(options, directory: place, port: port))
    try Self.install(into: place)
    if options.hasTLS { try Self.makeCertificates(in: place) }
    try start()
  }

  /// The certificate that signed the server's, for clients that verify it.
  package var certificateAuthorityPath: String { "\(directory)/ca.pem" }

  /// Starts the server after `stop` or `kill` and waits until it answers.
  package func start() throws(Fault) {
    try serverGuard.tell(.start)
    let deadline = Date(timeIntervalSinceNow: Self.timeoutSeconds)
    while Date() < deadline {
      if try isAnswering() { return }
      guard serverGuard.isServerAlive else { break }
      usleep(20_000)
    }
    throw Fault(
      .database, operation: "starting mariadbd", subject: directory,
      cause: String(log.suffix(2000)), recovery: .operator)
  }

  /// Stops the server in good order.
  package func stop() throws(Fault) {
    try serverGuard.tell(.stop)
  }

  /// Kills the server as a power cut of its process would: what was committed is there after
  /// `start`, what was not is gone.
  package func kill() throws(Fault) {
    try serverGuard.tell(.kill)
  }

  /// Stops the server and starts it again.
  package func restart() throws(Fault) {
    try stop()
    try start()
  }

  /// Kills the server and removes its files, now instead of when the owner goes away.
  package func close() {
    serverGuard.close()
  }

  /// The server's own log.
  package var log: String {
    String(
      decoding: FileManager.default.contents(atPath: "\(directory)/server.log") ?? Data(),
      as: UTF8.self)
  }

  /// Runs statements through the `mariadb` client; returns its tab-separated lines without heads.
  @discardableResult
  package func run(
    _ statements: String, in database: String? = nil, timeoutSeconds: Double = 600
  ) throws(Fault) -> String {
    let outcome = try ChildProcess.run(
      "mariadb", clientArguments + (database.map { [$0] } ?? []), input: statements,
      timeoutSeconds: timeoutSeconds)
    guard outcome.status == 0 else {
      throw Fault(
        .database, operation: "running SQL", subject: database ?? "server",
        cause: outcome.errors.trimmingCharacters(in: .whitespacesAndNewlines),
        recovery: .operator)
    }
    return outcome.output
  }

  private var clientArguments: [String] {
    [
      "--no-defaults", "--user=root", "--socket=\(socketPath)",
      "--default-character-set=utf8mb4", "--batch", "--skip-column-names",
    ]
  }

  /// Runs a file of statements, with `{prefix}` replaced.
  @discardableResult
  package func run(
    file path: String, in database: String, prefix: String = "wp_"
  ) throws(Fault) -> String {
    guard let contents = FileManager.default.contents(atPath: path) else {
      throw Fault(
        .file, operation: "reading SQL", subject: path, cause: "no such file",
        recovery: .operator)
    }
    let text = String(decoding: contents, as: UTF8.self)
    return try run(text.replacingOccurrences(of: "{prefix}", with: prefix), in: database)
  }

  /// Makes an empty database, dropping one of that name.
  package func createDatabase(_ name: String) throws(Fault) {
    try run(
      """
      DROP DATABASE IF EXISTS `\(name)`;
      CREATE DATABASE `\(name)` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
      """)
  }

  /// Makes a user who may do `privileges` on `scope`, such as `shop.*`, from anywhere.
  package func createUser(
    _ name: String, password: String, privileges: String = "ALL PRIVILEGES", on scope: String
  ) throws(Fault) {
    let quoted = password.replacingOccurrences(of: "\\", with: "\\\\")
      .replacingOccurrences(of: "'", with: "''")
    try run(
      """
      SET SESSION sql_mode = '';
      CREATE OR REPLACE USER '\(name)'@'%' IDENTIFIED BY '\(quoted)';
      GRANT \(privileges) ON \(scope) TO '\(name)'@'%';
      """)
  }

  /// Makes a database with a demo shop in it.
  package func createShop(_ shop: DemoShop, in database: String) throws(Fault) {
    try createDatabase(database)
    try addShop(shop, to: database)
  }

  /// Makes a database with the tables of a shop, and nothing in them.
  package func createEmptyShop(in database: String, prefix: String = "wp_") throws(Fault) {
    var shop = DemoShop()
    shop.isEmpty = true
    shop.prefix = prefix
    try createShop(shop, in: database)
  }

  /// Puts a demo shop into a database that may hold others under other prefixes.
  package func addShop(_ shop: DemoShop, to database: String) throws(Fault) {
    let client = ["--", "mariadb"] + clientArguments + [database]
    let outcome = try ChildProcess.run(
      Repository.path("sql/demo/fill-shop"), shop.arguments + client, timeoutSeconds: 3600)
    guard outcome.status == 0 else {
      throw Fault(
        .database, operation: "making a demo shop", subject: database,
        cause: outcome.errors.trimmingCharacters(in: .whitespacesAndNewlines),
        recovery: .operator)
    }
  }
}
