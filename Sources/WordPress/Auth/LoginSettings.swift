internal import MariaDB
internal import Runtime

/// What the options say about logins, read at one moment.
///
/// On a single site one statement reads all of it, in a network another one the network's.
struct LoginSettings: Sendable {
  private let config: WPConfig
  private let salts: Salts
  private let site: StoredOptions
  private let network: StoredOptions
  private let isNetwork: Bool
  private let rolesName: String

  private static let siteURL = "siteurl"
  private static let superAdmins = "site_admins"
  private static let networkNames =
    NetworkOptions.saltNames + [siteURL, superAdmins, ApplicationPasswords.usageOption]

  static func read(
    _ config: WPConfig, _ salts: Salts, _ prefix: TablePrefix, _ connection: inout Connection
  ) throws(Fault) -> LoginSettings {
    let rolesName = "\(prefix)user_roles"
    let isNetwork = try config.isTrue("MULTISITE")
    let names = isNetwork ? [rolesName] : [rolesName] + networkNames
    let site = try OptionTable.read(names, prefix, &connection)
    let network =
      isNetwork
      ? try NetworkOptions(config, prefix: prefix).read(networkNames, &connection) : site
    return LoginSettings(
      config: config, salts: salts, site: site, network: network, isNetwork: isNetwork,
      rolesName: rolesName)
  }

  func salt(_ scheme: String) throws(Fault) -> Secret {
    try salts.salt(scheme) { (name) throws(Fault) in network[name]?.value }
  }

  func nonce() throws(Fault) -> Nonce { Nonce(salt: try salt("nonce")) }

  func cookieNames() throws(Fault) -> CookieNames {
    try CookieNames(siteURL: try siteURL()) { (name) throws(Fault) in try config.text(name) }
  }

  /// The option with the site's roles, as it is stored.
  var storedRoles: [UInt8]? { site[rolesName]?.value }

  /// Whether anybody has ever made an application password.
  var usesApplicationPasswords: Bool {
    network.value(ApplicationPasswords.usageOption)?.isTrue ?? false
  }

  /// Whether the network trusts that login with everything; names are compared exactly.
  func isSuperAdmin(_ login: [UInt8]) -> Bool {
    guard isNetwork else { return false }
    let names = network.value(Self.superAdmins) ?? .list([.text("admin")])
    return names.array?.values.contains { $0.bytes == login } ?? false
  }

  /// A network's own address stands as it is, a site's without a slash at its end.
  private func siteURL() throws(Fault) -> String {
    let stored = network.text(Self.siteURL) ?? ""
    if isNetwork { return stored }
    return Site.untrailed(try config.text("WP_SITEURL") ?? stored)
  }
}
