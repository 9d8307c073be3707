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
  ]

  private static let settings: [(option: String, setting: StoredSetting)] = [
    ("tenant-id", .tenantID), ("client-id", .clientID), ("workspace-id", .workspaceID),
    ("store-name", .storeName), ("columns", .columns), ("meta", .metaColumns),
    ("privacy", .privacy),
  ]

  static func run(_ session: Session) throws(Fault) -> Int32 {
    var values: [StoredSetting: String] = [:]
    for (option, setting) in settings {
      if let value = session.arguments[option] { values[setting] = value }
    }
    let secret = try clientSecret(session)
    guard !values.isEmpty || secret != nil else {
      throw Arguments.fault("nothing to store", "See: wkpbic help configure")
    }
    let changed = try session.connector().configure(
      SettingsOrder(values: values, clientSecret: secret))
    session.console.write(
      changed.isEmpty ? "Nothing has changed." : "Stored: \(changed.joined(separator: ", "))")
    for (_, setting) in settings where values[setting] != nil {
      if session.environment[setting.variable].map({ !$0.isEmpty }) == true {
        session.console.say("Note: \(setting.variable) is set and stands before it.")
      }
    }
    return 0
  }

  private static func clientSecret(_ session: Session) throws(Fault) -> Secret? {
    guard session.arguments.has("client-secret") else { return nil }
    if Terminal.isInputInteractive { session.console.prompt("Client secret (not shown): ") }
    guard let secret = Terminal.readLine(isHidden: true), !secret.isEmpty else {
      throw Arguments.fault(
        "no client secret on standard input", "Type it, or pipe it in; never as an argument")
    }
    return secret
  }
}
