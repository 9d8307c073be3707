internal import Bytes
package import Runtime

/// Compares all rows of a source with all that the ledger remembers, and changes nothing.
///
/// Both sides come in the order of their keys; memory is bounded by a page of each. A comparison
/// is any number of `compare` in the order of the source, then `finish`.
package struct LedgerComparison<Packer: PagePacker & ~Copyable>: ~Copyable {
  private let table: LedgerTable
  private let algorithm: RowHashAlgorithm
  private var packer: Packer
  private var reader = PageReader()
  private var page = ByteBuffer()
  /// The ledger's entry that is met next.
  private var next: LedgerEntry?
  /// Keys from here on are on pages not opened yet; nil behind the last page.
  private var unopenedFrom: Int64? = .min
  private var lastKey: Int64?
  private var ordinal = 0
  /// What was found so far.
  package private(set) var found: ComparedFigures

  package init(
    table: LedgerTable, columns: FigureColumns, hash: RowHashAlgorithm, packer: consuming Packer
  ) {
    self.table = table
    algorithm = hash
    self.packer = packer
    found = ComparedFigures(columns)
  }

  /// Compares the source's next rows; `hashes` holds one for each.
  package mutating func compare<Storage: LedgerStorage & ~Copyable>(
    _ rows: borrowing RowBuffer, hashes: [RowHash], storage: inout Storage
  ) throws(Fault) {
    precondition(hashes.count == rows.count, "a hash for each row")
    for index in 0..<rows.count {
      let place = rows.rows[index]
      precondition(lastKey.map { $0 <= place.key } ?? true, "keys rise")
      ordinal = place.key == lastKey ? ordinal + 1 : 0
      lastKey = place.key
      let members = rows.bytes.bytes(at: place.start, length: place.length)
      let isRow = found.source.add(
        members, hash: hashes[index], version: 1, dateKey: place.dateKey)
      precondition(isRow, "sources write JSON members")
      try meet(place, hashes[index], &storage)
    }
  }

  /// The source has no more rows: what is left in the ledger has vanished there.
  package mutating func finish<Storage: LedgerStorage & ~Copyable>(
    storage: inout Storage
  ) throws(Fault) {
    while let entry = try peek(&storage) { pass(entry) }
  }

  /// Holds a row of the source against the entry of its key and ordinal, if there is one.
  private mutating func meet<Storage: LedgerStorage & ~Copyable>(
    _ row: RowBuffer.Place, _ hash: RowHash, _ storage: inout Storage
  ) throws(Fault) {
    while let entry = try peek(&storage), (entry.key, entry.ordinal) < (row.key, ordinal) {
      pass(entry)
    }
    guard let entry = try peek(&storage), entry.key == row.key, entry.ordinal == ordinal else {
      return found.note(.missing, row.key)
    }
    next = nil
    if !entry.isLive {
      found.note(.missing, row.key)
    } else if entry.hash != hash || entry.dateKey != row.dateKey {
      found.note(.changed, row.key)
    }
  }

  private mutating func pass(_ entry: LedgerEntry) {
    if entry.isLive { found.note(.vanished, entry.key) }
    next = nil
  }

  /// The next entry, which is counted when it is seen first.
  private mutating func peek<Storage: LedgerStorage & ~Copyable>(
    _ storage: inout Storage
  ) throws(Fault) -> LedgerEntry? {
    while next == nil {
      if reader.isOpen {
        try readNext()
        if next != nil { break }
        reader.close()
      }
      guard let from = unopenedFrom else { return nil }
      let rest = KeyRange(first: from, last: .max)
      guard let summary = try storage.page(of: table, in: rest, into: &page) else {
        unopenedFrom = nil
        return nil
      }
      try open(summary, from: from)
      unopenedFrom = summary.keys.last == .max ? nil : summary.keys.last + 1
    }
    return next
  }

  private mutating func open(_ summary: PageSummary, from: Int64) throws(Fault) {
    do throws(PageError) {
      try Self.open(&reader, page, &packer)
      guard reader.keys == summary.keys, summary.keys.first >= from else {
        throw .contradiction("the range of keys")
      }
      guard let form = reader.form, form.hash == algorithm else {
        throw .contradiction("the hash of its rows")
      }
      found.pages.keepsImages = found.pages.keepsImages && form.keepsImages
    } catch {
      throw unreadable(summary.keys, error)
    }
  }

  private static func open(
    _ reader: inout PageReader, _ page: borrowing ByteBuffer, _ packer: inout Packer
  ) throws(PageError) {
    try reader.open(page, with: &packer)
  }

  private mutating func readNext() throws(Fault) {
    do throws(PageError) {
      guard let entry = try reader.next() else { return }
      found.pages.count(entry)
      next = entry
      if entry.isLive, !Self.add(entry, of: reader, to: &found.ledger) {
        throw .contradiction("a row")
      }
    } catch {
      throw unreadable(reader.keys ?? .all, error)
    }
  }

  /// Counts an entry in; false when its image is no row.
  private static func add(
    _ entry: LedgerEntry, of reader: borrowing PageReader, to figures: inout SideFigures
  ) -> Bool {
    if reader.form?.keepsImages == true {
      return figures.add(
        reader.image(of: entry), hash: entry.hash, version: entry.version,
        dateKey: entry.dateKey)
    }
    figures.add(hash: entry.hash, version: entry.version, dateKey: entry.dateKey)
    return true
  }

  private mutating func unreadable(_ keys: KeyRange, _ error: PageError) -> Fault {
    found.isLedgerReadable = false
    return Fault(
      .data, operation: "reading the ledger",
      subject: "\(table.name), keys \(keys.first) to \(keys.last)",
      cause: "a page cannot be read: \(error.words)",
      hint: "Send the table anew with: wkpbic verify --repair", recovery: .stopStream)
  }
}
