internal import Bytes

/// Where a cell's bytes stand in the arena.
struct CellPlace: Sendable, Equatable {
  var start: UInt32
  var length: UInt32

  /// A cell without a value.
  static let null = CellPlace(start: 0, length: .max)

  var isNull: Bool { length == .max }
}

/// The cells of a page's satellites, and of the row of the moment; reused from page to page.
struct PageArena: ~Copyable {
  private(set) var bytes = ByteBuffer(capacity: 1 << 18)
  /// Bytes that stay: texts that expressions choose from.
  private var constantLength = 0

  /// Adds bytes that stay for good; only before the first page.
  mutating func constant(_ text: String) -> CellPlace {
    precondition(bytes.count == constantLength, "constants come first")
    let place = copy(Array(text.utf8).rawSpan)
    constantLength = bytes.count
    return place
  }

  /// Copies a cell into the arena.
  mutating func copy(_ cell: RawSpan?) -> CellPlace {
    guard let cell else { return .null }
    let start = bytes.count
    bytes.append(cell)
    return CellPlace(start: UInt32(start), length: UInt32(cell.byteCount))
  }

  /// A number as text.
  mutating func write(_ value: ExactDecimal) -> CellPlace {
    let start = bytes.count
    bytes.append(value)
    return CellPlace(start: UInt32(start), length: UInt32(bytes.count - start))
  }

  mutating func append(_ text: StaticString) { bytes.append(text) }

  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  mutating func append(_ span: RawSpan) { bytes.append(span) }

  /// Two texts with another between them: the first grows where it stands when it stands last.
  mutating func join(_ first: CellPlace, _ between: StaticString, _ last: CellPlace) -> CellPlace {
    var start = Int(first.start)
    if start + Int(first.length) != bytes.count {
      start = bytes.count
      appendOwn(first)
    }
    bytes.append(between)
    appendOwn(last)
    return CellPlace(start: UInt32(start), length: UInt32(bytes.count - start))
  }

  /// Two texts with a third between them, all of the arena.
  mutating func join(_ first: CellPlace, _ between: CellPlace, _ last: CellPlace) -> CellPlace {
    var start = Int(first.start)
    if start + Int(first.length) != bytes.count {
      start = bytes.count
      appendOwn(first)
    }
    appendOwn(between)
    appendOwn(last)
    return CellPlace(start: UInt32(start), length: UInt32(bytes.count - start))
  }

  /// Copies its own bytes to the end.
  mutating func appendOwn(_ place: CellPlace) {
    bytes.appendOwn(at: Int(place.start), length: Int(place.length))
  }

  var count: Int { bytes.count }

  /// How many bytes a page has taken.
  var pageLength: Int { bytes.count - constantLength }

  /// The bytes of a cell.
  @_lifetime(borrow self)
  borrowing func span(_ place: CellPlace) -> RawSpan? {
    if place.isNull { return nil }
    return bytes.bytes(at: Int(place.start), length: Int(place.length))
  }

  /// The integer that a cell spells.
  borrowing func integer(_ place: CellPlace) -> Int64? {
    guard let cell = span(place) else { return nil }
    return IntegerText.value(cell)
  }

  /// Forgets what was added after `length` bytes.
  mutating func truncate(to length: Int) {
    precondition(length >= constantLength)
    bytes.truncate(to: length)
  }

  /// Forgets the page.
  mutating func removePage() { bytes.truncate(to: constantLength) }
}
