internal import MariaDB
package import Runtime
internal import WordPress

/// What answers over HTTP need to know of the site.
package struct SiteFacts: Sendable, Equatable {
  /// Where the site is seen, without a slash at the end.
  package var home: String
  /// Whether addresses of the REST API are `?rest_route=…`.
  package var hasPlainPermalinks: Bool
  /// Whether successes are to bear no envelope.
  package var isEnvelopeOff: Bool

  package init(home: String, hasPlainPermalinks: Bool, isEnvelopeOff: Bool) {
    self.home = home
    self.hasPlainPermalinks = hasPlainPermalinks
    self.isEnvelopeOff = isEnvelopeOff
  }
}

extension Connector {
  /// What the site says now.
  package func siteFacts() throws(Fault) -> SiteFacts {
    var connection = try Connection.open(configuration.database)
    let site = try site(&connection)
    let options = try site.options.read(
      ["permalink_structure", Self.envelopeOption], &connection)
    return SiteFacts(
      home: try site.homeURL(),
      hasPlainPermalinks: (options.text("permalink_structure") ?? "").isEmpty,
      isEnvelopeOff: options.text(Self.envelopeOption) == "off")
  }

  private static var envelopeOption: String { "wkpbic_rest_envelope" }
}
