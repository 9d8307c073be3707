internal import Connector
internal import Runtime

/// `uninstall`: takes the state tables and our options away.
enum UninstallVerb: Verb {
  static let name = "uninstall"
  static let summary = "lists what we keep in the database; with --drop removes it"
  static let options = [
    Option(name: "drop", value: nil, help: "remove state tables, settings and secrets for good")
  ]

  static func run(_ session: Session) throws(Fault) -> Int32 {
    let drop = session.arguments.has("drop")
    let things = try session.connector().uninstall(drop: drop)
    for thing in things { session.console.write(drop ? "removed \(thing)" : thing) }
    if things.isEmpty {
      session.console.say("There is nothing of ours in the database.")
    } else if !drop {
      session.console.say("Nothing was removed. To remove it for good: wkpbic uninstall --drop")
    } else {
      session.console.say("Datasets in Power BI are untouched.")
    }
    return 0
  }
}
