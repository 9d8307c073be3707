internal import Bytes
internal import Delivery
internal import Files
internal import Model
package import Runtime
internal import WooCommerce

/// What is exported.
package struct ExportOrder: Sendable {
  /// The slug of the entity.
  package var entity: String
  /// Only these statuses, or `all`; nil leaves out what the entity leaves out.
  package var statuses: [String]?

  package init(entity: String, statuses: [String]?) {
    self.entity = entity
    self.statuses = statuses
  }
}

/// What an export brought.
package struct ExportReport: Sendable, Equatable {
  /// Rows that were written.
  package var rowCount: Int
  /// Values that no column could hold, written as null or 0.
  package var unrepresentedCount: Int
}

extension Connector {
  /// Writes an entity's rows, one JSON object a line.
  package func export(
    _ order: ExportOrder, to output: inout OutputFile
  ) throws(Fault) -> ExportReport {
    let entity = try chosen([order.entity])[0]
    let isEvery = order.statuses == ["all"]
    let filter = RowFilter(statuses: isEvery ? nil : order.statuses, isEveryStatus: isEvery)
    var source = try source(entity, try shop(), filter, .file)
    var rows = RowBuffer()
    var lines = NDJSONLines()
    var report = ExportReport(rowCount: 0, unrepresentedCount: 0)
    var cursor = Cursor.after(0)
    while cursor != .end {
      if interruption.isRaised { throw Self.interrupted("exporting", entity.slug) }
      cursor = try source.read(after: cursor, into: &rows)
      lines.fill(from: rows)
      try output.write(lines.bytes.bytes)
      report.rowCount += rows.count
      report.unrepresentedCount += rows.unrepresentedCount
      rows.unrepresentedCount = 0
      rows.removeAll()
    }
    return report
  }

  static func interrupted(_ operation: String, _ subject: String) -> Fault {
    Fault(
      .interrupted, operation: operation, subject: subject, cause: "asked to stop",
      recovery: .interrupted)
  }
}
