internal import Connector
internal import Engine
internal import Runtime

/// `run-due`: what a cron job calls.
enum RunDueVerb: Verb {
  static let name = "run-due"
  static let summary = "syncs what is due: by schedule, after a failure, in quiet hours"
  static let options = [
    Option(
      name: "max-seconds", value: "N",
      help: "end at a batch's end after so long; the next pass goes on (at most 21600)"),
    Option(name: "batch", value: "N", help: "rows of a request at most, 1 to 10000"),
    Option(
      name: "wait", value: "SECONDS",
      help: "how long consecutive failures are borne (60 unless said)"),
  ]

  static func run(_ session: Session) throws(Fault) -> Int32 {
    let order = SyncOrder(
      entities: nil, batchRows: try session.arguments.integer("batch", in: 1...10_000) ?? 10_000,
      patienceSeconds: Double(try session.arguments.integer("wait", in: 0...86_400) ?? 60),
      waitsForLease: false)
    let seconds = try session.arguments.integer("max-seconds", in: 1...21_600)
    var connector = try session.connector()
    let console = session.console
    let pass = try connector.syncDue(secondsMax: seconds.map(Double.init), order) { progress in
      console.transient(ProgressLine.text(progress))
    }
    console.endTransient()
    if pass.isElsewhere {
      console.say("another pass is under way")
      return 0
    }
    let outcomes = pass.outcomes.filter { $0.unavailability == nil }
    for outcome in outcomes { SyncVerb.show(outcome, console) }
    for (profile, fault) in pass.failures { console.say("profile \(profile): \(fault.line)") }
    if outcomes.isEmpty, pass.failures.isEmpty {
      let next = pass.nextAt.map { "; next: \(Wording.minute($0)) UTC" } ?? "; no schedule"
      console.say("nothing is due\(next)")
    }
    // A table that another run has is not this one's failure.
    if !pass.failures.isEmpty { return 1 }
    return pass.outcomes.contains { $0.fault.map { $0.code != .busy } ?? false } ? 1 : 0
  }
}
