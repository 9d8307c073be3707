/// Name and password of an `Authorization` header, as WordPress takes them from it.
package struct BasicCredentials: Sendable {
  /// The name, as it was sent.
  package let name: [UInt8]
  /// The password, as it was sent.
  package let password: [UInt8]

  /// Nil when the header is no such thing, or holds no colon.
  package init?(_ header: [UInt8]) {
    let scheme = header.prefix(6).map(PHPStringFunctions.lower)
    guard scheme == Array("basic ".utf8), let text = Self.decoded(header.dropFirst(6)) else {
      return nil
    }
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    name = Array(text[..<colon])
    password = Array(text[(colon + 1)...])
  }

  /// Digits and at most two `=`; what is left over at the end is not looked at.
  private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var digits = text
    for _ in 0..<2 where digits.last == UInt8(ascii: "=") { digits.removeLast() }
    var out: [UInt8] = []
    out.reserveCapacity(digits.count * 3 / 4)
    var group: UInt32 = 0
    var bits: UInt32 = 0
    for byte in digits {
      guard let value = value(byte) else { return nil }
      group = (group << 6 | value) & 0xFFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        out.append(UInt8(truncatingIfNeeded: group >> bits))
      }
    }
    return out
  }

  private static func value(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
