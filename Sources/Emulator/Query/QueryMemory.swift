/// Where a row stands.
struct RowID: Hashable {
  var chunk: Int
  var row: Int

  /// The row that stands on the one side for all keys that have none there.
  static let blank = RowID(chunk: -1, row: -1)

  var isBlank: Bool { chunk < 0 }
}

/// A column of a table.
struct Place: Hashable {
  var table: Int
  var column: Int
}

/// A way from the many side to the one side, which filters go the other way round.
struct Relation: Hashable {
  var from: Place
  var to: Place
}

/// The rows of the many side by their key.
struct RelationIndex {
  private var rows: [CellValue: [RowID]] = [:]
  /// Rows whose key has no row on the one side.
  private(set) var strays: [RowID] = []
  private let keys: Set<CellValue>

  init(keys: Set<CellValue>, rows: [(RowID, CellValue)]) {
    self.keys = keys
    for (row, key) in rows {
      if keys.contains(key) { self.rows[key, default: []].append(row) } else { strays.append(row) }
    }
  }

  /// Rows of these keys, nil meaning those without; of all rows or among some of them.
  func rows(
    of wanted: [CellValue?], among some: [RowID]?, key: (RowID) -> CellValue
  ) -> [RowID] {
    guard let some else {
      return wanted.flatMap { $0.map { rows[$0] ?? [] } ?? strays }
    }
    let present = Set(wanted.compactMap(\.self))
    let takesStrays = wanted.contains(nil)
    return some.filter { row in
      let key = key(row)
      return present.contains(key) || takesStrays && !keys.contains(key)
    }
  }
}

/// What a query needs to know of its dataset beside rows, and what it finds out once.
final class QueryMemory {
  let relations: [Relation]
  /// The DAX of measures by their name in small letters.
  let measures: [String: String]
  var indexes: [Relation: RelationIndex] = [:]

  init(_ dataset: Dataset) {
    func place(_ table: String, _ column: String) -> Place? {
      guard let index = dataset.position(table: table),
        let column = dataset.tables[index].schema.columns.firstIndex(where: { $0.name == column })
      else { return nil }
      return Place(table: index, column: column)
    }
    relations = dataset.schema.relationships.compactMap { known in
      guard let from = place(known.fromTable, known.fromColumn),
        let to = place(known.toTable, known.toColumn)
      else { return nil }
      return Relation(from: from, to: to)
    }
    let all = dataset.tables.flatMap(\.schema.measures)
    measures = all.reduce(into: [:]) { $0[$1.name.lowercased()] = $1.expression }
  }

  func isRelated(to table: Int) -> Bool {
    relations.contains { $0.to.table == table }
  }
}
