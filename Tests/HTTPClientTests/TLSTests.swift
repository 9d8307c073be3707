import Bytes
import Foundation
import HTTPClient
import Runtime
import Testing

/// Certificates: a stranger's is refused, a private authority's is taken when its file is named.
@Suite struct TLSTests {
  @Test func strangerIsRefused() throws {
    let server = try TLSServer(name: "127.0.0.1")
    defer { server.stop() }
    let fault = try fault(server, .plain)
    #expect(fault.code == .network)
    #expect(fault.recovery == .operator)
    #expect(fault.number == 60)
    #expect(fault.cause.contains("certificate"))
    #expect(fault.hint.contains("CA file"))
  }

  @Test func namedAuthorityIsTrusted() throws {
    let server = try TLSServer(name: "127.0.0.1")
    defer { server.stop() }
    var client = HTTPClient(server.options)
    let reply = try client.send(.get(server.url))
    #expect(reply.status == 200)
  }

  @Test func otherNameIsRefused() throws {
    let server = try TLSServer(name: "127.0.0.2")
    defer { server.stop() }
    let fault = try fault(server, server.options)
    #expect(fault.number == 60)
    #expect(fault.recovery == .operator)
  }

  @Test func missingAuthoritiesFileIsSaid() throws {
    let server = try TLSServer(name: "127.0.0.1")
    defer { server.stop() }
    var options = HTTPClient.Options.plain
    options.authoritiesFile = "/nonexistent.pem"
    let fault = try fault(server, options)
    #expect(fault.number == 77)
    #expect(fault.hint.contains("readable"))
  }

  private func fault(_ server: TLSServer, _ options: HTTPClient.Options) throws -> Fault {
    var client = HTTPClient(options)
    return try #require(throws: Fault.self) {
      try client.send(.get(server.url))
    }
  }
}

/// `openssl s_server` with a fresh self-signed certificate.
private final class TLSServer {
  let url: String
  let options: HTTPClient.Options
  private let directory: URL
  private let process = Process()

  init(name: String) throws {
    directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let certificate = directory.appendingPathComponent("certificate.pem").path
    let key = directory.appendingPathComponent("key.pem").path
    let making = Process()
    making.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    making.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
      "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=test",
      "-addext", "subjectAltName=IP:\(name)",
    ]
    making.standardError = FileHandle.nullDevice
    try making.run()
    making.waitUntilExit()
    options = HTTPClient.Options(userAgent: "tests", authoritiesFile: certificate, proxy: nil)
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    process.arguments = [
      "s_server", "-accept", "127.0.0.1:0", "-www", "-cert", certificate, "-key", key,
    ]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var printed = ""
    while !printed.contains("ACCEPT 127.0.0.1:") || !printed.hasSuffix("\n") {
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { break }
      printed += String(decoding: more, as: UTF8.self)
    }
    let port = printed.split(separator: ":").last.map { $0.prefix { $0.isNumber } } ?? "0"
    url = "https://127.0.0.1:\(port)/"
  }

  func stop() {
    // The test runner blocks the gentler signal, and children inherit that.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: directory)
  }
}
