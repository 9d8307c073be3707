internal import Bytes
package import Runtime

/// Compares what a source holds with what the ledger remembers, range of keys by range of keys,
/// and writes the ledger's next state page by page.
///
/// Both sides come in the order of their keys, and memory is bounded by a page of each. Whatever
/// lies outside the ranges is copied or left alone: only a range that was read whole can say that
/// a row has vanished. A page in which nothing changed is not written.
///
/// A batch is `begin`, any number of `revise` in rising ranges, `finish`. What is staged for it
/// must be committed, or discarded, before the next `begin`.
package struct LedgerRevision<Packer: PagePacker & ~Copyable>: ~Copyable {
  let table: LedgerTable
  let form: LedgerForm
  private var limit = BatchLimit(rows: 1, bytes: BatchLimit.bytesMin)
  private var place: StagingPlace
  var sealer: PageSealer<Packer>
  /// The page that is being rewritten, as it was.
  var base = PageReader()
  /// Its first entry that is not in the draft yet.
  var next: LedgerEntry?
  var draft: PageDraft
  /// Whether the draft has more, or other, entries than the page that it was made from.
  var isChanged = false
  /// Whether the draft holds entries of a page that was there before.
  private var replacesPage = false
  /// All keys up to this one are dealt with in this batch.
  private var doneThrough: Int64?
  /// No page begins between what is done and this key.
  private var searchedThrough: Int64?
  private var pageBytes = ByteBuffer()

  package init(
    table: LedgerTable, form: LedgerForm, pages: PageLimits, packer: consuming Packer
  ) {
    self.table = table
    self.form = form
    place = StagingPlace(table: table, batch: 0)
    sealer = PageSealer(packer, pages)
    draft = PageDraft(form)
  }

  /// How far `revise` came.
  package enum Outcome: Sendable, Hashable {
    /// The whole range is dealt with.
    case whole
    /// The batch is full; all keys of the range up to this one are dealt with.
    case full(through: Int64)
  }

  /// Bytes of pages staged for one batch, about, so that a commit stays short.
  package static var stagedBytesMax: Int { 64 << 20 }

  /// Begins a batch; nothing of the one before is remembered.
  package mutating func begin(batch: Int64, limit: BatchLimit) {
    self.limit = limit
    place.batch = batch
    base.close()
    next = nil
    draft.removeAll()
    isChanged = false
    replacesPage = false
    doneThrough = nil
    searchedThrough = nil
    sealer.stagedBytes = 0
  }

  /// Compares a range that was read whole with the ledger.
  ///
  /// `rows` from `index` on are all rows of the range, ordered by key, with their `hashes`;
  /// `index` moves behind the last row that was dealt with. Ranges rise within a batch.
  package mutating func revise<Storage: LedgerStorage & ~Copyable>(
    _ range: KeyRange, rows: borrowing RowBuffer, hashes: [RowHash], from index: inout Int,
    changes: inout ChangeRows, storage: inout Storage
  ) throws(Fault) -> Outcome {
    precondition(hashes.count == rows.count, "a hash for each row")
    precondition(changes.style == .append || form.keepsImages, "what is taken back is kept")
    precondition(doneThrough.map { $0 < range.first } ?? true, "ranges rise")
    try reach(range.first, &storage)
    var reached: Int64?
    while true {
      try load(range, &storage)
      guard let key = nextKey(range, rows, index) else { break }
      precondition(key >= range.first && reached.map { $0 < key } ?? true, "keys rise")
      if let reached, sealer.stagedBytes > Self.stagedBytesMax { return .full(through: reached) }
      try sealIfFull(&storage)
      guard try step(key, rows, hashes, &index, &changes) else {
        if let reached { return .full(through: reached) }
        // Nothing of this range yet: what was done before it has filled the batch.
        guard doneThrough != nil, !changes.isEmpty else { throw tooLarge(key) }
        return .full(through: range.first - 1)
      }
      reached = key
      doneThrough = key
    }
    doneThrough = range.last
    return .whole
  }

  /// Stages what is left of the batch's pages; returns the bytes of all that were staged.
  package mutating func finish<Storage: LedgerStorage & ~Copyable>(
    storage: inout Storage
  ) throws(Fault) -> Int {
    try endRun(&storage)
    return sealer.stagedBytes
  }
}

