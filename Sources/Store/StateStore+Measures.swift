internal import MariaDB
package import Runtime

extension StateStore {
  /// The measures that tables of a dataset were given, by table; none for a table of which nobody
  /// has noted them.
  package mutating func measures(datasetID: String) throws(Fault) -> [String: String] {
    let found = try rows(
      "SELECT table_name, measures_text FROM {prefix}wkpbic_measures WHERE dataset_id = {dataset}",
      ["dataset": .text(datasetID)], "reading measures")
    return found.reduce(into: [:]) { $0[$1.text(0)] = $1.text(1) }
  }

  /// Notes the measures that a table has now.
  package mutating func setMeasures(
    datasetID: String, name: String, _ text: String
  ) throws(Fault) {
    try write(
      """
      INSERT INTO {prefix}wkpbic_measures (dataset_id, table_name, measures_text) VALUES (?, ?, ?)
      ON DUPLICATE KEY UPDATE measures_text = VALUES(measures_text)
      """, [.text(datasetID), .text(name), .text(text)], "noting a table's measures")
  }
}
