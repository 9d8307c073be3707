package import MariaDB
internal import Engine
internal import HTTPClient
package import PowerBI
package import Runtime
package import WordPress

/// Everything that a person has configured, resolved and checked.
package struct Configuration: Sendable {
  /// Where state is kept and, unless there is a replica, rows are read.
  package var database: ConnectionOptions
  /// A copy of the database that follows it, for reading entities; nil when there is none.
  package var replica: ConnectionOptions?
  /// What the shop's tables are called at the front.
  package var prefix: TablePrefix
  /// What the site's own configuration says.
  package var wordPress: WPConfig
  /// Whether it is about one site of a network, whatever a request's host says.
  package var isOneSite = false
  /// The name that a person gave the store; nil for the one noted at installation.
  package var storeName: String?
  /// Which Microsoft cloud is spoken to.
  package var cloud: Cloud
  /// The Entra tenant; nil when only the stored setting can say it.
  package var tenantID: String?
  /// The app registration; nil when only the stored setting can say it.
  package var clientID: String?
  /// The app's secret; nil when only the stored one can say it.
  package var clientSecret: Secret?
  /// The workspace; nil when only the stored setting can say it.
  package var workspaceID: String?
  /// Whether our own pace is off, for rehearsals.
  package var isPaceOff: Bool
  /// Seconds after a lost request until "not there" is believed; shorter only for rehearsals.
  package var settleSeconds: Double
  /// When large tables may be cleared; nil at any time.
  package var quietWindow: QuietWindow? = .standard
  /// Whether Decimal columns are created with four fixed places.
  package var isDecimalFixed: Bool
  /// Settings about columns, as text; only those that stand before the options.
  package var fields: [StoredSetting: String] = [:]
  /// Settings about mail, as text; only those that stand before the options.
  package var mail: [StoredSetting: String] = [:]
  /// The password for the mail server; nil when only the stored one can say it.
  package var mailPassword: Secret?
  /// The key of hashes in the place of personal values; nil for one of WordPress's salts.
  package var privacyKey: Secret?

  /// Resolves settings.
  ///
  /// `value` gives a setting by the name of its environment variable, nil when it is not set;
  /// `environment` is what PHP's getenv would see.
  package init(
    _ value: (String) -> String?, environment: [String: String]
  ) throws(Fault) {
    let found = try Self.wordPress(value, environment)
    wordPress = found
    guard let prefix = TablePrefix(found.tablePrefix) else {
      throw Self.fault(
        "table prefix", "'\(found.tablePrefix)' cannot begin a table's name",
        "Letters, digits and underscores only (WKPBIC_TABLE_PREFIX)")
    }
    self.prefix = prefix
    /// Settings may also be constants of wp-config.php.
    func setting(_ name: String) throws(Fault) -> String? {
      if let text = value(name) { return text }
      let text = try found.text(name)
      return text == "" ? nil : text
    }
    database = ConnectionOptions(
      address: Self.address(found.host), user: found.dbUser, password: found.dbPassword,
      database: found.dbName,
      security: try Self.security(try setting("WKPBIC_DB_TLS"), try setting("WKPBIC_DB_CA")))
    database.encoding = TextEncoding(wordPress: found.charset)
    replica = try setting("WKPBIC_DB_READ_HOST").map { [database] host in
      var options = database
      options.address = Self.address(DatabaseHost(parsing: host))
      return options
    }
    storeName = try setting("WKPBIC_STORE_NAME")
    cloud = try Self.cloud(setting)
    tenantID = try setting("WKPBIC_TENANT_ID")
    clientID = try setting("WKPBIC_CLIENT_ID")
    clientSecret = try setting("WKPBIC_CLIENT_SECRET").map { Secret($0) }
    workspaceID = try setting("WKPBIC_WORKSPACE_ID")
    isPaceOff = try setting("WKPBIC_QUOTA") == "off"
    settleSeconds = try Self.settleSeconds(try setting("WKPBIC_SETTLE_SECONDS"), cloud)
    isDecimalFixed = try setting("WKPBIC_DECIMAL") == "fixed"
    if let text = try setting("WKPBIC_QUIET_WINDOW") {
      quietWindow = try Self.quietWindow(text)
    }
    for name in StoredSetting.allCases where name.isAboutFields {
      fields[name] = try setting(name.variable)
    }
    for name in StoredSetting.allCases where name.isAboutMail {
      mail[name] = try setting(name.variable)
    }
    mailPassword = try setting("WKPBIC_SMTP_PASSWORD").map { Secret($0) }
    privacyKey = try Self.privacyKey(try setting("WKPBIC_PRIVACY_KEY"))
    if isPaceOff, !cloud.api.isLoopback {
      throw Self.fault(
        "WKPBIC_QUOTA", "the service's limits cannot be switched off",
        "Remove WKPBIC_QUOTA=off; it is for an emulator on this machine only")
    }
  }

  /// The same for a process that serves: connections wait for their next user.
  package func keepingConnections(clock: any Clock) -> Configuration {
    var configuration = self
    let shelf = ConnectionShelf(clock: clock)
    configuration.database.shelf = shelf
    configuration.replica?.shelf = shelf
    return configuration
  }

  private static func fault(_ subject: String, _ cause: String, _ hint: String) -> Fault {
    Fault(
      .configuration, operation: "reading settings", subject: subject, cause: cause, hint: hint,
      recovery: .operator)
  }
}

