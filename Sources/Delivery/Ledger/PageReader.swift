package import Bytes

/// Reads the entries of a page in order, from bytes that nobody vouches for.
///
/// Opening a page reads it to the end once: a page that opens has no surprise in its middle.
package struct PageReader: ~Copyable {
  private var payload = ByteBuffer()
  private var head: PageHead?
  private var cursor = PageCursor()

  package init() {}

  /// Unpacks a page and checks all of it; when it throws, no page is open.
  package mutating func open<Packer: PagePacker & ~Copyable>(
    _ page: borrowing ByteBuffer, with packer: inout Packer
  ) throws(PageError) {
    let page = page.bytes
    close()
    let head = try PageHead(page)
    guard head.packing == packer.algorithm else { throw .unknown("packing \(head.packing)") }
    try packer.unpack(
      page.extracting(PageHead.length..<page.byteCount), into: &payload,
      bytesMax: head.payloadBytes)
    try open(head)
  }

  /// Opens a payload that is not packed.
  mutating func open(payload bytes: RawSpan) throws(PageError) {
    close()
    payload.append(bytes)
    try open(PageHead(bytes))
  }

  private mutating func open(_ head: PageHead) throws(PageError) {
    guard payload.count == head.payloadBytes, try PageHead(payload.bytes) == head else {
      throw .contradiction("the head")
    }
    var check = PageCursor(head)
    while try check.next(head, payload.bytes) != nil {}
    try check.requireEnd(head)
    self.head = head
    cursor = PageCursor(head)
  }

  /// Forgets the page and keeps the memory.
  package mutating func close() {
    payload.removeAll()
    head = nil
  }

  /// Whether a page is open.
  package var isOpen: Bool { head != nil }
  /// The keys of the open page.
  package var keys: KeyRange? { head?.keys }
  /// What the open page keeps of each row.
  package var form: LedgerForm? { head?.form }

  /// The next entry, nil behind the last.
  package mutating func next() throws(PageError) -> LedgerEntry? {
    guard let head else { return nil }
    var ahead = cursor
    let entry = try ahead.next(head, payload.bytes)
    cursor = ahead
    return entry
  }

  /// The row as it was sent: JSON members without braces; empty where images are not kept.
  @_lifetime(borrow self)
  package borrowing func image(of entry: LedgerEntry) -> RawSpan {
    payload.bytes(at: entry.imageStart, length: entry.imageLength)
  }

  /// Where reading stands, to go back to.
  var position: PageCursor {
    get { cursor }
    set { cursor = newValue }
  }
}

/// Where reading stands in a page.
struct PageCursor {
  private var entryCount = 0
  private var liveCount = 0
  private var figure = PageHead.length
  private var image = 0
  private var key: Int64 = 0
  private var ordinal = 0
  private var dateKey: Int64 = 0

  init() {}

  init(_ head: PageHead) {
    image = head.imageStart
    key = head.keys.first
  }

  mutating func next(_ head: PageHead, _ payload: RawSpan) throws(PageError) -> LedgerEntry? {
    if entryCount == head.entryCount { return nil }
    let end = head.hashStart
    let step = try payload.varint(at: &figure, end: end)
    // Both differences are of keys in order, which fits.
    let room = UInt64(bitPattern: head.keys.last &- key)
    guard step <= room, entryCount > 0 || step == 0 else { throw .outOfRange("a key") }
    ordinal = step == 0 && entryCount > 0 ? ordinal + 1 : 0
    key = key &+ Int64(bitPattern: step)
    let mark = try payload.varint(at: &figure, end: end)
    var entry = LedgerEntry(
      key: key, ordinal: ordinal, version: Int64(mark >> 1), isLive: mark & 1 == 1,
      hash: RowHash(low: 0, high: 0), dateKey: 0, imageStart: image, imageLength: 0)
    guard entry.version > 0, entry.version < .max / 2 else { throw .outOfRange("a version") }
    if entry.isLive { try readRow(&entry, head, payload) }
    entryCount += 1
    return entry
  }

  private mutating func readRow(
    _ entry: inout LedgerEntry, _ head: PageHead, _ payload: RawSpan
  ) throws(PageError) {
    guard liveCount < head.liveCount else { throw .contradiction("the number of rows") }
    let date = Varint.unzigzag(try payload.varint(at: &figure, end: head.hashStart))
    guard let known = Int32(exactly: dateKey.addingReportingOverflow(date).partialValue) else {
      throw .outOfRange("a date")
    }
    dateKey = Int64(known)
    entry.dateKey = known
    let place = head.hashStart + liveCount * RowHash.length
    entry.hash = RowHash(low: payload.word(at: place), high: payload.word(at: place + 8))
    liveCount += 1
    guard head.form.keepsImages else { return }
    let length = try payload.varint(at: &figure, end: head.hashStart)
    guard length <= UInt64(head.payloadBytes - image) else { throw .cut }
    entry.imageLength = Int(length)
    image += Int(length)
  }

  /// Behind the last entry nothing may be left.
  func requireEnd(_ head: PageHead) throws(PageError) {
    guard key == head.keys.last else { throw .contradiction("the last key") }
    guard liveCount == head.liveCount else { throw .contradiction("the number of rows") }
    guard figure == head.hashStart, image == head.payloadBytes else {
      throw .contradiction("the size")
    }
  }
}
