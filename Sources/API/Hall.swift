internal import Connector
internal import HTTPServer
internal import Runtime

/// Where requests come in: leads each to the site that its host and path name.
final class Hall: Sendable {
  /// Sites of which something is kept; with more of them all sign in anew now and then.
  private static let shelvesMax = 1000

  private let sites: Sites
  private let clock: any Clock
  private let interruption: Interruption
  private let log: Log
  /// What is kept between requests, by site: each may have credentials of its own.
  private let shelves = Lock<[String: Shelf]>([:])

  private struct Shelf {
    let tokens = TokenShelf()
    let readings = ReadingShelf()
  }

  init(_ sites: Sites, clock: any Clock, interruption: Interruption, log: Log) {
    self.sites = sites
    self.clock = clock
    self.interruption = interruption
    self.log = log
  }

  /// What stands behind a request's host and path; nil when that is no site.
  func front(_ request: HTTPServer.Request) throws(Fault) -> Front? {
    let host = request.value("Host") ?? ""
    let path = String(decoding: request.path, as: UTF8.self)
    guard let site = try sites.site(host: host, path: path) else { return nil }
    let gate = site.gate
    return Front(
      verbs: verbs(site.configuration),
      doorkeeper: { (facts, now) throws(Fault) in try gate.admit(facts, at: now) })
  }

  /// The verbs of every site that has work to be done by itself.
  func installed() throws(Fault) -> [@Sendable () -> Connector] {
    try sites.installed().map(verbs)
  }

  private func verbs(_ configuration: Configuration) -> @Sendable () -> Connector {
    let shelf = shelf(configuration)
    return { [clock, interruption, log] in
      Connector(
        configuration, clock: clock, interruption: interruption, log: log, tokens: shelf.tokens,
        readings: shelf.readings)
    }
  }

  private func shelf(_ configuration: Configuration) -> Shelf {
    let name = "\(configuration.prefix)"
    return shelves.withLock { shelves in
      if let shelf = shelves[name] { return shelf }
      if shelves.count >= Self.shelvesMax { shelves.removeAll() }
      let shelf = Shelf()
      shelves[name] = shelf
      return shelf
    }
  }
}
