/// Base64 both ways, strictly.
package enum Base64 {
  /// The alphabet of the last two digits.
  package enum Alphabet: Sendable {
    /// `+` and `/`, padded.
    case standard
    /// `-` and `_`, not padded.
    case url
  }

  /// Standard base64 with padding.
  package static func text(_ bytes: [UInt8]) -> String { text(bytes, alphabet: .standard) }

  /// Base64 in the given alphabet.
  package static func text(_ bytes: [UInt8], alphabet: Alphabet) -> String {
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let rest = bytes.count - index
      let group =
        UInt32(bytes[index]) << 16 | (rest > 1 ? UInt32(bytes[index + 1]) << 8 : 0)
        | (rest > 2 ? UInt32(bytes[index + 2]) : 0)
      for place in 0..<4 {
        if place <= rest {
          out.append(digit(UInt8(group >> UInt32(18 - 6 * place) & 63), alphabet))
        } else if alphabet == .standard {
          out.append(UInt8(ascii: "="))
        }
      }
      index += 3
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// The bytes of standard base64; nil unless it is exactly that, padding and zero bits included.
  package static func bytes(_ text: [UInt8]) -> [UInt8]? { bytes(text, alphabet: .standard) }

  /// The bytes; nil unless the text is exactly what `text` prints.
  package static func bytes(_ text: [UInt8], alphabet: Alphabet) -> [UInt8]? {
    var digits = text[...]
    if alphabet == .standard {
      if text.count % 4 != 0 { return nil }
      for _ in 0..<2 where digits.last == UInt8(ascii: "=") { digits.removeLast() }
    }
    if digits.count % 4 == 1 { return nil }
    var out: [UInt8] = []
    out.reserveCapacity(digits.count * 3 / 4)
    var group: UInt32 = 0
    var bits: UInt32 = 0
    for byte in digits {
      guard let value = value(byte, alphabet) else { return nil }
      group = group << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        out.append(UInt8(truncatingIfNeeded: group >> bits))
        group &= 1 << bits - 1
      }
    }
    return group == 0 ? out : nil
  }

  private static func digit(_ value: UInt8, _ alphabet: Alphabet) -> UInt8 {
    switch value {
    case 0..<26: UInt8(ascii: "A") + value
    case 26..<52: UInt8(ascii: "a") + value - 26
    case 52..<62: UInt8(ascii: "0") + value - 52
    case 62: alphabet == .standard ? UInt8(ascii: "+") : UInt8(ascii: "-")
    default: alphabet == .standard ? UInt8(ascii: "/") : UInt8(ascii: "_")
    }
  }

  private static func value(_ byte: UInt8, _ alphabet: Alphabet) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
    case digit(62, alphabet): 62
    case digit(63, alphabet): 63
    default: nil
    }
  }
}
