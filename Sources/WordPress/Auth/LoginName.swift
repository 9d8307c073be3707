/// Names as people type them, and as WordPress looks them up.
enum LoginName {
  /// Bytes of a name at most; the columns hold 60 and 100 characters.
  static let bytesMax = 1024

  /// `addslashes`, which WordPress does to all that a request brings.
  static func slashed(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    for byte in text {
      switch byte {
      case 0: out += [UInt8(ascii: "\\"), UInt8(ascii: "0")]
      case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "\\"):
        out += [UInt8(ascii: "\\"), byte]
      default: out.append(byte)
      }
    }
    return out
  }

  /// The name that is looked for among logins: `trim`, then `sanitize_user`; nil when no login can
  /// be meant.
  static func sought(_ text: [UInt8]) -> [UInt8]? {
    guard text.count <= bytesMax, let name = lookedUp(text) else { return nil }
    return sanitized(name)
  }

  /// The address that is looked for: as it is, without blanks around it.
  static func soughtAddress(_ text: [UInt8]) -> [UInt8]? {
    text.count <= bytesMax ? lookedUp(text) : nil
  }

  /// What PHP takes for false is not looked up, and what is not UTF-8 stands in no column.
  private static func lookedUp(_ text: [UInt8]) -> [UInt8]? {
    let name = PHPStringFunctions.trimmed(text)
    guard PHPValue.string(name).isTrue, String(validating: name, as: UTF8.self) != nil else {
      return nil
    }
    return name
  }

  /// `sanitize_user`, not strictly: without tags, accents, escapes and entities.
  static func sanitized(_ text: [UInt8]) -> [UInt8] {
    let plain = AccentFolding.folded(PHPStringFunctions.trimmed(withoutTags(text)))
    let name = PHPStringFunctions.trimmed(withoutEntities(withoutOctets(plain)))
    var out: [UInt8] = []
    for byte in name {
      let isSpace = PHPByte.isSpace(byte)
      if isSpace, out.last == UInt8(ascii: " ") { continue }
      out.append(isSpace ? UInt8(ascii: " ") : byte)
    }
    return out
  }

  /// A `<` before a blank is no tag; a tag that does not end takes the rest.
  private static func withoutTags(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    var index = 0
    while index < text.count {
      let isTag =
        text[index] == UInt8(ascii: "<") && index + 1 < text.count
        && !PHPByte.isSpace(text[index + 1])
      if isTag {
        guard let end = text[index...].firstIndex(of: UInt8(ascii: ">")) else { return out }
        index = end + 1
      } else {
        out.append(text[index])
        index += 1
      }
    }
    return out
  }

  /// Without `%41`.
  private static func withoutOctets(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    var index = 0
    while index < text.count {
      let isOctet =
        text[index] == UInt8(ascii: "%") && index + 2 < text.count
        && PHPByte.hexValue(text[index + 1]) != nil && PHPByte.hexValue(text[index + 2]) != nil
      if isOctet {
        index += 3
      } else {
        out.append(text[index])
        index += 1
      }
    }
    return out
  }

  /// Without `&…;` on one line.
  private static func withoutEntities(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    var index = 0
    while index < text.count {
      if text[index] == UInt8(ascii: "&"), let end = entityEnd(text, after: index) {
        index = end + 1
      } else {
        out.append(text[index])
        index += 1
      }
    }
    return out
  }

  private static func entityEnd(_ text: [UInt8], after start: Int) -> Int? {
    guard start + 2 < text.count, text[start + 1] != UInt8(ascii: "\n") else { return nil }
    for index in (start + 2)..<text.count {
      if text[index] == UInt8(ascii: "\n") { return nil }
      if text[index] == UInt8(ascii: ";") { return index }
    }
    return nil
  }

  /// `is_email`: what WordPress takes for an address.
  static func isAddress(_ text: [UInt8]) -> Bool {
    guard text.count >= 6, let at = text.firstIndex(of: UInt8(ascii: "@")), at > 0 else {
      return false
    }
    let domain = text[(at + 1)...]
    let labels = domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return text[..<at].allSatisfy(isLocal) && labels.count >= 2 && labels.allSatisfy(isLabel)
  }

  private static let localMarks = Set("!#$%&'*+/=?^_`{|}~.-".utf8)

  private static func isLocal(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || localMarks.contains(byte)
  }

  private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
    let hyphen = UInt8(ascii: "-")
    guard let first = label.first, let last = label.last, first != hyphen, last != hyphen else {
      return false
    }
    return label.allSatisfy { isAlphanumeric($0) || $0 == hyphen }
  }

  /// An ASCII letter or digit.
  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    byte < 0x80 && byte != UInt8(ascii: "_") && PHPByte.isName(byte)
  }
}
