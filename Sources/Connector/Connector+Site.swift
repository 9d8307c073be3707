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
  /// What the site says now, in one statement.
  package func siteFacts() throws(Fault) -> SiteFacts {
    var connection = try Connection.open(configuration.database)
    let options = try siteOptions(&connection)
    return SiteFacts(
      home: try Site.homeURL(configuration.wordPress, options),
      hasPlainPermalinks: (options.text("permalink_structure") ?? "").isEmpty,
      isEnvelopeOff: options.text(Self.envelopeOption) == "off")
  }

  private func siteOptions(_ connection: inout Connection) throws(Fault) -> StoredOptions {
    let names = Site.addressOptions + ["permalink_structure", Self.envelopeOption]
    do throws(Fault) {
      return try OptionTable.read(names, configuration.prefix, &connection)
    } catch {
      // Reading the whole site finds out which of the usual mistakes it is.
      _ = try site(&connection)
      throw error
    }
  }

  private static var envelopeOption: String { "wkpbic_rest_envelope" }
}