extension LedgerRevision where Packer: ~Copyable {
  /// The lowest key that is left on either side.
  private func nextKey(_ range: KeyRange, _ rows: borrowing RowBuffer, _ index: Int) -> Int64? {
    var key: Int64?
    if index < rows.count, rows.rows[index].key <= range.last { key = rows.rows[index].key }
    if let entry = next, entry.key <= range.last { key = min(key ?? entry.key, entry.key) }
    return key
  }

  /// Deals with all rows of one key; false, and nothing done, when they do not fit.
  private mutating func step(
    _ key: Int64, _ rows: borrowing RowBuffer, _ hashes: [RowHash], _ index: inout Int,
    _ changes: inout ChangeRows
  ) throws(Fault) -> Bool {
    let before = (index, next, base.position, draft.mark, isChanged, changes.mark)
    var ordinal = 0
    while true {
      let entry = next?.key == key ? next : nil
      let hasRow = index < rows.count && rows.rows[index].key == key
      if !hasRow, entry == nil { break }
      if hasRow {
        try compare(rows, index, hashes[index], ordinal, with: entry, &changes)
        index += 1
      } else if let entry {
        try vanish(entry, &changes)
      }
      if entry != nil { try readNext() }
      ordinal += 1
    }
    if draft.payloadBytes > PageLimits.payloadBytesEver { throw tooLarge(key) }
    // The rows of one key travel together, however few a batch should have.
    let allowed = before.5.isEmpty ? BatchLimit(rows: .max, bytes: limit.bytes) : limit
    if !changes.exceeds(allowed) { return true }
    index = before.0
    next = before.1
    base.position = before.2
    draft.truncate(to: before.3)
    isChanged = before.4
    changes.truncate(to: before.5)
    return false
  }

  private mutating func compare(
    _ rows: borrowing RowBuffer, _ index: Int, _ hash: RowHash, _ ordinal: Int,
    with old: LedgerEntry?, _ changes: inout ChangeRows
  ) throws(Fault) {
    let place = rows.rows[index]
    if let old, old.isLive, old.hash == hash, old.dateKey == place.dateKey {
      changes.noteUnchanged()
      keep(old)
      return
    }
    let row = rows.bytes.bytes(at: place.start, length: place.length)
    let entry = LedgerEntry(
      key: place.key, ordinal: ordinal, version: (old?.version ?? 0) + 1, isLive: true,
      hash: hash, dateKey: place.dateKey, imageStart: 0, imageLength: place.length)
    if let old, old.isLive {
      do {
        try changes.update(entry, row, from: old, base.image(of: old))
      } catch {
        throw unusable(old, error)
      }
    } else {
      changes.insert(entry, row)
    }
    draft.append(entry, image: row)
    isChanged = true
  }

  private mutating func vanish(
    _ old: LedgerEntry, _ changes: inout ChangeRows
  ) throws(Fault) {
    guard old.isLive else { return keep(old) }
    do {
      try changes.delete(old, base.image(of: old))
    } catch {
      throw unusable(old, error)
    }
    var entry = old
    entry.isLive = false
    draft.append(entry, from: base)
    isChanged = true
  }

  private mutating func keep(_ old: LedgerEntry) {
    draft.append(old, from: base)
  }
}

extension LedgerRevision where Packer: ~Copyable {
  /// Brings the draft to the key at which a range begins.
  private mutating func reach<Storage: LedgerStorage & ~Copyable>(
    _ key: Int64, _ storage: inout Storage
  ) throws(Fault) {
    let isContiguous = doneThrough.map { $0 < key && $0 + 1 == key } ?? false
    let isInPage = base.keys.map { $0.last >= key } ?? false
    if !isContiguous, !isInPage {
      try endRun(&storage)
      try beginRun(key, &storage)
    }
    while let entry = next, entry.key < key {
      keep(entry)
      try readNext()
    }
  }

  /// Opens the page in which the key lies, or else a small one before it, which can grow.
  private mutating func beginRun<Storage: LedgerStorage & ~Copyable>(
    _ key: Int64, _ storage: inout Storage
  ) throws(Fault) {
    searchedThrough = nil
    let here = KeyRange(first: key, last: key)
    if let summary = try storage.page(of: table, in: here, into: &pageBytes) {
      try open(summary)
    } else if let summary = try storage.page(
      of: table, before: key, bytesMax: sealer.limits.bytesMax / 2, into: &pageBytes),
      // One that this batch has touched is staged anew: this is its old state.
      doneThrough.map({ $0 < summary.keys.first }) ?? true
    {
      try open(summary)
    }
  }

