internal import HTTPClient

/// One request to Power BI and what became of it; nothing that a person may not see: no token, and
/// no row.
package struct CallRecord: Sendable, Equatable {
  /// The HTTP method.
  package var method: String
  /// The path after the host, ids included, without the query.
  package var path: String
  /// Power BI's id of the dataset that it is about; empty when it is about none.
  package var dataset: String
  /// The table that it is about; empty when it is about none.
  package var table: String
  /// Bytes of its body.
  package var bytesSent: Int
  /// From its first byte to the end of the reply.
  package var seconds: Double
  /// The status of the reply; nil when none came.
  package var status: Int?
  /// What the service calls this request; nil when it did not say.
  package var requestID: String?
  /// Why it failed; nil when it did not.
  package var error: String?

  package init(
    method: String, path: String, dataset: String, table: String, bytesSent: Int, seconds: Double,
    status: Int?, requestID: String?, error: String?
  ) {
    self.method = method
    self.path = path
    self.dataset = dataset
    self.table = table
    self.bytesSent = bytesSent
    self.seconds = seconds
    self.status = status
    self.requestID = requestID
    self.error = error
  }
}

extension PowerBIClient.Call {
  /// The segment that follows another one; empty when there is none.
  private func segment(after name: String) -> String {
    guard let place = path.firstIndex(of: name), place + 1 < path.count else { return "" }
    return path[place + 1]
  }

  func record(bytesSent: Int, seconds: Double) -> CallRecord {
    CallRecord(
      method: method.rawValue, path: "/v1.0/myorg/" + path.joined(separator: "/"),
      dataset: segment(after: "datasets"), table: segment(after: "tables"), bytesSent: bytesSent,
      seconds: seconds, status: nil, requestID: nil, error: nil)
  }
}
