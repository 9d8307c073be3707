internal import Connector
internal import Runtime

/// `status`: what is connected, and how fresh it is.
enum StatusVerb: Verb {
  static let name = "status"
  static let summary = "shows connection, token, workspace, last sync and row counts"
  static let options: [Option] = []

  static func run(_ session: Session) throws(Fault) -> Int32 {
    var connector = try session.connector()
    let status = try connector.status()
    for line in lines(status, now: connector.now) { session.console.write(line) }
    return 0
  }

  static func lines(_ status: StatusReport, now: Instant) -> [String] {
    var lines = [
      "Connection:   \(connection(status))",
      "Token expiry: \(tokenExpiry(status, now: now))",
      "Workspace:    \(workspace(status))",
      "Last sync:    \(lastSync(status))",
      "Entities:     \(entities(status))",
    ]
    lines += status.attention.map { "Attention:    \($0)" }
    return lines
  }

  private static func connection(_ status: StatusReport) -> String {
    status.failure.map { "Not connected (\($0))" } ?? "Connected"
  }

  private static func tokenExpiry(_ status: StatusReport, now: Instant) -> String {
    guard let expiry = status.tokenExpiry else { return "—" }
    let minutes = Int(max(0, expiry.seconds(since: now)) / 60)
    return "\(Wording.minute(expiry)) UTC (\(minutes) min remaining)"
  }

  private static func workspace(_ status: StatusReport) -> String {
    guard let workspace = status.workspace else { return "—" }
    return "\(workspace.name) (\(workspace.id.prefix(8))-...)"
  }

  private static func lastSync(_ status: StatusReport) -> String {
    guard let run = status.lastSync else { return "never" }
    return "\(Wording.minute(run.completedAt)) UTC — \(run.entity) — "
      + "\(Wording.grouped(run.rows)) rows — \(Wording.seconds(run.seconds))s"
  }

  private static func entities(_ status: StatusReport) -> String {
    status.entities.map { "\($0.slug) (\(Wording.grouped($0.rows)))" }.joined(separator: " | ")
  }
}
