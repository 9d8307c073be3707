internal import Bytes
internal import HTTPClient
package import Runtime

/// What the service remembers of numbered requests.
package enum SequenceEvidence: Sendable, Equatable {
  /// The service does not number requests (any more).
  case unsupported
  /// The last number that it took from this app; 0 when there was none.
  case last(Int64)
}

extension PowerBIClient {
  /// The preview feature's header; absent from the current reference, so its effect is probed.
  static let sequenceField = "X-PowerBI-PushData-SequenceNumber"

  /// Appends rows: `body` is the whole JSON object `{"rows":[…]}`, borrowed until the reply.
  ///
  /// A Fault that asks to `settle` leaves open whether the rows are stored. The time limit covers
  /// everything, a stale token's replacement included.
  package mutating func postRows(
    workspace: String, dataset: String, table: String, body: RawSpan, sequenceNumber: Int64?,
    timeoutSeconds: Double
  ) throws(Fault) {
    precondition(!body.isEmpty, "rows have a body")
    var call = rowsCall(.post, workspace, dataset, table, "posting rows")
    call.timeoutSeconds = timeoutSeconds
    if let sequenceNumber {
      call.fields = [HTTPClient.Field(Self.sequenceField, String(sequenceNumber))]
    }
    _ = try send(call, body: body)
  }

  /// Removes all rows of a table.
  ///
  /// After a Fault that asks to `settle` the table may be emptied later; post rows only when it is
  /// known to be empty.
  package mutating func clearRows(
    workspace: String, dataset: String, table: String, timeoutSeconds: Double
  ) throws(Fault) {
    var call = rowsCall(.delete, workspace, dataset, table, "clearing a table")
    call.purpose = .changing
    call.timeoutSeconds = timeoutSeconds
    _ = try send(call)
  }

  /// The last number that the service took from this app for a table.
  package mutating func sequenceEvidence(
    workspace: String, dataset: String, table: String
  ) throws(Fault) -> SequenceEvidence {
    let call = Call(
      .get, ["groups", workspace, "datasets", dataset, "tables", table, "sequenceNumbers"],
      "reading sequence numbers", table, .reading)
    do throws(Fault) {
      let client = tokens.credentials.clientID.lowercased()
      let numbers = try list(call).filter { $0["clientId"]?.string?.lowercased() == client }
      return .last(numbers.compactMap { $0["sequenceNumber"]?.integer }.max() ?? 0)
    } catch  where error.number == 404 || error.number == 400 {
      return .unsupported
    }
  }

  private func rowsCall(
    _ method: HTTPClient.Method, _ workspace: String, _ dataset: String, _ table: String,
    _ operation: String
  ) -> Call {
    Call(
      method, ["groups", workspace, "datasets", dataset, "tables", table, "rows"], operation,
      table, .rows)
  }
}
