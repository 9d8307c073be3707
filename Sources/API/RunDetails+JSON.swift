internal import Bytes
internal import Connector
internal import Store

// A run as one who looks for a cause wants to see it.
extension Routes {
  static func json(_ run: RunRecord, _ details: RunDetails) -> JSONValue {
    let members = json(run).members ?? []
    return .object(
      members + [
        .init("batches", .array(details.batches.map(json))),
        .init("requests", .array(details.calls.map(json))),
      ])
  }

  private static func json(_ batch: BatchRecord) -> JSONValue {
    .object([
      "number": .string(String(batch.number)), "status": .string(batch.state.rawValue),
      "rows": .string(String(batch.figures.rowCount)),
      "bytes": .string(String(batch.figures.byteCount)),
      "started_at": batch.startedAt.map { .string($0.text) } ?? .null,
      "ended_at": batch.endedAt.map { .string($0.text) } ?? .null,
    ])
  }

  private static func json(_ call: RecordedCall) -> JSONValue {
    .object([
      "ended_at": .string(call.endedAt.text), "method": .string(call.method),
      "path": .string(call.path), "bytes": .string(String(call.bytesSent)),
      "status": call.status.map { .string(String($0)) } ?? .null,
      "milliseconds": .string(String(call.milliseconds)),
      "request_id": call.requestID.map { .string($0) } ?? .null,
      "error": call.error.map { .string($0) } ?? .null,
    ])
  }
}