  /// Opens the range's next page when the open one has come to its end.
  private mutating func load<Storage: LedgerStorage & ~Copyable>(
    _ range: KeyRange, _ storage: inout Storage
  ) throws(Fault) {
    while next == nil {
      if let searchedThrough, searchedThrough >= range.last { return }
      var from = max(range.first, doneThrough ?? range.first)
      if let keys = base.keys {
        if keys.last >= range.last { return }
        from = max(from, keys.last + 1)
      }
      let rest = KeyRange(first: from, last: range.last)
      guard let summary = try storage.page(of: table, in: rest, into: &pageBytes) else {
        searchedThrough = range.last
        return
      }
      closeBase()
      if draft.payloadBytes >= sealer.payloadBytesWanted / 4 { try seal(&storage) }
      try open(summary)
      while let entry = next, entry.key < range.first {
        keep(entry)
        try readNext()
      }
    }
  }

  /// Copies the rest of the open page and writes the draft, if anything in it changed.
  private mutating func endRun<Storage: LedgerStorage & ~Copyable>(
    _ storage: inout Storage
  ) throws(Fault) {
    while isChanged, let entry = next {
      try sealIfFull(&storage)
      keep(entry)
      try readNext()
    }
    closeBase()
    try seal(&storage)
  }

  private mutating func open(_ summary: PageSummary) throws(Fault) {
    do throws(PageError) {
      try Self.open(&base, pageBytes, &sealer)
      guard base.keys == summary.keys else { throw .contradiction("the range of keys") }
      guard base.form == form else { throw .contradiction("what it keeps of rows") }
    } catch {
      throw unreadable(summary.keys, error)
    }
    replacesPage = true
    try readNext()
  }

  private static func open(
    _ base: inout PageReader, _ page: borrowing ByteBuffer, _ sealer: inout PageSealer<Packer>
  ) throws(PageError) {
    try base.open(page, with: &sealer.packer)
  }

  /// A page in which nothing changed stays as it is: its entries leave the draft.
  private mutating func closeBase() {
    if !isChanged {
      draft.removeAll()
      replacesPage = false
    }
    base.close()
    next = nil
  }

  private mutating func readNext() throws(Fault) {
    do throws(PageError) {
      next = try base.next()
    } catch {
      throw unreadable(base.keys ?? .all, error)
    }
  }

  /// Writes the draft once it is as large as a page should be; always between two keys.
  private mutating func sealIfFull<Storage: LedgerStorage & ~Copyable>(
    _ storage: inout Storage
  ) throws(Fault) {
    guard isChanged else { return }
    let bytes = replacesPage ? sealer.payloadBytesFull : sealer.payloadBytesWanted
    if draft.payloadBytes < bytes { return }
    let isWithinKey = next?.key == draft.mark.lastKey
    if isWithinKey { return }
    try seal(&storage)
    // The rest of a page of which a part was written must be written too.
    isChanged = next != nil
    replacesPage = next != nil
  }

  private mutating func seal<Storage: LedgerStorage & ~Copyable>(
    _ storage: inout Storage
  ) throws(Fault) {
    if !draft.isEmpty { try sealer.seal(draft, place, into: &storage) }
    draft.removeAll()
    isChanged = false
    replacesPage = false
  }
}

extension LedgerRevision where Packer: ~Copyable {
  private static var remedy: String {
    "Send the table anew: wkpbic sync --full --mode=replace --entity=…"
  }

  private func unreadable(_ keys: KeyRange, _ error: PageError) -> Fault {
    Fault(
      .data, operation: "reading the ledger",
      subject: "\(table.name), keys \(keys.first) to \(keys.last)",
      cause: "a page cannot be read: \(error.words)", hint: Self.remedy, recovery: .stopStream)
  }

  private func unusable(_ entry: LedgerEntry, _ error: NegationError) -> Fault {
    let words =
      switch error {
      case .malformed(let words): "it is not JSON: \(words)"
      case .notANumber(let column): "\(column) holds no number"
      }
    return Fault(
      .data, operation: "taking a row back", subject: "\(table.name), key \(entry.key)",
      cause: words, hint: Self.remedy, recovery: .stopStream)
  }

  private func tooLarge(_ key: Int64) -> Fault {
    Fault(
      .tooLarge, operation: "making a batch", subject: "\(table.name), key \(key)",
      cause: "all changes of one key travel together, and are more than a batch may hold",
      hint: "Leave columns out of this table", recovery: .stopStream)
  }
}
