internal import Bytes

/// Integers in as few bytes as they need: seven bits a byte, the lowest first.
enum Varint {
  /// Bytes of the largest.
  static let lengthMax = 10

  static func zigzag(_ value: Int64) -> UInt64 {
    UInt64(bitPattern: (value << 1) ^ (value >> 63))
  }

  static func unzigzag(_ value: UInt64) -> Int64 {
    Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  static func length(_ value: UInt64) -> Int {
    max(1, (64 - value.leadingZeroBitCount + 6) / 7)
  }
}

extension ByteBuffer {
  mutating func append(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  /// Eight bytes, the lowest first.
  mutating func append(word value: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// Four bytes, the lowest first.
  mutating func append(half value: UInt32) {
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}

extension RawSpan {
  /// Eight bytes, the lowest first; who asks has checked the bounds.
  func word(at start: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<8 { value |= UInt64(byte(at: start + index)) << UInt64(index * 8) }
    return value
  }

  /// Four bytes, the lowest first; who asks has checked the bounds.
  func half(at start: Int) -> UInt32 {
    var value: UInt32 = 0
    for index in 0..<4 { value |= UInt32(byte(at: start + index)) << UInt32(index * 8) }
    return value
  }

  /// The integer at `position`, which then stands behind it; only the shortest spelling of an
  /// integer is one.
  func varint(at position: inout Int, end: Int) throws(PageError) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<Varint.lengthMax {
      guard position < end else { throw .cut }
      let byte = byte(at: position)
      position += 1
      // The tenth byte has room for one bit.
      if index == Varint.lengthMax - 1, byte > 1 { throw .outOfRange("an integer") }
      value |= UInt64(byte & 0x7F) << UInt64(index * 7)
      if byte < 0x80 {
        if byte == 0, index > 0 { throw .outOfRange("an integer's spelling") }
        return value
      }
    }
    throw .outOfRange("an integer")
  }
}
