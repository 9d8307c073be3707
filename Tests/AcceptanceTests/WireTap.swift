import Foundation
import Testing
import Testkit

/// A relay before the stand-in that writes down every byte on its way to the service.
final class WireTap: Sendable {
  private let place: TemporaryDirectory
  private let relay: ChildProcess
  /// Settings that send a command through the relay.
  let settings: [String: String]

  private static let program = """
    import socket, sys, threading
    out = open(sys.argv[2], "ab", 0)
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(16)
    print("PORT=%d" % server.getsockname()[1], flush=True)
    def pump(source, sink, log):
        while True:
            data = source.recv(65536)
            if not data:
                break
            if log:
                out.write(data)
            sink.sendall(data)
        try:
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass
    while True:
        client, _ = server.accept()
        service = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        for ends in ((client, service, True), (service, client, False)):
            threading.Thread(target=pump, args=ends, daemon=True).start()
    """

  init(_ stage: Stage) throws {
    place = try TemporaryDirectory("wire")
    let port = try #require(stage.api.split(separator: ":").last.map(String.init))
    relay = try ChildProcess("python3", ["-c", Self.program, port, place.file("sent")])
    let line = try relay.line { $0.hasPrefix("PORT=") }
    let address = "http://127.0.0.1:\(line.dropFirst(5))"
    settings = ["WKPBIC_AUTHORITY_URL": address, "WKPBIC_API_URL": address]
  }

  deinit {
    relay.send(SIGKILL)
  }

  /// Everything that was sent so far, as it went.
  var sent: String { place.text(of: "sent") }
}
