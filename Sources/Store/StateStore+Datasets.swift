internal import MariaDB
package import Runtime

/// A dataset as we know it; Power BI may know it too.
package struct DatasetRecord: Sendable, Equatable {
  /// Our own id, a UUID.
  package var id: String
  /// Power BI's id, once published.
  package var powerBIID: String?
  /// Where it lies, or will lie.
  package var workspaceID: String
  /// What people call it.
  package var name: String
  /// Why there is one, such as `permanent`.
  package var kind: String
  /// How far it has come.
  package var status: Status
  /// Whether it is the one that is meant when none is named.
  package var isDefault: Bool
  /// When we first noted it.
  package var createdAt: Instant
  /// When rows were last acknowledged; nil before the first.
  package var lastPushAt: Instant?
  /// Names of its tables.
  package var tables: [String]
  /// The slugs of the entities whose rows they hold, in the same order.
  package var entities: [String]
  /// Power BI's datasets as they were before we asked for this one; nil when we never did.
  package var idsBeforeCreation: [String]?

  package init(
    id: String, workspaceID: String, name: String, kind: String, isDefault: Bool,
    createdAt: Instant
  ) {
    self.id = id
    self.workspaceID = workspaceID
    self.name = name
    self.kind = kind
    self.isDefault = isDefault
    self.createdAt = createdAt
    status = .notPublished
    tables = []
    entities = []
  }

  /// How far a dataset has come.
  package enum Status: String, Sendable {
    case notPublished = "not_published"
    case published
    case loaded
  }
}

extension StateStore {
  /// All datasets of a workspace, the default one first, then by name.
  package mutating func datasets(workspaceID: String) throws(Fault) -> [DatasetRecord] {
    let found = try rows(
      """
      SELECT id, powerbi_id, workspace_id, name, kind, status, is_default, created_at,
        last_push_at, ids_before_creation
      FROM {prefix}wkpbic_datasets WHERE workspace_id = {workspace}
      ORDER BY is_default DESC, name, id
      """, ["workspace": .text(workspaceID)], "reading datasets")
    var records: [DatasetRecord] = []
    for row in found {
      var record = DatasetRecord(
        id: row.text(0), workspaceID: row.text(2), name: row.text(3), kind: row.text(4),
        isDefault: row.integer(6) == 1,
        createdAt: StateTime.instant(row.text(7)) ?? Instant(unixSeconds: 0))
      record.powerBIID = row.optionalText(1)
      record.status = DatasetRecord.Status(rawValue: row.text(5)) ?? .notPublished
      record.lastPushAt = StateTime.instant(row.optionalText(8))
      record.idsBeforeCreation = row.optionalText(9).map {
        $0.split(separator: " ").map(String.init)
      }
      let tables = try tables(datasetID: record.id)
      record.tables = tables.map(\.name)
      record.entities = tables.map(\.entity)
      records.append(record)
    }
    return records
  }

  /// Notes a dataset before it is created anywhere; the same again changes nothing.
  package mutating func insert(_ dataset: DatasetRecord) throws(Fault) {
    try write(
      """
      INSERT IGNORE INTO {prefix}wkpbic_datasets
        (id, workspace_id, name, kind, status, is_default, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(dataset.id), .text(dataset.workspaceID), .text(dataset.name), .text(dataset.kind),
        .text(dataset.status.rawValue), .integer(dataset.isDefault ? 1 : 0),
        StateTime.value(dataset.createdAt),
      ], "noting a dataset")
  }

  /// Notes which datasets there are before another one is asked for, so that a lost reply can be
  /// told from a request that never arrived.
  package mutating func noteCreation(
    datasetID: String, idsBefore: [String]
  ) throws(Fault) {
    try write(
      "UPDATE {prefix}wkpbic_datasets SET ids_before_creation = ? WHERE id = ?",
      [.text(idsBefore.joined(separator: " ")), .text(datasetID)], "noting a creation")
  }

  /// Notes Power BI's id of a dataset.
  package mutating func publish(datasetID: String, powerBIID: String) throws(Fault) {
    try write(
      """
      UPDATE {prefix}wkpbic_datasets
      SET powerbi_id = ?, status = 'published', published_at = {now} WHERE id = ?
      """, [.text(powerBIID), .text(datasetID)], "noting a published dataset")
  }

  /// Notes that Power BI no longer has the dataset: it can be published again, its tables are
  /// empty then.
  package mutating func unpublish(datasetID: String) throws(Fault) {
    try write(
      """
      UPDATE {prefix}wkpbic_datasets
      SET powerbi_id = NULL, status = 'not_published', ids_before_creation = NULL
      WHERE id = ?
      """, [.text(datasetID)], "noting a lost dataset")
    try forgetRows(datasetID: datasetID)
    try write(
      """
      UPDATE {prefix}wkpbic_tables SET state = 'empty', row_count = 0 WHERE dataset_id = ?
      """, [.text(datasetID)], "noting a lost dataset")
  }

  /// Notes that rows were pushed.
  package mutating func notePush(datasetID: String) throws(Fault) {
    try write(
      """
      UPDATE {prefix}wkpbic_datasets SET status = 'loaded', last_push_at = {now} WHERE id = ?
      """, [.text(datasetID)], "noting a push")
  }
}
