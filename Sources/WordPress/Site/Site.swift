internal import Bytes
package import MariaDB
package import Runtime

/// What a site says about itself: configuration and options taken together, read at one moment.
package struct Site: Sendable {
  /// What the tables' names begin with.
  package let prefix: TablePrefix
  /// The site's time zone, `timezone_string` before `gmt_offset`.
  package let zone: TimeZoneRules
  /// `blog_charset`; UTF-8 unless the site is very old.
  package let charset: String
  /// The plugins that are active, on this site or in the network: `woocommerce/woocommerce.php`.
  package let activePlugins: [String]
  /// What WooCommerce says.
  package let commerce: CommerceOptions
  /// The options, to be written as this WordPress writes them.
  package let options: OptionTable
  private let siteAddress: Result<String, Fault>
  private let homeAddress: Result<String, Fault>

  /// Reads everything: one statement, another one in a network.
  package static func read(
    _ config: WPConfig, prefix: TablePrefix, zones: TimeZoneSource, _ connection: inout Connection
  ) throws(Fault) -> Site {
    try Site(config, try SiteOptions.read(config, prefix: prefix, also: [], &connection), zones)
  }

  /// Makes of options what they mean; the same options mean the same.
  package init(
    _ config: WPConfig, _ read: SiteOptions, _ zones: TimeZoneSource
  ) throws(Fault) {
    let options = read.options
    let table = OptionTable(prefix: read.prefix, words: read.words)
    let network = read.networkPlugins.map(PHPMaybe.unserialize)?.array?.entries ?? []
    let plugins =
      Self.listed(options.value("active_plugins"))
      + network.map { String(decoding: $0.key.bytes, as: UTF8.self) }
    prefix = table.prefix
    self.options = table
    zone = try zones.site(
      timezoneString: options.text("timezone_string") ?? "",
      gmtOffset: options.text("gmt_offset") ?? "")
    charset = options.text("blog_charset").flatMap { $0.isEmpty ? nil : $0 } ?? "UTF-8"
    activePlugins = plugins
    commerce = CommerceOptions(options)
    (siteAddress, homeAddress) = Self.addresses(config, options)
  }

  /// Where the site is seen, as these options and the constants say.
  package static func homeURL(
    _ config: WPConfig, _ options: StoredOptions
  ) throws(Fault) -> String {
    try addresses(config, options).home.get()
  }

  /// The options that `homeURL` needs.
  package static let addressOptions = ["siteurl", "home"]

  private static func addresses(
    _ config: WPConfig, _ options: StoredOptions
  ) -> (site: Result<String, Fault>, home: Result<String, Fault>) {
    let home = options.text("home") ?? ""
    let site = address(config, "WP_SITEURL", options.text("siteurl") ?? "")
    return (
      site,
      home.isEmpty
        ? address(config, "WP_HOME", nil, else: site) : address(config, "WP_HOME", home)
    )
  }

  static let optionNames =
    addressOptions + ["timezone_string", "gmt_offset", "blog_charset", "active_plugins"]

  /// Where WordPress's own files are served, without a slash at the end.
  ///
  /// Throws when the constant `WP_SITEURL` depends on the request.
  package func siteURL() throws(Fault) -> String { try siteAddress.get() }

  /// Where the site is seen, without a slash at the end.
  ///
  /// Throws when the constant `WP_HOME` depends on the request.
  package func homeURL() throws(Fault) -> String { try homeAddress.get() }

  /// Whether a plugin of that file is active.
  package func hasPlugin(_ file: String) -> Bool { activePlugins.contains(file) }

  /// The constant before the row, as WordPress has it.
  private static func address(
    _ config: WPConfig, _ name: String, _ row: String?,
    else other: Result<String, Fault> = .success("")
  ) -> Result<String, Fault> {
    do {
      // In a network every site has an address of its own.
      if try !config.isTrue("MULTISITE"), let text = try config.text(name) {
        return .success(untrailed(text))
      }
      return row.map { .success(untrailed($0)) } ?? other
    } catch {
      return .failure(error)
    }
  }

  /// Without slashes and backslashes at the end.
  static func untrailed(_ text: String) -> String {
    var bytes = Array(text.utf8)
    while let last = bytes.last, last == UInt8(ascii: "/") || last == UInt8(ascii: "\\") {
      bytes.removeLast()
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func listed(_ value: PHPValue?) -> [String] {
    value?.array?.values.compactMap(\.scalarText) ?? []
  }
}
