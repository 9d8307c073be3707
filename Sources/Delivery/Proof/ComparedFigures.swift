/// What a comparison of a source with the ledger has found.
package struct ComparedFigures: Sendable, Equatable {
  /// What the source holds.
  package internal(set) var source: SideFigures
  /// What the ledger says that the destination holds.
  package internal(set) var ledger: SideFigures
  /// What the ledger's pages are like.
  package internal(set) var pages = PageFigures()
  /// False when a page of the ledger could not be read; all else is unfinished then.
  package internal(set) var isLedgerReadable = true
  /// Rows that are not the same on both sides.
  package private(set) var rows = RowDifferences()

  init(_ columns: FigureColumns) {
    source = SideFigures(columns)
    ledger = SideFigures(columns)
  }

  /// Whether every row of the source is in the ledger as it is, and no other.
  package var isEqual: Bool { isLedgerReadable && rows.count == 0 }

  mutating func note(_ kind: RowDifferences.Kind, _ key: Int64) {
    rows.note(kind, key)
  }
}

/// What a table's pages say of its past.
package struct PageFigures: Sendable, Equatable {
  /// Rows that were ever sent, vanished ones included.
  package private(set) var entryCount = 0
  /// Different keys among them.
  package private(set) var keyCount = 0
  /// Whether every row is there as it was first sent.
  package private(set) var isUntouched = true
  /// Whether rows are kept as they were sent, and not only their hashes.
  package internal(set) var keepsImages = true

  mutating func count(_ entry: LedgerEntry) {
    entryCount += 1
    if entry.ordinal == 0 { keyCount += 1 }
    if !entry.isLive || entry.version != 1 { isUntouched = false }
  }
}

/// Rows that source and ledger do not have alike.
package struct RowDifferences: Sendable, Equatable {
  /// How many rows of the source the ledger does not have.
  package private(set) var missing = 0
  /// How many the ledger has in another form.
  package private(set) var changed = 0
  /// How many of the ledger's the source does not have any more.
  package private(set) var vanished = 0
  /// The first of them.
  package private(set) var first: [Example] = []

  /// How many keys are told at most.
  package static let examplesMax = 10

  /// How a row differs.
  package enum Kind: Sendable { case missing, changed, vanished }

  /// One row that differs.
  package struct Example: Sendable, Hashable {
    /// Its key.
    package var key: Int64
    /// How it differs.
    package var kind: Kind
  }

  /// How many rows differ.
  package var count: Int { missing + changed + vanished }

  mutating func note(_ kind: Kind, _ key: Int64) {
    switch kind {
    case .missing: missing += 1
    case .changed: changed += 1
    case .vanished: vanished += 1
    }
    if first.count < Self.examplesMax { first.append(Example(key: key, kind: kind)) }
  }
}
