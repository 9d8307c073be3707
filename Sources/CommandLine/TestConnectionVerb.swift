internal import Connector
internal import Runtime

/// `test-connection`: three steps, each with its remedy.
enum TestConnectionVerb: Verb {
  static let name = "test-connection"
  static let summary = "checks credentials, token and Power BI API, step by step"
  static let options: [Option] = []

  static func run(_ session: Session) throws(Fault) -> Int32 {
    var connector = try session.connector()
    let checks = connector.testConnection()
    for line in lines(checks) { session.console.write(line) }
    return checks.contains { $0.fault != nil } ? 1 : 0
  }

  static func lines(_ checks: [ConnectionCheck]) -> [String] {
    var lines: [String] = []
    for (index, check) in checks.enumerated() {
      let title = "Step \(index + 1) — \(check.title) "
      let dots = String(repeating: ".", count: max(3, lineWidth - title.count))
      lines.append("\(title)\(dots) \(check.result.rawValue)")
      if let fault = check.fault {
        lines.append("  Cause:  \(fault.failure)")
        lines.append("  Remedy: \(fault.hint.isEmpty ? "Try again" : fault.hint)")
      }
    }
    let failed = checks.count { $0.fault != nil }
    lines.append(
      failed == 0 ? "All checks passed." : "\(failed) of \(checks.count) checks failed.")
    return lines
  }

  /// Where the dots end.
  private static let lineWidth = 41
}
