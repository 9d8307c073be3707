internal import Model
internal import PowerBI
package import Runtime
internal import Store

/// What is connected, and how fresh it is.
package struct StatusReport: Sendable {
  /// Why Power BI cannot be reached; nil when it can.
  package var failure: String?
  /// When the token ends; nil without one.
  package var tokenExpiry: Instant?
  /// The workspace that rows go to; nil when it cannot be seen.
  package var workspace: (id: String, name: String)?
  /// The last sync that was completed; nil before the first.
  package var lastSync: LastSync?
  /// The entities that are delivered, with the rows that the shop holds.
  package var entities: [(slug: String, rows: Int)]
  /// What a person should look at.
  package var attention: [String]

  /// A sync that was completed.
  package struct LastSync: Sendable {
    /// When it was done.
    package var completedAt: Instant
    /// What was synced.
    package var entity: String
    /// Rows that were pushed.
    package var rows: Int
    /// How long it took.
    package var seconds: Double
  }
}

extension Connector {
  /// Asks the service, the state tables and the shop.
  package mutating func status() throws(Fault) -> StatusReport {
    let entities = try entities().filter { $0.status == .enabled }.map { ($0.slug, $0.rows) }
    var report = StatusReport(
      failure: nil, tokenExpiry: nil, workspace: nil, lastSync: nil, entities: entities,
      attention: [])
    try addState(to: &report)
    do throws(Fault) {
      var client = try client()
      report.tokenExpiry = try client.signIn()
      let workspace = try workspace(&client)
      report.workspace = (workspace.id, workspace.name)
    } catch {
      report.failure = error.failure
    }
    return report
  }

  /// The configured workspace, as the app sees it.
  private func workspace(_ client: inout PowerBIClient) throws(Fault) -> Workspace {
    let id = try workspaceID()
    if let found = try client.workspace(id: id) { return found }
    throw Fault(
      .notFound, operation: "finding the workspace", subject: id,
      cause: "there is none with that id, or the app may not see it",
      hint: "Make the app a member of the workspace, as Contributor or more",
      recovery: .operator)
  }

  private func addState(to report: inout StatusReport) throws(Fault) {
    var store = try openStore()
    switch try store.schemaState() {
    case .current: break
    case .absent:
      report.attention.append("the state tables are missing; run: wkpbic install")
      return
    case .outdated, .newer:
      report.attention.append("the state tables are of another version; run: wkpbic install")
      return
    }
    if let run = try store.lastRun() {
      report.lastSync = StatusReport.LastSync(
        completedAt: run.completedAt ?? run.startedAt, entity: run.entity, rows: run.rowsPushed,
        seconds: Double(run.durationMilliseconds) / 1000)
    }
    guard let workspace = configuration.workspaceID else { return }
    for dataset in try store.datasets(workspaceID: workspace) {
      for table in try store.tables(datasetID: dataset.id) {
        let options = dataset.options(of: table)
        var words = Self.attention(table, options)
        if words == nil { words = try sizeAttention(table, options, &store) }
        if let words {
          report.attention.append("\(table.name) in \"\(dataset.name)\" \(words)")
        }
      }
    }
    if let change = try measureChange(try shop(), &store) { report.attention.append(change) }
  }

  /// What is to be said of a table that does not hold what the shop holds; nil when it does, or
  /// nothing was sent yet.
  private static func attention(_ table: TableRecord, _ options: String) -> String? {
    if let until = table.delivery?.pendingUntil {
      return "is pending: rows have changed, and it is sent anew from \(until.text) UTC on "
        + "(now: wkpbic sync --full \(options))"
    }
    switch table.state {
    case .empty, .complete: return nil
    case .incomplete where table.delivery != nil:
      return "is incomplete (\(table.rowCount) rows); the next sync goes on"
    case .incomplete, .clearing, .sending, .doubtful:
      return "is incomplete (\(table.rowCount) rows); the next sync clears it first"
    }
  }

  /// Checks credentials, sign-in and API, one after the other.
  package mutating func testConnection() -> [ConnectionCheck] {
    var checks = [
      ConnectionCheck("Decrypt credentials"), ConnectionCheck("Request OAuth token"),
      ConnectionCheck("Call Power BI API"),
    ]
    var index = 0
    do throws(Fault) {
      _ = try credentials()
      _ = try workspaceID()
      checks[0].result = .pass
      index = 1
      var client = try client()
      _ = try client.signIn()
      checks[1].result = .pass
      index = 2
      _ = try workspace(&client)
      checks[2].result = .pass
    } catch {
      checks[index].result = .fail
      checks[index].fault = error
    }
    return checks
  }
}

/// One step of the connection's test.
package struct ConnectionCheck: Sendable {
  /// What is tested, in the words of the output.
  package var title: String
  /// How it went; skipped until it was tried.
  package var result = Result.skip
  /// Why it failed; nil when it did not.
  package var fault: Fault?

  init(_ title: String) {
    self.title = title
  }

  /// How one step went, as the output says it.
  package enum Result: String, Sendable {
    case pass = "PASS"
    case fail = "FAIL"
    case skip = "SKIP"
  }
}
