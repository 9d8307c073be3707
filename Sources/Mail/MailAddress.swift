/// An address that mail can be sent to: `local@domain`, in the letters that SMTP always takes.
///
/// As strict as WordPress's `is_email`: no quoted local part, no bare host, no international
/// letters. So nothing in it can end a line, a command or an angle bracket.
package struct MailAddress: Sendable, Equatable {
  /// Bytes at most.
  package static let bytesMax = 254
  private static let bytesMin = 6

  /// `local@domain`.
  package let text: String

  package init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard text.utf8.count >= Self.bytesMin, text.utf8.count <= Self.bytesMax, parts.count == 2,
      !parts[0].isEmpty, parts[0].allSatisfy(Self.isLocal), Self.isDomain(parts[1])
    else { return nil }
    self.text = text
  }

  /// The addresses of a list with commas; nil when one of them is none.
  package static func list(_ text: String) -> [MailAddress]? {
    var addresses: [MailAddress] = []
    for part in text.split(separator: ",") {
      var word = part[...]
      while word.first == " " { word.removeFirst() }
      while word.last == " " { word.removeLast() }
      guard let address = MailAddress(String(word)) else { return nil }
      if !addresses.contains(address) { addresses.append(address) }
    }
    return addresses
  }

  /// What stands behind the `@`.
  var domain: Substring { text.drop { $0 != "@" }.dropFirst() }

  private static func isDomain(_ domain: Substring.UTF8View) -> Bool {
    let labels = domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return labels.count >= 2
      && labels.allSatisfy { label in
        guard let first = label.first, let last = label.last else { return false }
        return first != UInt8(ascii: "-") && last != UInt8(ascii: "-")
          && label.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
      }
  }

  private static let signs = Set("!#$%&'*+/=?^_`{|}~.-".utf8)

  private static func isLocal(_ byte: UInt8) -> Bool {
    isLetterOrDigit(byte) || signs.contains(byte)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
