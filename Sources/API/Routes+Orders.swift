internal import Bytes
internal import Connector
internal import Runtime
internal import Store

// Syncs that people ask for, and when they happen by themselves.
extension Routes {
  private static let senders = Route.Permission.oneOf([.manageSync])

  static let orders: [Route] = [
    Route(
      "POST", "/sync/manual", senders,
      [
        .choice("entity", Connector.entitySlugs, required: true),
        .text("dataset_id", max: 64, required: true), .choice("mode", SyncOrder.modes),
        .flag("full"),
      ]
    ) { (errand) throws(Refusal) in
      try promise(
        SyncWish(
          entities: errand.values.text("entity").map { [$0] },
          datasetID: errand.values.text("dataset_id"), mode: errand.values.text("mode"),
          isFull: errand.values.flag("full") ?? false), &errand)
    },
    Route(
      "POST", "/sync", senders,
      [.choice("entity", Connector.entitySlugs), .choice("mode", SyncOrder.modes), .flag("full")]
    ) { (errand) throws(Refusal) in
      try promise(
        SyncWish(
          entities: errand.values.text("entity").map { [$0] }, datasetID: nil,
          mode: errand.values.text("mode"), isFull: errand.values.flag("full") ?? false), &errand)
    },
    Route(
      "POST", "/sync/schedule", senders,
      [
        .flag("enabled"), .choice("frequency", Connector.frequencies), .text("time", max: 5),
      ]
    ) { (errand) throws(Refusal) in
      let values = errand.values
      let report = try errand.ask { (verbs) throws(Fault) in
        try verbs.setSchedule(
          isEnabled: values.flag("enabled"), frequency: values.text("frequency"),
          time: values.text("time"))
      }
      errand.note("schedule.change", report.frequency)
      return Reply(json(report))
    },
    Route("GET", "/sync/schedule", senders) { (errand) throws(Refusal) in
      Reply(json(try errand.ask { (verbs) throws(Fault) in try verbs.scheduleReport() }))
    },
    Route("GET", "/sync/runs/{run_id}", .oneOf([.manageSync, .viewLogs])) {
      (errand) throws(Refusal) in
      let run = try run(&errand)
      let details = try errand.ask { (verbs) throws(Fault) in try verbs.details(ofRun: run.id) }
      return Reply(json(run, details))
    },
    Route("POST", "/sync/runs/{run_id}/cancel", senders) { (errand) throws(Refusal) in
      let run = try run(&errand)
      let asked = try errand.ask { (verbs) throws(Fault) in try verbs.cancel(runID: run.id) }
      guard !asked.isEmpty else {
        throw Refusal("wkpbic_run_has_ended", "The run has ended already.", status: 409)
      }
      errand.note("run.cancel", String(run.id))
      return Reply(
        .object([
          "run_id": .string(String(run.id)), "status": .string(run.status.rawValue),
        ]), status: 202)
    },
    Route("POST", "/sync/runs/{run_id}/retry", senders) { (errand) throws(Refusal) in
      let run = try run(&errand)
      guard run.completedAt != nil else {
        throw Refusal("wkpbic_run_has_not_ended", "The run has not ended yet.", status: 409)
      }
      let wish = try errand.ask { (verbs) throws(Fault) in try verbs.wish(again: run) }
      return try promise(wish, &errand)
    },
  ]

  /// Promises a sync, and has it done in the background.
  static func promise(
    _ wish: SyncWish, _ errand: inout Errand
  ) throws(Refusal) -> Reply {
    let queued = try errand.ask { (verbs) throws(Fault) in try verbs.queue(wish) }
    let fresh = errand.freshVerbs
    let isTaken = errand.desk.workshop.take {
      var verbs = fresh()
      verbs.perform(queued)
    }
    guard isTaken else {
      errand.connector.withdraw(queued)
      throw .tooManySyncs
    }
    errand.note(
      "sync.start", wish.entities?.joined(separator: ",") ?? queued.profile ?? "all")
    let runs = queued.runs.map { run in
      JSONValue.object([
        "run_id": .string(String(run.id)), "entity_type": .string(run.entity),
        "status": .string("queued"),
      ])
    }
    return Reply(
      .object([
        "run_id": .string(queued.runs.first.map { String($0.id) } ?? ""),
        "status": .string("queued"), "runs": .array(runs),
      ]), status: 202)
  }

  private static func run(_ errand: inout Errand) throws(Refusal) -> RunRecord {
    guard let id = Int64(errand.place("run_id")) else { throw .notFound("The run") }
    let found = try errand.ask { (verbs) throws(Fault) in try verbs.run(id: id) }
    guard let found else { throw .notFound("The run") }
    return found
  }

  private static func json(_ schedule: ScheduleReport) -> JSONValue {
    .object([
      "enabled": .boolean(schedule.isEnabled), "frequency": .string(schedule.frequency),
      "time": .string(schedule.time),
      "next_run": schedule.nextAt.map { .string($0.text) } ?? .null,
    ])
  }
}
