internal import Delivery
internal import MariaDB
internal import Runtime
internal import Store
internal import WordPress

/// Signed tables grow with every correction: a row that was taken back stays there, twice. Filling
/// the table anew drops what cancels out, at the price of some minutes of incomplete figures.
extension Connector {
  /// From this share of rows that cancel out on, folding is worth its price.
  static let foldShare = 0.3
  /// From this share of the rows that a table takes at most on, somebody should know.
  static let fullShare = 0.7
  static let foldOption = "wkpbic_fold"

  /// The share of a table's rows at the service that cancel each other out; nil where rows are not
  /// taken back.
  func cancelledShare(
    of table: TableRecord, _ store: inout StateStore
  ) throws(Fault) -> Double? {
    guard table.delivery?.mode == .signed, table.rowCount > 0 else { return nil }
    let size = try store.ledgerSize(
      of: LedgerTable(datasetID: table.datasetID, name: table.name))
    return Double(max(table.rowCount - size.liveCount, 0)) / Double(table.rowCount)
  }

  /// What a person should know of a table's size; nil when all is well.
  func sizeAttention(
    _ table: TableRecord, _ options: String, _ store: inout StateStore
  ) throws(Fault) -> String? {
    if Double(table.rowCount) >= Self.fullShare * Double(Delivery.tableRowsMax) {
      return "holds \(table.rowCount) of the \(Delivery.tableRowsMax) rows that it can; "
        + "filling it anew may help: wkpbic sync --full \(options)"
    }
    guard let share = try cancelledShare(of: table, &store), share >= Self.foldShare else {
      return nil
    }
    return "has \(Int(share * 100)) % rows that cancel out; filled anew it is smaller: "
      + "wkpbic sync --full \(options)"
  }

  /// Whether a run that nobody waits for fills a table anew only to make it smaller: small ones
  /// when it is worth it, large ones when the site wants it and in its quiet hours.
  func folds(
    _ table: TableRecord, _ zone: TimeZoneRules, _ store: inout StateStore
  ) throws(Fault) -> Bool {
    guard let share = try cancelledShare(of: table, &store), share >= Self.foldShare else {
      return false
    }
    if table.rowCount <= Self.waitingTableRows { return true }
    guard let window = configuration.quietWindow, window.opening(after: clock.now, zone) == nil
    else { return false }
    var connection = try Connection.open(configuration.database)
    let site = try site(&connection)
    return try site.options.read([Self.foldOption], &connection).value(Self.foldOption)?.isTrue
      ?? false
  }
}
