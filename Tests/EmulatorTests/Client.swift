import Bytes
import Emulator
import Glibc
import Runtime

/// What a test talks to the stand-in with: a socket, and a token.
struct Client: Sendable {
  let emulator: Emulator
  let clock: VirtualClock
  private(set) var token = ""

  static let start = Instant(unixSeconds: 1_800_000_000)

  /// A stand-in that answers, on a clock that stands still.
  static func started(
    _ limits: Limits = Limits(), _ change: (inout Behaviour) -> Void = { _ in }
  ) throws -> Client {
    let clock = VirtualClock(start)
    let emulator = Emulator(configuration: .init(), limits: limits, clock: clock)
    change(&emulator.behaviour)
    try emulator.start(port: 0)
    var client = Client(emulator: emulator, clock: clock)
    try client.signIn()
    return client
  }

  private init(emulator: Emulator, clock: VirtualClock) {
    self.emulator = emulator
    self.clock = clock
  }

  /// A client of a stand-in that has a clock of another kind.
  init(_ emulator: Emulator) throws {
    self.init(emulator: emulator, clock: VirtualClock(Self.start))
    try signIn()
  }

  func stop() { emulator.stop() }

  var group: String { "/v1.0/myorg/groups/\(emulator.configuration.workspaceID)" }

  mutating func signIn() throws {
    let reply = try requestToken()
    token = try JSONValue(reply.body)["access_token"]?.string ?? ""
  }

  /// Asks for a token, some of the form's fields changed.
  func requestToken(
    tenant: String? = nil, _ changes: [String: String?] = [:]
  ) throws -> Reply {
    let configuration = emulator.configuration
    var form: [String: String?] = [
      "grant_type": "client_credentials", "client_id": configuration.clientID,
      "client_secret": configuration.clientSecret,
      "scope": "\(configuration.resource)/.default",
    ]
    form.merge(changes) { $1 }
    let body = form.compactMap { name, value in value.map { "\(name)=\(Self.escaped($0))" } }
    return try send(
      "POST", "/\(tenant ?? configuration.tenantID)/oauth2/v2.0/token",
      headers: ["Content-Type: application/x-www-form-urlencoded"],
      body: Array(body.joined(separator: "&").utf8))
  }

  private static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain = (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
      let digits = String(byte, radix: 16)
      return isPlain
        ? String(UnicodeScalar(byte)) : "%" + (digits.count == 1 ? "0" : "") + digits
    }.joined()
  }

  /// A request with this client's token and a JSON body.
  func call(
    _ method: String, _ path: String, _ json: String? = nil, headers: [String] = []
  ) throws -> Reply {
    var fields = ["Authorization: Bearer \(token)"] + headers
    if json != nil { fields.append("Content-Type: application/json") }
    return try send(method, path, headers: fields, body: json.map { Array($0.utf8) })
  }

  /// One request on a connection of its own.
  func send(
    _ method: String, _ path: String, headers: [String] = [], body: [UInt8]? = nil
  ) throws -> Reply {
    let connection = try Connection(port: emulator.port)
    var head = "\(method) \(path) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n"
    for header in headers { head += header + "\r\n" }
    if let body { head += "Content-Length: \(body.count)\r\n" }
    connection.send(Array((head + "\r\n").utf8) + (body ?? []))
    return try Reply(connection.readToEnd())
  }

  /// The id of a new dataset.
  func create(
    _ tables: String..., relationships: String = "[]", retention: String = "None"
  ) throws -> String {
    let body =
      "{\"name\":\"Shop\",\"tables\":[\(tables.joined(separator: ","))],"
      + "\"relationships\":\(relationships)}"
    let reply = try call("POST", "\(group)/datasets?defaultRetentionPolicy=\(retention)", body)
    guard reply.status == 201, let id = try JSONValue(reply.body)["id"]?.string else {
      throw Failure(message: "not created: \(reply.status) \(reply.text)")
    }
    return id
  }

  /// Sends rows, given as the inside of the list.
  func post(
    _ rows: String, to dataset: String, table: String = "t", headers: [String] = []
  ) throws -> Reply {
    try call(
      "POST", "\(group)/datasets/\(dataset)/tables/\(table)/rows", "{\"rows\":[\(rows)]}",
      headers: headers)
  }

  /// The one row (or the rows) that a query returns, as JSON text.
  func query(_ dax: String, of dataset: String, includeNulls: Bool = false) throws -> Reply {
    let body = JSONValue.object([
      "queries": .array([.object(["query": .string(dax)])]),
      "serializerSettings": .object(["includeNulls": .boolean(includeNulls)]),
    ])
    return try call(
      "POST", "\(group)/datasets/\(dataset)/executeQueries",
      String(decoding: body.encoded(), as: UTF8.self))
  }

  /// The rows of a query's answer as JSON text.
  func rows(_ dax: String, of dataset: String, includeNulls: Bool = false) throws -> String {
    let reply = try query(dax, of: dataset, includeNulls: includeNulls)
    guard reply.status == 200,
      let rows = try JSONValue(reply.body)["results"]?.array?.first?["tables"]?.array?.first?[
        "rows"]
    else { throw Failure(message: "\(reply.status) \(reply.text)") }
    return String(decoding: rows.encoded(), as: UTF8.self)
  }

  struct Failure: Error { let message: String }
}

/// A table named `t` with the columns `name:Type`.
func table(_ columns: String..., name: String = "t") -> String {
  let list = columns.map { column in
    let parts = column.split(separator: ":")
    return "{\"name\":\"\(parts[0])\",\"dataType\":\"\(parts[1])\"}"
  }
  return "{\"name\":\"\(name)\",\"columns\":[\(list.joined(separator: ","))]}"
}

/// An answer as it came.
struct Reply {
  var status = 0
  var headers: [(name: String, value: String)] = []
  var body: [UInt8] = []

  /// Status 0 when the connection was closed without an answer.
  init(_ bytes: [UInt8]) {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
    status = Int(lines[0].split(separator: " ")[1]) ?? 0
    headers = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1)
      return (parts[0].lowercased(), String(parts.count > 1 ? parts[1].dropFirst() : ""))
    }
    body = Array(bytes[end.upperBound...])
  }

  func value(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  var text: String { String(decoding: body, as: UTF8.self) }

  /// The code of an error, wherever the envelope has it.
  var code: String? { try? JSONValue(body)["error"]?["code"]?.string }

  /// The message of the first detail of a validation error.
  var detail: String? {
    try? JSONValue(body)["error"]?["details"]?.array?.first?["message"]?.string
  }
}

/// A TCP connection to this machine.
final class Connection {
  private let descriptor: Int32

  struct Failure: Error, Equatable { let number: Int32 }

  init(port: UInt16) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let status = withUnsafePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if status != 0 { throw Failure(number: errno) }
    var patience = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit {
    close(descriptor)
  }

  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }

  func readToEnd() throws -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count < 0 { throw Failure(number: errno) }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }
}
