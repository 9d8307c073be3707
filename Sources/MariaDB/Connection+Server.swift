internal import Bytes
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

  /// Seconds that a replica lags behind; nil when it says that it follows nobody at the moment.
  ///
  /// Reading it takes REPLICA MONITOR (MariaDB) or REPLICATION CLIENT (MySQL).
  package mutating func replicationDelaySeconds() throws(Fault) -> Int? {
    // The older spelling is the one that all servers but MySQL 8.4 know.
    let statement: SQLText =
      serverVersion.contains("MariaDB") ? "SHOW SLAVE STATUS" : "SHOW REPLICA STATUS"
    let operation = "asking the replica for its delay"
    var stream = try stream(statement, operation)
    let names = stream.columnNames()
    let place = names.firstIndex {
      $0 == "Seconds_Behind_Master" || $0 == "Seconds_Behind_Source"
    }
    var delay: Int?
    while try stream.next() {
      guard let place, let text = stream.cell(place) else { continue }
      delay = IntegerText.value(text).map { Int($0) }
    }
    return delay
  }
}
