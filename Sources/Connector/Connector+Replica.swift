internal import MariaDB
internal import Runtime

/// A replica that rows are read from, when one is configured.
extension Connector {
  /// A Fault of reading, with the replica named where it is one's cause.
  func ofReplica(_ fault: Fault) -> Fault {
    guard configuration.replica != nil, fault.code == .database || fault.code == .network else {
      return fault
    }
    var fault = fault
    fault.hint = "Rows are read from WKPBIC_DB_READ_HOST: mend it, or remove the setting"
    return fault
  }

  /// Whether the replica answers, and how far behind it is.
  func replicaFindings() -> [Finding] {
    guard let replica = configuration.replica else { return [] }
    var connection: Connection
    do throws(Fault) {
      connection = try Connection.open(replica)
    } catch {
      return [Finding("replica", ofReplica(error))]
    }
    let place = "\(connection.serverVersion) at \(replica.address)"
    do throws(Fault) {
      guard let seconds = try connection.replicationDelaySeconds() else {
        return [
          Finding(
            "replica", .warning, "\(place) follows no other server",
            remedy: "Start its replication, or remove WKPBIC_DB_READ_HOST")
        ]
      }
      if seconds <= Self.replicaDelaySecondsMax {
        return [Finding("replica", .ok, "\(place), \(seconds) s behind")]
      }
      return [
        Finding(
          "replica", .warning, "\(place), \(seconds) s behind",
          remedy: "Rows are as old as that; give the replica time, or read from the primary")
      ]
    } catch {
      return [
        Finding(
          "replica", .ok, "\(place), delay unknown without the privilege REPLICA MONITOR")
      ]
    }
  }

  /// A delay that no report is the worse for.
  private static let replicaDelaySecondsMax = 60
}
