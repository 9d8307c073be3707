internal import MariaDB
package import Runtime

// Tables that hold a part of an entity's rows.
extension StateStore {
  /// Notes which rows a table is to hold from its next sync on, and which profile says so.
  package mutating func setSelection(
    datasetID: String, name: String, _ selection: String, profileID: Int64
  ) throws(Fault) {
    try write(
      """
      INSERT INTO {prefix}wkpbic_streams (dataset_id, table_name, profile_id, selection)
      VALUES (?, ?, ?, ?)
      ON DUPLICATE KEY UPDATE profile_id = VALUES(profile_id), selection = VALUES(selection)
      """, [.text(datasetID), .text(name), .integer(profileID), .text(selection)],
      "noting a selection")
  }

  /// Forgets which rows the tables of a dataset are to hold.
  mutating func forgetSelections(datasetID: String) throws(Fault) {
    try write(
      "DELETE FROM {prefix}wkpbic_streams WHERE dataset_id = ?", [.text(datasetID)],
      "forgetting selections")
  }
}
