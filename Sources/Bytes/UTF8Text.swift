extension [UInt8] {
  /// The array's bytes, borrowed.
  package var rawSpan: RawSpan {
    @_lifetime(borrow self)
    borrowing get {
      // Bytes have no padding, which is all that `bytes` of a Span is unsafe about.
      unsafe span.bytes
    }
  }
}

extension RawSpan {
  /// The byte at `index`; traps outside the span.
  @inlinable
  package func byte(at index: Int) -> UInt8 {
    unsafe unsafeLoad(fromByteOffset: index, as: UInt8.self)
  }

  /// Whether the bytes are exactly these.
  package func equals(_ text: StaticString) -> Bool {
    if byteCount != text.utf8CodeUnitCount { return false }
    for index in 0..<byteCount where unsafe byte(at: index) != text.utf8Start[index] {
      return false
    }
    return true
  }

  /// Whether the bytes are exactly these.
  package func equals(_ other: [UInt8]) -> Bool { equals(other.rawSpan) }

  /// Whether the bytes are exactly these.
  @inlinable
  package func equals(_ other: RawSpan) -> Bool {
    if byteCount != other.byteCount { return false }
    for index in 0..<byteCount where byte(at: index) != other.byte(at: index) { return false }
    return true
  }

  /// Whether the bytes begin with these.
  package func starts(with text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    return byteCount >= length && extracting(0..<length).equals(text)
  }

  /// The bytes as an array, for the control plane.
  package func array() -> [UInt8] {
    unsafe withUnsafeBytes { unsafe Array($0) }
  }

  /// The bytes as text; malformed UTF-8 is replaced.
  package func text() -> String {
    unsafe withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// Without ASCII white space and NUL at both ends, as PHP's `trim`.
  @_lifetime(copy self)
  package func trimmed() -> RawSpan {
    var start = 0
    var end = byteCount
    while start < end, Self.isBlank(byte(at: start)) { start += 1 }
    while end > start, Self.isBlank(byte(at: end - 1)) { end -= 1 }
    return extracting(start..<end)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0D && byte != 0x0C) || byte == 0
  }
}

/// One Unicode scalar read from bytes that claim to be UTF-8.
package struct DecodedScalar: Sendable, Equatable {
  /// The scalar's value; U+FFFD when the bytes are not UTF-8.
  package var value: UInt32
  /// How many bytes it took: for a malformed sequence its maximal valid prefix, at least one.
  package var length: Int
  /// Whether the bytes were well-formed.
  package var isValid: Bool

  /// Reads the scalar that starts at `index`, replacing as the Unicode standard recommends
  /// (table 3-7: one U+FFFD for each maximal subpart).
  package init(_ span: RawSpan, at index: Int) {
    let first = span.byte(at: index)
    if first < 0x80 {
      self.init(value: UInt32(first), length: 1, isValid: true)
      return
    }
    let (need, low, high) = Self.continuation(first)
    guard need > 0 else {
      self.init(value: 0xFFFD, length: 1, isValid: false)
      return
    }
    var value = UInt32(first) & (0x7F >> UInt32(need + 1))
    for offset in 1...need {
      guard index + offset < span.byteCount else {
        self.init(value: 0xFFFD, length: offset, isValid: false)
        return
      }
      let next = span.byte(at: index + offset)
      let isInRange = offset == 1 ? next >= low && next <= high : next & 0xC0 == 0x80
      guard isInRange else {
        self.init(value: 0xFFFD, length: offset, isValid: false)
        return
      }
      value = value << 6 | UInt32(next & 0x3F)
    }
    self.init(value: value, length: need + 1, isValid: true)
  }

  private init(value: UInt32, length: Int, isValid: Bool) {
    self.value = value
    self.length = length
    self.isValid = isValid
  }

  /// How many bytes follow a first byte, and in which range the next one must be.
  private static func continuation(_ first: UInt8) -> (need: Int, low: UInt8, high: UInt8) {
    switch first {
    case 0xC2...0xDF: (1, 0x80, 0xBF)
    case 0xE0: (2, 0xA0, 0xBF)
    case 0xED: (2, 0x80, 0x9F)
    case 0xE1...0xEF: (2, 0x80, 0xBF)
    case 0xF0: (3, 0x90, 0xBF)
    case 0xF1...0xF3: (3, 0x80, 0xBF)
    case 0xF4: (3, 0x80, 0x8F)
    default: (0, 0, 0)
    }
  }
}

/// How much of a text fits into a number of UTF-16 units, the measure of Power BI's limits.
package struct UTF16Fit: Sendable, Equatable {
  /// Bytes of the longest whole-scalar prefix that fits.
  package var byteCount: Int
  /// Whether that is all of the text.
  package var isWhole: Bool

  package init(_ span: RawSpan, unitsMax: Int) {
    var index = 0
    var units = 0
    while index < span.byteCount {
      let scalar = DecodedScalar(span, at: index)
      units += scalar.value > 0xFFFF ? 2 : 1
      if units > unitsMax {
        self.byteCount = index
        self.isWhole = false
        return
      }
      index += scalar.length
    }
    self.byteCount = index
    self.isWhole = true
  }
}
