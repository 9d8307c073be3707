internal import Bytes
internal import Connector
internal import Runtime
internal import Store

// What alerts have done, and what one would do now.
extension Routes {
  private static let keepers = Route.Permission.oneOf([.manageAlerts])

  static let alertLooks: [Route] = [
    Route("POST", "/alerts/{id}/test", keepers) { (errand) throws(Refusal) in
      let record = try alert(&errand)
      let trial = try errand.ask { (verbs) throws(Fault) in try verbs.tryAlert(record) }
      errand.note("alert.test", String(record.id))
      return Reply(
        .object([
          "id": .string(String(record.id)), "value": trial.value.map(JSONValue.number) ?? .null,
          "state": .string(trial.state), "would_fire": .boolean(trial.wouldFire),
          "cooldown_until": trial.restsUntil.map { .string($0.text) } ?? .null,
          "delivery": .object([
            "state": .string(trial.delivery.state.rawValue),
            "recipients": .string(trial.delivery.recipients),
            "error": trial.delivery.error.map { .string($0) } ?? .null,
          ]),
        ]))
    },
    Route("GET", "/alerts/{id}/history", keepers, Paging.parameters) {
      (errand) throws(Refusal) in
      let record = try alert(&errand)
      let paging = Paging(errand.values)
      let (records, total) = try errand.ask { (verbs) throws(Fault) in
        try verbs.alertHistory(id: record.id, limit: paging.length, offset: paging.offset)
      }
      return try paging.reply(records.map(json), total: total, errand)
    },
  ]

  private static func json(_ record: AlertHistoryRecord) -> JSONValue {
    .object([
      "id": .string(String(record.id)), "triggered_at": .string(record.firedAt.text),
      "metric": .string(record.metric),
      "value": record.value.isEmpty ? .null : .number(record.value),
      "threshold": .string(record.threshold), "recipients": .string(record.recipients),
      "delivery": .object([
        "state": .string(record.state.rawValue), "attempts": .integer(record.attempts),
        "ended_at": record.endedAt.map { .string($0.text) } ?? .null,
        "error": record.error.map { .string($0) } ?? .null,
      ]),
    ])
  }
}
