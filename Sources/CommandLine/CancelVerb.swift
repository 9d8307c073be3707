internal import Connector
internal import Runtime

/// `cancel`: ends runs, in whatever process they are.
enum CancelVerb: Verb {
  static let name = "cancel"
  static let summary = "ends runs after their present batch; the next sync goes on from there"
  static let options = [
    Option(name: "run", value: "ID", help: "which run, as logs names it; all unless said")
  ]

  static func run(_ session: Session) throws(Fault) -> Int32 {
    let id = try session.arguments.integer("run", in: 1...Int.max).map { Int64($0) }
    let asked = try session.connector().cancel(runID: id)
    if let id, asked.isEmpty {
      throw Fault(
        .notFound, operation: "cancelling a run", subject: "\(id)",
        cause: "no such run waits or is under way", hint: "See: wkpbic logs --status=running",
        recovery: .operator)
    }
    if asked.isEmpty { session.console.say("no run is under way") }
    for run in asked { session.console.write("run \(run): asked to end") }
    return 0
  }
}
