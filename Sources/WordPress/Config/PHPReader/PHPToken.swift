/// A token of PHP source, and the line it starts on.
struct PHPToken: Sendable, Equatable {
  var kind: Kind
  var line: Int

  enum Kind: Sendable, Equatable {
    case inlineText
    /// `$name`, without the dollar.
    case variable(String)
    /// An identifier, a keyword, or a name with backslashes.
    case name(String)
    case integer(Int64)
    case float(Double)
    /// A string in which nothing is substituted.
    case string([UInt8])
    /// A string with expressions in it.
    case template([Part])
    /// `(int)` and its like, in small letters.
    case cast(String)
    /// Punctuation; `?>` counts as `;`.
    case mark(String)
    case end
  }

  /// A piece of a template.
  enum Part: Sendable, Equatable {
    case text([UInt8])
    case expression([PHPToken])
  }
}

/// Questions about single bytes of PHP source.
enum PHPByte {
  static func isNameStart(_ byte: UInt8) -> Bool {
    (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
      || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  static func isName(_ byte: UInt8) -> Bool {
    isNameStart(byte) || isDigit(byte)
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
  }

  static func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}
