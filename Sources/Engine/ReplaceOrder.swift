/// What a replacing run is told.
package struct ReplaceOrder: Sendable {
  /// The slug of the entity.
  package var entity: String
  /// The dataset, as the state tables know it.
  package var datasetID: String
  /// The table in it.
  package var tableName: String
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
    entity: String, datasetID: String, tableName: String, hasDateKey: Bool, batchRows: Int,
    rowsTotal: Int, patienceSeconds: Double, settleSeconds: Double
  ) {
    self.entity = entity
    self.datasetID = datasetID
    self.tableName = tableName
    self.hasDateKey = hasDateKey
    self.batchRows = batchRows
    self.rowsTotal = rowsTotal
    self.patienceSeconds = patienceSeconds
    self.settleSeconds = settleSeconds
  }
}

/// A row that was left out.
package struct SetAside: Sendable, Equatable {
  /// The key of the row.
  package var key: Int64
  /// Why no batch could carry it.
  package var cause: String
}
