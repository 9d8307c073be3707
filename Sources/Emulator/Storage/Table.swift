internal import Bytes
internal import Runtime

/// A table of a push dataset and its rows.
struct Table: Sendable {
  var schema: TableSchema
  private(set) var chunks: [Chunk] = []
  private(set) var rowCount = 0
  /// The last sequence number of each client, in the order in which clients appeared.
  var sequences: [(clientID: String, number: Int64)] = []
  /// Keys of columns on the one side of a relationship.
  private var keys: [Int: Set<CellValue>]

  init(_ schema: TableSchema, keyColumns: Set<Int>) {
    self.schema = schema
    keys = Dictionary(uniqueKeysWithValues: keyColumns.map { ($0, []) })
  }

  /// The first column whose key is blank or would stand there twice; nil when all is well.
  func duplicateKey(in chunk: Chunk) -> (column: Int, row: Int)? {
    for (column, present) in keys {
      var fresh: Set<CellValue> = []
      for row in chunk.rows {
        let value = chunk.value(column: column, row: row)
        if value == .blank || present.contains(value) || !fresh.insert(value).inserted {
          return (column, row)
        }
      }
    }
    return nil
  }

  mutating func append(_ chunk: Chunk, keeping limit: Int) {
    for column in keys.keys {
      for row in chunk.rows { keys[column]?.insert(chunk.value(column: column, row: row)) }
    }
    chunks.append(chunk)
    rowCount += chunk.rowCount
    while rowCount > limit { dropOldest(rowCount - limit) }
  }

  /// Drops up to `count` rows of the oldest chunk.
  private mutating func dropOldest(_ count: Int) {
    let present = chunks[0].rows.count
    let dropped = min(count, present)
    for column in keys.keys {
      for row in chunks[0].rows.prefix(dropped) {
        keys[column]?.remove(chunks[0].value(column: column, row: row))
      }
    }
    rowCount -= dropped
    if dropped == present {
      chunks.removeFirst()
    } else {
      chunks[0].droppedRows += dropped
    }
  }

  mutating func removeRows() {
    chunks = []
    rowCount = 0
    for column in keys.keys { keys[column] = [] }
  }

  /// The exact sum of a numeric column as text: doubles as the decimals that they print as; nil
  /// when the column has none, or the sum does not fit.
  func exactSum(column: Int) -> String? {
    guard schema.columns[column].type.isNumeric else { return nil }
    var sum = ExactDecimal.zero
    for chunk in chunks {
      for row in chunk.rows {
        guard let value = Self.exact(chunk.value(column: column, row: row)),
          let next = sum.adding(value)
        else { return nil }
        sum = next
      }
    }
    var buffer = ByteBuffer()
    buffer.append(sum)
    return buffer.bytes.text()
  }

  private static func exact(_ value: CellValue) -> ExactDecimal? {
    switch value {
    case .integer(let integer): ExactDecimal(integer)
    case .decimal(let mantissa):
      ExactDecimal(mantissa: mantissa, scale: CellValue.decimalPlaces)
    case .double(let double): ExactDecimal(Array(double.description.utf8).rawSpan)
    default: .zero
    }
  }

  /// Rows as JSON objects, from the oldest on.
  func jsonRows(from first: Int, limit: Int) -> [String] {
    var skipped = 0
    var rows: [String] = []
    var buffer = ByteBuffer()
    for chunk in chunks {
      for row in chunk.rows {
        if rows.count == limit { return rows }
        if skipped < first {
          skipped += 1
          continue
        }
        buffer.removeAll()
        append(row, of: chunk, to: &buffer)
        rows.append(buffer.bytes.text())
      }
    }
    return rows
  }

  private func append(_ row: Int, of chunk: Chunk, to buffer: inout ByteBuffer) {
    for (index, column) in schema.columns.enumerated() {
      buffer.append(UInt8(ascii: index == 0 ? "{" : ","))
      buffer.appendJSONString(column.name)
      buffer.append(UInt8(ascii: ":"))
      buffer.append(cell: chunk.value(column: index, row: row))
    }
    buffer.append(UInt8(ascii: "}"))
  }
}
