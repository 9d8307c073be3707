internal import Bytes
internal import Connector
internal import Runtime

/// `meta`: which meta keys an entity's rows have.
enum MetaVerb: Verb {
  static let name = "meta"
  static let summary = "lists an entity's meta keys and the columns they would become"
  static let options = [
    Option(name: "entity", value: "ENTITY", help: "orders, order_items, products, customers, …"),
    Option.format,
  ]

  static func run(_ session: Session) throws(Fault) -> Int32 {
    guard let entity = session.arguments["entity"] else {
      throw Arguments.fault("--entity is missing", "Write --entity=orders")
    }
    let format = try Listing.format(session.arguments)
    let report = try session.connector().metaKeys(of: entity)
    var listing = Listing(
      columns: ["key", "column", "rows", "of", "share", "type", "privacy", "example"],
      idColumn: "key")
    listing.rows = report.keys.map { key in
      [
        .string(key.key), .string(key.column), .integer(key.rows), .integer(report.rowsSampled),
        .string(Wording.percent(key.rows, of: report.rowsSampled)), .string(key.type),
        .string(key.privacy), .string(key.example),
      ]
    }
    session.console.write(listing.text(format))
    session.console.say("\(entity): \(basis(report))")
    return 0
  }

  private static func basis(_ report: MetaReport) -> String {
    let sampled = Wording.grouped(report.rowsSampled)
    var words =
      report.rowsSampled >= report.rowsTotal
      ? "all \(sampled) rows were looked at"
      : "a sample of \(sampled) of \(Wording.grouped(report.rowsTotal)) rows, "
        + "spread over the shop's life; rarer keys may be missing"
    words += "; examples show shapes, not values"
    if report.withheldCount > 0 {
      words += "; \(report.withheldCount) keys that give access are never given out"
    }
    if report.hasMore { words += "; there are more keys than are listed" }
    return words
  }
}
