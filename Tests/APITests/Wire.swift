import Bytes
import Glibc
import HTTPServer
import Testing

/// One request over a socket of its own, byte for byte as the test writes it.
enum Wire {
  /// What came back.
  struct Reply {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    func values(_ name: String) -> [String] {
      headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    var json: JSONValue { get throws { try JSONValue(body) } }
    var text: String { String(decoding: body, as: UTF8.self) }
  }

  static func ask(port: UInt16, _ request: [UInt8]) throws -> Reply {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(connected == 0)
    var rest = request[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, 0x4000) }
      if sent <= 0 { break }
      rest = rest.dropFirst(sent)
    }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
      let got = recv(descriptor, &piece, piece.count, 0)
      if got <= 0 { break }
      bytes += piece[..<got]
    }
    return try parsed(bytes)
  }

  private static func parsed(_ bytes: [UInt8]) throws -> Reply {
    let end = try #require(
      bytes.indices.first { bytes[$0...].starts(with: Array("\r\n\r\n".utf8)) },
      "no reply: \(String(decoding: bytes, as: UTF8.self))")
    let lines = String(decoding: bytes[..<end], as: UTF8.self).components("\r\n")
    let status = try #require(lines.first.flatMap { Int($0.split(separator: " ")[1]) })
    let headers = lines.dropFirst().map { line in
      let colon = line.firstIndex(of: ":") ?? line.endIndex
      return (
        name: String(line[..<colon]),
        value: String(line[colon...].dropFirst().drop { $0 == " " })
      )
    }
    return Reply(status: status, headers: headers, body: Array(bytes[(end + 4)...]))
  }
}

extension String {
  fileprivate func components(_ separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
