internal import Bytes
internal import Connector
internal import Runtime

/// `doctor`: everything that a sync relies on, looked at.
enum DoctorVerb: Verb {
  static let name = "doctor"
  static let summary = "checks database, shop, secrets, state and service"
  static let options = [Option.format]

  static func run(_ session: Session) throws(Fault) -> Int32 {
    let format = try Listing.format(session.arguments)
    var connector = try session.connector()
    let findings = connector.doctor()
    if session.arguments["format"] == nil {
      for line in lines(findings) { session.console.write(line) }
    } else {
      var listing = Listing(
        columns: ["subject", "severity", "text", "remedy"], idColumn: "subject")
      listing.rows = findings.map {
        [.string($0.subject), .string($0.severity.rawValue), .string($0.text), .string($0.remedy)]
      }
      session.console.write(listing.text(format))
    }
    return findings.contains { $0.severity == .problem } ? 1 : 0
  }

  static func lines(_ findings: [Finding]) -> [String] {
    let width = findings.map { $0.subject.count }.max() ?? 0
    var lines: [String] = []
    for finding in findings {
      let mark =
        switch finding.severity {
        case .ok: "ok     "
        case .warning: "warning"
        case .problem: "problem"
        }
      lines.append("\(mark)  \(Help.pad(finding.subject, width))  \(finding.text)")
      if !finding.remedy.isEmpty {
        lines.append("\(Help.pad("", 9 + width))  → \(finding.remedy)")
      }
    }
    return lines
  }
}
