import MariaDB
import Runtime
import Testing
import Testkit

/// Encryption is what was asked for, or there is no connection.
struct EncryptionTests {
  private func options(
    _ security: TransportSecurity, host: String = "127.0.0.1"
  ) throws -> ConnectionOptions {
    let server = try Server.hostile.get()
    try server.createUser("tls", password: "tls", on: "mysql.*")
    var options = Server.options(server, database: "mysql")
    options.user = "tls"
    options.password = Secret("tls")
    options.address = .tcp(host: host, port: UInt16(try #require(server.port)))
    options.security = security
    return options
  }

  private func cipher(_ options: ConnectionOptions) throws -> String {
    var connection = try Connection.open(options)
    let rows = try connection.rows("SHOW SESSION STATUS LIKE 'Ssl_cipher'", "asking")
    return String(decoding: try #require(rows.first?[1]), as: UTF8.self)
  }

  @Test func offIsPlain() throws {
    #expect(try cipher(try options(.off)).isEmpty)
  }

  @Test func onIsEncrypted() throws {
    #expect(try !cipher(try options(.encrypted)).isEmpty)
  }

  @Test func aServerThatProvesWhoItIs() throws {
    let authority = try Server.hostile.get().certificateAuthorityPath
    #expect(try !cipher(try options(.verified(authorityFile: authority))).isEmpty)
  }

  @Test func aCertificateOfSomebodyElseIsRefused() throws {
    let place = try TemporaryDirectory("authority")
    let made = try ChildProcess.run(
      "openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-days", "2", "-subj", "/CN=somebody else", "-keyout", "ca.key", "-out", "ca.pem",
      ], workingDirectory: place.path)
    try #require(made.status == 0)
    try expectRefusal(try options(.verified(authorityFile: place.file("ca.pem"))))
    // The system's authorities did not sign it either.
    try expectRefusal(try options(.verified(authorityFile: nil)))
    // An authority that cannot be read is none.
    try expectRefusal(try options(.verified(authorityFile: place.file("missing.pem"))))
  }

  @Test func aCertificateForAnotherNameIsRefused() throws {
    let authority = try Server.hostile.get().certificateAuthorityPath
    try expectRefusal(try options(.verified(authorityFile: authority), host: "127.0.0.2"))
    // The name alone was wrong.
    #expect(try !cipher(try options(.encrypted, host: "127.0.0.2")).isEmpty)
  }

  @Test(arguments: [TransportSecurity.encrypted, .verified(authorityFile: nil)])
  func aServerWithoutEncryptionIsRefused(_ security: TransportSecurity) throws {
    let server = try TemporaryMariaDB(TemporaryMariaDB.Options(hasTCP: true))
    try server.createUser("tls", password: "tls", on: "mysql.*")
    var options = try options(security)
    options.address = .tcp(host: "127.0.0.1", port: UInt16(try #require(server.port)))
    try expectRefusal(options)
  }

  private func expectRefusal(
    _ options: ConnectionOptions, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let fault = try fault(sourceLocation: sourceLocation) { _ = try Connection.open(options) }
    #expect(fault.recovery == .operator, "\(fault.line)", sourceLocation: sourceLocation)
    #expect(fault.hint.contains("WKPBIC_DB_TLS"), "\(fault)", sourceLocation: sourceLocation)
  }
}
