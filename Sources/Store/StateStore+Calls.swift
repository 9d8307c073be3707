internal import MariaDB
package import Runtime

/// A request to the service, as it is kept for a week.
package struct RecordedCall: Sendable, Equatable {
  /// When it ended.
  package var endedAt: Instant
  /// How long it took.
  package var milliseconds: Int
  /// The service's id of the dataset; empty when it was about none.
  package var dataset: String
  /// The table; empty when it was about none.
  package var table: String
  /// The HTTP method.
  package var method: String
  /// The path after the host.
  package var path: String
  /// Bytes of its body.
  package var bytesSent: Int
  /// The status of the reply; nil when none came.
  package var status: Int?
  /// What the service calls it.
  package var requestID: String?
  /// Why it failed; nil when it did not.
  package var error: String?

  package init(
    endedAt: Instant, milliseconds: Int, dataset: String, table: String, method: String,
    path: String, bytesSent: Int, status: Int?, requestID: String?, error: String?
  ) {
    self.endedAt = endedAt
    self.milliseconds = milliseconds
    self.dataset = dataset
    self.table = table
    self.method = method
    self.path = path
    self.bytesSent = bytesSent
    self.status = status
    self.requestID = requestID
    self.error = error
  }
}

extension StateStore {
  /// Keeps a request that has ended now; its own `endedAt` is not looked at.
  package mutating func noteCall(_ call: RecordedCall) throws(Fault) {
    try write(
      """
      INSERT INTO {prefix}wkpbic_calls (ended_at, milliseconds, dataset, table_name, method, path,
        bytes_sent, status, request_id, error)
      VALUES ({now}, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .integer(Int64(call.milliseconds)), .text(String(call.dataset.prefix(64))),
        .text(String(call.table.prefix(100))), .text(String(call.method.prefix(8))),
        .text(String(call.path.prefix(500))), .integer(Int64(call.bytesSent)),
        call.status.map { .integer(Int64($0)) } ?? .null,
        call.requestID.map { .text(String($0.prefix(100))) } ?? .null,
        call.error.map { .text(String($0.prefix(1000))) } ?? .null,
      ], "noting a request")
  }

  /// The latest so many, newest first.
  package mutating func calls(limit: Int) throws(Fault) -> [RecordedCall] {
    try rows(
      """
      SELECT ended_at, milliseconds, dataset, table_name, method, path, bytes_sent, status,
        request_id, error
      FROM {prefix}wkpbic_calls ORDER BY id DESC LIMIT {limit}
      """, ["limit": .integer(Int64(limit))], "reading requests"
    ).map(Self.call)
  }

  /// The first so many of a run's table that ended while the run went on, oldest first.
  package mutating func calls(ofRun id: Int64, limit: Int) throws(Fault) -> [RecordedCall] {
    try rows(
      """
      SELECT c.ended_at, c.milliseconds, c.dataset, c.table_name, c.method, c.path, c.bytes_sent,
        c.status, c.request_id, c.error
      FROM {prefix}wkpbic_runs r
      JOIN {prefix}wkpbic_datasets d ON d.id = r.dataset_id
      JOIN {prefix}wkpbic_calls c ON c.dataset = d.powerbi_id
        AND c.table_name IN ('', r.table_name)
        AND c.ended_at BETWEEN r.started_at AND COALESCE(r.completed_at, {now})
      WHERE r.id = {run} ORDER BY c.id LIMIT {limit}
      """, ["run": .integer(id), "limit": .integer(Int64(limit))], "reading a run's requests"
    ).map(Self.call)
  }

  /// Forgets those that ended a week ago; at most so many at a time.
  package mutating func deleteOldCalls() throws(Fault) {
    try write(
      """
      DELETE FROM {prefix}wkpbic_calls WHERE ended_at < {now} - INTERVAL 7 DAY
      ORDER BY ended_at LIMIT 5000
      """, [], "forgetting old requests")
  }

  private static func call(_ row: StateRow) -> RecordedCall {
    RecordedCall(
      endedAt: StateTime.instant(row.text(0)) ?? Instant(unixSeconds: 0),
      milliseconds: Int(row.integer(1)), dataset: row.text(2), table: row.text(3),
      method: row.text(4), path: row.text(5), bytesSent: Int(row.integer(6)),
      status: row.optionalText(7).flatMap { Int($0) }, requestID: row.optionalText(8),
      error: row.optionalText(9))
  }
}
