package import Bytes
package import Delivery
internal import Model

/// Questions to a table about what it holds, and what their answers say.
///
/// Grouped questions bring a row for each day or batch; where the service refuses to group, the
/// same is asked as one row of figures, part by part.
package struct TableProbe: Sendable {
  /// The table that is asked.
  package let table: String
  /// Whether its rows bear a date.
  package let hasDateKey: Bool
  /// Columns whose sums are asked for.
  private let sums: [String]

  /// Batches that one grouped question brings at most, far below the rows of an answer.
  package static let groupedBatchesMax = 50_000
  /// Batches that one question without grouping counts.
  package static let countedBatchesMax = 50

  package init(table: String, hasDateKey: Bool, sums: [String]) {
    self.table = table
    self.hasDateKey = hasDateKey
    self.sums = sums
  }

  private var batch: String { DAX.column(table, EngineName.batch) }
  private var dateKey: String { DAX.column(table, EngineName.dateKey) }

  // MARK: Batches

  /// Rows by batch, of the numbers from `first` up to before `end`; nil leaves a side open.
  package func batchQuery(from first: Int64?, to end: Int64?) -> String {
    var conditions: [String] = []
    if let first { conditions.append("\(batch)>=\(first)") }
    if let end { conditions.append("\(batch)<\(end)") }
    let filter =
      conditions.isEmpty
      ? "" : "FILTER(VALUES(\(batch)),\(conditions.joined(separator: " && "))),"
    return "EVALUATE SUMMARIZECOLUMNS(\(batch),\(filter)\"n\",COUNTROWS(\(DAX.table(table))))"
  }

  /// Adds what the answer says; rows without a number stand under nil.
  package func addBatches(_ answer: [JSONValue], to counts: inout [Int64?: Int]) {
    for row in answer {
      let count = Self.cell("[n]", row).integer.map { Int($0) } ?? 0
      counts[Self.cell("[\(EngineName.batch)]", row).integer, default: 0] += count
    }
  }

  /// All rows, and those of each of these batches, without grouping.
  package func countQuery(of batches: [Int64]) -> String {
    precondition(batches.count <= Self.countedBatchesMax, "a question is not without end")
    let rows = "COUNTROWS(\(DAX.table(table)))"
    let counts = batches.enumerated().map { index, number in
      ",\"b\(index)\",CALCULATE(\(rows),\(batch)=\(number))"
    }
    return "EVALUATE ROW(\"n\",\(rows)\(counts.joined()))"
  }

  /// Adds the batches' rows of an answer; returns the number of all rows.
  package func addCounts(
    _ answer: [JSONValue], of batches: [Int64], to counts: inout [Int64?: Int]
  ) -> Int? {
    guard let row = answer.first else { return nil }
    for (index, number) in batches.enumerated() {
      counts[number, default: 0] += Self.cell("[b\(index)]", row).integer.map { Int($0) } ?? 0
    }
    return Self.count(Self.cell("[n]", row))
  }

  // MARK: Figures

  /// Figures by day; of all rows at once, where they have no date.
  package var figuresQuery: String {
    hasDateKey
      ? "EVALUATE SUMMARIZECOLUMNS(\(dateKey),\(figures { $0 }))"
      : "EVALUATE ROW(\(figures { $0 }))"
  }

  /// Figures of one month (YYYYMM; 0 for rows without a date), without grouping.
  package func monthQuery(_ month: Int32) -> String {
    let condition =
      month == 0
      ? "ISBLANK(\(dateKey))"
      : "\(dateKey)>=\(Int64(month) * 100) && \(dateKey)<\(Int64(month) * 100 + 100)"
    return "EVALUATE ROW(\(figures { "CALCULATE(\($0),\(condition))" }))"
  }

  /// Adds what an answer says; what is not grouped is about `month`.
  package func addFigures(
    _ answer: [JSONValue], month: Int32?, to figures: inout DestinationFigures
  ) {
    for row in answer {
      let slice = DestinationSlice(
        rows: Self.figure(Self.cell("[rows]", row)),
        versions: Self.figure(Self.cell("[v]", row)),
        sums: sums.indices.map { Self.figure(Self.cell("[s\($0)]", row)) })
      var day: Int32 = 0
      if let month {
        day = month * 100
      } else if hasDateKey {
        day = Self.day(Self.cell("[\(EngineName.dateKey)]", row))
      }
      figures.add(slice, dateKey: day)
    }
  }

  /// The first and the last day that rows bear.
  package var spanQuery: String {
    "EVALUATE ROW(\"first\",MIN(\(dateKey)),\"last\",MAX(\(dateKey)))"
  }

  /// Months from the first to the last; nil when the answer names none or they are no months.
  package func months(_ answer: [JSONValue]) -> [Int32]? {
    guard let row = answer.first else { return nil }
    let first = Self.day(Self.cell("[first]", row)) / 100
    let last = Self.day(Self.cell("[last]", row)) / 100
    if first == 0, last == 0 { return [] }
    guard first >= Self.monthMin, last <= Self.monthMax, first <= last else { return nil }
    return (first...last).filter { (1...12).contains($0 % 100) }
  }

  /// Months that are asked for one by one lie in these two centuries.
  private static let monthMin: Int32 = 190_001
  private static let monthMax: Int32 = 209_912

  /// How many different values a column has, blank being one.
  package func keyQuery(_ column: String) -> String {
    "EVALUATE ROW(\"k\",DISTINCTCOUNT(\(DAX.column(table, column))))"
  }

  /// The answer's number.
  package func keys(_ answer: [JSONValue]) -> Int? {
    answer.first.flatMap { Self.count(Self.cell("[k]", $0)) }
  }

  /// Rows that hold, their versions, and sums, each put through `form`.
  private func figures(_ form: (String) -> String) -> String {
    let sign = DAX.column(table, EngineName.sign)
    let version = DAX.column(table, EngineName.version)
    var parts = [
      "\"rows\",\(form("SUM(\(sign))"))",
      "\"v\",\(form("SUMX(\(DAX.table(table)),\(sign)*\(version))"))",
    ]
    for (index, name) in sums.enumerated() {
      parts.append("\"s\(index)\",\(form("SUM(\(DAX.column(table, name)))"))")
    }
    return parts.joined(separator: ",")
  }

  // MARK: Cells

  /// The cell whose column's name ends so; blank when there is none.
  private static func cell(_ end: String, _ row: JSONValue) -> JSONValue {
    row.members?.first { $0.name.hasSuffix(end) }?.value ?? .null
  }

  /// A number; blank counts as zero, anything else is no number.
  private static func figure(_ cell: JSONValue) -> ExactDecimal? {
    switch cell {
    case .null: .zero
    case .number(let text): ExactDecimal(figure: text)
    default: nil
    }
  }

  private static func count(_ cell: JSONValue) -> Int? {
    cell.isNull ? 0 : cell.integer.map { Int($0) }
  }

  /// A day as YYYYMMDD; one that cannot be is kept apart from all that can.
  private static func day(_ cell: JSONValue) -> Int32 {
    if cell.isNull { return 0 }
    guard let day = cell.integer.flatMap({ Int32(exactly: $0) }), day >= 100 else { return -100 }
    return day
  }
}

/// The engine's columns, as questions name them.
private enum EngineName {
  static let sign = EngineColumn.sign.rawValue
  static let version = EngineColumn.version.rawValue
  static let batch = EngineColumn.batch.rawValue
  static let dateKey = EngineColumn.dateKey.rawValue
}
