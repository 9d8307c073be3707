internal import Connector
internal import Runtime

/// `export`: an entity's rows as a file.
enum ExportVerb: Verb {
  static let name = "export"
  static let summary = "writes an entity's rows to a file or standard output"
  static let options = [
    Option(name: "entity", value: "ENTITY", help: "which entity"),
    Option(name: "format", value: "FORMAT", help: "ndjson (default)"),
    Option(
      name: "status", value: "a,b", help: "only these statuses, or all of them with 'all'"),
    Option(name: "output", value: "FILE", help: "instead of standard output"),
  ]

  static func run(_ session: Session) throws(Fault) -> Int32 {
    guard let entity = session.arguments["entity"] else {
      throw Arguments.fault("--entity is missing", "Write --entity=orders")
    }
    let format = session.arguments["format"] ?? "ndjson"
    guard format == "ndjson" else {
      throw Arguments.fault("--format=\(format) is not known", "Choose ndjson")
    }
    let connector = try session.connector()
    var output =
      if let path = session.arguments["output"] {
        try OutputFile.create(path)
      } else {
        OutputFile.standardOutput()
      }
    let order = ExportOrder(entity: entity, statuses: session.arguments.list("status"))
    let report = try connector.export(order, to: &output)
    try output.finish()
    if report.unrepresentedCount > 0 {
      session.console.say(
        "\(entity): \(report.unrepresentedCount) values fitted no column type and became null "
          + "or 0")
    }
    if session.arguments["output"] != nil {
      session.console.say("\(entity): \(report.rowCount) rows written")
    }
    return 0
  }
}
