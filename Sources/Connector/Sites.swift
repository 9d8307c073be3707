internal import MariaDB
package import Runtime
internal import Store
internal import WordPress

/// The sites that one installation serves: one, or all of a network.
///
/// Kept for as long as there are requests, as its gate counts failed logins.
package struct Sites: Sendable {
  private let configuration: Configuration
  private let network: NetworkSites?
  private let gate: Gate

  /// A site that a request is for.
  package struct Choice: Sendable {
    /// Its number; 0 for the only one.
    package let id: Int64
    /// What is configured, as this site sees it.
    package let configuration: Configuration
    /// Tells who sends a request to it.
    package let gate: Gate
  }

  package init(
    _ configuration: Configuration, environment: [String: String], log: Log
  ) throws(Fault) {
    self.configuration = configuration
    network = configuration.isOneSite ? nil : try NetworkSites(configuration.wordPress)
    gate = try Gate(configuration, environment: environment, log: log)
  }

  /// The site at a host and path (without a query); nil when there is none.
  package func site(host: String, path: String) throws(Fault) -> Choice? {
    guard let network else { return Choice(id: 0, configuration: configuration, gate: gate) }
    var connection = try Connection.open(configuration.database)
    guard let site = try network.site(host: host, path: path, &connection),
      let own = configuration.site(site, network)
    else { return nil }
    return Choice(id: site.id, configuration: own, gate: gate.site(own, site.state))
  }

  /// What is configured for each site whose work is done by itself: all of a network that are open
  /// and have our state tables.
  package func installed() throws(Fault) -> [Configuration] {
    guard let network else { return [configuration] }
    var connection = try Connection.open(configuration.database)
    let sites = try network.openSites(&connection)
    let prefixes = Set(try StateStore.installedPrefixes(&connection))
    return sites.compactMap { configuration.site($0, network) }
      .filter { prefixes.contains($0.prefix.text) }
  }
}

extension Configuration {
  /// The same for the site of the network at an address, as WP-CLI takes it; on a single site the
  /// address says nothing.
  package func site(at url: String) throws(Fault) -> Configuration {
    guard let network = try NetworkSites(wordPress) else { return self }
    let (host, path) = Self.parts(url)
    var connection = try Connection.open(database)
    guard let site = try network.site(host: host, path: path, &connection),
      var own = self.site(site, network)
    else {
      throw Fault(
        .usage, operation: "looking for the site", subject: url,
        cause: "no site of the network is there", hint: "Check --url; wp site list shows them all",
        recovery: .operator)
    }
    own.isOneSite = true
    return own
  }

  /// The same for a site of the network; nil for a number that is none.
  func site(_ site: NetworkSite, _ network: NetworkSites) -> Configuration? {
    guard let prefix = network.prefix(of: site) else { return nil }
    var own = self
    own.prefix = prefix
    own.wordPress = network.config(of: site)
    return own
  }

  /// Host and path of an address, with or without a scheme.
  private static func parts(_ url: String) -> (host: String, path: String) {
    var rest = url[...]
    if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
    rest = rest.prefix { $0 != "?" && $0 != "#" }
    let host = rest.prefix { $0 != "/" }
    let path = rest.dropFirst(host.count)
    return (String(host), path.isEmpty ? "/" : String(path))
  }
}
