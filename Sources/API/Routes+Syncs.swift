internal import Bytes
internal import Connector
internal import Runtime
internal import Store

// What was sent.
extension Routes {
  private static let watchers = Route.Permission.oneOf([.manageSync, .viewLogs])

  static let syncs: [Route] = [
    Route("GET", "/sync/status", watchers) { (errand) throws(Refusal) in
      let state = try errand.ask { (verbs) throws(Fault) in try verbs.syncState() }
      return Reply(
        .object([
          "is_syncing": .boolean(state.isSyncing),
          "last_syncs": .array(
            state.latest.map { run in
              .object([
                "id": .string(String(run.id)), "entity_type": .string(run.entity),
                "status": .string(run.status.rawValue),
                "rows_pushed": .string(String(run.rowsPushed)),
                "duration_seconds": .string(seconds(run)),
                "completed_at": .string((run.completedAt ?? run.startedAt).text),
              ])
            }),
        ]))
    },
    Route(
      "GET", "/sync/logs", .oneOf([.viewLogs]),
      Paging.parameters + [
        .choice("entity_type", Connector.entitySlugs),
        .choice("status", RunRecord.Status.allCases.map(\.rawValue)),
      ]
    ) { (errand) throws(Refusal) in
      let paging = Paging(errand.values)
      let entity = errand.values.text("entity_type")
      let status = errand.values.text("status").flatMap(RunRecord.Status.init)
      let page = try errand.ask { (verbs) throws(Fault) in
        try verbs.runPage(
          entity: entity, status: status, limit: paging.length, offset: paging.offset)
      }
      return try paging.reply(page.runs.map(json), total: page.total, errand)
    },
  ]

  /// A row of the log: numbers as text, as the reference has them.
  static func json(_ run: RunRecord) -> JSONValue {
    .object([
      "id": .string(String(run.id)), "entity_type": .string(run.entity),
      "profile": .string(run.profile), "mode": .string(run.mode),
      "status": .string(run.status.rawValue), "rows_pushed": .string(String(run.rowsPushed)),
      "rows_failed": .string(String(run.rowsFailed)), "duration_seconds": .string(seconds(run)),
      "started_at": .string(run.startedAt.text),
      "completed_at": run.completedAt.map { .string($0.text) } ?? .null,
      "error": run.error.map { .string($0) } ?? .null,
    ])
  }

  private static func seconds(_ run: RunRecord) -> String {
    String((run.durationMilliseconds + 500) / 1000)
  }
}
