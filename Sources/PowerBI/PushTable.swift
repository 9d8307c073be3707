package import Bytes
internal import Delivery
package import Runtime

/// A table of a push dataset, as a run sees it.
package struct PushTable: Destination, ~Copyable {
  private var client: PowerBIClient
  private let workspace: String
  private let dataset: String
  private let table: String
  package let postTimeoutSeconds: Double

  package init(
    client: consuming PowerBIClient, workspace: String, dataset: String, table: String,
    postTimeoutSeconds: Double
  ) {
    self.client = client
    self.workspace = workspace
    self.dataset = dataset
    self.table = table
    self.postTimeoutSeconds = postTimeoutSeconds
  }

  /// Removes every row; in doubt it may still happen later.
  package mutating func clear() throws(Fault) {
    try client.clearRows(
      workspace: workspace, dataset: dataset, table: table, timeoutSeconds: postTimeoutSeconds)
  }

  /// Appends the rows of `{"rows":[…]}`.
  package mutating func post(_ body: borrowing ByteBuffer) throws(Fault) {
    try client.postRows(
      workspace: workspace, dataset: dataset, table: table, body: body.bytes,
      sequenceNumber: nil, timeoutSeconds: postTimeoutSeconds)
  }

  /// Asks by DAX; a tenant or a role that forbids queries gives nil.
  package mutating func rowCount(batch: Int64?) throws(Fault) -> Int? {
    do {
      return Int(
        try client.countRows(workspace: workspace, dataset: dataset, table: table, batch: batch))
    } catch {
      switch error.recovery {
      case .retry, .interrupted, .renew: throw error
      case .settle: throw error.repeatable
      case .operator, .shrink, .quarantine, .stopStream: return nil
      }
    }
  }
}

extension Fault {
  /// The same about a question, which may always be asked again.
  fileprivate var repeatable: Fault {
    var fault = self
    fault.recovery = .retry(afterSeconds: 1)
    return fault
  }
}
