internal import Bytes

/// A column of a batch that is still being read: each different value once, and which of them a
/// row has.
struct ColumnBuilder {
  let type: DataType
  /// Values of all types but text, as bits.
  private(set) var words: [UInt64] = []
  /// The upper halves of decimals.
  private(set) var highWords: [UInt64] = []
  /// Values of text, one after the other, and where each ends.
  private(set) var text: [UInt8] = []
  private(set) var textEnds: [UInt32] = []
  /// By row: 0 is blank, 1 is the first value.
  private(set) var codes: [UInt32] = []
  private var valueCount: UInt32 = 0
  private var lastCode: UInt32 = 0
  /// Codes by hash, in a table with free places: 0 is free.
  private var slots: [UInt32] = Array(repeating: 0, count: 16)

  init(_ type: DataType) {
    self.type = type
  }

  /// Makes all rows up to `count` blank that have no value yet.
  mutating func fill(to count: Int) {
    precondition(codes.count <= count, "a row has one value")
    for _ in codes.count..<count { codes.append(0) }
  }

  /// Forgets rows from `count` on.
  mutating func truncate(to count: Int) {
    if codes.count > count { codes.removeLast(codes.count - count) }
  }

  /// Gives the row a value that is not text; rows that were passed over are blank.
  ///
  /// Comparisons are written out: a method that only reads would be handed a copy of all arrays.
  mutating func set(_ value: CellValue, row: Int) {
    fill(to: row)
    let bits = value.bits
    let isWide = type == .decimal
    if lastCode > 0, words[Int(lastCode) - 1] == bits.low,
      !isWide || highWords[Int(lastCode) - 1] == bits.high
    {
      codes.append(lastCode)
      return
    }
    let mask = slots.count - 1
    var slot = Self.hash(bits) & mask
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if words[index] == bits.low, !isWide || highWords[index] == bits.high { break }
      slot = (slot + 1) & mask
    }
    if slots[slot] == 0 {
      words.append(bits.low)
      if isWide { highWords.append(bits.high) }
    }
    take(slot)
  }

  /// Gives the row a text; rows that were passed over are blank.
  mutating func set(text value: RawSpan, row: Int) {
    fill(to: row)
    if lastCode > 0, Self.isText(text, textEnds, lastCode, value) {
      codes.append(lastCode)
      return
    }
    let mask = slots.count - 1
    var slot = Self.hash(value) & mask
    while slots[slot] != 0, !Self.isText(text, textEnds, slots[slot], value) {
      slot = (slot + 1) & mask
    }
    if slots[slot] == 0 {
      for index in 0..<value.byteCount { text.append(value.byte(at: index)) }
      textEnds.append(UInt32(text.count))
    }
    take(slot)
  }

  /// Gives the next row the value of a place in the table, which is new when the place was free.
  private mutating func take(_ slot: Int) {
    if slots[slot] != 0 {
      lastCode = slots[slot]
    } else {
      valueCount += 1
      lastCode = valueCount
      slots[slot] = valueCount
      if Int(valueCount) * 2 > slots.count { grow() }
    }
    codes.append(lastCode)
  }

  private mutating func grow() {
    let mask = slots.count * 2 - 1
    slots = Array(repeating: 0, count: slots.count * 2)
    for code in 1...valueCount {
      var slot = hash(code) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = code
    }
  }

  private func hash(_ code: UInt32) -> Int {
    if type == .string {
      return Self.hash(text.rawSpan.extracting(Self.range(textEnds, code)))
    }
    let index = Int(code) - 1
    return Self.hash((words[index], type == .decimal ? highWords[index] : 0))
  }

  private static func range(_ ends: [UInt32], _ code: UInt32) -> Range<Int> {
    (code == 1 ? 0 : Int(ends[Int(code) - 2]))..<Int(ends[Int(code) - 1])
  }

  private static func isText(
    _ text: [UInt8], _ ends: [UInt32], _ code: UInt32, _ value: RawSpan
  ) -> Bool {
    let range = range(ends, code)
    if range.count != value.byteCount { return false }
    for index in 0..<value.byteCount where text[range.lowerBound + index] != value.byte(at: index) {
      return false
    }
    return true
  }

  private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

  private static func mixed(_ bits: UInt64) -> Int {
    let product = bits &* factor
    return Int(truncatingIfNeeded: product ^ product >> 32)
  }

  private static func hash(_ bits: (low: UInt64, high: UInt64)) -> Int {
    mixed(bits.low ^ bits.high &* factor)
  }

  private static func hash(_ text: RawSpan) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in 0..<text.byteCount {
      hash = (hash ^ UInt64(text.byte(at: index))) &* 0x100_0000_01B3
    }
    return mixed(hash)
  }
}

extension CellValue {
  /// The bits of a value that is neither blank nor text.
  fileprivate var bits: (low: UInt64, high: UInt64) {
    switch self {
    case .integer(let value), .time(let value): (UInt64(bitPattern: value), 0)
    case .double(let value): (value.bitPattern, 0)
    case .boolean(let value): (value ? 1 : 0, 0)
    case .decimal(let value):
      (UInt64(truncatingIfNeeded: value), UInt64(truncatingIfNeeded: value >> 64))
    case .blank, .string: preconditionFailure("neither blank nor text")
    }
  }

  /// The value of those bits.
  init(_ type: DataType, low: UInt64, high: UInt64) {
    switch type {
    case .int64: self = .integer(Int64(bitPattern: low))
    case .dateTime: self = .time(Int64(bitPattern: low))
    case .double: self = .double(Double(bitPattern: low))
    case .boolean: self = .boolean(low == 1)
    case .decimal: self = .decimal(Int128(Int64(bitPattern: high)) << 64 | Int128(low))
    case .string: preconditionFailure("text has no bits")
    }
  }
}
