internal import Connector
internal import Runtime

/// `install`: the state tables.
enum InstallVerb: Verb {
  static let name = "install"
  static let summary = "creates or upgrades the state tables; may run any time"
  static let options: [Option] = []

  static func run(_ session: Session) throws(Fault) -> Int32 {
    let connector = try session.connector()
    let report = try connector.install()
    if report.versionsApplied.isEmpty {
      session.console.write("State tables are up to date (version \(report.version)).")
    } else {
      session.console.write("State tables are ready (version \(report.version)).")
    }
    session.console.write("Store name: \(report.storeName)")
    return 0
  }
}
