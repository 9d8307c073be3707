internal import Bytes
internal import Connector
internal import Runtime

// Reports and dashboards, and the right to show them.
extension Routes {
  private static let viewers = Route.Permission.oneOf([.viewReports])

  static let embedding: [Route] =
    list("/reports", .report) + list("/dashboards", .dashboard)

  private static func list(_ pattern: String, _ kind: ItemKind) -> [Route] {
    [
      Route("GET", pattern, viewers, Paging.parameters) { (errand) throws(Refusal) in
        let items = try errand.ask { (verbs) throws(Fault) in try verbs.items(kind) }
        return try Paging(errand.values).reply(items.map(json), errand)
      },
      Route("GET", "\(pattern)/{id}/embed-token", viewers) { (errand) throws(Refusal) in
        let id = errand.place("id")
        let token = try errand.ask { (verbs) throws(Fault) in
          try verbs.embedToken(kind, id: id)
        }
        guard let token else {
          throw .notFound(kind == .report ? "The report" : "The dashboard")
        }
        return Reply(
          .object([
            "token": .string(token.token.revealText()), "token_id": .string(token.tokenID),
            "expiration": .string(token.expiration), "embed_url": .string(token.embedURL),
          ]))
      },
    ]
  }

  private static func json(_ item: ItemReport) -> JSONValue {
    .object([
      "id": .string(item.id), "name": .string(item.name), "web_url": .string(item.webURL),
      "embed_url": .string(item.embedURL),
    ])
  }
}
