internal import MariaDB
package import Runtime

/// A column that a destination table has.
package struct ColumnRecord: Sendable, Equatable {
  /// The name.
  package var name: String
  /// The type, in the service's word.
  package var type: String

  package init(name: String, type: String) {
    self.name = name
    self.type = type
  }
}

extension StateStore {
  /// The columns that a table was made with or has got since; nil when nobody has noted them.
  package mutating func columns(
    datasetID: String, name: String
  ) throws(Fault) -> [ColumnRecord]? {
    let found = try rows(
      """
      SELECT columns_text FROM {prefix}wkpbic_columns
      WHERE dataset_id = {dataset} AND table_name = {table}
      """, ["dataset": .text(datasetID), "table": .text(name)], "reading a table's columns")
    return found.first.map { row in
      row.text(0).split(separator: "\n").compactMap { line in
        let parts = line.split(separator: ":").map(String.init)
        return parts.count == 2 ? ColumnRecord(name: parts[0], type: parts[1]) : nil
      }
    }
  }

  /// Notes the columns that a table has now.
  package mutating func setColumns(
    datasetID: String, name: String, _ columns: [ColumnRecord]
  ) throws(Fault) {
    let text = columns.map { "\($0.name):\($0.type)" }.joined(separator: "\n")
    try write(
      """
      INSERT INTO {prefix}wkpbic_columns (dataset_id, table_name, columns_text) VALUES (?, ?, ?)
      ON DUPLICATE KEY UPDATE columns_text = VALUES(columns_text)
      """, [.text(datasetID), .text(name), .text(text)], "noting a table's columns")
  }
}
