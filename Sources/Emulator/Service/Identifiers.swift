/// Identifiers and secrets that follow from a seed.
struct Identifiers: Sendable {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }

  /// Between 0 and 1, 1 excluded.
  mutating func fraction() -> Double { Double(next() >> 11) / Double(1 << 53) }

  /// A UUID of version 4.
  mutating func uuid() -> String {
    var digits = hex(next()) + hex(next())
    digits[12] = UInt8(ascii: "4")
    digits[16] = UInt8(ascii: "a")
    var text: [UInt8] = []
    for (index, digit) in digits.enumerated() {
      if index == 8 || index == 12 || index == 16 || index == 20 { text.append(0x2D) }
      text.append(digit)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// So many letters and digits of the URL-safe alphabet.
  mutating func letters(_ count: Int) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    return String(decoding: (0..<count).map { _ in alphabet[Int(next() >> 58)] }, as: UTF8.self)
  }

  private func hex(_ value: UInt64) -> [UInt8] {
    (0..<16).map { index in
      let digit = UInt8(truncatingIfNeeded: value >> UInt64(60 - index * 4)) & 15
      return digit < 10 ? 0x30 + digit : 0x57 + digit
    }
  }
}
