internal import Bytes

/// A page being written: entries in order, with a way back.
struct PageDraft: ~Copyable {
  private var figures = ByteBuffer()
  private var hashes = ByteBuffer()
  private var images = ByteBuffer()
  private var state = Mark()
  let form: LedgerForm

  init(_ form: LedgerForm) {
    self.form = form
  }

  /// How far a draft has come.
  struct Mark {
    fileprivate var figureBytes = 0
    fileprivate var imageBytes = 0
    fileprivate(set) var entryCount = 0
    fileprivate(set) var liveCount = 0
    fileprivate(set) var firstKey: Int64 = 0
    fileprivate(set) var lastKey: Int64 = 0
    fileprivate var ordinal = 0
    fileprivate var dateKey: Int32 = 0
  }

  var isEmpty: Bool { state.entryCount == 0 }
  var mark: Mark { state }
  /// Bytes that the payload would have.
  var payloadBytes: Int {
    PageHead.length + figures.count + hashes.count + images.count
  }

  mutating func removeAll() {
    truncate(to: Mark())
  }

  mutating func truncate(to mark: Mark) {
    figures.truncate(to: mark.figureBytes)
    hashes.truncate(to: mark.liveCount * RowHash.length)
    images.truncate(to: mark.imageBytes)
    state = mark
  }

  /// Appends an entry behind the last; `image` is the row where images are kept.
  mutating func append(_ entry: LedgerEntry, image: RawSpan) {
    precondition(entry.version > 0, "versions count from 1")
    if isEmpty {
      precondition(entry.ordinal == 0, "all rows of a key stand in one page")
      state.firstKey = entry.key
      figures.append(varint: 0)
    } else if entry.key == state.lastKey {
      precondition(entry.ordinal == state.ordinal + 1, "rows of a key are counted")
      figures.append(varint: 0)
    } else {
      precondition(entry.key > state.lastKey && entry.ordinal == 0, "keys rise")
      figures.append(varint: UInt64(bitPattern: entry.key &- state.lastKey))
    }
    figures.append(varint: UInt64(entry.version) << 1 | (entry.isLive ? 1 : 0))
    if entry.isLive { appendRow(entry, image) }
    state.lastKey = entry.key
    state.ordinal = entry.ordinal
    state.entryCount += 1
    state.figureBytes = figures.count
    state.imageBytes = images.count
  }

  /// Appends an entry of another page as it is.
  mutating func append(_ entry: LedgerEntry, from reader: borrowing PageReader) {
    append(entry, image: reader.image(of: entry))
  }

  private mutating func appendRow(_ entry: LedgerEntry, _ image: RawSpan) {
    figures.append(varint: Varint.zigzag(Int64(entry.dateKey) - Int64(state.dateKey)))
    hashes.append(word: entry.hash.low)
    hashes.append(word: entry.hash.high)
    if form.keepsImages {
      figures.append(varint: UInt64(image.byteCount))
      images.append(image)
    }
    state.dateKey = entry.dateKey
    state.liveCount += 1
  }

  /// The head of a page with all entries so far.
  func head(packing: UInt8) -> PageHead {
    precondition(!isEmpty, "a page has entries")
    return PageHead(
      packing: packing, form: form, entryCount: state.entryCount, liveCount: state.liveCount,
      payloadBytes: payloadBytes, figureBytes: figures.count,
      keys: KeyRange(first: state.firstKey, last: state.lastKey))
  }

  /// Appends the payload, which begins with the head.
  func write(_ head: PageHead, into out: inout ByteBuffer) {
    head.append(to: &out)
    out.append(figures.bytes)
    out.append(hashes.bytes)
    out.append(images.bytes)
  }
}
