package import Runtime

internal import Delivery
internal import Engine
internal import HTTPClient
internal import MariaDB
internal import Model
internal import PowerBI
internal import Store
internal import WooCommerce

/// The product's verbs: what commands, and later routes, ask for.
///
/// May know: every room below. Must not know: arguments, wire formats of our own API.
/// Invariant: a verb opens what it needs, does one thing, and leaves nothing open behind it.
package struct Connector {
  let configuration: Configuration
  let clock: any Clock
  let interruption: Interruption
  let log: Log
  private var keptTokens: TokenSource?
  private let shelf: TokenShelf?
  let readings: ReadingShelf?

  /// `tokens` and `readings` are shared with other connectors of the process; nil for its own.
  package init(
    _ configuration: Configuration, clock: any Clock, interruption: Interruption, log: Log,
    tokens: TokenShelf? = nil, readings: ReadingShelf? = nil
  ) {
    shelf = tokens
    self.readings = readings
    self.configuration = configuration
    self.clock = clock
    self.interruption = interruption
    self.log = log
  }

  /// The time of day, as the product sees it.
  package var now: Instant { clock.now }

  func openStore() throws(Fault) -> StateStore {
    try StateStore.open(configuration.database, prefix: configuration.prefix, clock: clock)
  }

  /// Seconds that posting a batch may take: 15 MB on a slow line, or a moment in a rehearsal.
  var postTimeoutSeconds: Double {
    configuration.settleSeconds < Engine.settleSeconds ? 10 : 100
  }

  /// Tokens are shared by all clients of this connector.
  mutating func tokens() throws(Fault) -> TokenSource {
    if let keptTokens { return keptTokens }
    let credentials = try credentials()
    let fresh =
      shelf?.source(credentials, configuration.cloud)
      ?? TokenSource(credentials, cloud: configuration.cloud, kept: nil)
    keptTokens = fresh
    return fresh
  }

  mutating func client() throws(Fault) -> PowerBIClient {
    let options = HTTPClient.Options(
      userAgent: "wkpbic/\(Runtime.version)", authoritiesFile: nil, proxy: nil)
    let journal = callJournal()
    return PowerBIClient(
      tokens: try tokens(), http: HTTPClient(options), clock: clock, interruption: interruption,
      onCall: journal.keep)
  }
}
