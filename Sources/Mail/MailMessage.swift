internal import Bytes
package import Runtime

/// A mail: plain text to one or more recipients.
package struct MailMessage: Sendable, Equatable {
  /// Whom it is from.
  package var from: MailAddress
  /// Whom it is for; all of them see each other.
  package var recipients: [MailAddress]
  /// One line, in any letters.
  package var subject: String
  /// The text, lines ended with `\n`.
  package var text: String
  /// When it was written.
  package var date: Instant
  /// What tells this mail from all others, whatever often it is handed in: letters, digits, dots
  /// and hyphens.
  package var id: String

  package init(
    from: MailAddress, recipients: [MailAddress], subject: String, text: String, date: Instant,
    id: String
  ) {
    precondition(!recipients.isEmpty && recipients.count <= Mail.recipientsMax)
    precondition(
      !id.isEmpty
        && id.utf8.allSatisfy { $0 == 0x2D || $0 == 0x2E || MailHead.isLetterOrDigit($0) })
    self.from = from
    self.recipients = recipients
    self.subject = subject
    self.text = text
    self.date = date
    self.id = id
  }

  /// The header fields that a mail has beside those of its body.
  ///
  /// A subject with control characters is refused, though whoever lets people write one should
  /// have done so before.
  func head() throws(Fault) -> [String] {
    guard subject.unicodeScalars.allSatisfy({ !Self.isControl($0) }) else {
      throw Fault(
        .data, operation: "writing a mail", subject: "",
        cause: "its subject has control characters",
        hint: "Write the subject on one line", recovery: .operator)
    }
    return [
      "Date: \(MailHead.date(date))", "From: <\(from.text)>",
      "To: " + recipients.map { "<\($0.text)>" }.joined(separator: ",\r\n "),
      "Subject: \(MailHead.unstructured(subject))", "Message-ID: <\(id)@\(from.domain)>",
      // So that nobody's holiday answers, and no list takes it for a person's.
      "Auto-Submitted: auto-generated",
    ]
  }

  /// The text with the line ends that mail has.
  var wireText: [UInt8] {
    var bytes: [UInt8] = []
    for byte in text.utf8 where byte != UInt8(ascii: "\r") {
      if byte == UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\r")) }
      bytes.append(byte)
    }
    return bytes
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028
      || scalar.value == 0x2029
  }
}

/// How values stand in a mail's head.
enum MailHead {
  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `Fri, 10 Apr 2026 13:00:00 +0000`, as RFC 5322 has it.
  static func date(_ instant: Instant) -> String {
    let seconds = instant.unixSeconds
    let parts = CivilTime(seconds: seconds).parts
    let dayNumber = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let weekday = days[Int((dayNumber % 7 + 7) % 7)]
    let time = [parts.hour, parts.minute, parts.second].map(twoDigits).joined(separator: ":")
    return "\(weekday), \(parts.day) \(months[parts.month - 1]) \(parts.year) \(time) +0000"
  }

  private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  /// Bytes of an encoded word at most: with the field's name before it a line has 76, by RFC 2047.
  private static let wordBytesMax = 66
  private static let wordStart = "=?UTF-8?Q?"
  private static let wordEnd = "?="

  /// A text as a header field holds it: as it is when it is short ASCII, else in encoded words.
  static func unstructured(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    if isPlain, text.utf8.count <= wordBytesMax, !text.contains("=?") { return text }
    let room = wordBytesMax - wordStart.utf8.count - wordEnd.utf8.count
    var words = [""]
    // A character is never cut in two: each word is decoded by itself.
    for scalar in text.unicodeScalars {
      let next = encoded(scalar)
      if words[words.count - 1].utf8.count + next.utf8.count > room { words.append("") }
      words[words.count - 1] += next
    }
    return words.map { wordStart + $0 + wordEnd }.joined(separator: "\r\n ")
  }

  private static func encoded(_ scalar: Unicode.Scalar) -> String {
    if scalar == " " { return "_" }
    var result = ""
    for byte in String(scalar).utf8 {
      if isLetterOrDigit(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += byte < 16 ? "=0\(digits)" : "=\(digits)"
      }
    }
    return result
  }

  static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
