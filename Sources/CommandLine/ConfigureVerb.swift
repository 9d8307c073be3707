internal import Connector
internal import Runtime

/// `configure`: credentials and settings, stored where PHP sees them too.
enum ConfigureVerb: Verb {
  static let name = "configure"
  static let summary = "stores credentials, workspace and settings in WordPress"
  static let options = [
    Option(name: "tenant-id", value: "ID", help: "the directory (tenant) id in Entra ID"),
    Option(name: "client-id", value: "ID", help: "the application (client) id"),
    Option(
      name: "client-secret", value: nil,
      help: "read the secret's value from standard input, or ask for it"),
    Option(name: "workspace-id", value: "ID", help: "the Power BI workspace"),
    Option(name: "store-name", value: "NAME", help: "source_store in every row"),
    Option(
      name: "columns", value: "entity.NAME,…",
      help: "columns of tables: names, essential, analytics, all, -NAME; none takes it back"),
    Option(
      name: "meta", value: "entity.KEY:type,…",
      help: "meta keys as columns meta_KEY (see: wkpbic meta); none takes it back"),
    Option(
      name: "privacy", value: "class=rule,…",
      help: "personal, contact, identifier or all = pass, generalise, hash or drop; "
        + "entity.class=rule for one entity; none takes it back"),
    Option(
      name: "alert-email", value: "A,…", help: "who is told when an alert names nobody"),
    Option(
      name: "smtp-url", value: "URL",
      help: "where alerts hand in mail: smtp://HOST:587 or smtps://HOST; none takes it back"),
    Option(name: "smtp-user", value: "NAME", help: "who signs in there; none takes it back"),
    Option(
      name: "smtp-password", value: nil,
      help: "read the password from standard input (after a client secret), or ask for it"),
    Option(
      name: "smtp-from", value: "ADDRESS", help: "whom mail is from; wordpress@ the site's host"),
    Option(
      name: "smtp-tls", value: "on|off",
      help: "on unless the server is on this machine; off sends in the clear"),
    Option(name: "smtp-ca", value: "FILE", help: "authorities to trust instead of the system's"),
  ]

  private static let settings: [(option: String, setting: StoredSetting)] = [
    ("tenant-id", .tenantID), ("client-id", .clientID), ("workspace-id", .workspaceID),
    ("store-name", .storeName), ("columns", .columns), ("meta", .metaColumns),
    ("privacy", .privacy), ("alert-email", .alertEmail), ("smtp-url", .smtpURL),
    ("smtp-user", .smtpUser), ("smtp-from", .smtpFrom), ("smtp-tls", .smtpTLS),
    ("smtp-ca", .smtpCA),
  ]

  static func run(_ session: Session) throws(Fault) -> Int32 {
    var values: [StoredSetting: String] = [:]
    for (option, setting) in settings {
      if let value = session.arguments[option] { values[setting] = value }
    }
    let secret = try Self.secret(session, "client-secret", "client secret")
    let password = try Self.secret(session, "smtp-password", "mail server's password")
    guard !values.isEmpty || secret != nil || password != nil else {
      throw Arguments.fault("nothing to store", "See: wkpbic help configure")
    }
    let changed = try session.connector().configure(
      SettingsOrder(values: values, clientSecret: secret, smtpPassword: password))
    session.console.write(
      changed.isEmpty ? "Nothing has changed." : "Stored: \(changed.joined(separator: ", "))")
    for (_, setting) in settings where values[setting] != nil {
      if session.environment[setting.variable].map({ !$0.isEmpty }) == true {
        session.console.say("Note: \(setting.variable) is set and stands before it.")
      }
    }
    return 0
  }

  private static func secret(
    _ session: Session, _ option: String, _ what: String
  ) throws(Fault) -> Secret? {
    guard session.arguments.has(option) else { return nil }
    if Terminal.isInputInteractive {
      session.console.prompt("\(what.prefix(1).uppercased())\(what.dropFirst()) (not shown): ")
    }
    guard let secret = Terminal.readLine(isHidden: true), !secret.isEmpty else {
      throw Arguments.fault(
        "no \(what) on standard input", "Type it, or pipe it in; never as an argument")
    }
    return secret
  }
}
