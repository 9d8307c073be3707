internal import Connector
internal import Runtime

/// `export`: an entity's rows as a file.
enum ExportVerb: Verb {
  static let name = "export"
  static let summary = "writes an entity's rows to a file or standard output"
  static let options = [
    Option(name: "entity", value: "ENTITY", help: "which entity"),
    Option(name: "format", value: "FORMAT", help: "ndjson (default), csv or xlsx"),
    Option(
      name: "status", value: "a,b", help: "only these statuses, or all of them with 'all'"),
    Option(
      name: "since", value: "DATE",
      help: "only rows of that day or later, YYYY-MM-DD, by the shop's clock"),
    Option(
      name: "date-type", value: "DATE",
      help: "group sales by date_created (default), date_paid or date_completed"),
    Option(
      name: "columns", value: "a,b",
      help: "exactly these columns, or essential, analytics, all; -NAME for all but one"),
    Option(
      name: "meta", value: "key:type,…",
      help: "these meta keys as columns meta_KEY; type String unless said"),
    Option(name: "output", value: "FILE", help: "instead of standard output"),
  ]

  static func run(_ session: Session) throws(Fault) -> Int32 {
    guard let entity = session.arguments["entity"] else {
      throw Arguments.fault("--entity is missing", "Write --entity=orders")
    }
    let word = session.arguments["format"] ?? ExportFormat.ndjson.rawValue
    guard let format = ExportFormat(rawValue: word) else {
      let known = ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw Arguments.fault("--format=\(word) is not known", "Choose \(known)")
    }
    if format == .xlsx, session.arguments["output"] == nil {
      throw Arguments.fault("a workbook cannot go to standard output", "Add --output=FILE")
    }
    var order = ExportOrder(
      entity: entity, statuses: session.arguments.list("status"),
      columns: session.arguments.list("columns"), meta: session.arguments.list("meta"),
      format: format, dateType: session.arguments["date-type"])
    order.since = session.arguments["since"]
    let connector = try session.connector()
    var output =
      if let path = session.arguments["output"] {
        try OutputFile.create(path)
      } else {
        OutputFile.standardOutput()
      }
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
