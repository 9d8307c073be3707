internal import Bytes
internal import Connector
internal import Runtime
internal import Store

// For those who watch the server, and those who write clients.
extension Routes {
  static let watching: [Route] = [
    // Nothing is told that a visitor may not know: that the server and its database answer.
    Route("GET", "/health", .everybody) { (errand) throws(Refusal) in
      _ = try errand.ask { (verbs) throws(Fault) in try verbs.openRunCount() }
      var reply = Reply(.object(["status": .string("ok")]))
      reply.isEnveloped = false
      return reply
    },
    Route("GET", "/metrics", .oneOf([.viewLogs])) { (errand) throws(Refusal) in
      let open = try errand.ask { (verbs) throws(Fault) in try verbs.openRunCount() }
      let state = try errand.ask { (verbs) throws(Fault) in try verbs.syncState() }
      var lines = [
        "# TYPE wkpbic_http_responses_total counter"
      ]
      for (hundreds, count) in errand.desk.tallies.classes {
        lines.append("wkpbic_http_responses_total{class=\"\(hundreds)xx\"} \(count)")
      }
      lines += ["# TYPE wkpbic_runs_open gauge", "wkpbic_runs_open \(open)"]
      lines.append("# TYPE wkpbic_last_sync_timestamp_seconds gauge")
      for run in state.latest {
        guard let end = run.completedAt else { continue }
        lines.append(
          "wkpbic_last_sync_timestamp_seconds{entity=\"\(run.entity)\",status="
            + "\"\(run.status.rawValue)\"} \(end.unixSeconds)")
      }
      var reply = Reply(.null)
      reply.text = (
        "text/plain; version=0.0.4; charset=utf-8", lines.joined(separator: "\n") + "\n"
      )
      return reply
    },
    Route("GET", "/openapi.json", .anyRight) { (errand) throws(Refusal) in
      var reply = Reply(OpenAPI.document(Routes.all, site: errand.site))
      reply.isEnveloped = false
      return reply
    },
  ]
}
