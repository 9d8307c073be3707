package import Bytes
internal import HTTPClient
internal import Model
package import Runtime

extension PowerBIClient {
  /// Asks a dataset a DAX question and brings the rows of its one table, each an object from
  /// `Table[Column]` or `[alias]` to a value; blanks are there as null.
  ///
  /// The service sends errors with status 200 too; those are Faults like the others.
  package mutating func query(
    workspace: String, dataset: String, dax: String
  ) throws(Fault) -> [JSONValue] {
    var call = Call(
      .post, ["groups", workspace, "datasets", dataset, "executeQueries"], "querying a dataset",
      dataset, .reading)
    call.timeoutSeconds = Self.slowTimeoutSeconds
    let response = try send(
      call,
      .object([
        "queries": .array([.object(["query": .string(dax)])]),
        "serializerSettings": .object(["includeNulls": .boolean(true)]),
      ]))
    let tree = try object(of: call)
    let result = tree["results"]?.array?.first
    let table = result?["tables"]?.array?.first
    for level in [tree, result, table] {
      guard let error = level?["error"], !error.isNull else { continue }
      throw Fault(
        .rejected, operation: call.operation, subject: call.subject,
        cause: ErrorEnvelope(.object(["error": error])).cause(status: response.status),
        recovery: .operator, number: response.status,
        requestID: ServiceFault.requestID(response))
    }
    guard let rows = table?["rows"]?.array else {
      throw Self.unreadable(call, "the reply holds no table")
    }
    return rows
  }

  /// How many rows of a table a query sees, of one batch or in all.
  package mutating func countRows(
    workspace: String, dataset: String, table: String, batch: Int64? = nil
  ) throws(Fault) -> Int64 {
    let name = DAX.table(table)
    let rows = batch.map {
      "FILTER(\(name), \(DAX.column(table, EngineColumn.batch.rawValue))=\($0))"
    }
    let answer = try query(
      workspace: workspace, dataset: dataset,
      dax: "EVALUATE ROW(\"n\", COALESCE(COUNTROWS(\(rows ?? name)), 0))")
    return answer.first?["[n]"]?.integer ?? 0
  }
}
