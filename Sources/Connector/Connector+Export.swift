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
  /// Exactly these columns; nil for those that the site has chosen.
  package var columns: [String]?
  /// These meta keys, `key` or `key:type`; nil for those that the site has chosen.
  package var meta: [String]?
  /// How rows become bytes.
  package var format: ExportFormat
  /// The date that sales are grouped by, by WooCommerce's name; nil is the entity's own.
  package var dateType: String?
  /// Only rows whose main date is that day or later, `YYYY-MM-DD`; nil for all.
  package var since: String?

  package init(
    entity: String, statuses: [String]?, columns: [String]?, meta: [String]?,
    format: ExportFormat, dateType: String? = nil
  ) {
    self.entity = entity
    self.statuses = statuses
    self.columns = columns
    self.meta = meta
    self.format = format
    self.dateType = dateType
  }
}

/// Formats of files.
package enum ExportFormat: String, Sendable, CaseIterable {
  /// One JSON object a line, nothing changed.
  case ndjson
  /// RFC 4180, safe to open in a spreadsheet.
  case csv
  /// A workbook; it needs a file of its own.
  case xlsx
}

/// What an export brought.
package struct ExportReport: Sendable, Equatable {
  /// Rows that were written.
  package var rowCount: Int
  /// Values that no column could hold, written as null or 0.
  package var unrepresentedCount: Int
}

extension Connector {
  /// Writes an entity's rows; the file is to be finished by the caller.
  package func export(
    _ order: ExportOrder, to output: inout OutputFile
  ) throws(Fault) -> ExportReport {
    let entity = try readyEntity(order.entity, columns: order.columns, meta: order.meta)
    let isEvery = order.statuses == ["all"]
    var filter = RowFilter(statuses: isEvery ? nil : order.statuses, isEveryStatus: isEvery)
    if let since = order.since { filter.days = try Self.days(since: since, entity) }
    var request = readRequest(filter, .file)
    if let dateType = order.dateType { request.dateType = try Self.dateType(dateType, entity) }
    var source = try source(entity, try shop(), request)
    switch order.format {
    case .ndjson:
      var lines = NDJSONLines()
      return try pages(of: &source, entity) { rows throws(Fault) in
        lines.append(rows)
        try output.write(lines.bytes.bytes)
        lines.removeAll()
      }
    case .csv:
      var lines = CSVLines(entity.columns)
      let report = try pages(of: &source, entity) { rows throws(Fault) in
        lines.append(rows)
        try output.write(lines.bytes.bytes)
        lines.removeAll()
      }
      // A shop without rows still has headings.
      try output.write(lines.bytes.bytes)
      return report
    case .xlsx:
      guard let path = output.partialPath else { throw Self.workbookNeedsAFile }
      var sheets = try SheetRows.create(
        path: path, name: entity.slug, columns: entity.columns)
      let report = try pages(of: &source, entity) { rows throws(Fault) in
        try sheets.write(rows)
      }
      try sheets.close()
      return report
    }
  }

  /// Reads to the end, a page at a time.
  private func pages(
    of source: inout ShopSource, _ entity: Entity,
    _ write: (borrowing RowBuffer) throws(Fault) -> Void
  ) throws(Fault) -> ExportReport {
    var rows = RowBuffer()
    var report = ExportReport(rowCount: 0, unrepresentedCount: 0)
    var cursor = Cursor.after(0)
    while cursor != .end {
      if interruption.isRaised { throw Self.interrupted("exporting", entity.slug) }
      cursor = try source.read(after: cursor, into: &rows)
      try write(rows)
      report.rowCount += rows.count
      report.unrepresentedCount += rows.unrepresentedCount
      rows.unrepresentedCount = 0
      rows.removeAll()
    }
    return report
  }

  private static var workbookNeedsAFile: Fault {
    Fault(
      .usage, operation: "exporting", subject: "xlsx",
      cause: "a workbook cannot be written to standard output", hint: "Add --output=FILE",
      recovery: .operator)
  }

  private static func dateType(_ name: String, _ entity: Entity) throws(Fault) -> DateType {
    guard let type = DateType(rawValue: name) else {
      let known = DateType.allCases.map(\.rawValue).joined(separator: ", ")
      throw Fault(
        .usage, operation: "choosing a date", subject: name, cause: "orders have no such date",
        hint: "Choose among: \(known)", recovery: .operator)
    }
    guard ShopSource.hasDateType(entity) || type == .created else {
      throw Fault(
        .usage, operation: "choosing a date", subject: name,
        cause: "the rows of \(entity.slug) do not depend on it", hint: "Leave it out",
        recovery: .operator)
    }
    return type
  }

  private static func days(
    since text: String, _ entity: Entity
  ) throws(Fault) -> ClosedRange<Int32> {
    let operation = "choosing a date"
    guard RowFilter.hasDays(entity) else {
      throw Fault(
        .usage, operation: operation, subject: entity.slug,
        cause: "its rows have no date to be chosen by", hint: "Leave --since out",
        recovery: .operator)
    }
    guard text.utf8.count == 10, let time = CivilTime(Array(text.utf8).rawSpan) else {
      throw Fault(
        .usage, operation: operation, subject: text, cause: "it is no day",
        hint: "Write YYYY-MM-DD", recovery: .operator)
    }
    return Int32(time.parts.dateKey)...99_991_231
  }

  static func interrupted(_ operation: String, _ subject: String) -> Fault {
    Fault(
      .interrupted, operation: operation, subject: subject, cause: "asked to stop",
      recovery: .interrupted)
  }
}
