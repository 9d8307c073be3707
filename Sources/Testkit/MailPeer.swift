internal import Glibc
internal import Runtime

/// A mail server on loopback that speaks SMTP, keeps what it is handed, and misbehaves as told.
@safe
package final class MailPeer: Sendable {
  /// How it behaves.
  package struct Manners: Sendable {
    /// What it says to these recipients instead of taking mail for them.
    package var refusals: [String: String] = [:]
    /// What it says once a mail has come in.
    package var verdict = "250 2.0.0 taken"
    /// What it says to the password.
    package var signIn = "235 2.7.0 welcome"
    /// The command at which it hangs up without a word, such as `DATA`; `.` is a mail's end.
    package var hangsUpAt: String?
    /// Seconds that it thinks before it takes a mail.
    package var secondsPerMail = 0.0
    /// What it says it can.
    package var capabilities = ["8BITMIME"]

    package init() {}
  }

  /// A mail as it came.
  package struct Mail: Sendable, Equatable {
    /// The envelope's sender.
    package var from: String
    /// The envelope's recipients that were taken.
    package var recipients: [String]
    /// Head and body, with SMTP's own dots taken off.
    package var text: String

    /// The value of a header field, unfolded; nil when there is none.
    package func field(_ name: String) -> String? {
      let head = text.split(separator: "\r\n\r\n", maxSplits: 1).first ?? ""
      var value: String?
      for line in head.split(separator: "\r\n") {
        if line.hasPrefix(" "), let present = value {
          value = present + line
        } else if value != nil {
          break
        } else if line.lowercased().hasPrefix("\(name.lowercased()): ") {
          value = String(line.dropFirst(name.count + 2))
        }
      }
      return value
    }
  }

  private struct Ledger {
    var manners = Manners()
    var mails: [Mail] = []
    var commands: [String] = []
  }

  private static let patienceSeconds = 10
  private static let linesMax = 100_000

  /// The loopback port that it listens on.
  package let port: Int
  private let listener: Int32
  private let ledger = Lock(Ledger())

  package init() {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    precondition(listener >= 0, "a test may open sockets")
    port = Loopback.listen(listener)
    startThread { [self] in run() }
  }

  /// Where mail is handed in.
  package var url: String { "smtp://127.0.0.1:\(port)" }

  /// What it was handed so far, in order.
  package var mails: [Mail] { ledger.withLock { $0.mails } }

  /// Every command so far, without what mails say.
  package var commands: [String] { ledger.withLock { $0.commands } }

  /// Behaves otherwise from the next command on.
  package func behave(_ change: (inout Manners) -> Void) {
    ledger.withLock { change(&$0.manners) }
  }

  /// Takes no more connections.
  package func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
  }

  private func run() {
    while true {
      let connection = accept(listener, nil, nil)
      if connection < 0 { break }
      var patience = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
      unsafe setsockopt(
        connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
      startThread { [self] in
        converse(Line(connection))
        close(connection)
      }
    }
    close(listener)
  }

  private func converse(_ line: Line) {
    line.write("220 peer.test ready")
    var mail = Mail(from: "", recipients: [], text: "")
    for _ in 0..<Self.linesMax {
      guard let command = line.read() else { return }
      let manners = ledger.withLock { ledger in
        ledger.commands.append(command)
        return ledger.manners
      }
      let verb = command.prefix { $0 != " " && $0 != ":" }.uppercased()
      if verb == manners.hangsUpAt { return }
      switch verb {
      case "EHLO":
        for word in ["peer.test"] + manners.capabilities.dropLast() { line.write("250-\(word)") }
        line.write("250 \(manners.capabilities.last ?? "HELP")")
      case "AUTH":
        if command.split(separator: " ").count == 2 {
          line.write("334 ")
          let answer = line.read() ?? ""
          ledger.withLock { $0.commands.append(answer) }
        }
        line.write(manners.signIn)
      case "MAIL":
        mail = Mail(from: Self.address(command), recipients: [], text: "")
        line.write("250 2.1.0 ok")
      case "RCPT":
        let address = Self.address(command)
        if manners.refusals[address] == nil { mail.recipients.append(address) }
        line.write(manners.refusals[address] ?? "250 2.1.5 ok")
      case "DATA":
        line.write("354 go ahead")
        guard let text = Self.text(line) else { return }
        mail.text = text
        if manners.secondsPerMail > 0 { usleep(UInt32(manners.secondsPerMail * 1_000_000)) }
        if manners.verdict.hasPrefix("2") { ledger.withLock { $0.mails.append(mail) } }
        if manners.hangsUpAt == "." { return }
        line.write(manners.verdict)
      case "QUIT":
        line.write("221 2.0.0 bye")
        return
      default: line.write("502 5.5.1 what?")
      }
    }
  }

  private static func address(_ command: String) -> String {
    String(command.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
  }

  private static func text(_ line: Line) -> String? {
    var text = ""
    for _ in 0..<linesMax {
      guard let next = line.read() else { return nil }
      if next == "." { return text }
      text += (next.hasPrefix(".") ? String(next.dropFirst()) : next) + "\r\n"
    }
    return nil
  }

  /// A connection as lines.
  private struct Line {
    private let connection: Int32

    init(_ connection: Int32) {
      self.connection = connection
    }

    func write(_ text: String) {
      var rest = Array((text + "\r\n").utf8)[...]
      while !rest.isEmpty {
        let step = unsafe rest.withUnsafeBytes { buffer in
          unsafe send(connection, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
        }
        if step <= 0 { return }
        rest = rest.dropFirst(step)
      }
    }

    /// The next line without its end; nil when the other side has gone.
    func read() -> String? {
      var bytes: [UInt8] = []
      var byte: UInt8 = 0
      while true {
        guard unsafe recv(connection, &byte, 1, 0) == 1 else { return nil }
        if byte == UInt8(ascii: "\n"), bytes.last == UInt8(ascii: "\r") {
          return String(decoding: bytes.dropLast(), as: UTF8.self)
        }
        bytes.append(byte)
      }
    }
  }
}
