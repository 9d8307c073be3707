package import Runtime

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
  /// Largest body that the service is known to take, when it has refused one.
  package var bodyBytesMax: Int?
  /// Rows that the source holds, for the progress.
  package var rowsTotal: Int
  /// Rows of the dataset's largest other table, for the pace.
  package var largestOtherTable: Int
  /// What an earlier run left under way when it was cut; nil when it ended in order.
  package var cut: Cut?
  /// Seconds of consecutive failure that are borne.
  package var patienceSeconds: Double
  /// Seconds after a request's time limit until absence is believed.
  package var settleSeconds: Double

  package init(
    entity: String, datasetID: String, tableName: String, hasDateKey: Bool, batchRows: Int,
    bodyBytesMax: Int?, rowsTotal: Int, largestOtherTable: Int, cut: Cut?,
    patienceSeconds: Double, settleSeconds: Double
  ) {
    self.entity = entity
    self.datasetID = datasetID
    self.tableName = tableName
    self.hasDateKey = hasDateKey
    self.batchRows = batchRows
    self.bodyBytesMax = bodyBytesMax
    self.rowsTotal = rowsTotal
    self.largestOtherTable = largestOtherTable
    self.cut = cut
    self.patienceSeconds = patienceSeconds
    self.settleSeconds = settleSeconds
  }

  /// A request that may still be on its way, although its sender is gone.
  package struct Cut: Sendable, Equatable {
    /// The batch that was under way; nil when it was a clearing.
    package var batch: Int64?
    /// When it was begun.
    package var at: Instant

    package init(batch: Int64?, at: Instant) {
      self.batch = batch
      self.at = at
    }
  }
}

/// A row that was left out.
package struct SetAside: Sendable, Equatable {
  /// The key of the row.
  package var key: Int64
  /// Why no batch could carry it.
  package var cause: String
}
