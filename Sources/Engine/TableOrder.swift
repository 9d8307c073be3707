package import Delivery
package import Runtime

/// What a table's run is told.
package struct TableOrder: Sendable {
  /// The slug of the entity.
  package var entity: String
  /// The dataset, as the state tables know it.
  package var datasetID: String
  /// The table in it.
  package var tableName: String
  /// The run that was promised for it; nil when none was.
  package var runID: Int64?
  /// The profile that it is for; empty without one.
  package var profile = ""
  /// Whether every row is looked at whatever hints say: rows leave it as time goes by.
  package var isAlwaysSwept = false
  /// The mode that somebody asked for; nil leaves it as the table was begun, or the standard.
  package var mode: DeliveryMode?
  /// The mode of a table that is begun without one being asked for.
  package var standardMode: DeliveryMode
  /// Whether everything is cleared and sent anew.
  package var isFull = false
  /// When a table may be cleared for changes at the earliest; nil: at once.
  package var clearsFrom: Instant?
  /// When, on the monotonic clock, the run ends after its present batch; nil: when all is done.
  package var stopsAt: Double?
  /// The columns and rules that rows are made under, a line each.
  package var shape: [String]
  /// Names of the columns that a compensating row negates.
  package var additive: [String]
  /// Whether rows carry `_date_key`.
  package var hasDateKey: Bool
  /// Rows of a batch at most.
  package var batchRows: Int
  /// Rows that the source holds, for the progress.
  package var rowsTotal: Int
  /// Seconds of consecutive failure that are borne.
  package var patienceSeconds: Double
  /// Seconds after a request's time limit until absence is believed.
  package var settleSeconds: Double

  package init(
    entity: String, datasetID: String, tableName: String, standardMode: DeliveryMode,
    shape: [String], additive: [String], hasDateKey: Bool, batchRows: Int, rowsTotal: Int,
    patienceSeconds: Double, settleSeconds: Double
  ) {
    self.entity = entity
    self.datasetID = datasetID
    self.tableName = tableName
    self.standardMode = standardMode
    self.shape = shape
    self.additive = additive
    self.hasDateKey = hasDateKey
    self.batchRows = batchRows
    self.rowsTotal = rowsTotal
    self.patienceSeconds = patienceSeconds
    self.settleSeconds = settleSeconds
  }

  /// The table as the ledger knows it.
  package var table: LedgerTable { LedgerTable(datasetID: datasetID, name: tableName) }
}

/// A row that was left out.
package struct SetAside: Sendable, Equatable {
  /// The key of the row.
  package var key: Int64
  /// Why no batch could carry it.
  package var cause: String
}
