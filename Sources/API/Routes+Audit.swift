internal import Bytes
internal import Connector
internal import Runtime
internal import Store

// Who has changed what, and what is tried again.
extension Routes {
  private static let filters: [Parameter] = [
    .text("action", max: 64), .text("user", max: 60), .text("target"), day("since"), day("until"),
  ]

  static let audit: [Route] = [
    Route("GET", "/logs/audit", .oneOf([.viewLogs]), Paging.parameters + filters) {
      (errand) throws(Refusal) in
      let values = errand.values
      let filter = AuditFilter(
        action: values.text("action"), login: values.text("user"), target: values.text("target"),
        since: instant(values.text("since")), until: instant(values.text("until")))
      let paging = Paging(values)
      let page = try errand.ask { (verbs) throws(Fault) in
        try verbs.auditPage(filter, limit: paging.length, offset: paging.offset)
      }
      return try paging.reply(page.entries.map(json), total: page.total, errand)
    },
    Route("GET", "/sync/retries", .oneOf([.manageSync, .viewLogs]), Paging.parameters) {
      (errand) throws(Refusal) in
      let records = try errand.ask { (verbs) throws(Fault) in try verbs.retries() }
      return try Paging(errand.values).reply(records.map(json), errand)
    },
  ]

  private static func day(_ name: String) -> Parameter {
    var parameter = Parameter(name, .string)
    parameter.format = .date
    return parameter
  }

  private static func instant(_ day: String?) -> Instant? {
    guard let day, let time = CivilTime(Array("\(day) 00:00:00".utf8).rawSpan) else { return nil }
    return Instant(unixSeconds: time.seconds)
  }

  private static func json(_ entry: AuditRecord) -> JSONValue {
    .object([
      "id": .string(String(entry.id)), "time": .string(entry.at.text),
      "user_id": .string(String(entry.userID)), "user": .string(entry.login),
      "action": .string(entry.action), "target": .string(entry.target),
      "ip": .string(entry.address),
      "changes": entry.changes.flatMap { try? JSONValue(Array($0.utf8)) } ?? .null,
    ])
  }

  private static func json(_ retry: RetryReport) -> JSONValue {
    .object([
      "dataset_id": .string(retry.datasetID), "table_name": .string(retry.tableName),
      "entity_type": .string(retry.entity), "attempts": .integer(retry.attempts),
      "next_at": retry.nextAt.map { .string($0.text) } ?? .null,
      "failed_at": .string(retry.failedAt.text), "error": .string(retry.error),
    ])
  }
}
