internal import Connector
internal import Engine
internal import Runtime

/// `sync`: brings the destination's tables to what the shop holds.
enum SyncVerb: Verb {
  static let name = "sync"
  static let summary = "sends what has changed in the shop to Power BI"
  static let options = [
    Option(name: "entity", value: "a,b", help: "which entities; every enabled one unless said"),
    Option(
      name: "profile", value: "NAME",
      help: "what this profile says, by its name or id: its rows, to its tables"),
    Option(
      name: "dataset", value: "ID",
      help: "the tables of this dataset, by our id or Power BI's; the default ones unless said"),
    Option(name: "full", value: nil, help: "clear each table and send every row anew"),
    Option(
      name: "mode", value: "MODE",
      help: "auto (as the table was begun), signed, replace or append"),
    Option(name: "batch", value: "N", help: "rows of a request at most, 1 to 10000"),
    Option(
      name: "wait", value: "SECONDS",
      help: "how long consecutive failures are borne (300 unless said)"),
    Option(
      name: "no-wait", value: nil, help: "do not wait for another sync of the same table"),
    Option(
      name: "dry-run", value: nil,
      help: "print rows, requests, minutes and limits of every table; send nothing"),
    Option(name: "format", value: "FORMAT", help: "of --dry-run: table (default), json, csv, yaml"),
  ]

  static func run(_ session: Session) throws(Fault) -> Int32 {
    var order = SyncOrder(
      entities: session.arguments.list("entity"),
      batchRows: try session.arguments.integer("batch", in: 1...10_000) ?? 10_000,
      patienceSeconds: Double(try session.arguments.integer("wait", in: 0...86_400) ?? 300),
      waitsForLease: !session.arguments.has("no-wait"))
    if let mode = session.arguments["mode"] { try order.setMode(mode) }
    order.isFull = session.arguments.has("full")
    let (profile, dataset) = (session.arguments["profile"], session.arguments["dataset"])
    if session.arguments.has("dry-run") {
      let format = try Listing.format(session.arguments)
      let connector = try session.connector()
      order.aim = try connector.aim(profile: profile, dataset: dataset)
      let plans = try connector.plan(order)
      return PlanTable.show(plans, format, session.console)
    }
    guard session.arguments["format"] == nil else {
      throw Arguments.fault("--format goes with --dry-run", "Leave it out, or add --dry-run")
    }
    var connector = try session.connector()
    order.aim = try connector.aim(profile: profile, dataset: dataset)
    let console = session.console
    let outcomes = try connector.sync(order) { progress in
      console.transient(ProgressLine.text(progress))
    }
    console.endTransient()
    for outcome in outcomes { show(outcome, console) }
    return outcomes.contains { $0.fault != nil } ? 1 : 0
  }

  static func show(_ outcome: TableOutcome, _ console: Console) {
    console.write("\(outcome.table): \(words(outcome))")
    for remark in outcome.remarks { console.say("\(outcome.table): \(remark)") }
  }

  private static func words(_ outcome: TableOutcome) -> String {
    if let fault = outcome.fault { return "failed: \(fault.line)" }
    if let reason = outcome.unavailability { return "unavailable: \(reason)" }
    let sent = "\(outcome.rows) rows in \(Wording.seconds(outcome.seconds))s"
    if let until = outcome.pendingUntil {
      return "pending: rows have changed, and the table is sent anew from "
        + "\(Wording.minute(until)) UTC on (now: --full)"
    }
    if outcome.isUnfinished { return "\(sent); the next pass goes on" }
    return outcome.rows == 0 ? "up to date" : sent
  }
}

/// The line that shows how far a sync is.
enum ProgressLine {
  static func text(_ progress: Progress) -> String {
    let total = max(progress.rowsTotal, progress.rowsCompared)
    let percent = total == 0 ? 100 : progress.rowsCompared * 100 / total
    var line =
      "\(progress.entity): \(Wording.grouped(progress.rowsCompared)) of "
      + "\(Wording.grouped(total)) rows (\(percent)%), "
      + "\(Wording.grouped(progress.rowsPushed)) sent"
    if progress.rowsPerSecond > 0 {
      line += ", \(Wording.grouped(Int(progress.rowsPerSecond))) rows/s"
    }
    if let seconds = progress.secondsRemaining {
      line += ", ETA \(Wording.duration(seconds))"
    }
    if let waiting = progress.waiting, waiting.seconds >= 2 {
      line += ", waiting \(Wording.duration(waiting.seconds)): \(waiting.reason)"
    }
    return line
  }
}
