internal import MariaDB
package import Runtime

// Datasets that are gone take with them all that is known of their tables.
extension StateStore {
  /// Forgets the tables of a dataset that has none of them, as it is not made yet.
  package mutating func forgetTables(datasetID: String) throws(Fault) {
    try forgetRows(datasetID: datasetID)
    let dataset = [Value.text(datasetID)]
    try write(
      "DELETE FROM {prefix}wkpbic_measures WHERE dataset_id = ?", dataset, "forgetting tables")
    try write(
      "DELETE FROM {prefix}wkpbic_columns WHERE dataset_id = ?", dataset, "forgetting tables")
    try write(
      "DELETE FROM {prefix}wkpbic_tables WHERE dataset_id = ?", dataset, "forgetting tables")
  }

  /// Forgets a dataset that is nowhere.
  package mutating func forgetDataset(datasetID: String) throws(Fault) {
    try forgetTables(datasetID: datasetID)
    try forgetSelections(datasetID: datasetID)
    try write(
      "DELETE FROM {prefix}wkpbic_datasets WHERE id = ? AND powerbi_id IS NULL",
      [.text(datasetID)], "forgetting a dataset")
  }

  /// Forgets what the tables of a dataset held.
  mutating func forgetRows(datasetID: String) throws(Fault) {
    let dataset = [Value.text(datasetID)]
    try write(
      "DELETE FROM {prefix}wkpbic_ledger_staged WHERE dataset_id = ?", dataset,
      "forgetting rows")
    try write(
      "DELETE FROM {prefix}wkpbic_ledger WHERE dataset_id = ?", dataset, "forgetting rows")
    try write(
      "DELETE FROM {prefix}wkpbic_batches WHERE dataset_id = ?", dataset, "forgetting rows")
    try write(
      "DELETE FROM {prefix}wkpbic_retries WHERE dataset_id = ?", dataset, "forgetting rows")
    try write(
      "DELETE FROM {prefix}wkpbic_deliveries WHERE dataset_id = ?", dataset, "forgetting rows")
  }
}
