internal import Bytes
internal import Connector
internal import Engine
internal import Runtime
internal import Store

// What a sync would take, and whether what was sent is what the shop holds.
extension Routes {
  private static let senders = Route.Permission.oneOf([.manageSync])
  private static let watchers = Route.Permission.oneOf([.manageSync, .viewLogs])
  private static let slugs = Parameter.list("entity", of: .choice("", Connector.entitySlugs))
  private static let batchRows = 10_000

  static let checks: [Route] = [
    Route(
      "GET", "/sync/plan", senders,
      [
        slugs, .choice("mode", SyncOrder.modes), .flag("full"),
        .whole("batch", 1...batchRows, standard: batchRows),
      ]
    ) { (errand) throws(Refusal) in
      let values = errand.values
      let plans = try errand.ask { (verbs) throws(Fault) in
        var order = SyncOrder(
          entities: values.texts("entity"), batchRows: values.integer("batch") ?? batchRows,
          patienceSeconds: 0, waitsForLease: false)
        order.isFull = values.flag("full") ?? false
        if let mode = values.text("mode") { try order.setMode(mode) }
        return try verbs.plan(order)
      }
      return Reply(json(plans))
    },
    Route("POST", "/sync/verify", senders, [slugs, .flag("repair")]) { (errand) throws(Refusal) in
      let order = VerifyOrder(
        entities: errand.values.texts("entity"), repairs: errand.values.flag("repair") ?? false)
      return try promise(order, &errand)
    },
    Route("GET", "/sync/verify", watchers, Paging.parameters) { (errand) throws(Refusal) in
      let records = try errand.ask { (verbs) throws(Fault) in try verbs.verifyReports() }
      return try Paging(errand.values).reply(records.map(json), errand)
    },
    Route("GET", "/sync/verify/{report_id}", watchers) { (errand) throws(Refusal) in
      guard let id = Int64(errand.place("report_id")) else { throw .notFound("The report") }
      let found = try errand.ask { (verbs) throws(Fault) in try verbs.verifyReport(id: id) }
      guard let found else { throw .notFound("The report") }
      return Reply(json(found))
    },
  ]

  private static func promise(
    _ order: VerifyOrder, _ errand: inout Errand
  ) throws(Refusal) -> Reply {
    let queued = try errand.ask { (verbs) throws(Fault) in try verbs.queue(order) }
    let fresh = errand.freshVerbs
    let isTaken = errand.desk.workshop.take {
      var verbs = fresh()
      verbs.perform(queued) { String(decoding: json($0).encoded(), as: UTF8.self) }
    }
    guard isTaken else {
      errand.connector.withdraw(queued)
      throw .tooManySyncs
    }
    errand.note(
      order.repairs ? "verify.repair" : "verify.start",
      order.entities?.joined(separator: ",") ?? "all")
    return Reply(
      .object([
        "report_id": .string(String(queued.reportID)),
        "status": .string(ReportRecord.Status.queued.rawValue),
      ]), status: 202)
  }

  // MARK: Plans

  private static func json(_ plans: [TablePlan]) -> JSONValue {
    .object([
      "requests": .integer(plans.reduce(0) { $0 + $1.requests }),
      "minutes": minutes(plans.reduce(0) { $0 + ($1.seconds ?? 0) }),
      "possible": .boolean(plans.allSatisfy { $0.refusal == nil }),
      "tables": .array(plans.map(json)),
    ])
  }

  private static func json(_ plan: TablePlan) -> JSONValue {
    .object([
      "entity": .string(plan.entity), "table": .string(plan.table),
      "extent": .string(plan.extent.rawValue),
      "rows": .integer(plan.rows), "rows_held": .integer(plan.rowsHeld),
      "bytes_per_row": .integer(plan.bytesPerRow), "requests": .integer(plan.requests),
      "minutes": plan.seconds.map(minutes) ?? .null,
      "binding_limit": .string(plan.bindingLimit), "rows_max": .integer(plan.rowsMax),
      "full_on": plan.fullAt.map { .string(String($0.text.prefix(10))) } ?? .null,
      "waits_until": text(plan.pendingUntil?.text),
      "refusal": text(plan.refusal?.line), "unavailable": text(plan.unavailability),
    ])
  }

  /// One digit after the point.
  private static func minutes(_ seconds: Double) -> JSONValue {
    let tenths = Int((max(seconds, 0) / 6).rounded())
    return .number("\(tenths / 10).\(tenths % 10)")
  }

  private static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

  // MARK: Comparisons

  private static func json(_ record: ReportRecord) -> JSONValue {
    let found = record.content.flatMap { try? JSONValue(Array($0.utf8)) }
    return .object([
      "id": .string(String(record.id)), "status": .string(record.status.rawValue),
      "asked_at": .string(record.askedAt.text), "completed_at": text(record.completedAt?.text),
      "error": text(record.error), "is_equal": found?["is_equal"] ?? .null,
      "tables": found?["tables"] ?? .array([]), "repairs": found?["repairs"] ?? .array([]),
    ])
  }

  private static func json(_ report: VerifyReport) -> JSONValue {
    .object([
      "is_equal": .boolean(report.isEqual), "tables": .array(report.tables.map(json)),
      "repairs": .array(
        report.repairs.map { outcome in
          .object([
            "entity": .string(outcome.entity), "rows": .integer(outcome.rows),
            "error": text(outcome.fault?.line),
          ])
        }),
    ])
  }

  private static func json(_ table: TableVerdict) -> JSONValue {
    func count(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }
    return .object([
      "entity": .string(table.entity), "table": .string(table.table),
      "dataset": text(table.dataset),
      "mode": text(table.mode.isEmpty ? nil : table.mode),
      "verdict": .string(table.verdict.rawValue), "rows_source": count(table.rowsInShop),
      "rows_ledger": count(table.rowsInLedger),
      "rows_destination": count(table.rowsAtDestination),
      "difference_count": .integer(table.differenceCount),
      "differences": .array(table.differences.map(json)),
      "remarks": .array(table.remarks.map(JSONValue.string)), "error": text(table.fault?.line),
    ])
  }

  private static func json(_ difference: TableVerdict.Difference) -> JSONValue {
    .object([
      "between": .string(difference.sides.rawValue), "rows_of": .string(difference.place),
      "figure": .string(difference.figure), "expected": .string(difference.expected),
      "found": .string(difference.found),
    ])
  }
}
