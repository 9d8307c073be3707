package import Connector
internal import HTTPServer
package import Runtime

/// What serving needs to be told.
package struct ServeOrder: Sendable {
  /// Where to listen, as a person wrote it; nil for the usual socket.
  package var listen: String?
  /// Whether an address that others can reach is meant.
  package var allowsPublic: Bool
  /// What PHP's `getenv` would see.
  package var environment: [String: String]

  package init(listen: String?, allowsPublic: Bool, environment: [String: String]) {
    self.listen = listen
    self.allowsPublic = allowsPublic
    self.environment = environment
  }
}

/// The REST server and the scheduler, until somebody asks it to stop.
package enum Server {
  /// Where it listens unless somebody says otherwise.
  static let standardAddress = "unix:/run/wkpbic/wkpbic.sock"
  /// Seconds between looks at what is due.
  private static let dueSeconds = 30.0
  /// Seconds that a pass over what is due lasts at most.
  private static let passSeconds = 3600.0
  /// Seconds that each of many sites gets at least.
  private static let passSecondsMin = 60.0
  /// Seconds that background work gets to end at a batch's end once asked to stop.
  private static let drainSeconds = 150.0
  /// Consecutive failures are borne that long before a table is left for its next try.
  private static let patienceSeconds = 60.0

  /// Serves; `announce` is told where once requests are answered.
  package static func run(
    _ order: ServeOrder, _ configuration: Configuration, clock: any Clock,
    interruption: Interruption, log: Log, announce: (String) -> Void
  ) throws(Fault) {
    let address = try ListenAddress.parsed(
      order.listen ?? standardAddress, allowsPublic: order.allowsPublic)
    let hall = Hall(
      try Sites(
        configuration.keepingConnections(clock: clock), environment: order.environment, log: log),
      clock: clock, interruption: interruption, log: log)
    let workshop = Workshop()
    let desk = Desk(
      fronts: { (request) throws(Fault) in try hall.front(request) }, workshop: workshop,
      clock: clock, log: log)
    let server = try listen(desk, address)
    defer {
      server.stop()
      if !workshop.close(withinSeconds: drainSeconds) {
        log.warning("background work did not end in time; the next sync goes on where it was cut")
      }
    }
    announce(server.address.description)
    schedule(hall, clock, interruption, log)
  }

  /// The server on an address, answering from now on.
  static func listen(_ desk: Desk, _ address: HTTPServer.Address) throws(Fault) -> HTTPServer {
    var options = HTTPServer.Options(bodyBytesMax: API.bodyBytesMax, threads: .perConnection)
    options.connectionLimit = API.connectionsMax
    options.refusal = Answer.unread
    return try HTTPServer(listen: address, options: options) { desk.answer($0) }
  }

  /// Syncs what is due, again and again, until asked to stop.
  private static func schedule(
    _ hall: Hall, _ clock: any Clock, _ interruption: Interruption, _ log: Log
  ) {
    while !clock.wait(seconds: dueSeconds, interruption: interruption) {
      do throws(Fault) {
        let sites = try hall.installed()
        for verbs in sites where !interruption.isRaised {
          serveDue(verbs(), shared: sites.count, log)
        }
      } catch {
        if error.recovery != .interrupted { log.warning(error.line) }
      }
    }
  }

  /// One pass over a site; of several each gets its share of the time.
  private static func serveDue(_ verbs: Connector, shared count: Int, _ log: Log) {
    var verbs = verbs
    do throws(Fault) {
      try verbs.serveDue(
        secondsMax: max(passSeconds / Double(max(count, 1)), passSecondsMin),
        patienceSeconds: patienceSeconds)
    } catch {
      if error.recovery != .interrupted { log.warning(error.line) }
    }
  }
}

/// Where a server listens, as people write it.
enum ListenAddress {
  /// `unix:/path`, `HOST:PORT` or `[HOST]:PORT`; hosts are numeric.
  static func parsed(_ text: String, allowsPublic: Bool) throws(Fault) -> HTTPServer.Address {
    if text.hasPrefix("unix:"), text.hasPrefix("unix:/") {
      return .unix(path: String(text.dropFirst("unix:".count)))
    }
    guard let colon = text.lastIndex(of: ":"),
      let port = UInt16(text[text.index(after: colon)...])
    else { throw fault(text, "it is no address", "Write unix:/path or 127.0.0.1:PORT") }
    var host = String(text[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    let isLoopback = host == "::1" || host.hasPrefix("127.")
    guard isLoopback || allowsPublic else {
      throw fault(
        text, "others could reach it, and there is no TLS",
        "Listen on unix:/path or 127.0.0.1:PORT behind a web server, or add --allow-public")
    }
    return .tcp(host: host, port: port)
  }

  private static func fault(_ text: String, _ cause: String, _ hint: String) -> Fault {
    Fault(
      .usage, operation: "listening", subject: text, cause: cause, hint: hint,
      recovery: .operator)
  }
}
