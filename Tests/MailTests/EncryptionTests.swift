import Foundation
import Runtime
import Testing

@testable import Mail

/// TLS as it is: with STARTTLS, from the first byte, and with a stranger's certificate.
@Suite struct EncryptionTests {
  private func send(_ server: MailServer, password: Bool = true) throws {
    var server = server
    if password {
      server.user = "u"
      server.password = Secret("geheim")
    }
    let address = try #require(MailAddress("a@shop.test"))
    let message = MailMessage(
      from: address, recipients: [address], subject: "s", text: "t\n",
      date: Instant(unixSeconds: 0), id: "1")
    let refused = try Mail.send(
      message, through: server, seconds: 10, interruption: Interruption())
    #expect(refused.isEmpty)
  }

  @Test(arguments: ["smtp", "smtps"])
  func aKnownAuthorityIsTrusted(_ scheme: String) throws {
    let peer = try EncryptedPeer(isImplicit: scheme == "smtps")
    defer { peer.stop() }
    var server = try MailServer("\(scheme)://127.0.0.1:\(peer.port)", encryption: .on)
    server.authoritiesFile = peer.certificate
    try send(server)
    #expect(peer.commandsInTheClear == (scheme == "smtp" ? ["EHLO", "STARTTLS"] : []))
  }

  @Test(arguments: ["smtp", "smtps"])
  func aStrangerGetsNeitherPasswordNorMail(_ scheme: String) throws {
    let peer = try EncryptedPeer(isImplicit: scheme == "smtps")
    defer { peer.stop() }
    let server = try MailServer("\(scheme)://127.0.0.1:\(peer.port)", encryption: .on)
    let fault = try #require(throws: Fault.self) { try send(server) }
    #expect(fault.number == 60 && fault.hint.contains("WKPBIC_SMTP_CA"))
    #expect(!peer.commandsInTheClear.contains("AUTH") && !peer.commandsInTheClear.contains("MAIL"))
  }
}

/// A mail server with TLS and a fresh self-signed certificate, in Python.
private final class EncryptedPeer {
  let port: Int
  let certificate: String
  private let directory: URL
  private let process = Process()
  private let output = Pipe()

  private static let program = """
    import socket, ssl, sys
    certificate, key, implicit = sys.argv[1], sys.argv[2], sys.argv[3] == "1"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(4)
    print(listener.getsockname()[1], flush=True)
    while True:
        peer, _ = listener.accept()
        try:
            secure = implicit
            if secure: peer = context.wrap_socket(peer, server_side=True)
            peer.sendall(b"220 ready\\r\\n")
            lines = peer.makefile("rb")
            while True:
                line = lines.readline()
                if not line: break
                verb = line.split()[0].upper()
                if not secure: print(verb.decode(), flush=True)
                if verb == b"EHLO":
                    offer = b"AUTH PLAIN" if secure else b"STARTTLS"
                    peer.sendall(b"250-peer\\r\\n250 " + offer + b"\\r\\n")
                elif verb == b"STARTTLS":
                    peer.sendall(b"220 go\\r\\n")
                    peer = context.wrap_socket(peer, server_side=True)
                    lines = peer.makefile("rb")
                    secure = True
                elif verb == b"AUTH":
                    if len(line.split()) < 3:
                        peer.sendall(b"334 \\r\\n")
                        lines.readline()
                    peer.sendall(b"235 ok\\r\\n")
                elif verb == b"DATA":
                    peer.sendall(b"354 go\\r\\n")
                    while lines.readline() != b".\\r\\n": pass
                    peer.sendall(b"250 taken\\r\\n")
                else:
                    peer.sendall(b"250 ok\\r\\n")
        except OSError: pass
        peer.close()
    """

  init(isImplicit: Bool) throws {
    directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    certificate = directory.appendingPathComponent("certificate.pem").path
    let key = directory.appendingPathComponent("key.pem").path
    let making = Process()
    making.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    making.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
      "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=test",
      "-addext", "subjectAltName=IP:127.0.0.1",
    ]
    making.standardError = FileHandle.nullDevice
    try making.run()
    making.waitUntilExit()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", Self.program, certificate, key, isImplicit ? "1" : "0"]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var printed = ""
    while !printed.hasSuffix("\n") {
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { break }
      printed += String(decoding: more, as: UTF8.self)
    }
    port = Int(printed.dropLast()) ?? 0
  }

  /// The commands that everybody on the way could read; asked once, at the end.
  var commandsInTheClear: [String] {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let rest = output.fileHandleForReading.readDataToEndOfFile()
    return String(decoding: rest, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  func stop() {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: directory)
  }
}
