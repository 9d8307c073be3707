internal import Bytes
internal import Connector
internal import Runtime
internal import Store

/// `list-datasets`: what we made in the workspace.
enum ListDatasetsVerb: Verb {
  static let name = "list-datasets"
  static let summary = "lists datasets with status, tables and last push"
  static let options = [Option.format]

  static func run(_ session: Session) throws(Fault) -> Int32 {
    let format = try Listing.format(session.arguments)
    let connector = try session.connector()
    var listing = Listing(
      columns: ["id", "powerbi_id", "name", "workspace", "type", "status", "tables", "last_push"],
      idColumn: "id")
    for dataset in try connector.datasets() {
      listing.rows.append([
        .string(dataset.id), dataset.powerBIID.map(JSONValue.string) ?? .null,
        .string(dataset.name), .string(dataset.workspaceID), .string(dataset.kind),
        .string(dataset.status.rawValue), .string(dataset.tables.joined(separator: ", ")),
        dataset.lastPushAt.map { .string(Wording.second($0)) } ?? .null,
      ])
    }
    session.console.write(listing.text(format))
    return 0
  }
}
