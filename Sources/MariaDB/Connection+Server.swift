package import Runtime

extension Connection {
  /// What the connected user is granted, one statement each.
  package mutating func grants() throws(Fault) -> [String] {
    try rows("SHOW GRANTS", "reading privileges").map {
      String(decoding: $0[0] ?? [], as: UTF8.self)
    }
  }

  /// The bytes of the longest statement and of the longest row that the server takes.
  package mutating func packetBytesMax() throws(Fault) -> Int {
    let rows = try rows("SELECT @@max_allowed_packet", "reading the packet size")
    return Int(String(decoding: rows.first?[0] ?? [], as: UTF8.self)) ?? 0
  }

  /// The file in which the server keeps its process's number; nil when it does not say.
  package mutating func processFile() throws(Fault) -> String? {
    let found = try rows("SELECT @@pid_file, @@datadir", "asking for the server")
    guard let row = found.first, let file = row[0], let folder = row[1] else { return nil }
    let name = String(decoding: file, as: UTF8.self)
    return name.hasPrefix("/") ? name : String(decoding: folder, as: UTF8.self) + name
  }
}
