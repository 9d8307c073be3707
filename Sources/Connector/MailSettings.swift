internal import Insight
internal import Mail
internal import MariaDB
internal import Runtime
internal import Store
internal import WordPress

/// How a shop sends mail, resolved.
struct MailSettings {
  /// Where mail is handed in; nil when nobody has said.
  var server: MailServer?
  /// Whom it is from; only asked for when there is a server.
  var from: MailAddress?
  /// Who is told when an alert names nobody.
  var standardRecipients: String
}

extension Connector {
  /// The sealed password's name in the option.
  static let smtpPasswordName = "smtp_password"
  /// What people read who have no mail server.
  static let noServerHint =
    "Name one with wkpbic configure --smtp-url=smtp://HOST:587 (WKPBIC_SMTP_URL)"

  /// Whether a text is one address that mail can be sent to.
  package static func isMailAddress(_ text: String) -> Bool { MailAddress(text) != nil }

  /// Whether a text is addresses with commas between, not too many; or empty.
  package static func areMailAddresses(_ text: String) -> Bool {
    MailAddress.list(text).map { $0.count <= Mail.recipientsMax } ?? false
  }

  /// What is configured about mail; a Fault when it cannot be used.
  func mailSettings() throws(Fault) -> MailSettings {
    var connection = try Connection.open(configuration.database)
    let site = try site(&connection)
    func value(_ name: StoredSetting) throws(Fault) -> String? {
      if let text = configuration.mail[name] { return text }
      return try stored(name, site, &connection)
    }
    let admin = try site.options.read(["admin_email"], &connection).text("admin_email") ?? ""
    var settings = MailSettings(standardRecipients: try value(.alertEmail) ?? admin)
    guard let url = try value(.smtpURL) else { return settings }
    var server = try MailServer(url, encryption: try Self.encryption(try value(.smtpTLS)))
    server.authoritiesFile = try value(.smtpCA)
    server.user = try value(.smtpUser)
    if server.user != nil {
      server.password =
        if let password = configuration.mailPassword {
          password
        } else {
          try openSecret(Self.smtpPasswordName, site, &connection)
        }
    }
    settings.server = server
    settings.from = try Self.sender(try value(.smtpFrom), site)
    return settings
  }

  /// Refuses settings of mail that could not be used, before they are stored.
  func checkMail(_ values: [StoredSetting: String]) throws(Fault) {
    if let url = values[.smtpURL], !url.isEmpty { _ = try MailServer(url, encryption: nil) }
    if let word = values[.smtpTLS], !word.isEmpty { _ = try Self.encryption(word) }
    if let from = values[.smtpFrom], !from.isEmpty, MailAddress(from) == nil {
      throw Self.mailFault("the sender's address", "'\(from)' is no address", Self.senderHint)
    }
    if let list = values[.alertEmail], !Self.areMailAddresses(list) {
      throw Self.mailFault(
        "the alerts' address", "'\(list)' is no list of addresses",
        "Write addresses with commas between")
    }
  }

  private static let senderHint = "Write NAME@DOMAIN (WKPBIC_SMTP_FROM)"

  private static func encryption(_ word: String?) throws(Fault) -> MailServer.Encryption? {
    guard let word else { return nil }
    if let known = MailServer.Encryption(rawValue: word) { return known }
    throw mailFault("WKPBIC_SMTP_TLS", "'\(word)' is not known", "Choose on or off")
  }

  /// As WordPress's `wp_mail` has it: `wordpress@` and the site's host without `www.`.
  private static func sender(_ text: String?, _ site: Site) throws(Fault) -> MailAddress {
    if let text {
      if let address = MailAddress(text) { return address }
      throw mailFault("the sender's address", "'\(text)' is no address", senderHint)
    }
    let host = address(try site.homeURL()).prefix { $0 != "/" && $0 != ":" }.lowercased()
    let name = host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
    if let address = MailAddress("wordpress@\(name)") { return address }
    throw mailFault(
      "the sender's address", "wordpress@\(name), which WordPress would take, is no address",
      senderHint)
  }

  private static func mailFault(_ subject: String, _ cause: String, _ hint: String) -> Fault {
    Fault(
      .configuration, operation: "reading settings", subject: subject, cause: cause, hint: hint,
      recovery: .operator)
  }

  /// Whether enabled alerts have a mail server that could be spoken to; nothing without alerts.
  func mailFindings() throws(Fault) -> [Finding] {
    let alerts = try definitions(.alert).filter { Self.alert($0)?.isEnabled ?? false }
    if alerts.isEmpty { return [] }
    let words = "\(alerts.count) alert\(alerts.count == 1 ? "" : "s") enabled"
    guard let server = try mailSettings().server else {
      return [
        Finding(
          "alerts", .warning, "\(words), and no mail server is configured",
          remedy: Self.noServerHint)
      ]
    }
    return [Finding("alerts", .ok, "\(words), mail goes through \(server.host)")]
  }
}
