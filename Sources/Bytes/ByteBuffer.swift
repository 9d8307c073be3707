internal import Glibc

/// A growing run of bytes that is reused: cleared, never freed, between uses.
///
/// Growth is geometric, so that a run of any length costs amortised nothing, and once the buffer
/// has reached its working size appending allocates nothing at all. Memory comes from `malloc`,
/// whose `realloc` moves large buffers without copying them.
@safe
package struct ByteBuffer: ~Copyable {
  // What every cell passes is inlined into other rooms; hence these are not private.
  @usableFromInline var length = 0
  @usableFromInline var capacity: Int
  @usableFromInline var base: UnsafeMutableRawPointer

  package init(capacity: Int = 4096) {
    precondition(capacity > 0)
    self.capacity = capacity
    guard let memory = unsafe malloc(capacity) else { preconditionFailure("out of memory") }
    unsafe base = memory
  }

  deinit {
    unsafe free(base)
  }

  /// How many bytes there are.
  @inlinable
  package var count: Int { length }

  /// Whether there are no bytes.
  package var isEmpty: Bool { count == 0 }

  /// All bytes, borrowed: gone with the next change.
  package var bytes: RawSpan {
    @_lifetime(borrow self)
    borrowing get {
      let span = unsafe RawSpan(_unsafeStart: base, byteCount: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The bytes from `start` on, `length` of them, borrowed.
  @_lifetime(borrow self)
  @inlinable
  package borrowing func bytes(at start: Int, length: Int) -> RawSpan {
    precondition(start >= 0 && length >= 0 && start + length <= count, "outside the buffer")
    let span = unsafe RawSpan(_unsafeStart: base + start, byteCount: length)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  /// The bytes as an array, for the control plane.
  package borrowing func array() -> [UInt8] {
    unsafe Array(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// Forgets all bytes and keeps the memory.
  package mutating func removeAll() {
    length = 0
  }

  /// Forgets all bytes from `length` on.
  package mutating func truncate(to length: Int) {
    precondition(length >= 0 && length <= count)
    self.length = length
  }

  /// Makes it `length` bytes long; those that are new are arbitrary until they are overwritten.
  package mutating func lengthen(to length: Int) {
    precondition(length >= count)
    reserve(length - count)
    self.length = length
  }

  /// Overwrites the bytes from `start` on.
  package mutating func overwrite(at start: Int, with span: RawSpan) {
    precondition(start >= 0 && start + span.byteCount <= count, "outside the buffer")
    unsafe span.withUnsafeBytes { source in
      if let first = source.baseAddress {
        unsafe (base + start).copyMemory(from: first, byteCount: span.byteCount)
      }
    }
  }

  /// Overwrites the bytes from `start` on with a literal as UTF-8.
  package mutating func overwrite(at start: Int, with text: StaticString) {
    precondition(start >= 0 && start + text.utf8CodeUnitCount <= count, "outside the buffer")
    unsafe (base + start).copyMemory(from: text.utf8Start, byteCount: text.utf8CodeUnitCount)
  }

  /// Moves `length` of its bytes from one place to another, over what stands there.
  package mutating func moveOwn(from start: Int, to end: Int, length: Int) {
    precondition(start >= 0 && end >= 0 && length >= 0 && max(start, end) + length <= count)
    unsafe (base + end).copyMemory(from: base + start, byteCount: length)
  }

  /// Appends one byte.
  @inlinable
  package mutating func append(_ byte: UInt8) {
    reserve(1)
    unsafe base.storeBytes(of: byte, toByteOffset: length, as: UInt8.self)
    length += 1
  }

  /// Appends the bytes of a span.
  @inlinable
  package mutating func append(_ span: RawSpan) {
    let added = span.byteCount
    if added == 0 { return }
    reserve(added)
    unsafe span.withUnsafeBytes { source in
      if let start = source.baseAddress {
        unsafe (base + length).copyMemory(from: start, byteCount: added)
      }
    }
    length += added
  }

  /// Appends the bytes of an array.
  package mutating func append(_ bytes: [UInt8]) {
    append(bytes.rawSpan)
  }

  /// Appends a literal as UTF-8.
  @inlinable
  package mutating func append(_ text: StaticString) {
    reserve(text.utf8CodeUnitCount)
    unsafe (base + length).copyMemory(from: text.utf8Start, byteCount: text.utf8CodeUnitCount)
    length += text.utf8CodeUnitCount
  }

  /// Appends a text as UTF-8.
  package mutating func append(utf8 text: String) {
    append(Array(text.utf8))
  }

  /// Copies `length` of its own bytes from `start` to the end.
  package mutating func appendOwn(at start: Int, length: Int) {
    precondition(start >= 0 && length >= 0 && start + length <= count)
    reserve(length)
    unsafe (base + count).copyMemory(from: base + start, byteCount: length)
    self.length += length
  }

  /// A decimal integer.
  package mutating func append(decimal value: Int64) {
    if value == 0 {
      append(UInt8(ascii: "0"))
      return
    }
    if value < 0 { append(UInt8(ascii: "-")) }
    var magnitude = value.magnitude
    var digits: InlineArray<20, UInt8> = .init(repeating: 0)
    var position = 20
    while magnitude > 0 {
      position -= 1
      digits[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude % 10)
      magnitude /= 10
    }
    reserve(20 - position)
    for index in position..<20 {
      unsafe base.storeBytes(of: digits[index], toByteOffset: length, as: UInt8.self)
      length += 1
    }
  }

  /// An integer below 10^width, with leading zeros.
  package mutating func append(padded value: Int, width: Int) {
    precondition(value >= 0 && width > 0 && width <= 19)
    reserve(width)
    var rest = value
    for index in stride(from: width - 1, through: 0, by: -1) {
      let digit = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      unsafe base.storeBytes(of: digit, toByteOffset: count + index, as: UInt8.self)
      rest /= 10
    }
    precondition(rest == 0, "more digits than the width holds")
    length += width
  }

  /// Lets `fill` write at most `countMax` bytes behind the last; it returns how many it wrote.
  ///
  /// For C functions that write into memory of the caller.
  package mutating func append(
    upTo countMax: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Int
  ) {
    reserve(countMax)
    let written = unsafe fill(
      UnsafeMutableRawBufferPointer(start: base + length, count: countMax))
    precondition(written >= 0 && written <= countMax, "more bytes than there was room for")
    length += written
  }

  /// Makes room for `more` bytes.
  @inlinable
  package mutating func reserve(_ more: Int) {
    precondition(more >= 0)
    if length + more <= capacity { return }
    grow(to: length + more)
  }

  /// Small buffers double; large ones, whose moving is cheap, take a quarter more.
  private static let doublingMax = 4 << 20

  @usableFromInline
  mutating func grow(to needed: Int) {
    let step = capacity < Self.doublingMax ? capacity : capacity / 4
    let larger = max(needed, capacity + step)
    guard let memory = unsafe realloc(base, larger) else { preconditionFailure("out of memory") }
    unsafe base = memory
    capacity = larger
  }
}
