internal import CCurl
internal import Runtime

/// The one table from libcurl's result codes to Faults of mail.
enum MailFault {
  static let operation = "sending a mail"

  /// What kind of failure a result is, and what a person can do.
  struct Meaning {
    var code: Fault.Code
    var hint: String
  }

  static let table: [(codes: [CURLcode], meaning: Meaning)] = [
    (
      [CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT],
      Meaning(code: .network, hint: "Check WKPBIC_SMTP_URL, and that this machine may reach it")
    ),
    (
      [CURLE_USE_SSL_FAILED],
      Meaning(
        code: .network,
        hint: "Choose a port with TLS (587, or smtps:// with 465); WKPBIC_SMTP_TLS=off sends in "
          + "the clear")
    ),
    (
      [
        CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CACERT_BADFILE,
        CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
      ],
      Meaning(
        code: .network,
        hint:
          "Check the host's name, its certificate and the clock; trust a private authority with "
          + "WKPBIC_SMTP_CA")
    ),
    (
      [CURLE_LOGIN_DENIED],
      Meaning(
        code: .credentials,
        hint: "Check WKPBIC_SMTP_USER, and store the password again: wkpbic configure "
          + "--smtp-password")
    ),
    (
      [CURLE_SEND_ERROR, CURLE_REMOTE_ACCESS_DENIED, CURLE_WEIRD_SERVER_REPLY],
      Meaning(
        code: .rejected,
        hint: "Check the recipients, and that the server lets us send as WKPBIC_SMTP_FROM")
    ),
  ]

  static func meaning(of code: CURLcode) -> Meaning {
    table.first { $0.codes.contains(code) }?.meaning ?? Meaning(code: .network, hint: "")
  }

  static func fault(
    _ code: CURLcode, _ text: String, _ transcript: Transcript, _ server: MailServer
  ) -> Fault {
    let meaning = meaning(of: code)
    let words = text.isEmpty ? unsafe String(cString: curl_easy_strerror(code)) : text
    let isSaid = meaning.code == .rejected || meaning.code == .credentials
    // What the server says is nearer to the cause than what libcurl makes of it.
    let cause = isSaid ? transcript.refusal.map { "the server says: \($0)" } ?? words : words
    return Fault(
      meaning.code, operation: operation, subject: server.host, cause: cause, hint: meaning.hint,
      recovery: .retry(afterSeconds: 60), number: Int(code.rawValue))
  }
}
