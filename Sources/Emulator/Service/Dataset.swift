internal import Runtime

/// A push dataset: its tables, and what its limits have counted.
struct Dataset: Sendable {
  let id: String
  let workspaceID: String
  let createdAt: Instant
  let keepsFIFO: Bool
  let schema: DatasetSchema
  var tables: [Table]
  var pendingPosts = 0
  var postsInMinute: SlidingWindow
  var postsInHour: SlidingWindow
  var rowsInHour: SlidingWindow

  init(
    id: String, workspaceID: String, createdAt: Instant, keepsFIFO: Bool, schema: DatasetSchema,
    limits: Limits, enforcesUniqueKeys: Bool
  ) {
    self.id = id
    self.workspaceID = workspaceID
    self.createdAt = createdAt
    self.keepsFIFO = keepsFIFO
    self.schema = schema
    tables = schema.tables.map { table in
      let keys = schema.relationships.filter { $0.toTable == table.name }.compactMap { end in
        table.columns.firstIndex { $0.name == end.toColumn }
      }
      return Table(table, keyColumns: enforcesUniqueKeys ? Set(keys) : [])
    }
    postsInMinute = SlidingWindow(seconds: 60, limit: limits.postsPerMinute)
    postsInHour = SlidingWindow(seconds: 3600, limit: limits.postsPerHourWhenLarge)
    rowsInHour = SlidingWindow(seconds: 3600, limit: limits.rowsPerHour)
  }

  var name: String { schema.name }

  /// Rows that a table of this dataset keeps.
  func rowsKept(_ limits: Limits) -> Int {
    keepsFIFO ? limits.rowsKeptFIFO : limits.rowsKeptMax
  }

  func position(table name: String) -> Int? {
    tables.firstIndex { $0.schema.name == name }
  }
}
