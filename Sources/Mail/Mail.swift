internal import CCurl
package import Runtime

/// Mail over SMTP, handed to one server: a plain text in UTF-8 to a few recipients.
///
/// May know: libcurl, SMTP, how mail is written. Must not know: what the mail is about, where its
/// settings come from. Invariant: nothing that came from outside ends a header line, and neither a
/// password nor a mail leaves this machine unencrypted unless somebody has said so.
package enum Mail {
  /// Recipients of one mail at most.
  package static let recipientsMax = 20
  /// Seconds that handing in one mail may take.
  package static let sendSeconds = 30.0

  /// Hands a mail to its server; says whom the server would not take it for.
  ///
  /// Some recipients that are refused do not keep it from the others; when all are, it is a Fault.
  /// `curl_global_init` was called before, as the process began.
  package static func send(
    _ message: MailMessage, through server: MailServer, seconds: Double = sendSeconds,
    interruption: Interruption
  ) throws(Fault) -> [RefusedRecipient] {
    let transfer = MailTransfer()
    return try transfer.send(message, through: server, seconds: seconds, interruption)
  }
}

/// Somebody for whom a server would not take a mail.
package struct RefusedRecipient: Sendable, Equatable {
  /// The address.
  package var address: String
  /// What the server said, such as `550 5.1.1 no such user`.
  package var reply: String
}
