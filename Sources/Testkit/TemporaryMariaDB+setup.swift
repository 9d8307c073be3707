internal import Foundation
internal import Glibc
package import Runtime

extension TemporaryMariaDB {
  /// What a fresh server is started with: little memory, no syncing, its own words in its own
  /// folder.
  ///
  /// That holds for temporary files too: a starting server removes all that look like its
  /// own, even those of another that runs.
  ///
  /// The log is handed to the system at every commit (2, not 0), so that a killed server has lost
  /// nothing that it had promised. The system may keep it in memory: no test cuts its power.
  static func command(_ options: Options, directory: String, port: Int?) -> [String] {
    var command = [
      "mariadbd", "--no-defaults", "--datadir=\(directory)/data", "--socket=\(directory)/s.sock",
      "--tmpdir=\(directory)/tmp", "--pid-file=\(directory)/pid",
      "--log-error=\(directory)/server.log", "--skip-log-bin",
      "--skip-name-resolve", "--performance-schema=0", "--innodb-buffer-pool-size=128M",
      "--innodb-log-file-size=64M", "--innodb-flush-log-at-trx-commit=2",
      "--innodb-flush-method=nosync", "--sync-frm=0", "--innodb-doublewrite=0",
      "--innodb-fast-shutdown=2", "--character-set-server=utf8mb4",
      "--collation-server=utf8mb4_unicode_520_ci",
    ]
    if let port {
      command += ["--bind-address=127.0.0.1", "--port=\(port)"]
    } else {
      command.append("--skip-networking")
    }
    if options.hasTLS {
      command += [
        "--ssl-ca=\(directory)/ca.pem", "--ssl-cert=\(directory)/server.pem",
        "--ssl-key=\(directory)/server.key",
      ]
    }
    if getuid() == 0 { command.append("--user=root") }
    return command + options.arguments
  }

  /// A loopback port that nobody listens on at this moment.
  ///
  /// The kernel's list of sockets is read, which needs no socket of our own.
  package static func freePort() throws(Fault) -> Int {
    let taken = String(
      decoding: FileManager.default.contents(atPath: "/proc/net/tcp") ?? Data(), as: UTF8.self)
    let attempts = 100
    for _ in 0..<attempts {
      let port = Int.random(in: 20_000..<32_000)
      let hex = String(port, radix: 16, uppercase: true)
      if !taken.contains(":\(hex) ") { return port }
    }
    throw Fault(
      .unavailable, operation: "finding a port", subject: "127.0.0.1", cause: "all are taken",
      recovery: .operator)
  }

  /// Makes the system tables.
  static func install(into directory: String) throws(Fault) {
    var arguments = [
      "--no-defaults", "--datadir=\(directory)/data", "--tmpdir=\(directory)/tmp",
      "--skip-test-db", "--innodb-flush-method=nosync", "--sync-frm=0",
      "--auth-root-authentication-method=normal",
    ]
    if getuid() == 0 { arguments.append("--user=root") }
    try succeed(try ChildProcess.run("mariadb-install-db", arguments), "making a datadir")
  }

  /// Makes an authority and a certificate for `localhost` and 127.0.0.1, valid for two days.
  static func makeCertificates(in directory: String) throws(Fault) {
    let authority = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-days", "2", "-subj", "/CN=wkpbic test authority", "-keyout", "ca.key", "-out", "ca.pem",
    ]
    let server = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-days", "2", "-subj", "/CN=localhost", "-addext",
      "subjectAltName=DNS:localhost,IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE",
      "-CA", "ca.pem", "-CAkey", "ca.key", "-keyout", "server.key", "-out", "server.pem",
    ]
    for arguments in [authority, server] {
      let outcome = try ChildProcess.run("openssl", arguments, workingDirectory: directory)
      try succeed(outcome, "making a certificate")
    }
  }

  /// Whether a client gets an answer.
  func isAnswering() throws(Fault) -> Bool {
    guard FileManager.default.fileExists(atPath: socketPath) else { return false }
    let outcome = try ChildProcess.run(
      "mariadb",
      ["--no-defaults", "--user=root", "--socket=\(socketPath)", "--execute=DO 1"],
      timeoutSeconds: 30)
    return outcome.status == 0
  }

  private static func succeed(
    _ outcome: ChildProcess.Outcome, _ operation: String
  ) throws(Fault) {
    guard outcome.status == 0 else {
      throw Fault(
        .file, operation: operation, subject: "",
        cause: (outcome.output + outcome.errors).suffix(2000).description, recovery: .operator)
    }
  }
}
