import CCurl
import Runtime
import Testing
import Testkit

@testable import Mail

/// Mail handed to a server that speaks SMTP, read back by a reader that is not ours.
@Suite struct MailTests {
  private static let date = Instant(unixSeconds: 1_775_826_000)

  private func address(_ text: String) throws -> MailAddress { try #require(MailAddress(text)) }

  private func message(
    to recipients: [String] = ["a@shop.test"], subject: String = "Sales", text: String = "Hello\n"
  ) throws -> MailMessage {
    MailMessage(
      from: try address("wordpress@shop.test"), recipients: try recipients.map(address),
      subject: subject, text: text, date: Self.date, id: "alert.1-abc")
  }

  private func send(
    _ message: MailMessage, to peer: MailPeer, _ tune: (inout MailServer) -> Void = { _ in }
  ) throws -> [RefusedRecipient] {
    var server = try MailServer(peer.url, encryption: nil)
    tune(&server)
    return try Mail.send(message, through: server, seconds: 5, interruption: Interruption())
  }

  private func fault(
    _ manners: (inout MailPeer.Manners) -> Void, _ recipients: [String] = ["a@shop.test"],
    _ tune: (inout MailServer) -> Void = { _ in }
  ) throws -> Fault {
    let peer = MailPeer()
    defer { peer.stop() }
    peer.behave(manners)
    let fault = try #require(throws: Fault.self) {
      try send(message(to: recipients), to: peer, tune)
    }
    #expect(peer.mails.isEmpty)
    return fault
  }

  @Test func aMailArrivesAsItWasWritten() throws {
    let peer = MailPeer()
    defer { peer.stop() }
    let subject = "Umsatz höher als 1.000 € — Prüfung der Bestellungen im Laden „Äpfel & Birnen“ 🍐"
    let text = "Größe: 1 €\n.\n..two\nFrom here\n\n" + String(repeating: "lang ", count: 400) + "\n"
    let refused = try send(
      message(to: ["a@shop.test", "b.c+d@mail.shop.test"], subject: subject, text: text), to: peer)
    #expect(refused.isEmpty)
    let mail = try #require(peer.mails.first)
    #expect(mail.from == "wordpress@shop.test")
    #expect(mail.recipients == ["a@shop.test", "b.c+d@mail.shop.test"])
    let read = try Reader.read(mail.text)
    #expect(read["Subject"] == subject)
    #expect(read["body"] == text)
    #expect(read["From"] == "wordpress@shop.test")
    #expect(read["To"] == "a@shop.test, b.c+d@mail.shop.test")
    #expect(read["Date"] == "Fri, 10 Apr 2026 13:00:00 +0000")
    #expect(read["Message-ID"] == "<alert.1-abc@shop.test>")
    #expect(read["Mime-Version"] == "1.0" && read["defects"] == "[]")
    for line in mail.text.split(separator: "\r\n") {
      let limit = line.contains("=?") ? 76 : 80
      #expect(line.utf8.count <= limit && line.utf8.allSatisfy { $0 < 0x80 && $0 != 0x0A })
    }
  }

  @Test func aShortPlainSubjectStaysReadable() throws {
    #expect(MailHead.unstructured("Sales: 12.50") == "Sales: 12.50")
    #expect(MailHead.unstructured("=?UTF-8?Q?x?=") != "=?UTF-8?Q?x?=")
    #expect(MailHead.unstructured("ü") == "=?UTF-8?Q?=C3=BC?=")
  }

