/// The columns that the engine adds to every table: hidden, never part of a row's hash.
package enum EngineColumn: String, Sendable, CaseIterable {
  /// 1 for a row that holds, -1 for one that takes an earlier row back.
  case sign = "_sign"
  /// Counts the versions of a key from 1.
  case version = "_version"
  /// The batch that carried the row: rising, never used twice in a table.
  case batch = "_batch"
  /// When the batch was made, UTC.
  case syncedAt = "_synced_at"
  /// The main date as YYYYMMDD; facts only.
  case dateKey = "_date_key"

  /// What its values are.
  package var type: ColumnType {
    self == .syncedAt ? .dateTime : .int64
  }

  /// Those that a table of this entity bears, in their order.
  package static func all(of entity: Entity) -> [EngineColumn] {
    entity.hasDateKey ? allCases : allCases.filter { $0 != .dateKey }
  }
}
