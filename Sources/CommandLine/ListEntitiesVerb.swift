internal import Bytes
internal import Connector
internal import Runtime

/// `list-entities`: what can be delivered, and how many rows there are.
enum ListEntitiesVerb: Verb {
  static let name = "list-entities"
  static let summary = "lists entities with status and row count"
  static let options = [Option.format]

  static func run(_ session: Session) throws(Fault) -> Int32 {
    let format = try Listing.format(session.arguments)
    let connector = try session.connector()
    let entities = try connector.entities()
    var listing = Listing(columns: ["slug", "label", "status", "rows"], idColumn: "slug")
    for entity in entities {
      listing.rows.append([
        .string(entity.slug), .string(entity.label), .string(entity.status.rawValue),
        .integer(entity.rows),
      ])
    }
    session.console.write(listing.text(format))
    for entity in entities {
      if let reason = entity.reason { session.console.say("\(entity.slug): \(reason)") }
    }
    return 0
  }
}
