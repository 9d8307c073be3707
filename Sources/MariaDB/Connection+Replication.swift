package import Runtime

/// Where a server's log stood: all that was committed before lies behind it.
package struct ReplicationPosition: Sendable, Equatable {
  /// A set of global transaction ids, as the server writes it.
  let text: String
  let isMariaDB: Bool
}

/// How far a replica has come, by global transaction ids: seconds say nothing while it waits.
extension Connection {
  private var isMariaDB: Bool { serverVersion.contains("MariaDB") }

  /// Where the log stands now; nil when the server keeps none with global transaction ids, or does
  /// not tell.
  package mutating func replicationPosition() throws(Fault) -> ReplicationPosition? {
    // Every user may read these: https://mariadb.com/kb/en/gtid/,
    // https://dev.mysql.com/doc/refman/8.4/en/replication-options-gtids.html
    let text = try told(
      isMariaDB ? "SELECT @@global.gtid_binlog_pos" : "SELECT @@global.gtid_executed",
      "asking for the log's position")
    guard let text, !text.isEmpty else { return nil }
    return ReplicationPosition(text: text, isMariaDB: isMariaDB)
  }

  /// Waits until this replica has come that far; false when it has not in that time, or does not
  /// tell.
  package mutating func hasReached(
    _ position: ReplicationPosition, withinSeconds seconds: Int
  ) throws(Fault) -> Bool {
    guard isMariaDB == position.isMariaDB else { return false }
    let operation = "waiting for the replica"
    let values: [String: Literal] = [
      "position": .text(position.text), "seconds": .integer(Int64(seconds)),
    ]
    if isMariaDB {
      // Who follows nobody would be waited for in vain.
      let own = try told("SELECT @@global.gtid_slave_pos", operation)
      if own?.isEmpty != false { return false }
      return try told(
        SQLText("SELECT MASTER_GTID_WAIT({position}, {seconds})", values), operation) == "0"
    }
    return try told(
      SQLText("SELECT WAIT_FOR_EXECUTED_GTID_SET({position}, {seconds})", values), operation)
      == "0"
  }

  /// The one cell that a server answers; nil when it is NULL, or the server refuses to say.
  private mutating func told(
    _ statement: SQLText, _ operation: String
  ) throws(Fault) -> String? {
    do throws(Fault) {
      return try rows(statement, operation).first?[0].map { String(decoding: $0, as: UTF8.self) }
    } catch  where error.code == .database || error.code == .permission {
      return nil
    }
  }
}