extension Configuration {
  /// Environment names of what wp-config.php otherwise says.
  private static let replacements = [
    "DB_HOST": "WKPBIC_DB_HOST", "DB_USER": "WKPBIC_DB_USER",
    "DB_PASSWORD": "WKPBIC_DB_PASSWORD", "DB_NAME": "WKPBIC_DB_NAME",
    "table_prefix": "WKPBIC_TABLE_PREFIX",
  ]
  private static let salts = ["AUTH", "SECURE_AUTH", "LOGGED_IN", "NONCE"].flatMap {
    ["\($0)_KEY", "\($0)_SALT"]
  }

  private static func wordPress(
    _ value: (String) -> String?, _ environment: [String: String]
  ) throws(Fault) -> WPConfig {
    var given: [String: String] = [:]
    for (constant, name) in replacements { given[constant] = value(name) }
    let isComplete = given.count == replacements.count
    for name in salts { given[name] = value("WKPBIC_\(name)") }
    if let directory = value("WKPBIC_WP_PATH") {
      guard let php = value("WKPBIC_PHP") else {
        return try WPConfig.read(
          directory: directory, environment: environment, replacing: given, files: DiskFiles())
      }
      return try WPConfig.read(
        directory: directory, php: PHPProgram(path: php, environment: environment),
        replacing: given, files: DiskFiles())
    }
    guard isComplete else {
      let missing = replacements.filter { given[$0.key] == nil }.map(\.value).sorted()
      throw fault(
        "", "neither WordPress's directory nor all of the database's settings are given",
        "Give --path=DIR (WKPBIC_WP_PATH), or also set \(missing.joined(separator: ", "))")
    }
    return try WPConfig(explicit: given)
  }

  private static func cloud(
    _ setting: (String) throws(Fault) -> String?
  ) throws(Fault) -> Cloud {
    let word = try setting("WKPBIC_CLOUD") ?? Cloud.Preset.public.rawValue
    guard let preset = Cloud.Preset(rawValue: word) else {
      let known = Cloud.Preset.allCases.map(\.rawValue).joined(separator: ", ")
      throw fault("WKPBIC_CLOUD", "'\(word)' is not known", "Choose \(known)")
    }
    return try Cloud(
      preset, authorityURL: try setting("WKPBIC_AUTHORITY_URL"),
      apiURL: try setting("WKPBIC_API_URL"), scope: try setting("WKPBIC_SCOPE"))
  }

  /// Waiting less than the default is for rehearsals only, as it rests on the stand-in's haste.
  private static func settleSeconds(_ text: String?, _ cloud: Cloud) throws(Fault) -> Double {
    guard let text else { return Engine.settleSeconds }
    guard let seconds = Double(text), seconds >= 0, seconds <= 3600 else {
      throw fault("WKPBIC_SETTLE_SECONDS", "'\(text)' is no number of seconds", "0 to 3600")
    }
    guard seconds >= Engine.settleSeconds || cloud.api.isLoopback else {
      throw fault(
        "WKPBIC_SETTLE_SECONDS", "the service needs \(Int(Engine.settleSeconds)) s or more",
        "Remove it; less is for an emulator on this machine only")
    }
    return seconds
  }

  private static func quietWindow(_ text: String) throws(Fault) -> QuietWindow? {
    if text == "off" { return nil }
    if let window = QuietWindow(text) { return window }
    throw fault(
      "WKPBIC_QUIET_WINDOW", "'\(text)' is no window",
      "Two times of the site, like 02:00-05:00, or off")
  }

  /// A key that nobody finds by trying.
  private static func privacyKey(_ text: String?) throws(Fault) -> Secret? {
    guard let text else { return nil }
    guard text.utf8.count >= 16 else {
      throw fault(
        "WKPBIC_PRIVACY_KEY", "it is shorter than 16 characters",
        "Take 32 random bytes, for example of: openssl rand -hex 32")
    }
    return Secret(text)
  }

  private static func address(_ host: DatabaseHost) -> ServerAddress {
    if let socket = host.socket { return .socket(socket) }
    if host.host.isEmpty || host.host == "localhost" {
      // As PHP's mysqli: the name localhost means the client library's socket, port or not.
      return .socket(nil)
    }
    return .tcp(host: host.host, port: host.port ?? ServerAddress.defaultPort)
  }

  private static func security(
    _ word: String?, _ authorityFile: String?
  ) throws(Fault) -> TransportSecurity {
    switch word ?? "off" {
    case "off": return .off
    case "on": return .encrypted
    case "verify": return .verified(authorityFile: authorityFile)
    default:
      throw fault(
        "WKPBIC_DB_TLS", "'\(word ?? "")' is not known", "Choose off, on or verify")
    }
  }
}
