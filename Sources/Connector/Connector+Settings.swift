internal import MariaDB
internal import PowerBI
package import Runtime
internal import WordPress

/// What is to be stored; nil leaves a setting as it is.
package struct SettingsOrder: Sendable {
  /// The settings that are not secret.
  package var values: [StoredSetting: String]
  /// The app's secret, to be stored sealed.
  package var clientSecret: Secret?
  /// The password for the mail server, to be stored sealed.
  package var smtpPassword: Secret?

  package init(
    values: [StoredSetting: String], clientSecret: Secret?, smtpPassword: Secret? = nil
  ) {
    self.values = values
    self.clientSecret = clientSecret
    self.smtpPassword = smtpPassword
  }

  /// With `none` among the settings of mail as what it means: nothing.
  var withoutNone: SettingsOrder {
    var order = self
    for (setting, value) in values where setting.isAboutMail && value == "none" {
      order.values[setting] = ""
    }
    return order
  }
}

extension Connector {
  /// The sealed secret's name in the option.
  static let clientSecretName = "client_secret"

  /// Stores settings in WordPress's options, secrets sealed; returns what changed.
  ///
  /// When the salts have changed since the last time, what was sealed before is lost to everybody;
  /// a new secret then takes the place of all old ones.
  package func configure(_ order: SettingsOrder) throws(Fault) -> [String] {
    var connection = try Connection.open(configuration.database)
    let site = try site(&connection)
    var changed: [String] = []
    try checkFields(order.values.filter { $0.key.isAboutFields }, site, &connection)
    let order = order.withoutNone
    do throws(Fault) {
      try checkMail(order.values)
    } catch {
      var fault = error
      fault.code = .usage
      throw fault
    }
    // Secrets first: they may be refused, and then nothing is half stored.
    let secrets = [
      (Self.clientSecretName, order.clientSecret), (Self.smtpPasswordName, order.smtpPassword),
    ]
    for case (let name, let secret?) in secrets {
      try store(secret, as: name, site, &connection)
      if !changed.contains(StoredSecrets.optionName) { changed.append(StoredSecrets.optionName) }
    }
    for (setting, value) in order.values.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let isChanged =
        setting.isAboutFields
        ? try setFields(setting, value, site, &connection)
        : try site.options.set(setting.option, .text(value), .off, &connection)
      if isChanged { changed.append(setting.option) }
    }
    return changed
  }

  private func store(
    _ secret: Secret, as name: String, _ site: Site, _ connection: inout Connection
  ) throws(Fault) {
    guard !secret.isEmpty else {
      throw Fault(
        .usage, operation: "storing a secret", subject: name, cause: "it is empty",
        hint: "Give the secret's value on standard input", recovery: .operator)
    }
    let box = try secretBox(&connection)
    var secrets = try storedSecrets(site.options, &connection)
    do {
      try secrets.verify(box)
    } catch {
      log.warning(
        "the stored secrets were sealed with other salts and are replaced")
      secrets.removeAll()
    }
    try secrets.set(name, secret, box)
    // The check first: a crash in between leaves secrets that say that they cannot be opened.
    if let check = secrets.check {
      _ = try site.options.set(
        StoredSecrets.checkName, .string(check), .off, &connection)
    }
    _ = try site.options.set(
      StoredSecrets.optionName, .array(secrets.value), .off, &connection)
  }

  private func storedSecrets(
    _ options: OptionTable, _ connection: inout Connection
  ) throws(Fault) -> StoredSecrets {
    let rows = try options.read(
      [StoredSecrets.optionName, StoredSecrets.checkName], &connection)
    return try StoredSecrets(
      option: rows.value(StoredSecrets.optionName), check: rows.value(StoredSecrets.checkName))
  }

  /// The box of this site's salts.
  private func secretBox(_ connection: inout Connection) throws(Fault) -> SecretBox {
    SecretBox(salt: try authSalt(&connection))
  }

  /// `wp_salt('auth')`.
  func authSalt(_ connection: inout Connection) throws(Fault) -> Secret {
    let network = try NetworkOptions(configuration.wordPress, prefix: configuration.prefix)
    let stored = try network.read(NetworkOptions.saltNames, &connection)
    return try Salts(configuration.wordPress.salts).salt("auth") { (name) throws(Fault) in
      stored[name]?.value
    }
  }

  /// A setting from the options, where nothing stands before it.
  func stored(
    _ setting: StoredSetting, _ site: Site, _ connection: inout Connection
  ) throws(Fault) -> String? {
    let text = try site.options.read([setting.option], &connection).text(setting.option)
    return text == "" ? nil : text
  }

  /// The service principal's credentials, from the configuration or the options; a Fault names
  /// what is missing.
  func credentials() throws(Fault) -> Credentials {
    var tenant = configuration.tenantID
    var client = configuration.clientID
    var secret = configuration.clientSecret
    if tenant == nil || client == nil || secret == nil {
      var connection = try Connection.open(configuration.database)
      let site = try site(&connection)
      if tenant == nil { tenant = try stored(.tenantID, site, &connection) }
      if client == nil { client = try stored(.clientID, site, &connection) }
      if secret == nil { secret = try openSecret(Self.clientSecretName, site, &connection) }
    }
    guard let tenant, let client, let secret else {
      let missing = [
        tenant == nil ? "tenant id (WKPBIC_TENANT_ID)" : nil,
        client == nil ? "client id (WKPBIC_CLIENT_ID)" : nil,
        secret == nil ? "client secret (WKPBIC_CLIENT_SECRET)" : nil,
      ].compactMap { $0 }
      throw Fault(
        .configuration, operation: "reading credentials", subject: "",
        cause: "no \(missing.joined(separator: ", no "))",
        hint: "Store the app registration's values with: wkpbic configure", recovery: .operator)
    }
    return Credentials(tenantID: tenant, clientID: client, clientSecret: secret)
  }

  /// A stored secret; nil when there is none of that name.
  func openSecret(
    _ name: String, _ site: Site, _ connection: inout Connection
  ) throws(Fault) -> Secret? {
    let secrets = try storedSecrets(site.options, &connection)
    guard secrets.names.contains(name) else { return nil }
    return try secrets.secret(name, try secretBox(&connection))
  }

  /// The names of the secrets that are stored, whether or not they open.
  func storedSecretNames(
    _ site: Site, _ connection: inout Connection
  ) throws(Fault) -> Set<String> {
    Set(try storedSecrets(site.options, &connection).names)
  }

  /// Throws when stored secrets do not open with the present salts.
  func verifyStoredSecrets(_ site: Site, _ connection: inout Connection) throws(Fault) {
    let secrets = try storedSecrets(site.options, &connection)
    if secrets.check == nil, secrets.names.isEmpty { return }
    try secrets.verify(try secretBox(&connection))
  }

  /// The workspace that everything goes to.
  func workspaceID() throws(Fault) -> String {
    if let id = configuration.workspaceID { return id }
    var connection = try Connection.open(configuration.database)
    let site = try site(&connection)
    if let id = try stored(.workspaceID, site, &connection) { return id }
    throw Fault(
      .configuration, operation: "finding the workspace", subject: "",
      cause: "none is configured (WKPBIC_WORKSPACE_ID)",
      hint: "Take the id from the workspace's address, \(Workspace.addressPattern), and run: "
        + "wkpbic configure --workspace-id=ID", recovery: .operator)
  }
}
