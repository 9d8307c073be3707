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
}