  @Test(arguments: ["a\r\nBcc: x@y.test", "a\nb", "a\rb", "a\u{0}b", "a\u{2028}b", "a\u{85}b"])
  func aSubjectThatEndsItsLineIsNotSent(_ subject: String) throws {
    let peer = MailPeer()
    defer { peer.stop() }
    let fault = try #require(throws: Fault.self) {
      try send(message(subject: subject), to: peer)
    }
    #expect(fault.code == .data && peer.commands.isEmpty)
  }

  @Test(arguments: [
    "", "a@b", "@shop.test", "a@", "a b@shop.test", "a@shop..test", "a@-shop.test", "a@shop.test ",
    "a@shop.test\r\nRCPT TO:<x@y.test>", "a@shop.test>", "<a@shop.test", "a@b@shop.test",
    "ä@shop.test", "a@shöp.test", "\"a\"@shop.test", "a@shop.test,b@shop.test",
  ])
  func whatIsNoAddressIsRefused(_ text: String) {
    #expect(MailAddress(text) == nil)
  }

  @Test func listsOfAddressesAreTakenApart() {
    let found = MailAddress.list("a@shop.test, b@shop.test,a@shop.test")
    #expect(found?.map(\.text) == ["a@shop.test", "b@shop.test"])
    #expect(MailAddress.list("a@shop.test;b@shop.test") == nil)
    #expect(MailAddress.list("")?.isEmpty == true)
  }

  @Test func oneRefusedRecipientDoesNotKeepItFromTheOthers() throws {
    let peer = MailPeer()
    defer { peer.stop() }
    peer.behave { $0.refusals = ["b@shop.test": "550 5.1.1 no such user"] }
    let refused = try send(
      message(to: ["a@shop.test", "b@shop.test", "c@shop.test"]), to: peer)
    #expect(
      refused == [RefusedRecipient(address: "b@shop.test", reply: "550 5.1.1 no such user")])
    #expect(peer.mails.map(\.recipients) == [["a@shop.test", "c@shop.test"]])
  }

  @Test func whatTheServerSaysIsTheCause() throws {
    let nobody = try fault { $0.refusals = ["a@shop.test": "550 5.1.1 no such user"] }
    #expect(nobody.cause == "the server says: 550 5.1.1 no such user")
    #expect(nobody.code == .rejected && nobody.subject == "127.0.0.1")
    let spam = try fault { $0.verdict = "554 5.7.1 looks like spam" }
    #expect(spam.cause == "the server says: 554 5.7.1 looks like spam")
    let full = try fault { $0.refusals = ["a@shop.test": "452 4.2.2 mailbox full"] }
    #expect(full.cause.contains("452 4.2.2 mailbox full"))
    let password = try fault(
      {
        $0.capabilities = ["AUTH PLAIN LOGIN"]
        $0.signIn = "535 5.7.8 wrong password"
      }, ["a@shop.test"],
      {
        $0.user = "u"
        $0.password = Secret("wrong")
      })
    #expect(password.code == .credentials && password.cause.contains("535 5.7.8 wrong password"))
    #expect(password.hint.contains("configure --smtp-password"))
    #expect(!password.line.contains("wrong."))
  }

  @Test(arguments: ["EHLO", "MAIL", "RCPT", "DATA"])
  func aServerThatHangsUpIsAFault(_ command: String) throws {
    let fault = try fault { $0.hangsUpAt = command }
    #expect([.network, .rejected].contains(fault.code), "\(fault)")
    #expect(fault.recovery == .retry(afterSeconds: 60))
  }

  @Test func nobodyThereIsAFault() throws {
    let peer = MailPeer()
    peer.stop()
    let fault = try #require(throws: Fault.self) {
      // The listener goes away in a moment.
      for _ in 0..<50 { _ = try send(message(), to: peer) }
    }
    #expect(fault.code == .network)
  }

  @Test func signingInSendsThePassword() throws {
    let peer = MailPeer()
    defer { peer.stop() }
    peer.behave { $0.capabilities = ["AUTH PLAIN"] }
    _ = try send(message(), to: peer) {
      $0.user = "u@shop.test"
      $0.password = Secret("geheim")
    }
    // "\0u@shop.test\0geheim" in base64.
    #expect(peer.commands.contains { $0.hasSuffix("AHVAc2hvcC50ZXN0AGdlaGVpbQ==") })
    #expect(peer.mails.count == 1)
  }

  @Test func withoutTLSNothingIsSentWhereItIsDemanded() throws {
    let peer = MailPeer()
    defer { peer.stop() }
    var server = try MailServer(peer.url, encryption: .on)
    server.user = "u"
    server.password = Secret("geheim")
    let fault = try #require(throws: Fault.self) {
      try Mail.send(message(), through: server, seconds: 5, interruption: Interruption())
    }
    #expect(fault.number == 64 && fault.hint.contains("WKPBIC_SMTP_TLS=off"))
    #expect(peer.mails.isEmpty)
    #expect(!peer.commands.contains { $0.hasPrefix("AUTH") || $0.hasPrefix("MAIL") })
  }

  @Test func aSlowServerIsGivenUp() throws {
    let peer = MailPeer()
    defer { peer.stop() }
    peer.behave { $0.secondsPerMail = 3 }
    let server = try MailServer(peer.url, encryption: nil)
    let clock = SystemClock()
    let start = clock.monotonicSeconds
    let fault = try #require(throws: Fault.self) {
      try Mail.send(message(), through: server, seconds: 0.5, interruption: Interruption())
    }
    #expect(fault.code == .network && fault.number == 28)
    // Nor is its goodbye awaited.
    #expect(clock.monotonicSeconds - start < 2.5)
  }

  @Test func whoWantsToStopDoesNotWait() throws {
    let peer = MailPeer()
    defer { peer.stop() }
    let interruption = Interruption()
    interruption.raise()
    let server = try MailServer(peer.url, encryption: nil)
    let fault = try #require(throws: Fault.self) {
      try Mail.send(message(), through: server, interruption: interruption)
    }
    #expect(fault.recovery == .interrupted && peer.mails.isEmpty)
  }

  @Test(arguments: [
    "https://mail.shop.test", "mail.shop.test:587", "smtp://", "smtp://u:p@mail.shop.test",
    "smtp://mail.shop.test/x", "smtp://mail shop.test", "",
  ])
  func otherAddressesAreRefused(_ text: String) throws {
    let fault = try #require(throws: Fault.self) { try MailServer(text, encryption: nil) }
    #expect(fault.code == .configuration && !fault.line.contains(":p@"))
  }

  @Test func tlsIsDemandedOfOthersOnly() throws {
    #expect(try MailServer("smtp://mail.shop.test:587", encryption: nil).encryption == .on)
    #expect(try MailServer("smtp://mail.shop.test:587", encryption: .off).encryption == .off)
    #expect(try MailServer("smtp://127.0.0.1:25", encryption: nil).encryption == .off)
    #expect(try MailServer("smtp://localhost", encryption: .on).encryption == .on)
    #expect(try MailServer("smtp://[::1]:25", encryption: nil).encryption == .off)
    #expect(try MailServer("smtp://127.0.0.1.evil.test", encryption: nil).encryption == .on)
  }
}
