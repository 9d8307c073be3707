internal import Bytes
internal import Connector
internal import Engine
internal import Runtime

/// `verify`: whether the shop, what was sent, and what the tables hold are the same.
enum VerifyVerb: Verb {
  static let name = "verify"
  static let summary = "compares the shop, the ledger and Power BI, table by table"
  static let options = [
    Option(name: "entity", value: "a,b", help: "which entities; every enabled one unless said"),
    Option(name: "profile", value: "NAME", help: "the tables of this profile, by its name or id"),
    Option(
      name: "dataset", value: "ID", help: "the tables of this dataset, by our id or Power BI's"),
    Option(name: "repair", value: nil, help: "send what differs, then compare again"),
    Option.format,
  ]

  static func run(_ session: Session) throws(Fault) -> Int32 {
    let format = try Listing.format(session.arguments)
    var order = VerifyOrder(
      entities: session.arguments.list("entity"), repairs: session.arguments.has("repair"))
    var connector = try session.connector()
    order.aim = try connector.aim(
      profile: session.arguments["profile"], dataset: session.arguments["dataset"])
    let console = session.console
    let report = try connector.verify(order) { progress in
      console.transient(ProgressLine.text(progress))
    }
    console.endTransient()
    console.write(tables(report.tables, format).text(format))
    if format == .table, report.tables.contains(where: { !$0.differences.isEmpty }) {
      console.write(differences(report.tables).text(format))
    }
    for line in lines(report) { console.say(line) }
    for table in report.tables {
      if let fault = table.fault { console.failure(fault) }
    }
    return report.isEqual ? 0 : 1
  }

  private static func tables(
    _ tables: [TableVerdict], _ format: Listing.Format
  ) -> Listing {
    var listing = Listing(
      columns: [
        "entity", "mode", "rows_source", "rows_ledger", "rows_destination", "differences",
        "verdict", "table", "dataset",
      ], idColumn: "entity")
    let isTree = format == .json || format == .yaml
    listing.rows = tables.map { table in
      let told: JSONValue =
        isTree
        ? .array(table.differences.map { JSONValue.object(members($0)) })
        : .integer(table.differenceCount)
      let mode: JSONValue = table.mode.isEmpty ? .null : .string(table.mode)
      return [
        .string(table.entity), mode, number(table.rowsInShop), number(table.rowsInLedger),
        number(table.rowsAtDestination), told, .string(table.verdict.rawValue),
        .string(table.table), table.dataset.map { .string($0) } ?? .null,
      ]
    }
    return listing
  }

  /// What differs, a line each.
  private static func differences(_ tables: [TableVerdict]) -> Listing {
    var listing = Listing(columns: ["table"] + differenceColumns, idColumn: "table")
    for table in tables {
      listing.rows += table.differences.map { [.string(table.table)] + cells($0) }
    }
    return listing
  }

  private static let differenceColumns = ["between", "rows_of", "figure", "expected", "found"]

  private static func cells(_ difference: TableVerdict.Difference) -> [JSONValue] {
    [
      .string(difference.sides.rawValue), .string(difference.place), .string(difference.figure),
      .string(difference.expected), .string(difference.found),
    ]
  }

  private static func members(_ difference: TableVerdict.Difference) -> [JSONValue.Member] {
    zip(differenceColumns, cells(difference)).map { JSONValue.Member($0, $1) }
  }

  private static func number(_ count: Int?) -> JSONValue {
    count.map { .integer($0) } ?? .null
  }

  /// What a person should know, not data.
  private static func lines(_ report: VerifyReport) -> [String] {
    var lines: [String] = []
    for outcome in report.repairs {
      let words =
        outcome.fault.map { "failed: \($0.line)" }
        ?? "\(outcome.rows) rows in \(Wording.seconds(outcome.seconds))s"
      lines.append("\(outcome.table): repaired: \(words)")
    }
    for table in report.tables {
      lines += table.remarks.map { "\(table.table): \($0)." }
      let untold = table.differenceCount - table.differences.count
      if untold > 0 { lines.append("\(table.table): \(untold) more differences are not shown.") }
    }
    if report.tables.contains(where: { $0.rowsAtDestination != nil }) {
      lines.append(
        "Texts cannot be compared in Power BI: its rows are counted, and their figures added up.")
    }
    return lines
  }
}
