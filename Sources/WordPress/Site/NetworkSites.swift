package import MariaDB
package import Runtime

/// A site of a network: where it is, and whether visitors may see it.
package struct NetworkSite: Sendable, Equatable {
  /// The number that stands in its tables' names.
  package var id: Int64
  /// The network that it belongs to.
  package var networkID: Int64
  /// Its host, with a port unless that is the usual one.
  package var domain: String
  /// Its path, with slashes around.
  package var path: String
  /// Whether visitors may see it.
  package var state: State

  /// Whether visitors may see a site; its network's administrators always may.
  package enum State: Sendable, Equatable {
    case open
    /// Its owner has deleted it.
    case deleted
    /// Its owner has not yet confirmed it.
    case unconfirmed
    /// Archived, or marked as spam.
    case suspended
  }
}

/// The sites of a network, found by host and path as WordPress finds them (`ms-load.php`).
package struct NetworkSites: Sendable {
  private let config: WPConfig
  private let base: TablePrefix

  /// Sites that are listed at most.
  package static let sitesMax = 10_000

  /// Nil on a single site, and where a site's own prefix stands in the network's place.
  package init?(_ config: WPConfig) throws(Fault) {
    guard try config.isTrue("MULTISITE"), config.tablePrefix == config.writtenPrefix,
      let base = TablePrefix(config.tablePrefix)
    else { return nil }
    self.config = config
    self.base = base
  }

  /// What a site's tables are called at the front: the first has the network's own prefix.
  package func prefix(of site: NetworkSite) -> TablePrefix? {
    site.id <= 1 ? base : TablePrefix("\(base.text)\(site.id)_")
  }

  /// The configuration as that site sees it.
  package func config(of site: NetworkSite) -> WPConfig {
    var config = config
    config.networkID = site.networkID
    return config
  }

  /// The site at a host and path; nil when there is none.
  ///
  /// `host` is the header as it came, `path` what follows it, without a query.
  package func site(
    host: String, path: String, _ connection: inout Connection
  ) throws(Fault) -> NetworkSite? {
    let host = Self.domain(host)
    guard !host.isEmpty else { return nil }
    let depth = try depth(host, path, &connection)
    return try site(host, Self.paths(path, depth), &connection)
  }

  /// All sites that visitors may see.
  package func openSites(_ connection: inout Connection) throws(Fault) -> [NetworkSite] {
    let statement = SQLText(
      """
      SELECT blog_id, site_id, domain, path, deleted, archived, spam FROM {prefix}blogs
      ORDER BY blog_id LIMIT {limit}
      """, ["prefix": .prefix(base), "limit": .integer(Int64(Self.sitesMax))])
    return try connection.rows(statement, "listing the network's sites").map(Self.site)
      .filter { $0.state == .open }
  }
}

extension NetworkSites {
  /// Lower-case, without the usual ports.
  static func domain(_ host: String) -> String {
    let host = host.lowercased()
    for port in [":80", ":443"] where host.hasSuffix(port) {
      return String(host.dropLast(port.utf8.count))
    }
    return host
  }

  /// The addresses that a path may belong to, longest first: of `/a/b/` and depth 1 `/a/` and `/`.
  ///
  /// A nil depth takes every segment.
  static func paths(_ path: String, _ depth: Int?) -> [String] {
    // Deeper paths than that are no site's.
    let segments = path.split(separator: "/").prefix(min(depth ?? depthMax, depthMax))
    return (0...segments.count).reversed().map { count in
      count == 0 ? "/" : "/\(segments.prefix(count).joined(separator: "/"))/"
    }
  }

  private static var depthMax: Int { 8 }

  /// How many segments of the path may name a site.
  private func depth(
    _ host: String, _ path: String, _ connection: inout Connection
  ) throws(Fault) -> Int? {
    if let domain = try config.text("DOMAIN_CURRENT_SITE"),
      let own = try config.text("PATH_CURRENT_SITE")
    {
      guard domain.lowercased() == host else { return 1 }
      if own.lowercased() == path.lowercased() { return nil }
      guard own != "/", path.lowercased().hasPrefix(own.lowercased()) else { return 1 }
      return 1 + max(own.split(separator: "/").count, 1)
    }
    if try isSubdomainInstall() { return 1 }
    guard let own = try networkPath(host, path, &connection) else { return 1 }
    return own == path ? nil : own.count { $0 == "/" }
  }

  /// `is_subdomain_install()`.
  private func isSubdomainInstall() throws(Fault) -> Bool {
    if try config.constants.value("SUBDOMAIN_INSTALL") != nil {
      return try config.isTrue("SUBDOMAIN_INSTALL")
    }
    return try config.text("VHOST") == "yes"
  }

  /// The path of the only network, or of the one at a host and path; nil when there is none.
  private func networkPath(
    _ host: String, _ path: String, _ connection: inout Connection
  ) throws(Fault) -> String? {
    let all = try connection.rows(
      SQLText(
        "SELECT domain, path FROM {prefix}site ORDER BY CHAR_LENGTH(domain) DESC LIMIT 1000",
        ["prefix": .prefix(base)]), "reading the networks")
    let networks = all.map { (domain: Self.text($0[0]), path: Self.text($0[1])) }
    if networks.count == 1 { return networks.first?.path }
    let paths = Self.paths(path, 1)
    let own = networks.filter { network in
      let domain = network.domain.lowercased()
      return (host == domain || host.hasSuffix(".\(domain)")) && paths.contains(network.path)
    }
    return own.max { left, right in
      (left.domain.count, left.path.count) < (right.domain.count, right.path.count)
    }?.path
  }

  /// Either www or non-www is a site's; who asks for the other gets it all the same.
  private func site(
    _ host: String, _ paths: [String], _ connection: inout Connection
  ) throws(Fault) -> NetworkSite? {
    let hosts = host.hasPrefix("www.") ? [host, String(host.dropFirst(4))] : [host]
    let statement = SQLText(
      """
      SELECT blog_id, site_id, domain, path, deleted, archived, spam FROM {prefix}blogs
      WHERE domain IN ({hosts}) AND path IN ({paths})
      ORDER BY CHAR_LENGTH(domain) DESC, CHAR_LENGTH(path) DESC LIMIT 1
      """,
      [
        "prefix": .prefix(base), "hosts": .list(hosts.map { .text($0) }),
        "paths": .list(paths.map { .text($0) }),
      ])
    return try connection.rows(statement, "looking for the site").first.map(Self.site)
  }

  private static func site(_ row: [[UInt8]?]) -> NetworkSite {
    let network = Int64(text(row[1])) ?? 0
    return NetworkSite(
      id: Int64(text(row[0])) ?? 0, networkID: network == 0 ? 1 : network, domain: text(row[2]),
      path: text(row[3]),
      state: state(deleted: text(row[4]), archived: text(row[5]), spam: text(row[6])))
  }

  private static func state(
    deleted: String, archived: String, spam: String
  ) -> NetworkSite.State {
    if deleted == "1" { return .deleted }
    if deleted == "2" { return .unconfirmed }
    return archived == "1" || spam == "1" ? .suspended : .open
  }

  private static func text(_ cell: [UInt8]?) -> String {
    String(decoding: cell ?? [], as: UTF8.self)
  }
}
